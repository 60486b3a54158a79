import type { Context } from "../context.ts";
import { soundRate, type SoundEncoder } from "../models/transformers/sound-encoder.ts";
import { Rows } from "./rows.ts";
import { encodeVectors } from "./vectors.ts";

/** Raised whenever the vectors of the same sound change for reasons of this room. */
const version = 1;
/** Seconds of a window and from one to the next. */
const seconds = 5;
const hop = 2.5;
/** Windows quieter than this (mean square, -70 dBFS) are not listened to: nothing is heard in them. */
const silence = 1e-7;

/** What stored vectors of sound depend on. */
export const soundsKey = ({ id, revision, variant }: SoundEncoder): string =>
  `${id}@${revision}/${variant}/${seconds}:${hop}/v${version}`;

/** The stage "sounds" for one file: mono sound of 48 kHz in, vectors of its windows out. */
export interface SoundsStage {
  readonly rate: number;
  push(ctx: Context, samples: Float32Array): Promise<void>;
  finish(ctx: Context): Promise<Uint8Array>;
}

/** Row j stands for [j * hop, (j+1) * hop) seconds; its window lies around the middle of that, inside the film. */
export function soundsStage(encoder: SoundEncoder): SoundsStage {
  const [length, step] = [Math.round(seconds * soundRate), Math.round(hop * soundRate)];
  const rows = new Rows(encoder.width);
  const vectorOf: number[] = [];
  /** Sound from sample `first` on, at most one window and what came last. */
  let held = new Float32Array(0);
  let first = 0;
  let quiet: number | undefined;
  const startOf = (row: number): number => Math.max(0, Math.round((row + 0.5) * step - length / 2));
  const listen = async (ctx: Context, window: Float32Array): Promise<void> => {
    const power = window.reduce((sum, value) => sum + value * value, 0) / Math.max(1, window.length);
    if (power < silence) {
      if (quiet === undefined) {
        quiet = rows.reserve();
        rows.set(quiet, new Float32Array(encoder.width));
      }
      vectorOf.push(quiet);
      return;
    }
    const vector = await encoder.embedSound(ctx, window.slice());
    const row = rows.reserve();
    rows.set(row, vector);
    vectorOf.push(row);
  };
  return {
    rate: soundRate,
    push: async (ctx, samples) => {
      const all = new Float32Array(held.length + samples.length);
      all.set(held);
      all.set(samples, held.length);
      held = all;
      for (;;) {
        const start = startOf(vectorOf.length);
        if (start + length > first + held.length) break;
        await listen(ctx, held.subarray(start - first, start - first + length));
        const next = startOf(vectorOf.length);
        held = held.slice(Math.max(0, next - first));
        first = Math.max(first, next);
      }
    },
    finish: async (ctx) => {
      const end = first + held.length;
      const count = Math.ceil(end / step - 1e-6);
      // The last rows share the last window of the film.
      while (vectorOf.length < count) {
        const start = Math.max(first, Math.min(startOf(vectorOf.length), end - length));
        await listen(ctx, held.subarray(start - first));
      }
      const { id, revision, width } = encoder;
      return encodeVectors({
        model: { id, revision },
        width,
        step: hop,
        duration: end / soundRate,
        rates: [{ seconds, hop, weight: 1, vectorOf: Uint32Array.from(vectorOf), ...rows.first(rows.count) }],
      });
    },
  };
}
