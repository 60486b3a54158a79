import { gaussianSmooth } from "./smooth.ts";
import { otsuThreshold, twoLevels } from "./normalise.ts";
import type { Candidate } from "./propose.ts";
import type { Interval } from "./interval.ts";
import type { DecoderParameters } from "./parameters.ts";

/** What scores are read from: the lightly smoothed curve, its running sum, and its two levels. */
export interface ScoreBase {
  readonly smooth: Float64Array;
  /** sums[i] is the sum of the first i values. */
  readonly sums: Float64Array;
  readonly threshold: number;
  readonly background: number;
  readonly foreground: number;
}

/** Prepares a scaled curve for scoring. */
export function scoreBase(curve: Float64Array, sigma: number): ScoreBase {
  const smooth = gaussianSmooth(curve, sigma);
  const sums = new Float64Array(smooth.length + 1);
  for (let i = 0; i < smooth.length; i++) sums[i + 1] = (sums[i] ?? 0) + (smooth[i] ?? 0);
  const threshold = otsuThreshold(smooth);
  return { smooth, sums, threshold, ...twoLevels(smooth, threshold) };
}

/** Mean of the smoothed curve over [start, end); 0 for an empty stretch. */
export const meanInside = (base: ScoreBase, start: number, end: number): number =>
  end > start ? ((base.sums[end] ?? 0) - (base.sums[start] ?? 0)) / (end - start) : 0;

/** How much the curve climbs into a box and falls out of it; outside the video the background counts. */
export function edgesOf(base: ScoreBase, start: number, end: number): { rise: number; fall: number } {
  const { smooth, background } = base;
  const before = start > 0 ? (smooth[start - 1] ?? 0) : background;
  const after = end < smooth.length ? (smooth[end] ?? 0) : background;
  return { rise: (smooth[start] ?? 0) - before, fall: (smooth[end - 1] ?? 0) - after };
}

/**
 * Box likelihood: mean above a level between the curve's own background and foreground, times a power below one of the
 * box's share of the curve, plus the steps at both ends.
 */
export function boxScores(base: ScoreBase, boxes: readonly Candidate[], p: DecoderParameters): Interval[] {
  const level = base.background + p.theta * (base.foreground - base.background);
  const length = base.smooth.length;
  return boxes.map(({ start, end }) => {
    const share = (end - start) / length;
    const { rise, fall } = edgesOf(base, start, end);
    const score =
      (meanInside(base, start, end) - level) * share ** p.beta +
      p.edge * (Math.max(0, rise) + Math.max(0, fall));
    return { start, end, score };
  });
}
