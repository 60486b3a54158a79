import { temporalIoU } from "../../../contract/time.ts";
import { coveredLength, intersectionOf } from "../grounding/relations/sets.ts";
import { mean } from "./numbers.ts";
import { idOf, numberOf, parseLines } from "./parse-input.ts";

interface Mark {
  readonly start: number;
  readonly end: number;
}

/** Pairs of marks, the closest first, each mark once. */
function matched(a: readonly Mark[], b: readonly Mark[]): number[] {
  const pairs = a
    .flatMap((x, i) => b.map((y, j) => ({ i, j, iou: temporalIoU(x, y) })))
    .filter((p) => p.iou > 0)
    .sort((p, q) => q.iou - p.iou || p.i - q.i || p.j - q.j);
  const [left, right] = [new Set<number>(), new Set<number>()];
  return pairs.flatMap((p) => {
    if (left.has(p.i) || right.has(p.j)) return [];
    left.add(p.i);
    right.add(p.j);
    return [p.iou];
  });
}

/**
 * How far two annotators agree: lines `{vid, label?, start, end, duration?}` of each. Marks are matched one to one by
 * temporal IoU within a video and label; Cohen's kappa is over time (marked or not), weighted by length. Where no line
 * gives a video's duration, its last mark's end stands in.
 */
export function evaluateAgreement(truthText: string, predictionsText: string): Record<string, number> {
  const groups = new Map<string, { video: string; sides: [Mark[], Mark[]] }>();
  const durations = new Map<string, number>();
  [truthText, predictionsText].forEach((text, side) => {
    const what = side === 0 ? "truth" : "predictions";
    for (const row of parseLines(text, what)) {
      const video = idOf(row, ["vid", "video"], what);
      const mark = { start: numberOf(row, "start", what), end: numberOf(row, "end", what) };
      const stated = typeof row["duration"] === "number" ? row["duration"] : 0;
      durations.set(video, Math.max(durations.get(video) ?? 0, stated, mark.end));
      const key = JSON.stringify([video, row["label"] ?? ""]);
      const group = groups.get(key) ?? { video, sides: [[], []] };
      group.sides[side === 0 ? 0 : 1].push(mark);
      groups.set(key, group);
    }
  });
  let [first, second, total, both, onlyA, onlyB] = [0, 0, 0, 0, 0, 0];
  const ious: number[] = [];
  for (const { video, sides } of groups.values()) {
    const [a, b] = sides;
    first += a.length;
    second += b.length;
    ious.push(...matched(a, b));
    const shared = coveredLength(intersectionOf(a, b));
    both += shared;
    onlyA += coveredLength(a) - shared;
    onlyB += coveredLength(b) - shared;
    total += durations.get(video) ?? 0;
  }
  const observed = total > 0 ? (total - onlyA - onlyB) / total : 0;
  const [shareA, shareB] = total > 0 ? [(both + onlyA) / total, (both + onlyB) / total] : [0, 0];
  const expected = shareA * shareB + (1 - shareA) * (1 - shareB);
  const f1 = (least: number): number =>
    first + second > 0 ? (2 * ious.filter((v) => v >= least).length) / (first + second) : 0;
  return {
    "marks A": first,
    "marks B": second,
    matched: ious.length,
    "mean IoU of matched": mean(ious),
    "F1@0.5": f1(0.5),
    "F1@0.75": f1(0.75),
    "time agreement": observed,
    // Everything marked by both, or nothing by either: they agree and chance cannot be told apart.
    "Cohen's kappa": expected < 1 ? (observed - expected) / (1 - expected) : 1,
  };
}
