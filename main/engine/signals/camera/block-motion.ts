import type { Grey } from "../pyramid.ts";

/** Motion of one block from the picture before to this one, in pixels of the grey picture. */
export interface BlockMotion {
  /** Centre of the block, from the centre of the picture. */
  x: number;
  y: number;
  dx: number;
  dy: number;
  /** How much there is to match, 0 to 1; 0: flat. */
  texture: number;
  /** Texture times match quality; 0: nothing can be said. */
  weight: number;
}

const size = 8;

/** Evenly spread places of blocks along one side. */
function places(length: number): number[] {
  const most = Math.max(1, Math.floor((length - 4) / size));
  const room = length - 4 - size;
  if (room < 0) return [];
  return Array.from(
    { length: most },
    (_, i) => 2 + (most === 1 ? room >> 1 : Math.round((i * room) / (most - 1))),
  );
}

/**
 * Finds where blocks of 8x8 came from: best of a few predicted vectors by absolute difference, descent to the local
 * minimum, then two steps of Lucas-Kanade for the fraction of a pixel.
 */
export function createBlockMatcher(
  width: number,
  height: number,
): {
  readonly blocks: readonly BlockMotion[];
  match(now: Grey, before: Grey, guesses: readonly (readonly [number, number])[]): void;
} {
  const blocks: BlockMotion[] = [];
  const corners: [number, number][] = [];
  for (const top of places(height))
    for (const left of places(width)) {
      corners.push([left, top]);
      const x = left + size / 2 - width / 2;
      blocks.push({ x, y: top + size / 2 - height / 2, dx: 0, dy: 0, texture: 0, weight: 0 });
    }

  const difference = (
    now: Int16Array,
    before: Int16Array,
    left: number,
    top: number,
    mx: number,
    my: number,
  ) => {
    const [l, t] = [left + mx, top + my];
    if (l < 0 || t < 0 || l + size > width || t + size > height) return Infinity;
    let sum = 0;
    for (let y = 0; y < size; y++) {
      let a = (top + y) * width + left;
      let b = (t + y) * width + l;
      for (let x = 0; x < size; x++, a++, b++) {
        const d = (now[a] as number) - (before[b] as number);
        sum += d < 0 ? -d : d;
      }
    }
    return sum;
  };

  return {
    blocks,
    match(now, before, guesses) {
      const a = now.data;
      const b = before.data;
      for (let n = 0; n < blocks.length; n++) {
        const block = blocks[n] as BlockMotion;
        const [left, top] = corners[n] as [number, number];
        block.texture = 0;
        block.weight = 0;
        // Texture: the structure tensor of the block, by central differences.
        let xx = 0;
        let xy = 0;
        let yy = 0;
        for (let y = top; y < top + size; y++)
          for (let x = left, i = y * width + left; x < left + size; x++, i++) {
            const gx = (a[i + 1] as number) - (a[i - 1] as number);
            const gy = (a[i + width] as number) - (a[i - width] as number);
            xx += gx * gx;
            xy += gx * gy;
            yy += gy * gy;
          }
        const trace = xx + yy;
        const smaller = (trace - Math.hypot(xx - yy, 2 * xy)) / 2;
        // A mean gradient under about two grey levels is noise.
        if (smaller < size * size * 64) continue;
        block.texture = Math.min(1, Math.sqrt(smaller / (size * size)) / 40);
        let mx = 0;
        let my = 0;
        let best = difference(a, b, left, top, 0, 0);
        for (const [gx, gy] of guesses) {
          if (gx === mx && gy === my) continue;
          const d = difference(a, b, left, top, gx, gy);
          if (d < best) [best, mx, my] = [d, gx, gy];
        }
        const previous = n > 0 ? blocks[n - 1] : undefined;
        if (previous && previous.weight > 0) {
          const [gx, gy] = [-Math.round(previous.dx), -Math.round(previous.dy)];
          const d = difference(a, b, left, top, gx, gy);
          if (d < best) [best, mx, my] = [d, gx, gy];
        }
        for (let step = 0; step < 10; step++) {
          const [cx, cy] = [mx, my];
          for (const [sx, sy] of around) {
            const d = difference(a, b, left, top, cx + sx, cy + sy);
            if (d < best) [best, mx, my] = [d, cx + sx, cy + sy];
          }
          if (mx === cx && my === cy) break;
        }
        if (best === Infinity) continue;
        // Residual per pixel against the block's own contrast: a good match explains most of the texture.
        const contrast = Math.sqrt(trace / (size * size)) / 2;
        const quality = 1 - best / (size * size) / (contrast + 6);
        if (quality <= 0) continue;
        const fine = subPixel(a, b, width, height, left, top, mx, my);
        block.dx = -fine[0];
        block.dy = -fine[1];
        block.weight = quality * block.texture;
      }
    },
  };
}

const around = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

/** Lucas-Kanade from a whole-pixel match: at most 0.9 pixels away from it. */
function subPixel(
  a: Int16Array,
  b: Int16Array,
  width: number,
  height: number,
  left: number,
  top: number,
  mx: number,
  my: number,
): [number, number] {
  let fx = 0;
  let fy = 0;
  for (let step = 0; step < 2; step++) {
    const ox = Math.floor(mx + fx);
    const oy = Math.floor(my + fy);
    if (left + ox < 1 || top + oy < 1 || left + ox + size + 2 > width || top + oy + size + 2 > height) break;
    const wx = mx + fx - ox;
    const wy = my + fy - oy;
    let xx = 0;
    let xy = 0;
    let yy = 0;
    let ex = 0;
    let ey = 0;
    for (let y = 0; y < size; y++) {
      let i = (top + y) * width + left;
      let k = (top + y + oy) * width + left + ox;
      for (let x = 0; x < size; x++, i++, k++) {
        const gx = ((a[i + 1] as number) - (a[i - 1] as number)) / 2;
        const gy = ((a[i + width] as number) - (a[i - width] as number)) / 2;
        const upper = (b[k] as number) * (1 - wx) + (b[k + 1] as number) * wx;
        const lower = (b[k + width] as number) * (1 - wx) + (b[k + width + 1] as number) * wx;
        const e = (a[i] as number) - upper * (1 - wy) - lower * wy;
        xx += gx * gx;
        xy += gx * gy;
        yy += gy * gy;
        ex += gx * e;
        ey += gy * e;
      }
    }
    const determinant = xx * yy - xy * xy;
    if (determinant < 1e-3 * (xx + yy) * (xx + yy)) break;
    fx += (yy * ex - xy * ey) / determinant;
    fy += (xx * ey - xy * ex) / determinant;
    if (Math.abs(fx) > 0.9 || Math.abs(fy) > 0.9) return [mx, my];
  }
  return [mx + fx, my + fy];
}
