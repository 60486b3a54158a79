import { restored, type StoredVectors } from "./vectors.ts";

/** Unit vectors of a film for each `seconds` of it: the mean of its first rate's rows whose middles lie there, or the nearest. */
export function clipVectors(vectors: StoredVectors, seconds: number): Float32Array {
  const { width, duration } = vectors;
  const rate = vectors.rates[0];
  const count = Math.max(1, Math.ceil(duration / seconds - 1e-6));
  const out = new Float32Array(rate && rate.vectorOf.length > 0 ? count * width : 0);
  if (!rate || out.length === 0) return out;
  const last = rate.vectorOf.length - 1;
  for (let clip = 0; clip < count; clip++) {
    const from = Math.min(last, Math.max(0, Math.ceil((clip * seconds) / rate.hop - 0.5)));
    const to = Math.min(last, Math.max(from, Math.ceil(((clip + 1) * seconds) / rate.hop - 0.5) - 1));
    const mean = out.subarray(clip * width, (clip + 1) * width);
    for (let row = from; row <= to; row++) {
      const vector = restored(rate, width, rate.vectorOf[row] ?? 0);
      for (let i = 0; i < width; i++) mean[i] = (mean[i] ?? 0) + (vector[i] ?? 0);
    }
    const length = Math.hypot(...mean);
    if (length > 0) for (let i = 0; i < width; i++) mean[i] = (mean[i] ?? 0) / length;
  }
  return out;
}
