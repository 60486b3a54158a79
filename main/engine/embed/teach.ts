import { dot } from "./curve.ts";
import { restored, type StoredVectors } from "./vectors.ts";

/** A picture that a person said fits a question or does not, with the score that it should have. */
export interface Lesson {
  readonly vector: Float32Array;
  readonly target: number;
}

/** A question's vector after lessons: the score of a picture is vector * picture + offset. */
export interface Taught {
  readonly vector: Float32Array;
  readonly offset: number;
}

/** How far a lesson may be missed: as much as a quarter of what pictures of one library usually differ by. */
const usualRidge = 0.05;

/**
 * Ridge regression on what a question's own scores lack (kernel ridge with the question as prior): the smallest change of the
 * question, in the directions in which the lessons' pictures differ from the usual one, that brings their scores to their
 * targets. With few lessons little else moves; with none the question stays as it is. Lessons that agree with the question
 * change nothing.
 */
export function teach(
  query: Float32Array,
  lessons: readonly Lesson[],
  usual: Float32Array,
  ridge = usualRidge,
): Taught {
  const width = query.length;
  const rests = lessons.map(({ vector }) => vector.map((value, i) => value - usual[i]!));
  const matrix = rests.map((a, i) => rests.map((b, j) => dot(a, b) + (i === j ? ridge : 0)));
  const lacking = lessons.map(({ vector, target }) => target - dot(query, vector));
  const shares = solved(matrix, lacking);
  const vector = query.slice();
  let offset = 0;
  for (const [n, rest] of rests.entries()) {
    const share = shares[n] ?? 0;
    for (let i = 0; i < width; i++) vector[i]! += share * rest[i]!;
    offset -= share * dot(rest, usual);
  }
  return { vector, offset };
}

/** Solves a symmetric positive definite system (Cholesky). */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const n = right.length;
  const lower = matrix.map((row) => row.map(() => 0));
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!;
      lower[i]![j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / lower[j]![j]!;
    }
  const half: number[] = [];
  for (let i = 0; i < n; i++) {
    let sum = right[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i]![k]! * half[k]!;
    half.push(sum / lower[i]![i]!);
  }
  const out = half.slice();
  for (let i = n - 1; i >= 0; i--) {
    let sum = half[i]!;
    for (let k = i + 1; k < n; k++) sum -= lower[k]![i]! * out[k]!;
    out[i] = sum / lower[i]![i]!;
  }
  return out;
}

/** Vectors of a stretch of a film in seconds, at most `most` of them, evenly over it. */
export function vectorsBetween(
  vectors: StoredVectors,
  start: number,
  end: number,
  most: number,
): Float32Array[] {
  const rate = vectors.rates[0];
  if (!rate || rate.vectorOf.length === 0) return [];
  const last = rate.vectorOf.length - 1;
  const from = Math.min(last, Math.max(0, Math.round(start / rate.hop)));
  const to = Math.min(last, Math.max(from, Math.round(end / rate.hop) - 1));
  const count = Math.min(most, to - from + 1);
  const rows = Array.from(
    { length: count },
    (_, i) => from + Math.floor(((i + 0.5) * (to - from + 1)) / count),
  );
  return [...new Set(rows.map((row) => rate.vectorOf[row]!))].map((v) => restored(rate, vectors.width, v));
}

/** The mean of a film's vectors of its first rate, by how long each was seen. */
export function usualPicture(vectors: StoredVectors): Float32Array {
  const mean = new Float32Array(vectors.width);
  const rate = vectors.rates[0];
  if (!rate) return mean;
  const step = Math.max(1, Math.floor(rate.vectorOf.length / 500));
  let seen = 0;
  for (let row = 0; row < rate.vectorOf.length; row += step, seen++) {
    const vector = restored(rate, vectors.width, rate.vectorOf[row]!);
    for (let i = 0; i < mean.length; i++) mean[i]! += vector[i]!;
  }
  for (let i = 0; i < mean.length; i++) mean[i]! /= Math.max(1, seen);
  return mean;
}
