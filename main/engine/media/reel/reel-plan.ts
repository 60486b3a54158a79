import { FootnoteError } from "../../../../contract/errors.ts";
import type { Rational } from "../../../../contract/rational.ts";
import { planClip } from "../clip.ts";
import type { VideoSource } from "../decode-video.ts";

/** How one moment gives way to the next: at once, one through the other, or down to black and up again. */
export interface Transition {
  readonly kind: "cut" | "crossfade" | "dip";
  /** Whole length in seconds; shortened where a moment is too short for it. */
  readonly seconds: number;
}
export interface ReelItem {
  readonly source: VideoSource;
  /** Seconds of the source, half-open. */
  readonly start: number;
  readonly end: number;
}

/** A moment in the reel; everything counted in frames of the reel. */
export interface ReelPart {
  readonly source: VideoSource;
  /** Frames of the source that are shown, half-open. */
  readonly startFrame: number;
  readonly endFrame: number;
  readonly length: number;
  /** Where its first frame stands in the reel. */
  readonly at: number;
  /** Frames that it shares with the one before and the one after: a cross-fade. */
  readonly sharedBefore: number;
  readonly sharedAfter: number;
  /** Frames of its own that come up from black and go down to it. */
  readonly fadeIn: number;
  readonly fadeOut: number;
}
export interface ReelPlan {
  readonly width: number;
  readonly height: number;
  readonly frameRate: Rational;
  readonly frames: number;
  readonly parts: readonly ReelPart[];
}

/** More moments than anybody watches in a row; each is opened on its own, so memory does not grow with their number. */
export const mostParts = 1000;

const even = (n: number): number => Math.max(16, Math.round(n / 2) * 2);

/**
 * Lays moments one after the other, on a steady grid of frames: size and rate are the first film's, others are fitted
 * between bars. A moment lasts as long as its frames do, to the nearest frame of the reel.
 * Errors: bad-arguments (none, too many), out-of-range.
 */
export function planReel(items: readonly ReelItem[], transition: Transition): ReelPlan {
  const video = items[0]?.source.probe.video;
  if (!video) throw new FootnoteError("bad-arguments", "A reel needs at least one moment with pictures.");
  if (items.length > mostParts)
    throw new FootnoteError("bad-arguments", `A reel holds at most ${mostParts} moments.`, {
      hint: "Make several reels.",
    });
  const { num, den } = video.frameRate;
  // Uneven films have an odd mean rate; a screen shows no more than 120 pictures a second.
  const frameRate =
    video.variable || num / den > 120
      ? { num: Math.min(60, Math.max(1, Math.round(num / den))), den: 1 }
      : video.frameRate;
  const rate = frameRate.num / frameRate.den;
  const shown = items.map(({ source, start, end }) => {
    const { startFrame, endFrame } = planClip(source.table, { start, end, mode: "exact" });
    const seconds = source.table.endTime(endFrame - 1) - source.table.time(startFrame);
    return { source, startFrame, endFrame, length: Math.max(1, Math.round(seconds * rate)) };
  });
  const wanted = transition.kind === "cut" ? 0 : Math.max(0, Math.round(transition.seconds * rate));
  const parts: ReelPart[] = [];
  let at = 0;
  for (const [i, part] of shown.entries()) {
    const before = i === 0 ? 0 : joint(shown[i - 1]?.length ?? 0, part.length, wanted);
    const next = shown[i + 1];
    const after = next ? joint(part.length, next.length, wanted) : 0;
    const shares = transition.kind === "crossfade";
    if (shares) at -= before;
    parts.push({
      ...part,
      at,
      sharedBefore: shares ? before : 0,
      sharedAfter: shares ? after : 0,
      fadeIn: shares ? 0 : Math.floor(before / 2),
      fadeOut: shares ? 0 : Math.floor(after / 2),
    });
    at += part.length;
  }
  return { width: even(video.width), height: even(video.height), frameRate, frames: at, parts };
}

/** A transition takes at most half of each of its moments, so that two of them never meet. */
const joint = (left: number, right: number, wanted: number): number =>
  Math.min(wanted, Math.floor(left / 2), Math.floor(right / 2));
