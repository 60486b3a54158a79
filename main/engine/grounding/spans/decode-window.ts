import { byScore, type Interval } from "./interval.ts";
import { expectedHits } from "./learned-score.ts";
import { scaleToUnit } from "./normalise.ts";
import type { DecoderParameters } from "./parameters.ts";
import { proposeBoxes } from "./propose.ts";
import { rankList } from "./rank-list.ts";
import { boxScores, scoreBase } from "./score.ts";
import { suppressRepeats } from "./suppress.ts";

/** "box": by the box likelihood alone. "learned": by what a small network expects of each box, repeats put behind. */
export type ListOrder = "box" | "learned";

/** The decoder over one stretch, scaled by that stretch alone. */
export function decodeWindow(
  values: ArrayLike<number>,
  p: DecoderParameters,
  order: ListOrder = "box",
): Interval[] {
  const unit = scaleToUnit(values);
  if (!unit.some((value) => value > 0)) return [{ start: 0, end: values.length, score: 0 }];
  const base = scoreBase(unit, p.scoreSigma);
  let boxes = proposeBoxes(unit, p);
  let scored = boxScores(base, boxes, p);
  if (boxes.length > p.maxCandidates) {
    const best = scored
      .map((interval, i) => ({ interval, box: boxes[i] }))
      .sort((a, b) => byScore(a.interval, b.interval));
    best.length = p.maxCandidates;
    scored = best.map((b) => b.interval);
    boxes = best.flatMap((b) => (b.box ? [b.box] : []));
  }
  if (order === "learned") {
    const hits = expectedHits(unit, base, boxes, scored, p);
    const expected = boxes.map(({ start, end }, i) => ({ start, end, score: hits[i] ?? 0 }));
    return rankList(expected, p.softness, p.limit);
  }
  return suppressRepeats(scored, p.maxOverlap, p.limit);
}
