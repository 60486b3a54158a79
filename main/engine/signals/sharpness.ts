import type { Grey } from "./pyramid.ts";

/** Mean absolute Laplacian of a plane, in its own units. */
function edges(data: ArrayLike<number>, width: number, height: number): number {
  let sum = 0;
  for (let y = 1; y < height - 1; y++)
    for (let x = 1, i = y * width + 1; x < width - 1; x++, i++) {
      const d =
        4 * (data[i] as number) -
        (data[i - 1] as number) -
        (data[i + 1] as number) -
        (data[i - width] as number) -
        (data[i + width] as number);
      sum += d < 0 ? -d : d;
    }
  return sum / Math.max(1, (width - 2) * (height - 2));
}

/**
 * Sharpness 0 to 1 from the edge energy at full size against that at half size, so that contrast and subject cancel:
 * defocus and motion blur take the fine scale first. Seen at the size of the small frames: blur narrower than a small
 * pixel cannot be told. A flat picture has 0.
 */
export function sharpness(luma: Uint8Array, width: number, height: number, halfSize: Grey): number {
  const coarse = edges(halfSize.data, halfSize.width, halfSize.height) / 4;
  if (coarse < 0.8) return 0;
  const ratio = edges(luma, width, height) / coarse;
  return Math.min(1, Math.max(0, (ratio - 0.2) / 0.6));
}
