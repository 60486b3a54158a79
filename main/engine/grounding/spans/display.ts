import { intervalIoU, type Interval } from "./interval.ts";

/** How many moments are shown at once. */
export interface DisplayOptions {
  /** Share of the best score that a moment must reach. */
  readonly share?: number;
  /** Overlap with a moment already shown that is still let through. */
  readonly maxOverlap?: number;
  readonly limit?: number;
}

/**
 * The moments to highlight, out of a ranked list: greedily, almost disjoint, and within a share of the best.
 * This is also the decision how many moments there are. Keeps the caller's own objects.
 */
export function displaySet<T extends Interval>(ranked: readonly T[], options: DisplayOptions = {}): T[] {
  const { share = 0.5, maxOverlap = 0.1, limit = 8 } = options;
  const best = ranked[0];
  const shown: T[] = [];
  if (!best) return shown;
  for (const candidate of ranked) {
    if (shown.length >= limit) break;
    if (candidate.score < share * best.score) continue;
    if (shown.every((other) => intervalIoU(candidate, other) <= maxOverlap)) shown.push(candidate);
  }
  return shown;
}

/** A list of moments, best first, without those that share most of the shorter one's length with a better one: a part of a moment is no further moment. */
export const withoutNested = <T extends Interval>(ranked: readonly T[]): T[] =>
  ranked.reduce<T[]>((kept, one) => {
    const nested = kept.some(
      (other) =>
        Math.min(one.end, other.end) - Math.max(one.start, other.start) >
        0.5 * Math.min(one.end - one.start, other.end - other.start),
    );
    if (!nested) kept.push(one);
    return kept;
  }, []);

/**
 * How many moments there are, as a range: the number at a strict and at a lax share of the best score, and the middle
 * one that is shown. Moments closer than `mergeGap` (in the intervals' unit) count once.
 */
export function countRange(
  ranked: readonly Interval[],
  mergeGap: number,
): { least: number; likely: number; most: number } {
  const at = (share: number): number => {
    const inTime = displaySet(ranked, { share, limit: 1000 }).sort((a, b) => a.start - b.start);
    let count = 0;
    let end = -Infinity;
    for (const moment of inTime) {
      if (moment.start - end >= mergeGap || count === 0) count++;
      end = Math.max(end, moment.end);
    }
    return count;
  };
  const [least, likely, most] = [at(0.7), at(0.5), at(0.35)].sort((a, b) => a - b);
  return { least: least ?? 0, likely: likely ?? 0, most: most ?? 0 };
}
