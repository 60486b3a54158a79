/** A half-open stretch [start, end) with how well it answers; higher is better. In clip indices inside this folder. */
export interface Interval {
  readonly start: number;
  readonly end: number;
  readonly score: number;
}

/** Temporal intersection over union of two half-open stretches; 0 when both are empty. */
export function intervalIoU(
  a: { readonly start: number; readonly end: number },
  b: { readonly start: number; readonly end: number },
): number {
  const shared = Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
  const union = a.end - a.start + (b.end - b.start) - shared;
  return union > 0 ? shared / union : 0;
}

/** Best first; equal scores in order of start, then end, so that results never depend on the order of the input. */
export const byScore = (a: Interval, b: Interval): number =>
  b.score - a.score || a.start - b.start || a.end - b.end;
