import { byScore, type Interval } from "./interval.ts";
import { scaleToUnit } from "./normalise.ts";
import type { DecoderParameters } from "./parameters.ts";
import { proposeBoxes } from "./propose.ts";
import { boxScores, scoreBase } from "./score.ts";
import { suppressRepeats } from "./suppress.ts";

/** The decoder over one stretch, scaled by that stretch alone. */
export function decodeWindow(values: ArrayLike<number>, p: DecoderParameters): Interval[] {
  const unit = scaleToUnit(values);
  if (!unit.some((value) => value > 0)) return [{ start: 0, end: values.length, score: 0 }];
  const base = scoreBase(unit, p.scoreSigma);
  let scored = boxScores(base, proposeBoxes(unit, p), p);
  if (scored.length > p.maxCandidates) scored = scored.sort(byScore).slice(0, p.maxCandidates);
  return suppressRepeats(scored, p.maxOverlap, p.limit);
}
