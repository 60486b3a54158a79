import { FootnoteError } from "../../../contract/errors.ts";
import { breathe, type Context } from "../context.ts";
import type { ClipTextEncoder } from "../models/encoder/encoder.ts";
import type { Familiar } from "../models/encoder/familiar.ts";
import { curveLength, dot, meanVector, similarityCurve } from "./curve.ts";
import { doubtOf, overlooksOf } from "./doubt.ts";
import type { StoredVectors } from "./vectors.ts";

/** What grounding asks of a picture encoder for one file (its `PictureChannel`). */
export interface VectorChannel {
  readonly model: string;
  readonly step: number;
  curveFor(text: string): Promise<Float32Array>;
  /** The chance that a similarity means a match, for encoders trained to tell it (sigmoid); undefined for others. */
  chanceOf(similarity: number): number | undefined;
  readonly bank?: readonly number[];
  /** Peaks of the same bank, each curve read by another function; kept as long as the vectors under the name given. */
  readonly bankBy?: (name: string, read: (curve: Float32Array) => number) => Promise<readonly number[]>;
  /** How moments are read from its curves, where that was measured for the model. */
  readonly decoding?: TextSide["decoding"];
  /** Things that the model was taught to tell from others of their kind. */
  readonly things?: Familiar["things"] | undefined;
  /** Mean similarity of each of some texts from one time in seconds to another. */
  readonly fits?: (texts: readonly string[], start: number, end: number) => Promise<Float32Array>;
  /** How well the film fits those things at each step of a curve, all in all; absent where it knows none. */
  readonly hubness?: () => Promise<Float32Array>;
  /** Why what it finds for a text, or does not find, counts little here; absent for models that know enough of everything. */
  readonly doubt?: (text: string) => string | undefined;
  /** Why it means little that it finds nothing; undefined where it means enough. */
  readonly overlooks?: string | undefined;
}

export interface ChannelOptions {
  /** General sentences, and how the peak of a curve is read: grounding's `queryBank` and `peakOf`. */
  readonly bank?: { readonly texts: readonly string[]; readonly peakOf: (curve: Float32Array) => number };
  /** Peaks of that bank from an earlier time, for the same vectors. */
  readonly knownPeaks?: readonly number[];
}

/** The side of an encoder that texts need: pictures, clips and sounds are compared alike. */
export type TextSide = Pick<
  ClipTextEncoder,
  "id" | "revision" | "width" | "prompts" | "logitScale" | "logitBias" | "sigmoid" | "embedTexts"
> &
  Partial<Pick<ClipTextEncoder, "title" | "familiar" | "decoding">>;

/** Texts whose vectors are kept: those of the bank, the things a model knows, and the last questions with their probes. */
const kept = 6000;
const caches = new WeakMap<TextSide, Map<string, Float32Array>>();

/**
 * Unit vectors of texts, each the mean over the model's prompts. Kept for the encoder's life, so the bank is embedded once.
 */
export async function textVectors(
  ctx: Context,
  encoder: TextSide,
  texts: readonly string[],
): Promise<Float32Array[]> {
  let cache = caches.get(encoder);
  if (!cache) caches.set(encoder, (cache = new Map()));
  const missing = [...new Set(texts)].filter((text) => !cache.has(text));
  const { prompts, width } = encoder;
  const phrased = missing.flatMap((text) => prompts.map((prompt) => prompt.replace("{}", text)));
  const vectors = phrased.length > 0 ? await encoder.embedTexts(ctx, phrased) : new Float32Array();
  if (cache.size + missing.length > kept) cache.clear();
  const fresh = new Map<string, Float32Array>();
  for (const [t, text] of missing.entries()) {
    const mean = new Float32Array(width);
    for (let p = 0; p < prompts.length; p++)
      for (let i = 0; i < width; i++) mean[i]! += vectors[(t * prompts.length + p) * width + i]!;
    const length = Math.hypot(...mean);
    if (length > 0) for (let i = 0; i < width; i++) mean[i]! /= length;
    fresh.set(text, mean);
    cache.set(text, mean);
  }
  const found = await Promise.all(
    texts.map(
      async (text) => fresh.get(text) ?? cache.get(text) ?? (await textVectors(ctx, encoder, [text]))[0]!,
    ),
  );
  return found;
}

/** Peaks of a bank of sentences on one file: what any question scores there by accident. */
export async function bankPeaksOf(
  ctx: Context,
  encoder: TextSide,
  vectors: StoredVectors,
  bank: NonNullable<ChannelOptions["bank"]>,
): Promise<number[]> {
  const queries = await textVectors(ctx, encoder, bank.texts);
  const peaks: number[] = [];
  for (const [i, query] of queries.entries()) {
    if (i % 8 === 0) await breathe(ctx);
    peaks.push(bank.peakOf(similarityCurve(vectors, query)));
  }
  return peaks;
}

/** How many readings of a bank are kept for a file: those of its shots, with hubs taken off or not. */
const readings = 4;
const otherPeaks = new WeakMap<StoredVectors, Map<string, readonly number[]>>();
const hubs = new WeakMap<StoredVectors, Float32Array>();

/** How much more the best of several things counts than the others in what a picture has in common with them. */
const sharpness = 40;

/**
 * What fits many things fits any of them a little by accident: log of the mean of exp(40 x similarity) over things' names, over 40, one value per step
 * of a curve. To be taken off a similarity (inverted softmax over a bank of queries: Smith et al. 2017; Bogolin et al. 2022).
 */
async function hubnessOf(
  ctx: Context,
  encoder: TextSide,
  vectors: StoredVectors,
  things: Familiar["things"],
): Promise<Float32Array> {
  const names = await textVectors(
    ctx,
    encoder,
    things.map(([[name = ""]]) => name),
  );
  const sums = new Float64Array(curveLength(vectors));
  for (const [i, name] of names.entries()) {
    if (i % 8 === 0) await breathe(ctx);
    const curve = similarityCurve(vectors, name);
    for (let k = 0; k < sums.length; k++) sums[k]! += Math.exp(sharpness * curve[k]!);
  }
  return Float32Array.from(sums, (sum) => Math.log(sum / names.length) / sharpness);
}

/**
 * A file's vectors as evidence for questions. Curves are cosines: the decoder of spans works on their shape, and presence on
 * their rank among the bank's, neither of which the logit's scale and offset would change; `chanceOf` applies those.
 * Errors: bad-arguments when the vectors are another model's; those of the encoder.
 */
export async function pictureChannelFor(
  ctx: Context,
  encoder: TextSide,
  vectors: StoredVectors,
  options: ChannelOptions = {},
): Promise<VectorChannel> {
  const model = `${encoder.id}@${encoder.revision}`;
  const made = `${vectors.model.id}@${vectors.model.revision}`;
  if (made !== model || vectors.width !== encoder.width)
    throw new FootnoteError(
      "bad-arguments",
      `Vectors of ${made} cannot be compared with texts of ${model}.`,
      { hint: "Index the file with this model." },
    );
  const { bank } = options;
  const peaks = options.knownPeaks ?? (bank && (await bankPeaksOf(ctx, encoder, vectors, bank)));
  const familiar = await encoder.familiar?.();
  return {
    model,
    step: vectors.step,
    decoding: encoder.decoding,
    ...(bank
      ? {
          bankBy: async (name, read) => {
            const known = otherPeaks.get(vectors) ?? new Map<string, readonly number[]>();
            otherPeaks.set(vectors, known);
            const peaks =
              known.get(name) ??
              (await bankPeaksOf(ctx, encoder, vectors, { texts: bank.texts, peakOf: read }));
            known.delete(name);
            known.set(name, peaks);
            if (known.size > readings) known.delete(known.keys().next().value as string);
            return peaks;
          },
        }
      : {}),
    ...(familiar
      ? {
          doubt: doubtOf(encoder.title ?? encoder.id, familiar, vectors),
          overlooks: overlooksOf(encoder.title ?? encoder.id, familiar),
          things: familiar.things,
          ...(familiar.things.length > 0
            ? {
                hubness: async () => {
                  const known =
                    hubs.get(vectors) ?? (await hubnessOf(ctx, encoder, vectors, familiar.things));
                  hubs.set(vectors, known);
                  return known;
                },
              }
            : {}),
        }
      : {}),
    curveFor: async (text) => {
      const [query] = await textVectors(ctx, encoder, [text]);
      return similarityCurve(vectors, query ?? new Float32Array(vectors.width));
    },
    fits: async (texts, start, end) => {
      const here = meanVector(vectors, start, end);
      const said = await textVectors(ctx, encoder, texts);
      return Float32Array.from(said, (text) => dot(text, here));
    },
    chanceOf: (similarity) => {
      const { logitScale, logitBias, sigmoid } = encoder;
      if (!sigmoid || logitScale === undefined || logitBias === undefined) return undefined;
      return 1 / (1 + Math.exp(-(logitScale * similarity + logitBias)));
    },
    ...(peaks ? { bank: peaks } : {}),
  };
}
