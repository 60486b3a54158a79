import type { SmallPicture, SmallSizes } from "./small-picture.ts";

/** How two pictures differ; each 0 to 1. */
export interface Difference {
  /** Mean of 1 - correlation over blocks at their best motion-compensated place, weighted by texture. Blind to light and gain. */
  structure: number;
  /** Share of the picture that has texture in either picture: how much `structure` can be trusted. */
  texture: number;
  /** Distance of the colour histograms (half the L1 norm). */
  colour: number;
  /** Mean absolute difference of the coarse cells, 0 to 1. */
  tone: number;
}

const block = 8;
/** Standard deviation (luma times 4) at which a block counts as textured by half. */
const noise = 14;

/** Makes the function that compares two pictures of one size. It reuses its result: read before the next call. */
export function createComparer(sizes: SmallSizes): (now: SmallPicture, before: SmallPicture) => Difference {
  const { greyWidth: width, greyHeight: height } = sizes;
  const corners = blockCorners(width, height);
  const result: Difference = { structure: 0, texture: 0, colour: 0, tone: 0 };

  /** Sum of absolute differences after removal of `offset`, the difference of the pictures' means; stops above `most`. */
  const distance = (
    a: Int16Array,
    b: Int16Array,
    from: number,
    left: number,
    top: number,
    offset: number,
    most: number,
  ): number => {
    if (left < 0 || top < 0 || left + block > width || top + block > height) return Infinity;
    let sum = 0;
    let i = from;
    let k = top * width + left;
    for (let y = 0; y < block && sum < most; y++, i += width - block, k += width - block)
      for (let x = 0; x < block; x++, i++, k++) {
        const d = (a[i] as number) - (b[k] as number) - offset;
        sum += d < 0 ? -d : d;
      }
    return sum;
  };

  return (now, before) => {
    const a = now.grey;
    const b = before.grey;
    result.colour = histogramDistance(now.histogram, before.histogram);
    result.tone = cellDistance(now.cells, before.cells) / 255;
    const offset = (now.mean - before.mean) * 4;
    let total = 0;
    let lost = 0;
    let [lastX, lastY] = [0, 0];
    for (let n = 0; n < corners.length; n += 2) {
      const left = corners[n] as number;
      const top = corners[n + 1] as number;
      const from = top * width + left;
      let [mx, my] = [0, 0];
      let best = distance(a, b, from, left, top, offset, Infinity);
      if (lastX !== 0 || lastY !== 0) {
        const d = distance(a, b, from, left + lastX, top + lastY, offset, best);
        if (d < best) [best, mx, my] = [d, lastX, lastY];
      }
      // Descent with a shrinking step: up to 7 pixels from the start, a tenth of the picture.
      for (let step = best > block * block * 6 ? 4 : 0; step >= 1; step >>= 1) {
        const [cx, cy] = [mx, my];
        for (let sy = -step; sy <= step; sy += step)
          for (let sx = -step; sx <= step; sx += step) {
            if (sx === 0 && sy === 0) continue;
            const d = distance(a, b, from, left + cx + sx, top + cy + sy, offset, best);
            if (d < best) [best, mx, my] = [d, cx + sx, cy + sy];
          }
      }
      [lastX, lastY] = [mx, my];
      // Correlation at the place found.
      let [sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0];
      let i = from;
      let k = (top + my) * width + left + mx;
      for (let y = 0; y < block; y++, i += width - block, k += width - block)
        for (let x = 0; x < block; x++, i++, k++) {
          const va = a[i] as number;
          const vb = b[k] as number;
          sa += va;
          sb += vb;
          saa += va * va;
          sbb += vb * vb;
          sab += va * vb;
        }
      const count = block * block;
      const varianceA = Math.max(0, saa / count - (sa / count) ** 2);
      const varianceB = Math.max(0, sbb / count - (sb / count) ** 2);
      const covariance = sab / count - (sa / count) * (sb / count);
      const larger = Math.max(varianceA, varianceB);
      const weight = larger / (larger + noise * noise);
      const correlation = covariance / (Math.sqrt(varianceA * varianceB) + noise * 2);
      total += weight;
      lost += weight * (1 - Math.max(0, correlation));
    }
    const blocks = Math.max(1, corners.length / 2);
    result.texture = total / blocks;
    result.structure = total > 0 ? lost / total : 0;
    return result;
  };
}

function blockCorners(width: number, height: number): Int32Array {
  const places = (length: number) => {
    const most = Math.max(1, Math.floor(length / block));
    const room = length - block;
    if (room < 0) return [];
    return Array.from({ length: most }, (_, i) =>
      most === 1 ? room >> 1 : Math.round((i * room) / (most - 1)),
    );
  };
  return Int32Array.from(places(height).flatMap((top) => places(width).flatMap((left) => [left, top])));
}

export function histogramDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] as number) - (b[i] as number));
  return sum / 2;
}

/** Mean absolute difference of two rows of values. */
export function cellDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const d = (a[i] as number) - (b[i] as number);
    sum += d < 0 ? -d : d;
  }
  return sum / a.length;
}
