/** Shortest stand-still that counts, and the longest interruption (a key frame's jump) that does not end it, in seconds. */
const shortest = 0.5;
const interruption = 0.1;

const block = 16;

/**
 * Tells whether each picture is the same as the one where the stand-still began, but for coding noise. Comparing with
 * that one, and not with the picture before, keeps slow movement from looking like none.
 */
export function createFreezeDetector(width: number, height: number): { push(luma: Uint8Array): boolean } {
  const anchor = new Uint8Array(width * height);
  let started = false;
  return {
    push(luma) {
      const same = started && alike(luma, anchor, width, height);
      if (!same) anchor.set(luma);
      started = true;
      return same;
    },
  };
}

/** No block differs by more than 1.25 levels on average, and the whole by no more than 0.4. */
function alike(a: Uint8Array, b: Uint8Array, width: number, height: number): boolean {
  let total = 0;
  const most = 0.4 * width * height;
  for (let top = 0; top < height; top += block)
    for (let left = 0; left < width; left += block) {
      const right = Math.min(width, left + block);
      const bottom = Math.min(height, top + block);
      let sum = 0;
      for (let y = top; y < bottom; y++)
        for (let i = y * width + left; i < y * width + right; i++) {
          const d = (a[i] as number) - (b[i] as number);
          sum += d < 0 ? -d : d;
        }
      total += sum;
      if (sum > 1.25 * (right - left) * (bottom - top) || total > most) return false;
    }
  return true;
}

/** Keeps stand-stills of at least half a second: `values` is the share of same pictures per step of `step` seconds. */
export function keepLongFreezes(values: Float32Array, step: number): Float32Array {
  const out = new Float32Array(values.length);
  let from = -1;
  let until = -1;
  const close = () => {
    if (from >= 0 && (until - from) * step >= shortest - 1e-6) out.fill(1, from, until);
    from = -1;
  };
  for (let i = 0; i < values.length; i++) {
    if ((values[i] as number) >= 0.75) {
      if (from < 0) from = i;
      until = i + 1;
    } else if (from >= 0 && (i + 1 - until) * step > interruption + 1e-6) close();
  }
  close();
  return out;
}
