import type { Command } from "commander";
import { resolve } from "node:path";
import { snapshot as take } from "../../engine/media/snapshot.ts";
import { openVideo } from "../bare-file.ts";
import { action } from "../command.ts";
import { parseWhole, showTime } from "../times.ts";

interface Options {
  readonly frame: string;
  readonly out: string;
  readonly overwrite?: boolean;
}

export const snapshot = (command: Command): Command =>
  action<Options>(
    command
      .description("one frame as a PNG, bit for bit as decoded")
      .argument("<file>")
      .requiredOption("--frame <n>", "which frame, from 0")
      .requiredOption("-o, --out <png>", "where to write it")
      .option("--overwrite", "replace a picture that is there"),
    async ({ ctx, out, options }, [file = ""]) => {
      const frame = parseWhole(options.frame, "--frame");
      const source = await openVideo(ctx, file);
      const done = await take(ctx, source, frame, resolve(options.out), {
        overwrite: options.overwrite === true,
      });
      out.result(
        { ...done, out: options.out },
        () => `frame ${frame} at ${showTime(done.time)} → ${options.out}`,
      );
    },
  );
