import type { Annotation, Place } from "../../contract/annotations.ts";
import type { FrameMap } from "../time/frame-map.ts";

/**
 * The places where an edge may lie, numbered: the borders of frames in a film, milliseconds in a file of sound. Border n is
 * where frame n begins; the last one is where the last frame ends.
 */
export interface Grid {
  readonly borders: number;
  seconds(border: number): number;
  /** The border nearest to a time. */
  nearest(seconds: number): number;
}

export function gridOf(frames: FrameMap, duration: number): Grid {
  if (frames.count === 0) {
    const last = Math.max(1, Math.floor(duration * 1000));
    return {
      borders: last,
      seconds: (border) => border / 1000,
      nearest: (seconds) => Math.min(last, Math.max(0, Math.round(seconds * 1000))),
    };
  }
  return {
    borders: frames.count,
    seconds: (border) => (border < frames.count ? frames.time(border) : frames.end(frames.count - 1)),
    nearest: (seconds) => {
      const frame = frames.at(seconds);
      return seconds - frames.time(frame) > frames.end(frame) - seconds ? frame + 1 : frame;
    },
  };
}

/** A stretch between two borders. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export const stretchOf = (a: Annotation): Stretch => ({
  from: a.startFrame ?? a.range.start,
  to: a.endFrame ?? a.range.end,
});

/** What the engine is told of a stretch. */
export const placeOf = ({ from, to }: Stretch, film: boolean): Place =>
  film ? { startFrame: from, endFrame: to } : { start: from / 1000, end: to / 1000 };

/** A stretch inside of the file that is at least one border long. */
export function fitted({ from, to }: Stretch, { borders }: Pick<Grid, "borders">): Stretch {
  const start = Math.min(borders - 1, Math.max(0, Math.min(from, to)));
  return { from: start, to: Math.min(borders, Math.max(start + 1, Math.max(from, to))) };
}

/** One edge moved by borders; it stops one border before the other edge and at the ends of the file. */
export function nudged(
  s: Stretch,
  edge: "start" | "end",
  by: number,
  { borders }: Pick<Grid, "borders">,
): Stretch {
  return edge === "start"
    ? { from: Math.min(s.to - 1, Math.max(0, s.from + by)), to: s.to }
    : { from: s.from, to: Math.max(s.from + 1, Math.min(borders, s.to + by)) };
}

/** The whole stretch moved; its length stays. */
export function shifted({ from, to }: Stretch, by: number, { borders }: Pick<Grid, "borders">): Stretch {
  const step = Math.max(-from, Math.min(borders - to, by));
  return { from: from + step, to: to + step };
}
