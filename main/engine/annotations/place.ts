import type { Place } from "../../../contract/annotations.ts";
import { FootnoteError } from "../../../contract/errors.ts";
import type { Rational } from "../../../contract/rational.ts";
import type { Ticks } from "../../../contract/time.ts";

/** What of a file an annotation is measured against. */
export interface Measure {
  readonly name: string;
  /** Seconds. */
  readonly duration: number;
  /** The frame table, where there are pictures. */
  readonly table?:
    | {
        readonly timeBase: Rational;
        readonly count: number;
        pts(index: number): Ticks;
        endPts(index: number): Ticks;
        time(index: number): number;
        endTime(index: number): number;
      }
    | undefined;
}

export interface Placed {
  readonly range: { readonly start: Ticks; readonly end: Ticks; readonly timeBase: Rational };
  readonly start: number;
  readonly end: number;
  readonly startFrame?: number;
  readonly endFrame?: number;
}

const milliseconds: Rational = { num: 1, den: 1000 };

/**
 * The exact range of a place in a file: ticks, seconds and frames that say the same.
 * Errors: out-of-range for an empty range, one that is not in the file, and frames of a file without pictures (and the reverse).
 */
export function locate(place: Place, file: Measure): Placed {
  const refuse = (why: string, hint: string): never => {
    throw new FootnoteError("out-of-range", why, { file: file.name, hint });
  };
  if ("startFrame" in place) {
    const { table } = file;
    const { startFrame, endFrame } = place;
    if (!table || table.count === 0)
      return refuse("This file has no frames yet.", "Wait until its frames are listed, or give seconds.");
    if (endFrame <= startFrame)
      return refuse(`Frames ${startFrame} to ${endFrame} are no range.`, "An end lies after its start.");
    if (endFrame > table.count)
      return refuse(`Frame ${endFrame - 1} is not in the file.`, `It has frames 0 to ${table.count - 1}.`);
    return {
      range: { start: table.pts(startFrame), end: table.endPts(endFrame - 1), timeBase: table.timeBase },
      start: table.time(startFrame),
      end: table.endTime(endFrame - 1),
      startFrame,
      endFrame,
    };
  }
  if (file.table && file.table.count > 0)
    return refuse("A place in a film is named by frames.", "Give startFrame and endFrame.");
  const [start, end] = [Math.round(place.start * 1000), Math.round(place.end * 1000)];
  if (end <= start)
    return refuse(`${place.start} to ${place.end} s is no range.`, "An end lies after its start.");
  if (end > Math.ceil(file.duration * 1000))
    return refuse(`${place.end} s is not in the file.`, `It lasts ${file.duration.toFixed(3)} s.`);
  return { range: { start, end, timeBase: milliseconds }, start: start / 1000, end: end / 1000 };
}
