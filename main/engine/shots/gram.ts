import type { PictureRing } from "./ring.ts";

/**
 * Inner products of the cell vectors of pictures [lo, hi], so that any straight-line test between them is a handful of
 * additions. Vectors are taken from the first picture on, which keeps the differences exact.
 */
export function gramOf(ring: PictureRing, lo: number, hi: number): (i: number, j: number) => number {
  const n = hi - lo + 1;
  const origin = ring.at(lo).cells;
  const size = origin.length;
  const vectors = new Float32Array(n * size);
  for (let i = 0; i < n; i++) {
    const cells = ring.at(lo + i).cells;
    for (let k = 0; k < size; k++) vectors[i * size + k] = (cells[k] as number) - (origin[k] as number);
  }
  const products = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = i; j < n; j++) {
      let sum = 0;
      for (let a = i * size, b = j * size, end = a + size; a < end; a++, b++)
        sum += (vectors[a] as number) * (vectors[b] as number);
      products[i * n + j] = sum / size;
      products[j * n + i] = sum / size;
    }
  return (i, j) => products[(i - lo) * n + (j - lo)] as number;
}
