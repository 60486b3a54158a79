import type { MediaId } from "../../contract/ids.ts";
import { useDetail } from "../state/detail.ts";
import { fileOf } from "../state/library.ts";
import { useSettings } from "../state/settings.ts";
import { clock, evenTimecode, shortTime, timeOfDay } from "./format.ts";

/**
 * How lists tell a range of a file, the way the person chose: seconds and frames (half-open) in, "00:46:12 – 00:51:00" out. The frame table of
 * another file is not at hand in the window; where its frames are evenly spaced it is not needed, else seconds are told.
 */
export function useToldRange(
  mediaId: MediaId,
): (start: number, end: number, startFrame: number, endFrame: number) => string {
  const display = useSettings((s) => s.timeDisplay);
  const here = useDetail((s) => s.id === mediaId);
  const frames = useDetail((s) => s.frames);
  const file = fileOf(mediaId);
  const video = file?.probe?.video;
  const told = (seconds: number, frame: number): string => {
    if (display === "clock" && file?.clock) return timeOfDay(file.clock, seconds);
    if (display === "seconds" || !video) return clock(seconds);
    if (here && frames.count > 0) return shortTime(seconds, display, frames);
    return video.variable ? clock(seconds) : evenTimecode(frame, video.frameRate.num / video.frameRate.den);
  };
  return (start, end, startFrame, endFrame) =>
    display === "frames" && video && endFrame > startFrame
      ? `${startFrame} – ${endFrame - 1}`
      : `${told(start, startFrame)} – ${told(end, endFrame)}`;
}
