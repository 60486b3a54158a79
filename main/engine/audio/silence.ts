/** A stretch of time in seconds. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const shortest = 0.3;
/** A click this short does not break a silence. */
const click = 0.1;

/**
 * The level below which this file counts as silent, in dBFS: above its own noise floor (5th percentile of level) by a
 * quarter of the way to its loud parts (95th), at least 6 and at most 15 dB, and never outside -60 to -35. A file whose
 * level hardly varies has no relative silence: then only -60 counts.
 */
export function silenceThreshold(levels: Float32Array): number {
  if (levels.length === 0) return -60;
  const sorted = Float32Array.from(levels, (v) => Math.max(-90, v)).sort();
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? -90;
  const floor = at(0.05);
  const range = at(0.95) - floor;
  if (range < 12) return -60;
  return Math.min(-35, Math.max(-60, floor + Math.min(15, Math.max(6, range / 4))));
}

/** Silent stretches of a level curve (dBFS, one value each `step` seconds): at least 0.3 s, clicks under 0.1 s bridged. */
export function findSilences(levels: Float32Array, step: number, threshold: number): Stretch[] {
  const found: Stretch[] = [];
  let from = -1;
  let until = -1;
  const close = () => {
    if (from >= 0 && (until - from) * step >= shortest - 1e-9)
      found.push({ start: from * step, end: until * step });
    from = -1;
  };
  for (let i = 0; i < levels.length; i++) {
    if ((levels[i] ?? -90) < threshold) {
      if (from < 0) from = i;
      until = i + 1;
    } else if (from >= 0 && (i + 1 - until) * step > click + 1e-9) close();
  }
  close();
  return found;
}
