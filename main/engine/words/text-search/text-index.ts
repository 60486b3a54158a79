import { stemsOf, termsOf } from "./tokenise.ts";

/** A sparse vector: term numbers in rising order with their weights. */
export interface SparseVector {
  readonly terms: Uint32Array;
  readonly weights: Float32Array;
}

/** What a collection of texts has taught: which terms there are and how rare each is. */
export interface TextIndex {
  readonly terms: ReadonlyMap<string, number>;
  /** Smoothed inverse document frequency per term. */
  readonly idf: Float32Array;
  /** In how many texts each term stands. */
  readonly documents: Uint32Array;
  readonly texts: number;
  /** Mean number of stems per text. */
  readonly meanLength: number;
}

/**
 * Learns terms (stems and pairs of stems) from texts: in the product, the words of the user's own files.
 * Terms in fewer than `least` texts are left out.
 */
export function buildTextIndex(texts: Iterable<string>, least = 1): TextIndex {
  const counts = new Map<string, number>();
  let total = 0;
  let length = 0;
  for (const text of texts) {
    const stems = stemsOf(text);
    total++;
    length += stems.length;
    for (const term of new Set(termsOf(stems))) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  const kept = [...counts].filter(([, n]) => n >= least);
  return {
    terms: new Map(kept.map(([term], i) => [term, i])),
    idf: Float32Array.from(kept, ([, n]) => Math.log((1 + total) / (1 + n)) + 1),
    documents: Uint32Array.from(kept, ([, n]) => n),
    texts: total,
    meanLength: total > 0 ? length / total : 0,
  };
}

/** Sparse vector of weighted terms, scaled to length 1; unknown terms are dropped. */
export function sparse(index: TextIndex, weighted: ReadonlyMap<string, number>): SparseVector {
  const known: [number, number][] = [];
  for (const [term, weight] of weighted) {
    const at = index.terms.get(term);
    if (at !== undefined && weight > 0) known.push([at, weight * (index.idf[at] ?? 0)]);
  }
  known.sort((a, b) => a[0] - b[0]);
  const norm = Math.hypot(...known.map(([, w]) => w)) || 1;
  return {
    terms: Uint32Array.from(known, ([t]) => t),
    weights: Float32Array.from(known, ([, w]) => w / norm),
  };
}

/** TF-IDF of a text (1 + log of the count), scaled to length 1. */
export function tfIdf(index: TextIndex, text: string): SparseVector {
  const counts = new Map<string, number>();
  for (const term of termsOf(stemsOf(text))) counts.set(term, (counts.get(term) ?? 0) + 1);
  return sparse(index, new Map([...counts].map(([term, n]) => [term, 1 + Math.log(n)])));
}

/** Dot product: the cosine, as both have length 1. */
export function sparseDot(a: SparseVector, b: SparseVector): number {
  let sum = 0;
  for (let i = 0, j = 0; i < a.terms.length && j < b.terms.length;) {
    const [x, y] = [a.terms[i] ?? 0, b.terms[j] ?? 0];
    if (x === y) sum += (a.weights[i++] ?? 0) * (b.weights[j++] ?? 0);
    else if (x < y) i++;
    else j++;
  }
  return sum;
}
