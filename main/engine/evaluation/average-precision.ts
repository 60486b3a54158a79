import { temporalIoU } from "../../../contract/time.ts";

export interface Window {
  readonly start: number;
  readonly end: number;
}
export interface Scored extends Window {
  readonly score: number;
  /** What must agree before two windows are compared: a video, or nothing. */
  readonly group?: string;
}
export interface Truth extends Window {
  readonly group?: string;
}

/**
 * Interpolated average precision of scored windows at each IoU threshold. Each prediction, best first, takes the
 * ground truth it overlaps most that is still free and reaches the threshold; each truth is taken once.
 */
export function detectionAP(
  truth: readonly Truth[],
  predictions: readonly Scored[],
  thresholds: readonly number[],
): number[] {
  if (predictions.length === 0 || truth.length === 0) return thresholds.map(() => 0);
  const ranked = [...predictions].sort((a, b) => b.score - a.score);
  const options = ranked.map((p) =>
    truth
      .flatMap((t, index) => (t.group === p.group ? [{ index, iou: temporalIoU(p, t) }] : []))
      .toReversed()
      .sort((a, b) => b.iou - a.iou),
  );
  return thresholds.map((threshold) => {
    const taken = new Set<number>();
    const hits = options.map((list) => {
      const free = list.find((o) => o.iou >= threshold && !taken.has(o.index));
      if (free) taken.add(free.index);
      return free !== undefined;
    });
    return interpolatedAP(hits, truth.length);
  });
}

/** Area under the precision envelope over recall. */
function interpolatedAP(hits: readonly boolean[], positives: number): number {
  const precision: number[] = [0];
  const recall: number[] = [0];
  let found = 0;
  hits.forEach((hit, i) => {
    if (hit) found++;
    precision.push(found / (i + 1));
    recall.push(found / positives);
  });
  precision.push(0);
  recall.push(1);
  for (let i = precision.length - 2; i >= 0; i--)
    precision[i] = Math.max(precision[i] ?? 0, precision[i + 1] ?? 0);
  let area = 0;
  for (let i = 1; i < recall.length; i++)
    area += ((recall[i] ?? 0) - (recall[i - 1] ?? 0)) * (precision[i] ?? 0);
  return area;
}

/**
 * Average precision of a ranking of clips as the highlight protocol counts it: equal scores are one step, precision is
 * made monotone, and each step in recall counts the same. 0 without positives, 1 without negatives.
 */
export function rankingAP(truth: readonly boolean[], scores: readonly number[]): number {
  const positives = truth.filter(Boolean).length;
  if (positives === 0) return 0;
  if (positives === truth.length) return 1;
  const order = truth.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const points: { precision: number; recall: number }[] = [{ precision: 1, recall: 0 }];
  let hits = 0;
  order.forEach((clip, i) => {
    if (truth[clip]) hits++;
    const next = order[i + 1];
    if (next === undefined || scores[next] !== scores[clip])
      points.push({ precision: hits / (i + 1), recall: hits });
  });
  points.reverse();
  const steps: number[] = [];
  let envelope = 0;
  points.forEach((point, i) => {
    envelope = Math.max(envelope, point.precision);
    const next = points[i + 1];
    if (next && next.recall !== point.recall) steps.push(envelope);
  });
  return steps.reduce((sum, v) => sum + v, 0) / steps.length;
}
