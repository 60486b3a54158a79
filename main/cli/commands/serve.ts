import type { Command } from "commander";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { FootnoteError } from "../../../contract/errors.ts";
import { projectFolder } from "../../host/engine-ports.ts";
import { runServer } from "../../server/run-server.ts";
import { action } from "../command.ts";
import { parseWhole } from "../times.ts";

interface Options {
  readonly port?: string;
  readonly root?: readonly string[];
  readonly sample?: boolean;
}

export const serve = (command: Command): Command =>
  action<Options>(
    command
      .description("the app for a browser of this machine; prints the address to open")
      .argument("[file...]", "films to take in at once")
      .option("--port <n>", "which port; any free one unless said")
      .option("--root <dir...>", "folders that the file picker shows (home and this one unless said)")
      .option("--no-sample", "leave the sample film out of a new library"),
    async ({ ctx, out, options }, files) => {
      if (!existsSync(join(projectFolder(), "dist", "renderer", "index.html")))
        throw new FootnoteError("tool-missing", "The window is not built yet.", {
          hint: "Run npm start once, or npm run build.",
        });
      const running = await runServer({
        library: options.library,
        port: options.port === undefined ? 0 : parseWhole(options.port, "--port"),
        roots: (options.root ?? []).map((r) => resolve(r)),
        open: files.map((f) => resolve(f)),
        offerSample: options.sample !== false,
        log: ctx.log,
      });
      out.result({ address: running.server.address }, () => running.server.address);
      await new Promise<void>((stopped) => {
        ctx.signal.addEventListener("abort", () => stopped(), { once: true });
        if (ctx.signal.aborted) stopped();
      });
      await running.close();
    },
  );
