import type { SignalTrack } from "../../../contract/media.ts";

/** A stretch of a curve, in seconds, with how high the curve stands in it. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** Largest value inside. */
  readonly peak: number;
  /** Mean value inside. */
  readonly mean: number;
}

/** One curve on its grid: value i covers [start + i*step, start + (i+1)*step) seconds. */
export interface Curve {
  readonly step: number;
  readonly start: number;
  readonly values: ArrayLike<number>;
}

/** The named curve of a track; undefined where the track has none of that name. */
export function curveOf(track: SignalTrack, name: string): Curve | undefined {
  const values = track.curves[name];
  return values === undefined ? undefined : { step: track.step, start: track.start, values };
}

/**
 * Where a curve stands at or above `threshold`: gaps shorter than `mergeGap` seconds are closed, then spans shorter
 * than `minSeconds` are dropped. Half-open, in order, never overlapping.
 */
export function spansAbove(curve: Curve, threshold: number, minSeconds = 0, mergeGap = 0): Span[] {
  const runs: [number, number][] = [];
  const { values, step } = curve;
  for (let i = 0; i < values.length; i++) {
    if (!((values[i] ?? 0) >= threshold)) continue;
    const last = runs.at(-1);
    // Comparing counts of steps with a little slack keeps 0.1 + 0.2 from deciding.
    if (last && (i - last[1]) * step <= mergeGap + step * 1e-6) last[1] = i + 1;
    else runs.push([i, i + 1]);
  }
  return runs
    .filter(([from, to]) => (to - from) * step >= minSeconds - step * 1e-6)
    .map(([from, to]) => spanOf(curve, from, to));
}

/** Where a curve stands below `threshold`, by the same rules. */
export const spansBelow = (curve: Curve, threshold: number, minSeconds = 0, mergeGap = 0): Span[] =>
  spansAbove(
    { ...curve, values: Float32Array.from(curve.values, (v) => -v) },
    -threshold + Number.EPSILON,
    minSeconds,
    mergeGap,
  ).map((span) => {
    const from = Math.round((span.start - curve.start) / curve.step);
    const to = Math.round((span.end - curve.start) / curve.step);
    return spanOf(curve, from, to);
  });

/** Mean of a curve over [start, end) seconds, part steps by their share; 0 where the curve has no value there. */
export function meanOver(curve: Curve, start: number, end: number): number {
  const from = (start - curve.start) / curve.step;
  const to = (end - curve.start) / curve.step;
  let sum = 0;
  let weight = 0;
  for (let i = Math.max(0, Math.floor(from)); i < Math.min(curve.values.length, Math.ceil(to)); i++) {
    const share = Math.min(i + 1, to) - Math.max(i, from);
    sum += (curve.values[i] ?? 0) * share;
    weight += share;
  }
  return weight > 0 ? sum / weight : 0;
}

function spanOf(curve: Curve, from: number, to: number): Span {
  let peak = -Infinity;
  let sum = 0;
  for (let i = from; i < to; i++) {
    const value = curve.values[i] ?? 0;
    if (value > peak) peak = value;
    sum += value;
  }
  return {
    start: curve.start + from * curve.step,
    end: curve.start + to * curve.step,
    peak,
    mean: sum / (to - from),
  };
}
