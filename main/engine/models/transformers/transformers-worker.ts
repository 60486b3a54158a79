import { parentPort } from "node:worker_threads";
import type { Ask, Tell } from "./messages.ts";
import { goOffline } from "./offline.ts";
import { openLooking, type LookingEngine } from "./looking-engine.ts";
import { openSounds, type SoundEngine } from "./sound-engine.ts";
import { withFirstOutputs } from "./first-outputs.ts";
import { openSpeech, type SpeechEngine } from "./speech-engine.ts";

// One worker holds one model of transformers.js: it computes here, so the engine's own thread stays free.

const port = parentPort;
if (!port) throw new Error("this file is the body of a worker");
const tell = (message: Tell): void => port.postMessage(message);
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

let speech: SpeechEngine | undefined;
let sounds: SoundEngine | undefined;
let looking: LookingEngine | undefined;
let last: Promise<void> = Promise.resolve();
goOffline();

type Question = Exclude<Ask, { ask: "open" } | { ask: "close" } | { ask: "stop" }>;

async function result(ask: Question): Promise<unknown> {
  if ((ask.ask === "hear" || ask.ask === "look") && ask.outputs) {
    const { result: written, outputs } = await withFirstOutputs(
      (ask.ask === "hear" ? speech : looking)?.sessions ?? {},
      () => result({ ...ask, outputs: undefined }),
    );
    return { written, outputs };
  }
  if (ask.ask === "hear" && speech) return await speech.hear(ask.samples, ask.language, ask.most);
  if (ask.ask === "tongue" && speech) return await speech.tongue(ask.samples);
  if (ask.ask === "sound" && sounds) return await sounds.hearSound(ask.samples);
  if (ask.ask === "texts" && sounds) return await sounds.readTexts(ask.texts);
  if (ask.ask === "look" && looking)
    return await looking.look(ask, (tokens) => tell({ tell: "token", id: ask.id, tokens }));
  throw new Error("this model cannot answer that");
}

async function answer(ask: Exclude<Ask, { ask: "stop" }>): Promise<void> {
  if (ask.ask === "open")
    try {
      const { kind } = ask.settings;
      if (kind === "clap") sounds = await openSounds(ask.settings);
      else if (kind === "smolvlm" || kind === "qwen-vl") looking = await openLooking(ask.settings);
      else speech = await openSpeech(ask.settings);
      tell({ tell: "opened" });
    } catch (error) {
      tell({ tell: "failed", message: textOf(error) });
    }
  else if (ask.ask === "close") {
    await speech?.dispose().catch(() => {});
    await sounds?.dispose().catch(() => {});
    await looking?.dispose().catch(() => {});
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
  // Between two tokens messages come through: this one does not wait for its turn.
  if (ask.ask === "stop") {
    looking?.stop();
    return;
  }
  last = last.then(() => answer(ask));
});
