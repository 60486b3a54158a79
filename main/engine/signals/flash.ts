/** Seconds in which the light must have come, and in which it must be gone again. */
const rise = 0.2;
const fall = 0.4;

/**
 * Strength of brief light, per frame: how far the mean luma (0 to 1) stands above the darkest frame of the 0.2 s before
 * and above that of the 0.4 s after; a rise of 0.04 is nothing, of 0.24 full strength.
 */
export function flashStrengths(times: Float32Array, luma: Float32Array): Float32Array {
  const out = new Float32Array(luma.length);
  for (let i = 0; i < luma.length; i++) {
    const [time, value] = [times[i] as number, luma[i] as number];
    let before = Infinity;
    for (let k = i - 1; k >= 0 && time - (times[k] as number) <= rise; k--)
      before = Math.min(before, luma[k] as number);
    let after = Infinity;
    for (let k = i + 1; k < luma.length && (times[k] as number) - time <= fall; k++)
      after = Math.min(after, luma[k] as number);
    const strength = (value - Math.max(before, after) - 0.04) / 0.2;
    if (strength > 0) out[i] = Math.min(1, strength);
  }
  return out;
}
