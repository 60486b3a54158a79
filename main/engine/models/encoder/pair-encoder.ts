import { FootnoteError } from "../../../../contract/errors.ts";
import type { ClipTextEncoder } from "./encoder.ts";
import type { Familiar } from "./familiar.ts";

export interface PairOptions {
  /** How much the other's cosines count, of 1. */
  readonly share: number;
  /** What both were trained on, for vectors of both widths together. */
  readonly familiar: () => Promise<Familiar | undefined>;
}

/**
 * Two encoders as one: both see the same windows and read the same texts. A vector is the first's, times the root of 1 - share, and the
 * other's, times the root of share, one behind the other, so that cosines are the weighted mean of both (ensembles of networks: Hansen and
 * Salamon 1990). It goes by the first's name and manifest; both belong to it and are closed with it.
 * Errors: model-refused where they do not take the same windows.
 */
export function createPairEncoder(
  first: ClipTextEncoder,
  other: ClipTextEncoder,
  { share, familiar }: PairOptions,
): ClipTextEncoder {
  const takes = ({ framesPerWindow, preprocessing, rates }: ClipTextEncoder): string =>
    JSON.stringify([framesPerWindow, preprocessing, rates]);
  if (takes(first) !== takes(other))
    throw new FootnoteError(
      "model-refused",
      `${first.title} and ${other.title}, which is to see along with it, do not take the same windows.`,
      { hint: "See docs/models.md." },
    );
  const both = [first, other] as const;
  const width = first.width + other.width;
  const roots = [Math.sqrt(1 - share), Math.sqrt(share)];
  const joined = (parts: readonly Float32Array[], rows: number): Float32Array => {
    const out = new Float32Array(rows * width);
    let offset = 0;
    for (const [k, { width: own }] of both.entries()) {
      for (let r = 0; r < rows; r++)
        for (let i = 0; i < own; i++) out[r * width + offset + i] = roots[k]! * parts[k]![r * own + i]!;
      offset += own;
    }
    return out;
  };
  return {
    ...first,
    width,
    embedWindows: async (ctx, frames) => {
      const parts = await Promise.all(both.map((encoder) => encoder.embedWindows(ctx, frames)));
      return joined(parts, parts[0]!.length / first.width);
    },
    embedTexts: async (ctx, texts) => {
      const parts = await Promise.all(both.map((encoder) => encoder.embedTexts(ctx, texts)));
      return joined(parts, texts.length);
    },
    familiar,
    evict: async () => {
      await Promise.all(both.map((encoder) => encoder.evict()));
    },
    dispose: async () => {
      await Promise.all(both.map((encoder) => encoder.dispose()));
    },
  };
}
