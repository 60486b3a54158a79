// The engine's own process: a utility process of Electron. It never draws, and a crash of it leaves the window standing.
import { errorBody } from "../../contract/errors.ts";
import { portChannel } from "../../contract/wire/message-port.ts";
import { serve } from "../../contract/wire/serve.ts";
import { createEngine } from "../engine/engine.ts";
import { createLog } from "../engine/log.ts";
import { portsFor } from "../host/engine-ports.ts";
import { hostService } from "../host/host-service.ts";
import { libraryFolder } from "../host/library-folder.ts";
import { createPicks } from "../host/picks.ts";
import { createSaves } from "../host/saves.ts";
import { serveBulk } from "./bulk-relay.ts";
import type { DialogAnswer, FromEngine, ToEngine } from "./engine-messages.ts";
import { bulkPrefix } from "./policy.ts";

const parent = process.parentPort;
const say = (message: FromEngine): void => parent.postMessage(message);
const picks = createPicks();
const saves = createSaves();
const dialogs = new Map<number, (paths: readonly string[]) => void>();
let nextDialog = 0;

/** Has the shell open a dialog and gives the paths that it was answered with. */
const ask = (message: (id: number) => FromEngine): Promise<readonly string[]> =>
  new Promise((resolve) => {
    const id = nextDialog++;
    dialogs.set(id, resolve);
    say(message(id));
  });

async function start(): Promise<void> {
  const engine = await createEngine(
    portsFor(
      {
        libraryDir: libraryFolder(process.env["FOOTNOTE_LIBRARY"]),
        ownerName: "the Footnote window",
        resolvePick: (pick) => picks.resolve(pick),
        resolveSave: (save) => saves.resolve(save),
        picking: "dialog",
        bulkPrefix,
        log: createLog((line) => void process.stderr.write(line), "warn"),
      },
      process.env["FOOTNOTE_RESOURCES"],
    ),
  );
  const service = hostService(engine.service, {
    dialog: async (what) => {
      const paths = await ask((id) => ({ kind: "dialog", id, what }));
      return paths.map((path) => picks.add(path));
    },
    saveDialog: async (what, name) => {
      const [path] = await ask((id) => ({ kind: "saveDialog", id, what, name }));
      return path === undefined ? undefined : await saves.add(path, what);
    },
  });
  parent.on("message", ({ data, ports }) => {
    const message = data as ToEngine | DialogAnswer;
    const [port] = ports;
    if (message.kind === "window" && port) serve(portChannel(port), service);
    else if (message.kind === "bulk" && port) serveBulk(port, engine.bulk);
    else if (message.kind === "picks")
      say({ kind: "picks", id: message.id, picks: message.paths.map((path) => picks.add(path)) });
    else if (message.kind === "dialog") {
      dialogs.get(message.id)?.(message.paths);
      dialogs.delete(message.id);
    } else if (message.kind === "stop") void engine.close().finally(() => say({ kind: "stopped" }));
  });
  say({ kind: "ready" });
}

start().catch((error: unknown) => {
  const { message, hint } = errorBody(error);
  say({ kind: "failed", message, hint: hint ?? "" });
});
