/** `x` held within [low, high]. */
export function clamp(x: number, low = 0, high = 1): number {
  return Math.min(high, Math.max(low, x));
}

/** From `a` to `b` as `u` goes from 0 to 1. */
export function mix(a: number, b: number, u: number): number {
  return a + (b - a) * u;
}

/** 0 before `from`, 1 after `to`, an S-curve between. */
export function smooth(from: number, to: number, x: number): number {
  const u = clamp((x - from) / (to - from));
  return u * u * (3 - 2 * u);
}

/** 0 before `from`, 1 after `to`, straight between. */
export function ramp(from: number, to: number, x: number): number {
  return clamp((x - from) / (to - from));
}
