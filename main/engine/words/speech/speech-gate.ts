import type { Context } from "../../context.ts";
import { openVoiceMeter } from "../../models/detectors/voice-activity.ts";
import type { VoiceModel } from "../../audio/voices.ts";

/** Samples of one look, at 16 kHz: 32 ms. */
export const lookSamples = 512;
const rate = 16_000;

/** Says of each 32 ms of sound how likely somebody speaks. */
export interface SpeechGate {
  /** Takes the next samples; gives the chances of the looks that became complete. Errors: those of the detector, cancelled. */
  push(samples: Float32Array): Promise<number[]>;
  dispose(): Promise<void>;
}

/** The gate of a voice detector. Errors: model-refused. */
export async function voiceGate(
  ctx: Context,
  { manifest, folder, variant }: VoiceModel,
): Promise<SpeechGate> {
  const meter = await openVoiceMeter(ctx, manifest, folder, variant);
  let told = 0;
  return {
    push: async (samples) => {
      await meter.push(samples);
      const fresh = meter.heard().slice(told);
      told += fresh.length;
      return fresh;
    },
    dispose: () => meter.dispose(),
  };
}

/** Looks that the noise floor is taken from: the last 30 s. */
const remembered = Math.round((30 * rate) / lookSamples);
/** dB above the floor that count as something, and the levels in dBFS below and above which nothing and everything does. */
const above = 10;
const quietest = -55;
const loudest = -35;

/**
 * The gate where no voice detector is installed: whatever is clearly louder than the quiet of the last half minute may be
 * speech. Lets music and noise through; the rules against invention have more to do.
 */
export function loudnessGate(): SpeechGate {
  const levels: number[] = [];
  let rest = new Float32Array(0);
  let floor = -90;
  let count = 0;
  return {
    push: (samples) => {
      const all = new Float32Array(rest.length + samples.length);
      all.set(rest);
      all.set(samples, rest.length);
      const chances: number[] = [];
      let at = 0;
      for (; at + lookSamples <= all.length; at += lookSamples) {
        let sum = 0;
        for (let i = at; i < at + lookSamples; i++) sum += (all[i] ?? 0) ** 2;
        const level = Math.max(-90, 10 * Math.log10(sum / lookSamples + 1e-12));
        levels.push(level);
        if (levels.length > remembered) levels.shift();
        if (count++ % 16 === 0)
          floor = levels.toSorted((a, b) => a - b)[Math.floor(levels.length / 10)] ?? -90;
        const bound = Math.min(loudest, Math.max(quietest, floor + above));
        // Even at the bound, sure well above it.
        chances.push(1 / (1 + Math.exp(-(level - bound) / 2)));
      }
      rest = all.slice(at);
      return Promise.resolve(chances);
    },
    dispose: () => Promise.resolve(),
  };
}
