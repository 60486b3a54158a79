import { byScore, type Interval } from "./interval.ts";
import { expectedHits, mixScores } from "./learned-score.ts";
import { scaleToUnit } from "./normalise.ts";
import type { DecoderParameters } from "./parameters.ts";
import { proposeBoxes } from "./propose.ts";
import { rankList } from "./rank-list.ts";
import { boxScores, scoreBase } from "./score.ts";
import { suppressRepeats } from "./suppress.ts";

/** "box": the published decoder. "learned": the same first answer, the list behind it ordered for several moments. */
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
    const first = scored.reduce<Interval | undefined>((a, b) => (a && byScore(a, b) <= 0 ? a : b), undefined);
    return rankList(mixScores(scored, expectedHits(unit, base, boxes, scored)), first, p.limit);
  }
  return suppressRepeats(scored, p.maxOverlap, p.limit);
}
