import { join } from "node:path";
import { FootnoteError } from "../../../../contract/errors.ts";
import { checkAborted, type Context } from "../../context.ts";
import { checkModel } from "../check-model.ts";
import { networkOf, type ModelManifest, type ModelVariant } from "../manifest.ts";
import { openSession, type ModelSession } from "../runtime/session.ts";
import { toFloats, type Tensor } from "../runtime/tensor.ts";

/** Samples a second, new samples of a step, and samples of the step before that go with them. A wrong length is not refused by the network: it only hears badly. */
export const voiceRate = 16_000;
const step = 512;
const context = 64;

/** Seconds of speech, half-open. */
export interface VoiceSpan {
  readonly start: number;
  readonly end: number;
}

/** Where a chance of speech becomes speech; times in seconds. */
export interface VoiceLimits {
  readonly on: number;
  readonly off: number;
  readonly leastSpeech: number;
  readonly leastPause: number;
  readonly pad: number;
}
export const voiceLimits: VoiceLimits = { on: 0.5, off: 0.35, leastSpeech: 0.25, leastPause: 0.1, pad: 0.03 };

/** Takes mono sound of 16 kHz in order; afterwards tells where somebody speaks. */
export interface VoiceMeter {
  push(samples: Float32Array): Promise<void>;
  /** Chances of the steps that are complete so far. */
  heard(): readonly number[];
  /** Chance of speech of each 32 ms, and the stretches. */
  finish(
    limits?: VoiceLimits,
  ): Promise<{ readonly step: number; readonly chances: Float32Array; readonly spans: VoiceSpan[] }>;
  dispose(): Promise<void>;
}

/**
 * Opens a voice detector of Silero's kind: 512 new samples with the 64 before them, a state that is carried along, one chance
 * per step. Errors: unsupported, model-refused, cancelled.
 */
export async function openVoiceMeter(
  ctx: Context,
  manifest: ModelManifest,
  folder: string,
  variant: ModelVariant["name"],
): Promise<VoiceMeter> {
  const network = networkOf(manifest, "network");
  const file = manifest.variants.find((v) => v.name === variant)?.networks.network;
  if (manifest.family !== "voice-activity")
    throw new FootnoteError("unsupported", `${manifest.title} does not listen for voices.`);
  const name = (as: string, of: "inputs" | "outputs"): string =>
    network?.[of].find((t) => t.as === as)?.name ?? "";
  const [samplesIn, stateIn, rateIn, chanceOut, stateOut] = [
    name("samples", "inputs"),
    name("state", "inputs"),
    name("rate", "inputs"),
    name("chance", "outputs"),
    name("state", "outputs"),
  ];
  if (!network || file === undefined || !samplesIn || !stateIn || !rateIn || !chanceOut || !stateOut)
    throw new FootnoteError(
      "model-refused",
      `${manifest.title}: its manifest does not describe a voice detector.`,
    );
  const path = join(folder, file);
  await checkModel(ctx, path, network);
  // One small step after the other: more threads only wait for each other.
  const session: ModelSession = await openSession(ctx, path, { threads: 1 });
  let state: Tensor = { type: "float32", shape: [2, 1, 128], data: new Float32Array(256) };
  const window = new Float32Array(context + step);
  let filled = 0;
  let heard = 0;
  const chances: number[] = [];
  const run = async (): Promise<void> => {
    checkAborted(ctx);
    const { results } = await session.runTensor(ctx, {
      [samplesIn]: { type: "float32", shape: [1, context + step], data: window.slice() },
      [stateIn]: state,
      [rateIn]: { type: "int64", shape: [], data: BigInt64Array.of(BigInt(voiceRate)) },
    });
    const [chance, next] = [results[chanceOut], results[stateOut]];
    if (!chance || !next)
      throw new FootnoteError("model-refused", `${manifest.title} gives no chance or state.`);
    chances.push(toFloats(chance)[0] ?? 0);
    state = next;
    window.copyWithin(0, step);
    filled = 0;
  };
  return {
    push: async (samples) => {
      heard += samples.length;
      for (let at = 0; at < samples.length;) {
        const taken = Math.min(step - filled, samples.length - at);
        window.set(samples.subarray(at, at + taken), context + filled);
        filled += taken;
        at += taken;
        if (filled === step) await run();
      }
    },
    heard: () => chances,
    finish: async (limits = voiceLimits) => {
      if (filled > 0) {
        window.fill(0, context + filled);
        await run();
      }
      const all = Float32Array.from(chances);
      return {
        step: step / voiceRate,
        chances: all,
        spans: voiceSpans(all, step / voiceRate, heard / voiceRate, limits),
      };
    },
    dispose: () => session.dispose(),
  };
}

/** Stretches of speech: begin above `on`, end below `off`; short pauses are bridged, short sounds left out, edges padded. */
export function voiceSpans(
  chances: ArrayLike<number>,
  seconds: number,
  duration: number,
  { on, off, leastSpeech, leastPause, pad }: VoiceLimits = voiceLimits,
): VoiceSpan[] {
  const raw: { start: number; end: number }[] = [];
  let open = false;
  for (let i = 0; i < chances.length; i++) {
    const chance = chances[i] ?? 0;
    const last = raw.at(-1);
    if (!open && chance >= on) {
      if (last && i * seconds - last.end < leastPause) last.end = (i + 1) * seconds;
      else raw.push({ start: i * seconds, end: (i + 1) * seconds });
      open = true;
    } else if (open && last) {
      if (chance < off) open = false;
      else last.end = (i + 1) * seconds;
    }
  }
  const spans: { start: number; end: number }[] = [];
  for (const { start, end } of raw) {
    if (end - start < leastSpeech) continue;
    const span = { start: Math.max(0, start - pad), end: Math.min(duration, end + pad) };
    const last = spans.at(-1);
    if (last && span.start <= last.end) last.end = span.end;
    else spans.push(span);
  }
  return spans;
}
