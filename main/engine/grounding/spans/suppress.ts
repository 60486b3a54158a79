import { byScore, intervalIoU, type Interval } from "./interval.ts";

/** Best first, without those that overlap a better one by more than `maxOverlap` (IoU); at most `limit`. */
export function suppressRepeats(
  intervals: readonly Interval[],
  maxOverlap: number,
  limit: number,
): Interval[] {
  const kept: Interval[] = [];
  for (const candidate of [...intervals].sort(byScore)) {
    if (kept.length >= limit) break;
    if (kept.every((other) => intervalIoU(candidate, other) <= maxOverlap)) kept.push(candidate);
  }
  return kept;
}
