import { crc32 } from "node:zlib";
import type { Cue } from "../../../../contract/media.ts";
import { breathe, type Context } from "../../context.ts";
import type { SentenceEncoder } from "../../models/encoder/sentence-encoder.ts";
import { encodeMeanings, type StoredMeanings } from "./meaning-blob.ts";
import { passagesOf } from "./passages.ts";

/** Raised whenever the vectors of the same words change for reasons of this room. */
const version = 1;

/** What stored meanings depend on, but for the words. */
export const meaningKey = ({ id, revision, variant }: SentenceEncoder): string =>
  `${id}@${revision}/${variant}/v${version}`;

/** A name for these words: other words, other vectors. */
export const wordsMark = (cues: readonly Cue[]): string =>
  crc32(Buffer.from(JSON.stringify(passagesOf(cues)))).toString(16);

const banks = new WeakMap<SentenceEncoder, Promise<Float32Array>>();

/** A film's words as vectors. `bank`: general sentences, by which is told what is unusual. Errors: those of the encoder. */
export async function meaningsOf(
  ctx: Context,
  encoder: SentenceEncoder,
  cues: readonly Cue[],
  bank: readonly string[],
): Promise<Uint8Array> {
  const { id, revision, width } = encoder;
  const passages = passagesOf(cues);
  const vectors = await encoder.embed(
    ctx,
    passages.map((p) => p.text),
    "passage",
  );
  let general = banks.get(encoder);
  if (!general) {
    general = encoder.embed(ctx, bank, "query");
    banks.set(encoder, general);
    general.catch(() => banks.delete(encoder));
  }
  const asked = await general;
  let [sum, square, count] = [0, 0, 0];
  for (let b = 0; b < bank.length; b++) {
    if (b % 8 === 0) await breathe(ctx);
    for (const value of cosines(vectors, asked.subarray(b * width, (b + 1) * width))) {
      sum += value;
      square += value * value;
      count++;
    }
  }
  const mean = sum / Math.max(1, count);
  const deviation = Math.sqrt(Math.max(1e-6, square / Math.max(1, count) - mean * mean));
  return encodeMeanings({ model: { id, revision }, width, passages, vectors, usual: { mean, deviation } });
}

/** The cosine of a unit vector with each of many. */
export function cosines(vectors: Float32Array, query: Float32Array): Float32Array {
  const width = query.length;
  const out = new Float32Array(vectors.length / width);
  for (let p = 0; p < out.length; p++) {
    let dot = 0;
    for (let i = 0; i < width; i++) dot += (vectors[p * width + i] ?? 0) * (query[i] ?? 0);
    out[p] = dot;
  }
  return out;
}

/** How far each passage stands above what a general sentence scores on this film, in deviations. */
export async function unusualness(
  ctx: Context,
  encoder: SentenceEncoder,
  { vectors, usual }: StoredMeanings,
  question: string,
): Promise<Float32Array> {
  const query = await encoder.embed(ctx, [question], "query");
  return cosines(vectors, query).map((value) => (value - usual.mean) / usual.deviation);
}
