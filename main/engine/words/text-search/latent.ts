import type { SparseVector, TextIndex } from "./text-index.ts";

/** A basis of `width` directions over the terms of an index: row t holds what term t contributes to each. */
export interface LatentSpace {
  readonly width: number;
  readonly basis: Float32Array;
}

/**
 * Latent semantic analysis: the strongest directions of the texts' TF-IDF vectors, by subspace iteration from a fixed
 * start, so that the same texts give the same space. Words that stand in the same company come to lie together.
 * `rounds` of two passes over the vectors; width is cut to what the texts can carry.
 */
export function fitLatentSpace(
  index: TextIndex,
  vectors: readonly SparseVector[],
  width: number,
  rounds = 3,
): LatentSpace {
  const terms = index.terms.size;
  const k = Math.max(1, Math.min(width, terms, vectors.length));
  let basis = new Float32Array(terms * k);
  let state = 12_345;
  for (let i = 0; i < basis.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    basis[i] = state / 2_147_483_648 - 1;
  }
  orthonormalise(basis, terms, k);
  const projected = new Float64Array(k);
  for (let round = 0; round < rounds; round++) {
    const next = new Float32Array(terms * k);
    for (const vector of vectors) {
      project(basis, k, vector, projected);
      vector.terms.forEach((term, i) => {
        const weight = vector.weights[i] ?? 0;
        const row = term * k;
        for (let j = 0; j < k; j++) next[row + j] = (next[row + j] ?? 0) + weight * (projected[j] ?? 0);
      });
    }
    orthonormalise(next, terms, k);
    basis = next;
  }
  return { width: k, basis };
}

function project(basis: Float32Array, k: number, vector: SparseVector, out: Float64Array): void {
  out.fill(0);
  for (let i = 0; i < vector.terms.length; i++) {
    const weight = vector.weights[i] ?? 0;
    const row = (vector.terms[i] ?? 0) * k;
    for (let j = 0; j < k; j++) out[j] = (out[j] ?? 0) + weight * (basis[row + j] ?? 0);
  }
}

/** Orthonormal columns of a row-major rows x k matrix, in place, through the Cholesky factor of its Gram matrix. */
function orthonormalise(matrix: Float32Array, rows: number, k: number): void {
  for (let pass = 0; pass < 2; pass++) {
    const gram = new Float64Array(k * k);
    for (let r = 0; r < rows; r++) {
      const row = r * k;
      for (let i = 0; i < k; i++) {
        const value = matrix[row + i] ?? 0;
        if (value === 0) continue;
        for (let j = 0; j <= i; j++)
          gram[i * k + j] = (gram[i * k + j] ?? 0) + value * (matrix[row + j] ?? 0);
      }
    }
    const lower = cholesky(gram, k);
    for (let r = 0; r < rows; r++) {
      const row = r * k;
      for (let i = 0; i < k; i++) {
        let value = matrix[row + i] ?? 0;
        for (let j = 0; j < i; j++) value -= (lower[i * k + j] ?? 0) * (matrix[row + j] ?? 0);
        matrix[row + i] = value / (lower[i * k + i] ?? 1);
      }
    }
  }
}

function cholesky(gram: Float64Array, k: number): Float64Array {
  const lower = new Float64Array(k * k);
  for (let i = 0; i < k; i++)
    for (let j = 0; j <= i; j++) {
      let sum = gram[i * k + j] ?? 0;
      for (let m = 0; m < j; m++) sum -= (lower[i * k + m] ?? 0) * (lower[j * k + m] ?? 0);
      // A direction that repeats the others is kept tiny instead of dividing by nothing.
      lower[i * k + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (lower[j * k + j] ?? 1);
    }
  return lower;
}

/** A text's place in the space, scaled to length 1 (all zeros where it has no known term). */
export function latentVector(space: LatentSpace, vector: SparseVector): Float32Array {
  const out = new Float64Array(space.width);
  project(space.basis, space.width, vector, out);
  const norm = Math.hypot(...out);
  return Float32Array.from(out, (v) => (norm > 1e-9 ? v / norm : 0));
}
