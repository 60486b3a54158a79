/** Side of the blocks whose means describe a picture, in pixels of the model's size. */
const side = 8;

/** Means of small blocks, channel by channel: enough to see that nothing moved, cheap enough for every picture. */
export function describe(data: Uint8Array, width: number, height: number): Uint8Array {
  const across = Math.ceil(width / side);
  const down = Math.ceil(height / side);
  const sums = new Uint32Array(across * 3);
  const out = new Uint8Array(across * down * 3);
  for (let by = 0; by < down; by++) {
    sums.fill(0);
    const rows = Math.min(side, height - by * side);
    for (let y = by * side; y < by * side + rows; y++) {
      let at = y * width * 3;
      for (let bx = 0; bx < across; bx++) {
        let [r, g, b] = [0, 0, 0];
        const end = at + Math.min(side, width - bx * side) * 3;
        for (; at < end; at += 3) {
          r += data[at]!;
          g += data[at + 1]!;
          b += data[at + 2]!;
        }
        sums[bx * 3]! += r;
        sums[bx * 3 + 1]! += g;
        sums[bx * 3 + 2]! += b;
      }
    }
    for (let bx = 0; bx < across; bx++) {
      const area = rows * Math.min(side, width - bx * side);
      for (let c = 0; c < 3; c++) out[(by * across + bx) * 3 + c] = Math.round(sums[bx * 3 + c]! / area);
    }
  }
  return out;
}

/** What still counts as the same picture: no block differs by more than `most`, all together by `mean` on average. */
export interface LikenessLimits {
  readonly most: number;
  readonly mean: number;
}

/** Noise and compression of a still camera stay below; a thing of eight pixels that moves does not. Measured in docs/models.md. */
export const likenessLimits: LikenessLimits = { most: 6, mean: 0.8 };

export function alike(a: Uint8Array, b: Uint8Array, { most, mean }: LikenessLimits): boolean {
  let sum = 0;
  const limit = mean * a.length;
  for (let i = 0; i < a.length; i++) {
    const d = Math.abs(a[i]! - b[i]!);
    if (d > most) return false;
    sum += d;
    if (sum > limit) return false;
  }
  return true;
}
