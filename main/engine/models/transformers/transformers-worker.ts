import { parentPort } from "node:worker_threads";
import type { Ask, Tell } from "./messages.ts";
import { goOffline } from "./offline.ts";
import { openSpeech, type SpeechEngine } from "./speech-engine.ts";

// One worker holds one model of transformers.js: it computes here, so the engine's own thread stays free.

const port = parentPort;
if (!port) throw new Error("this file is the body of a worker");
const tell = (message: Tell): void => port.postMessage(message);
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

let engine: SpeechEngine | undefined;
let last: Promise<void> = Promise.resolve();
goOffline();

async function answer(ask: Ask): Promise<void> {
  if (ask.ask === "open")
    try {
      engine = await openSpeech(ask.settings);
      const { rate, timed, languages } = engine;
      tell({ tell: "opened", rate, timed, languages });
    } catch (error) {
      tell({ tell: "failed", message: textOf(error) });
    }
  else if (ask.ask === "close") {
    await engine?.dispose().catch(() => {});
    tell({ tell: "closed" });
    port?.close();
  } else
    try {
      if (!engine) throw new Error("the model is closed");
      const result =
        ask.ask === "hear" ? await engine.hear(ask.samples, ask.language) : await engine.tongue(ask.samples);
      tell({ tell: "done", id: ask.id, result });
    } catch (error) {
      tell({ tell: "failed", id: ask.id, message: textOf(error) });
    }
}

port.on("message", (ask: Ask) => {
  last = last.then(() => answer(ask));
});
