import { bm25Scores } from "./bm25.ts";
import { latentVector, type LatentSpace } from "./latent.ts";
import { synonymsOf } from "./synonyms.ts";
import { sparse, sparseDot, tfIdf, type SparseVector, type TextIndex } from "./text-index.ts";
import { stemsOf, termsOf } from "./tokenise.ts";

/** What is known about a collection of texts: its terms and, where it was fitted, its latent space. */
export interface TextModel {
  readonly index: TextIndex;
  readonly space?: LatentSpace;
}

export interface TextCurveOptions {
  /** Shares of the three readings in the curve; the latent one only where the model has a space. */
  readonly tfIdf?: number;
  readonly bm25?: number;
  readonly latent?: number;
  /** How much a synonym counts beside the question's own word. */
  readonly synonym?: number;
  /** How much the best texts of this file are added to the question (pseudo-relevance feedback), and how many. */
  readonly feedback?: number;
  readonly feedbackTexts?: number;
}

/** The texts of one file, one per clip or cue, prepared once for many questions. */
export interface PreparedTexts {
  readonly texts: readonly string[];
  /** The stems of each text. */
  readonly stems: readonly (readonly string[])[];
  readonly vectors: readonly SparseVector[];
  /** One row of `width` numbers per text, where the model has a space; fit for the decoder's self-similar smoothing. */
  readonly latent?: { readonly values: Float32Array; readonly width: number };
}

export function prepareTexts(model: TextModel, texts: readonly string[]): PreparedTexts {
  const vectors = texts.map((text) => tfIdf(model.index, text));
  const stems = texts.map(stemsOf);
  const { space } = model;
  if (!space) return { texts, stems, vectors };
  const values = new Float32Array(texts.length * space.width);
  vectors.forEach((vector, i) => values.set(latentVector(space, vector), i * space.width));
  return { texts, stems, vectors, latent: { values, width: space.width } };
}

/**
 * How well each text answers the question: the weighted sum of TF-IDF cosine, BM25 (scaled by what the question could
 * reach at most) and latent cosine. Not scaled per file, so that peaks of different files and questions compare.
 */
export function textCurve(
  model: TextModel,
  prepared: PreparedTexts,
  question: string,
  options: TextCurveOptions = {},
): Float64Array {
  const { synonym = 0.3, feedback = 0.4, feedbackTexts = 5 } = options;
  const stems = stemsOf(question);
  const weighted = new Map<string, number>();
  for (const term of termsOf(stems)) weighted.set(term, (weighted.get(term) ?? 0) + 1);
  const own = new Set(stems);
  for (const stem of own)
    for (const other of synonymsOf(stem))
      if (!own.has(other)) weighted.set(other, Math.max(weighted.get(other) ?? 0, synonym));
  const vector = sparse(model.index, weighted);
  const query = new Map([...weighted].filter(([term]) => !term.includes(" ")));
  const share = {
    tfIdf: options.tfIdf ?? 0.4,
    bm25: options.bm25 ?? 0.2,
    latent: prepared.latent ? (options.latent ?? 1) : 0,
  };
  const bm25 = bm25Scores(model.index, prepared.stems, query);
  const most = Math.max(1e-9, bm25Ceiling(model.index, own));
  const latent = latentCosines(model, prepared, vector);
  const curve = Float64Array.from(prepared.vectors, (text, i) => {
    const words = share.tfIdf * sparseDot(vector, text) + (share.bm25 * (bm25[i] ?? 0)) / most;
    return words + share.latent * (latent[i] ?? 0);
  });
  return feedback > 0 ? withFeedback(prepared, curve, feedback, feedbackTexts) : curve;
}

/** What BM25 gives a text that holds each of the question's words once: the size that its scores are measured by. */
function bm25Ceiling(index: TextIndex, stems: ReadonlySet<string>): number {
  let sum = 0;
  for (const stem of stems) {
    const at = index.terms.get(stem);
    const n = at === undefined ? 0 : (index.documents[at] ?? 0);
    sum += Math.log(1 + (index.texts - n + 0.5) / (n + 0.5));
  }
  return sum;
}

function latentCosines(model: TextModel, prepared: PreparedTexts, vector: SparseVector): Float64Array {
  const { latent } = prepared;
  const out = new Float64Array(prepared.texts.length);
  if (!latent || !model.space) return out;
  const query = latentVector(model.space, vector);
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let j = 0; j < latent.width; j++)
      sum += (query[j] ?? 0) * (latent.values[i * latent.width + j] ?? 0);
    out[i] = sum;
  }
  return out;
}

/** Adds how alike each text is to the best ones, by their share of the score. */
function withFeedback(
  prepared: PreparedTexts,
  curve: Float64Array,
  weight: number,
  count: number,
): Float64Array {
  const best = [...curve.keys()].sort((a, b) => (curve[b] ?? 0) - (curve[a] ?? 0) || a - b).slice(0, count);
  const total = best.reduce((sum, i) => sum + Math.max(0, curve[i] ?? 0), 0);
  if (total <= 0) return curve;
  const alike = (a: number, b: number): number => {
    const { latent } = prepared;
    const [x, y] = [prepared.vectors[a], prepared.vectors[b]];
    if (!latent) return x && y ? sparseDot(x, y) : 0;
    let sum = 0;
    for (let j = 0; j < latent.width; j++)
      sum += (latent.values[a * latent.width + j] ?? 0) * (latent.values[b * latent.width + j] ?? 0);
    return sum;
  };
  const top = curve[best[0] ?? 0] ?? 0;
  return curve.map((value, i) => {
    let near = 0;
    for (const b of best) near += (Math.max(0, curve[b] ?? 0) / total) * alike(i, b);
    // Scaled by the best score: feedback may reorder a file's texts, but never makes a poor best look good.
    return value + weight * top * near;
  });
}
