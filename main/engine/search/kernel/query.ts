/** A question's vector as the coarse pass compares it: planes of sign bits, weighted 1, 2, 4 … */
export interface CoarseQuery {
  readonly planes: readonly Uint8Array[];
  /** What one step of the weighted sum of signs is worth. */
  readonly unit: number;
}

/** A question's vector as whole numbers, for exact sums with 8-bit vectors. */
export interface FineQuery {
  readonly values: Int16Array;
  readonly scale: number;
}

/** Bytes of the sign bits of one vector: whole registers of 128 bits. */
export const strideOf = (width: number): number => Math.ceil(width / 128) * 16;

/** Best step of a uniform quantiser of 2, 4, 8 or 16 levels for a normal distribution, in deviations (Max 1960). */
const steps = [1.596, 0.9957, 0.586, 0.3352] as const;
export const mostPlanes = steps.length;

/**
 * Rounds a query to 2^planes levels that lie evenly around zero and writes each level as weighted signs: level =
 * unit * sum of 2^j * s_j, s_j being -1 or 1. Its product with a vector of signs is then unit * sum of 2^j * (width - 2 *
 * Hamming distance to plane j). One plane is plain Hamming distance; the second halves the error of rounding.
 */
export function coarseQuery(query: Float32Array, planes: number): CoarseQuery {
  const width = query.length;
  const levels = 2 ** planes;
  let square = 0;
  for (const value of query) square += value * value;
  const step = (steps[planes - 1] ?? 1) * Math.sqrt(square / Math.max(1, width)) || 1;
  const out = Array.from({ length: planes }, () => new Uint8Array(strideOf(width)));
  let [along, own] = [0, 0];
  for (let i = 0; i < width; i++) {
    const level = Math.min(levels - 1, Math.max(0, Math.floor(query[i]! / step + levels / 2)));
    const odd = 2 * level - (levels - 1);
    along += query[i]! * odd;
    own += odd * odd;
    for (let j = 0; j < planes; j++) if (((level >> j) & 1) === 1) out[j]![i >> 3]! |= 1 << (i & 7);
  }
  return { planes: out, unit: Math.fround(own > 0 ? along / own : 0) };
}

/** Largest whole number of a query, so that no sum of products with 8-bit numbers leaves 32 bits. */
const mostOf = (width: number): number => Math.min(16383, Math.floor((2 ** 31 - 1) / (127 * width)));

/** Rounds a query to whole numbers of up to 14 bits: 128 times finer than the vectors it is compared with. */
export function fineQuery(query: Float32Array): FineQuery {
  let largest = 0;
  for (const value of query) largest = Math.max(largest, Math.abs(value));
  const most = mostOf(query.length);
  const scale = largest / most;
  return {
    scale,
    values: Int16Array.from(query, (value) => (scale > 0 ? Math.round(value / scale) : 0)),
  };
}
