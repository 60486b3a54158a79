import type { ShotBoundary } from "../../../../contract/media.ts";
import type { FrameBox, Moment, Reason, Verdict } from "../../../../contract/moments.ts";
import { fromSeconds } from "../../../../contract/time.ts";
import { clamp, type Ground, type Hit } from "../evidence/hit.ts";
import type { FileData } from "./file-data.ts";

/** An edge this near a cut was meant to be the cut: the grid is coarser than frames. */
const nearCut = 0.25;

/** "found", "possible" or "weak" of a confidence. */
export const verdictOf = (confidence: number): Verdict =>
  confidence >= 0.6 ? "found" : confidence >= 0.35 ? "possible" : "weak";

/** A hit as a moment of whole frames: edges go to a cut that is a few frames away, else to the frame shown then. */
export function momentOf(hit: Hit, file: FileData, penalty: number): Moment {
  const confidence = round(clamp(hit.score * penalty));
  const seen = hit.grounds.some(
    (ground) => ground.source !== "sound" && ground.source !== "speech" && ground.source !== "subtitle",
  );
  const [start, end] = [Math.max(0, hit.start), Math.min(Math.max(hit.end, hit.start), file.duration)];
  const reasons = hit.grounds.filter((ground) => ground.text !== "").map((ground) => reasonOf(ground, file));
  const common = {
    mediaId: file.mediaId,
    file: file.file,
    confidence,
    verdict: verdictOf(confidence),
    // Where operators changed it or nothing was measured, the number orders and grades and is no share.
    calibrated: hit.calibrated !== undefined && hit.calibrated === hit.score && penalty === 1,
    reasons: distinct(reasons),
  };
  const lastFrame = file.frameCount === 0 ? 0 : file.timeOf(file.frameCount);
  if (file.frameCount === 0 || end > lastFrame + 0.1) {
    // Sound may begin before or run on after the pictures: seconds stay true, frames are those there are.
    const frame = (time: number): number =>
      time >= lastFrame ? file.frameCount : clamp(file.frameAt(time), 0, file.frameCount);
    const range = {
      start: fromSeconds(start, file.timeBase),
      end: fromSeconds(end, file.timeBase),
      timeBase: file.timeBase,
    };
    return { ...common, range, start, end, startFrame: frame(start), endFrame: frame(end) };
  }
  const cuts = seen ? cutTimes(file) : [];
  let startFrame = frameFrom(snapped(start, end - start, cuts), file);
  const endFrame = clamp(frameFrom(snapped(end, end - start, cuts), file), startFrame + 1, file.frameCount);
  startFrame = Math.min(startFrame, endFrame - 1);
  return {
    ...common,
    range: { start: file.ptsOf(startFrame), end: file.ptsOf(endFrame), timeBase: file.timeBase },
    start: file.timeOf(startFrame),
    end: file.timeOf(endFrame),
    startFrame,
    endFrame,
  };
}

function reasonOf(ground: Ground, file: FileData): Reason {
  const frames = ground.boxes?.length
    ? ground.boxes.map((box) => box.frame)
    : ground.at.map((at) => clamp(file.frameAt(at), 0, Math.max(0, file.frameCount - 1)));
  return {
    source: ground.source,
    text: ground.text,
    score: round(clamp(ground.score)),
    ...(file.frameCount > 0 && frames.length > 0 ? { frames: [...new Set(frames)] } : {}),
    ...(ground.boxes && ground.boxes.length > 0 ? { boxes: ground.boxes.map(rounded) } : {}),
  };
}

const distinct = (reasons: readonly Reason[]): Reason[] => [
  ...new Map(reasons.map((reason) => [`${reason.source} ${reason.text}`, reason])).values(),
];

/** Times of the cuts, in order; worked out once for each file. */
const knownCuts = new WeakMap<readonly ShotBoundary[], readonly number[]>();

function cutTimes(file: FileData): readonly number[] {
  const shots = file.shots ?? file.knownShots;
  if (!shots) return [];
  const known = knownCuts.get(shots);
  if (known) return known;
  const times = shots.filter((shot) => shot.kind === "cut").map((shot) => file.timeOf(shot.frame));
  times.sort((a, b) => a - b);
  knownCuts.set(shots, times);
  return times;
}

/** The cut nearest to a time, where one is near enough; else the time itself. */
function snapped(time: number, length: number, cuts: readonly number[]): number {
  const reach = Math.min(nearCut, 0.3 * length) + 1e-9;
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  const off = (cut: number | undefined): number => (cut === undefined ? Infinity : Math.abs(cut - time));
  const nearest = off(cuts[low - 1]) < off(cuts[low]) ? cuts[low - 1] : cuts[low];
  return nearest !== undefined && off(nearest) < reach ? nearest : time;
}

/** The first frame whose presentation begins at or after a time, but for rounding; frameCount past the last. */
function frameFrom(time: number, file: FileData): number {
  if (time >= file.timeOf(file.frameCount) - 1e-4) return file.frameCount;
  const shown = clamp(file.frameAt(time), 0, file.frameCount - 1);
  // Half a frame late is nearer to the next.
  const [a, b] = [file.timeOf(shown), file.timeOf(shown + 1)];
  return time - a > (b - a) / 2 ? shown + 1 : shown;
}

const rounded = (box: FrameBox): FrameBox => ({
  ...box,
  score: round(clamp(box.score)),
  left: round(box.left),
  top: round(box.top),
  width: round(box.width),
  height: round(box.height),
});

const round = (value: number): number => Math.round(value * 1000) / 1000;
