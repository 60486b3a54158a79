import { parentPort } from "node:worker_threads";
import type { Ask, Tell } from "./messages.ts";
import { goOffline } from "./offline.ts";
import { openSounds, type SoundEngine } from "./sound-engine.ts";
import { openSpeech, type SpeechEngine } from "./speech-engine.ts";

// One worker holds one model of transformers.js: it computes here, so the engine's own thread stays free.

const port = parentPort;
if (!port) throw new Error("this file is the body of a worker");
const tell = (message: Tell): void => port.postMessage(message);
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

let speech: SpeechEngine | undefined;
let sounds: SoundEngine | undefined;
let last: Promise<void> = Promise.resolve();
goOffline();

async function result(ask: Exclude<Ask, { ask: "open" } | { ask: "close" }>): Promise<unknown> {
  if (ask.ask === "hear" && speech) return await speech.hear(ask.samples, ask.language);
  if (ask.ask === "tongue" && speech) return await speech.tongue(ask.samples);
  if (ask.ask === "sound" && sounds) return await sounds.hearSound(ask.samples);
  if (ask.ask === "texts" && sounds) return await sounds.readTexts(ask.texts);
  throw new Error("this model cannot answer that");
}

async function answer(ask: Ask): Promise<void> {
  if (ask.ask === "open")
    try {
      if (ask.settings.kind === "clap") sounds = await openSounds(ask.settings);
      else speech = await openSpeech(ask.settings);
      tell({ tell: "opened" });
    } catch (error) {
      tell({ tell: "failed", message: textOf(error) });
    }
  else if (ask.ask === "close") {
    await speech?.dispose().catch(() => {});
    await sounds?.dispose().catch(() => {});
    tell({ tell: "closed" });
    port?.close();
  } else
    try {
      tell({ tell: "done", id: ask.id, result: await result(ask) });
    } catch (error) {
      tell({ tell: "failed", id: ask.id, message: textOf(error) });
    }
}

port.on("message", (ask: Ask) => {
  last = last.then(() => answer(ask));
});
