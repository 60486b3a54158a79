import type { MediaSummary } from "../../contract/media.ts";

export interface Overall {
  /** Files that are being indexed or wait for it. */
  readonly open: number;
  /** Share of their length that is done, 0 to 1. */
  readonly done: number;
  /** Seconds left for all of them; undefined while there is nothing to tell it from. */
  readonly left: number | undefined;
}

/**
 * How far the work on a library is; while all of it rests (`paused`), what rests counts too. What waits is taken to go as fast as what runs: a film of an hour counts for more than a clip.
 */
export function overallOf(
  files: readonly Pick<MediaSummary, "state" | "progress" | "duration" | "secondsLeft">[],
  paused = false,
): Overall {
  const open = files.filter(
    (f) => f.state === "indexing" || f.state === "queued" || (paused && f.state === "paused"),
  );
  const length = open.reduce((sum, f) => sum + f.duration, 0);
  const left = open.reduce((sum, f) => sum + f.duration * (1 - f.progress), 0);
  // Of a clip of a second most of the time goes into opening it: nothing follows from it for an hour of film.
  const timed = open.filter((f) => f.secondsLeft !== undefined && f.duration >= 10 && f.progress >= 0.02);
  // Seconds of film that all workers together get through in a second.
  const speed = timed.reduce(
    (sum, f) => sum + (f.duration * (1 - f.progress)) / Math.max(0.5, f.secondsLeft ?? 0),
    0,
  );
  return {
    open: open.length,
    done: length === 0 ? 0 : 1 - left / length,
    left: timed.length === 0 || speed === 0 ? undefined : left / speed,
  };
}
