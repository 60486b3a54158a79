import type { RateVectors, StoredVectors } from "./vectors.ts";

/** Cosine of a unit vector with each stored one of a rate. */
function cosines(rate: RateVectors, width: number, query: Float32Array): Float32Array {
  const out = new Float32Array(rate.scales.length);
  const { values, scales, centre } = rate;
  let base = 0;
  if (centre) for (let i = 0; i < width; i++) base += query[i]! * centre[i]!;
  for (let v = 0, at = 0; v < out.length; v++) {
    let sum = 0;
    for (let i = 0; i < width; i++, at++) sum += query[i]! * values[at]!;
    out[v] = base + sum * scales[v]!;
  }
  return out;
}

/** Values of a curve: one per `step`, the last one may reach over the end. */
export const curveLength = ({ duration, step }: Pick<StoredVectors, "duration" | "step">): number =>
  Math.max(0, Math.ceil(duration / step - 1e-6));

/**
 * Similarity of a text's (or picture's) unit vector to the film over time, one value per `step` from zero: the weighted mean
 * over the rates of the cosine, a coarser rate being linear between the middles of its rows.
 */
export function similarityCurve(vectors: StoredVectors, query: Float32Array): Float32Array {
  const out = new Float32Array(curveLength(vectors));
  const weights = vectors.rates.reduce((sum, r) => sum + r.weight, 0);
  for (const rate of vectors.rates) {
    const scores = cosines(rate, vectors.width, query);
    const rows = rate.vectorOf.length;
    const at = (row: number): number => scores[rate.vectorOf[Math.min(rows - 1, Math.max(0, row))] ?? 0] ?? 0;
    const share = rate.weight / weights;
    for (let i = 0; i < out.length; i++) {
      const place = ((i + 0.5) * vectors.step) / rate.hop - 0.5;
      const row = Math.floor(place);
      const part = place - row;
      out[i]! += share * (at(row) * (1 - part) + (part > 0 ? at(row + 1) * part : 0));
    }
  }
  return out;
}

/**
 * The vector whose product with a text's is the mean of its similarity curve from one time in seconds to another, [width]: many texts are
 * compared with one stretch by it. Zero for a stretch outside the film.
 */
export function meanVector(vectors: StoredVectors, start: number, end: number): Float32Array {
  const { width, step } = vectors;
  const out = new Float32Array(width);
  const weights = vectors.rates.reduce((sum, r) => sum + r.weight, 0);
  const first = Math.max(0, Math.round(start / step));
  const last = Math.min(curveLength(vectors), Math.max(first + 1, Math.round(end / step)));
  for (const rate of vectors.rates) {
    const rows = rate.vectorOf.length;
    const shares = new Map<number, number>();
    const add = (row: number, share: number): void => {
      const vector = rate.vectorOf[Math.min(rows - 1, Math.max(0, row))] ?? 0;
      if (share > 0) shares.set(vector, (shares.get(vector) ?? 0) + share);
    };
    for (let i = first; i < last; i++) {
      const place = ((i + 0.5) * step) / rate.hop - 0.5;
      const row = Math.floor(place);
      add(row, 1 - (place - row));
      add(row + 1, place - row);
    }
    for (const [vector, share] of shares) {
      const part = (share * rate.weight) / weights / (last - first);
      const scale = part * (rate.scales[vector] ?? 0);
      for (let i = 0, at = vector * width; i < width; i++, at++)
        out[i]! += scale * rate.values[at]! + part * (rate.centre?.[i] ?? 0);
    }
  }
  return out;
}

/** Inner product of two vectors of one width. A plain loop: questions take it a hundred times a shot. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
