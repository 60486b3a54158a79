import { homedir } from "node:os";
import { join } from "node:path";
import { errorBody } from "../../contract/errors.ts";
import type { PickId } from "../../contract/ids.ts";
import { createEngine, type Engine } from "../engine/engine.ts";
import { createLog, type Log } from "../engine/log.ts";
import { projectFolder, portsFor } from "../host/engine-ports.ts";
import { createFilePicker } from "../host/file-picker.ts";
import { hostChecks } from "../host/host-checks.ts";
import { hostService } from "../host/host-service.ts";
import { libraryFolder } from "../host/library-folder.ts";
import { createPicks } from "../host/picks.ts";
import { createSaves } from "../host/saves.ts";
import { startServer, type RunningServer } from "./server.ts";

export interface BrowserModeOptions {
  readonly library?: string | undefined;
  readonly port?: number;
  /** Folders that the picker shows; the home folder and the one Footnote was started in, unless said. */
  readonly roots?: readonly string[];
  /** Files and folders to take in at once. */
  readonly open?: readonly string[];
  readonly cwd?: string;
  readonly offerSample?: boolean;
  readonly log?: Log;
}

/** The app in browser mode: engine, file picker and server. Errors: those of `createEngine` and `startServer`. */
export async function runServer(
  options: BrowserModeOptions,
): Promise<{ server: RunningServer; engine: Engine; close(): Promise<void> }> {
  const log = options.log ?? createLog((line) => void process.stderr.write(line), "warn");
  const picks = createPicks();
  const saves = createSaves();
  const cwd = options.cwd ?? process.cwd();
  const roots = options.roots && options.roots.length > 0 ? options.roots : [homedir(), cwd];
  const engine = await createEngine(
    portsFor({
      libraryDir: libraryFolder(options.library),
      ownerName: "Footnote in a browser",
      resolvePick: (pick) => picks.resolve(pick),
      resolveSave: (save) => saves.resolve(save),
      picking: "picker",
      bulkPrefix: "/",
      log,
      hostChecks,
      ...(options.offerSample === undefined ? {} : { offerSample: options.offerSample }),
    }),
  );
  const service = hostService(engine.service, { picker: createFilePicker(roots, picks, saves) });
  try {
    const server = await startServer({
      service,
      bulk: engine.bulk,
      rendererDir: join(projectFolder(), "dist", "renderer"),
      port: options.port ?? 0,
      log,
    });
    engine.announce(server.address);
    const named = (options.open ?? []).map((path) => picks.add(path));
    // The window opens meanwhile and sees them come in.
    if (named.length > 0) void takeIn(engine, named, log);
    return {
      server,
      engine,
      close: async () => {
        await server.close();
        await engine.close();
      },
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** Imports what was named on the command line; what cannot be read is said in the log. */
async function takeIn(engine: Engine, picks: PickId[], log: Log): Promise<void> {
  const call = { signal: new AbortController().signal, progress: () => {} };
  try {
    const { refused } = await engine.service.call("library.import", { picks }, call);
    for (const error of refused) log("warn", "not taken", { file: error.file, message: error.message });
  } catch (error) {
    log("warn", "not taken", { message: errorBody(error).message });
  }
}
