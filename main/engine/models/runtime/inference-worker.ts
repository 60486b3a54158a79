import { parentPort } from "node:worker_threads";
import { buffersOf, type Ask, type Tell } from "./messages.ts";
import { namedProviders, openOrtSession, runtimeVersion, type OrtSession } from "./ort-session.ts";

// One worker holds one session: inference computes here, so the engine's own thread stays free for the decoder.

const port = parentPort;
if (!port) throw new Error("this file is the body of a worker");
const tell = (message: Tell, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

let session: OrtSession | undefined;
let last: Promise<void> = Promise.resolve();

async function answer(ask: Ask): Promise<void> {
  switch (ask.ask) {
    case "providers":
      tell({ tell: "providers", providers: namedProviders(), version: runtimeVersion() });
      return;
    case "open":
      try {
        session = await openOrtSession(ask.settings);
        tell({ tell: "opened", inputs: session.inputs, outputs: session.outputs });
      } catch (error) {
        tell({ tell: "failed", message: textOf(error) });
      }
      return;
    case "run":
      try {
        if (!session) throw new Error("the session is closed");
        const began = performance.now();
        const results = await session.run(ask.feeds, ask.wanted);
        const milliseconds = performance.now() - began;
        tell(
          { tell: "done", id: ask.id, results, feeds: ask.feeds, milliseconds },
          buffersOf(results, ask.feeds),
        );
      } catch (error) {
        tell({ tell: "broken", id: ask.id, message: textOf(error), feeds: ask.feeds }, buffersOf(ask.feeds));
      }
      return;
    case "close":
      await session?.dispose().catch(() => {});
      session = undefined;
      tell({ tell: "closed" });
      port?.close();
  }
}

port.on("message", (ask: Ask) => {
  last = last.then(() => answer(ask));
});
