import type { Cue } from "../../../../contract/media.ts";
import { voiceKey, type VoiceModel } from "../../audio/voices.ts";
import type { Context } from "../../context.ts";
import { speechRate, type Transcriber } from "../../models/transformers/transcriber.ts";
import { createChunker, type Chunk } from "./chunker.ts";
import { saidIn } from "./invention.ts";
import { cuesOfWords } from "./speech-cues.ts";
import { encodeSpeech, type StoredSpeech } from "./speech-blob.ts";
import { loudnessGate, lookSamples, voiceGate, type SpeechGate } from "./speech-gate.ts";
import { createTongue } from "./tongue.ts";

/** Raised whenever the words of the same sound change for reasons of this room. */
const version = 1;
/** Seconds of film after which what was written so far is kept. */
const keepEvery = 60;
/** Milliseconds between signs of life while the model writes. */
const sign = 5000;
/** Seconds without speech that end a stretch, by what the model makes of silence: Whisper invents in it, Moonshine knows no times. */
const gaps = { whisper: 2.5, moonshine: 0.5 } as const;

/** What listens: the model that writes, and where one is installed the detector that says when. */
export interface SpeechModels {
  readonly transcriber: Transcriber;
  readonly voice?: VoiceModel | undefined;
}

/** What stored speech depends on. */
export const speechKey = ({ transcriber, voice }: SpeechModels): string =>
  [
    `${transcriber.id}@${transcriber.revision}`,
    transcriber.variant,
    transcriber.language ?? "any",
    voice ? voiceKey(voice).replaceAll("/", "+") : "loudness",
    `v${version}`,
  ].join("/");

/** The stage "speech" for one file: mono sound of 16 kHz in, cues out. */
export interface SpeechStage {
  push(ctx: Context, samples: Float32Array): Promise<void>;
  finish(ctx: Context): Promise<{ readonly bytes: Uint8Array; readonly cues: readonly Cue[] }>;
  dispose(): Promise<void>;
}

/**
 * Writes down what is said in one file. `former`: what was kept of it when the work was interrupted; it goes on there.
 * `keep` is called with what there is after every minute of film. Errors: those of the models, cancelled.
 */
export async function speechStage(
  ctx: Context,
  { transcriber, voice }: SpeechModels,
  former: StoredSpeech | undefined,
  keep: (speech: StoredSpeech) => void,
): Promise<SpeechStage> {
  const { id, revision, title } = transcriber;
  const gate: SpeechGate = voice ? await voiceGate(ctx, voice) : loudnessGate();
  const chunker = createChunker({ longest: transcriber.longest, gap: gaps[transcriber.family] });
  const tongue = createTongue(former?.tally ?? {});
  const cues: Cue[] = [...(former?.cues ?? [])];
  let [stretches, doubted] = [former?.stretches ?? 0, former?.doubted ?? 0];
  /** Whole looks, so that a stretch after an interruption begins where it would have. */
  const skipped = Math.floor(((former?.until ?? 0) * speechRate) / lookSamples) * lookSamples;
  let pushed = 0;
  /** What was listened to and written down, in seconds. */
  let until = former?.until ?? 0;
  let kept = until;
  const speech = (): StoredSpeech => ({
    model: { id, revision, title },
    cues,
    until,
    tally: tongue.tally(),
    stretches,
    doubted,
  });

  const languageOf = async (inner: Context, chunk: Chunk): Promise<string | undefined> => {
    if (transcriber.language !== undefined) return transcriber.language;
    if (transcriber.family !== "whisper") return undefined;
    const spoken = chunk.spans.reduce((sum, span) => sum + span.end - span.start, 0);
    const asked = tongue.isOpen() ? await transcriber.tongue(inner, chunk.samples.slice()) : undefined;
    return tongue.decide(asked?.languages, spoken);
  };
  const write = async (inner: Context, given: Chunk): Promise<void> => {
    const offset = skipped / speechRate;
    const chunk: Chunk = {
      ...given,
      start: given.start + offset,
      spans: given.spans.map((span) => ({ start: span.start + offset, end: span.end + offset })),
    };
    // Somebody waits: a long text is no standstill.
    const clock = setInterval(() => inner.progress({ done: chunk.start, text: "listening" }), sign);
    try {
      const language = await languageOf(inner, chunk);
      const heard = await transcriber.hear(inner, chunk.samples, language);
      const words = saidIn(heard, chunk, speechRate);
      stretches++;
      if (words.length === 0) doubted++;
      cues.push(...cuesOfWords(words, language));
    } finally {
      clearInterval(clock);
    }
    until = chunk.start + chunk.samples.length / speechRate;
    if (until - kept >= keepEvery) {
      kept = until;
      keep(speech());
    }
  };
  return {
    push: async (inner, samples) => {
      const rest = pushed < skipped ? samples.subarray(Math.min(samples.length, skipped - pushed)) : samples;
      pushed += samples.length;
      if (rest.length === 0) return;
      for (const chunk of chunker.push(rest, await gate.push(rest))) await write(inner, chunk);
    },
    finish: async (inner) => {
      for (const chunk of chunker.finish()) await write(inner, chunk);
      until = Math.max(until, pushed / speechRate);
      return { bytes: encodeSpeech(speech()), cues };
    },
    dispose: () => gate.dispose(),
  };
}
