/**
 * Gaussian smoothing with edge-replicated padding and a kernel of radius ceil(3 sigma). `sigma` is in samples;
 * zero or less returns the values as they are.
 */
export function gaussianSmooth(values: ArrayLike<number>, sigma: number): Float64Array {
  const length = values.length;
  if (sigma <= 0) return Float64Array.from(values);
  const radius = Math.ceil(3 * sigma);
  const kernel = new Float64Array(2 * radius + 1);
  let total = 0;
  for (let k = 0; k < kernel.length; k++) {
    const weight = Math.exp(-0.5 * ((k - radius) / sigma) ** 2);
    kernel[k] = weight;
    total += weight;
  }
  for (let k = 0; k < kernel.length; k++) kernel[k] = (kernel[k] ?? 0) / total;
  const out = new Float64Array(length);
  for (let t = 0; t < length; t++) {
    let sum = 0;
    for (let k = 0; k < kernel.length; k++) {
      const at = Math.min(length - 1, Math.max(0, t + k - radius));
      sum += (kernel[k] ?? 0) * (values[at] ?? 0);
    }
    out[t] = sum;
  }
  return out;
}

/** One L2-normalised row of `width` numbers per sample of the curve, row after row. */
export interface Embeddings {
  readonly values: Float32Array;
  readonly width: number;
}

/**
 * Edge-preserving smoothing: a neighbour counts by its distance in time and by how alike its picture is
 * (exp(-(dt/sigma)^2/2) * max(0, cos)^power), so that two scenes are not mixed.
 * Throws RangeError when the embeddings do not have one row per value.
 */
export function selfSimilarSmooth(
  values: ArrayLike<number>,
  embeddings: Embeddings,
  sigma: number,
  power: number,
  radius: number,
): Float64Array {
  const length = values.length;
  const { values: rows, width } = embeddings;
  if (rows.length !== length * width)
    throw new RangeError(`${rows.length} numbers of embeddings for ${length} values of width ${width}`);
  const out = new Float64Array(length);
  for (let t = 0; t < length; t++) {
    let sum = 0;
    let weights = 0;
    for (let u = Math.max(0, t - radius); u < Math.min(length, t + radius + 1); u++) {
      let cosine = 0;
      for (let i = 0; i < width; i++) cosine += (rows[t * width + i] ?? 0) * (rows[u * width + i] ?? 0);
      const alike = Math.min(1, Math.max(0, cosine)) ** power;
      // The sample itself keeps a little weight even where its row is all zeros.
      const weight = Math.exp(-0.5 * ((u - t) / sigma) ** 2) * alike + (u === t ? 1e-6 : 0);
      sum += weight * (values[u] ?? 0);
      weights += weight;
    }
    out[t] = sum / weights;
  }
  return out;
}
