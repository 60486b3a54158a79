import type { View } from "./geometry.ts";
import { pixelsPerSecond } from "./geometry.ts";
import { clockAt, filmTimeAt, localTime, type WallClock } from "../../contract/wall-clock.ts";
import { clock, timecode, timeOfDay, type TimeDisplay } from "../time/format.ts";
import type { FrameMap } from "../time/frame-map.ts";

export interface Tick {
  readonly time: number;
  /** Absent on small ticks. */
  readonly label?: string;
}

const steps = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400,
  28_800,
];
const frameSteps = [
  1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000,
];

/** Labels stand at least this far apart. */
const labelWidth = 92;

const pick = (list: readonly number[], least: number): number =>
  list.find((s) => s >= least) ?? list.at(-1) ?? 1;

/** Ticks of a ruler: labelled ones at a round distance, small ones between where there is room. `wall`: when the film was taken. */
export function ticks(view: View, display: TimeDisplay, frames: FrameMap, wall?: WallClock): Tick[] {
  const scale = pixelsPerSecond(view);
  if (display === "clock" && wall) return clockTicks(view, scale, wall);
  return display === "seconds" || frames.count === 0
    ? secondTicks(view, scale)
    : frameTicks(view, scale, display, frames);
}

function secondTicks(view: View, scale: number): Tick[] {
  const major = pick(steps, labelWidth / scale);
  const parts = major >= 1 && scale * major > 5 * 14 ? 5 : 2;
  const minor = major / parts;
  const digits = major < 0.1 ? 2 : major < 1 ? 1 : 0;
  const out: Tick[] = [];
  for (let n = Math.floor(view.start / major) * parts; n * minor <= view.end; n++) {
    const time = n * minor;
    out.push(n % parts === 0 ? { time, label: clock(time, digits) } : { time });
  }
  return out;
}

/** Round times of day, which seldom are round times of the film. */
function clockTicks(view: View, scale: number, wall: WallClock): Tick[] {
  const major = pick(steps, labelWidth / scale);
  const minor = major / (major >= 1 && scale * major > 5 * 14 ? 5 : 2);
  const digits = major < 0.1 ? 2 : major < 1 ? 1 : 0;
  const at = clockAt(wall, view.start);
  // Counted from a midnight, so that every label is round: midnight of the day on which the view begins.
  const midnight = at - localTime(at, wall.zone).seconds * 1000;
  const parts = Math.round(major / minor);
  const out: Tick[] = [];
  // From the label before the view: its text reaches into it.
  for (let n = Math.floor((at - midnight) / 1000 / major) * parts; ; n++) {
    const time = filmTimeAt(wall, midnight + n * minor * 1000);
    if (time > view.end) return out;
    out.push(n % parts === 0 ? { time, label: timeOfDay(wall, time, digits) } : { time });
  }
}

function frameTicks(view: View, scale: number, display: TimeDisplay, frames: FrameMap): Tick[] {
  const perFrame = scale / frames.rate;
  const inFrames = display === "frames" || labelWidth / perFrame < frames.rate;
  if (!inFrames) {
    const major = pick(
      steps.filter((s) => s >= 1),
      labelWidth / scale,
    );
    const out: Tick[] = [];
    const minor = major / 5;
    for (let n = Math.max(0, Math.floor(view.start / major) * 5); n * minor <= view.end; n++) {
      const time = n * minor;
      // Sound may run on after the last frame: there is no frame to name there.
      const beyond = time > frames.end(frames.count - 1);
      const label = beyond ? clock(time, 0) : timecode(firstAt(frames, time), frames);
      out.push(n % 5 === 0 ? { time, label } : { time });
    }
    return out;
  }
  const major = pick(frameSteps, labelWidth / perFrame);
  const minor = Math.max(1, major % 5 === 0 ? major / 5 : major);
  const out: Tick[] = [];
  const from = Math.floor(frames.at(view.start) / major) * major;
  const to = Math.min(frames.count - 1, frames.at(view.end) + 1);
  for (let i = from; i <= to; i += minor) {
    const time = frames.time(i);
    if (i % major !== 0) out.push({ time });
    else out.push({ time, label: display === "frames" ? String(i) : timecode(i, frames) });
  }
  return out;
}

/** The first frame not before a time. */
function firstAt(frames: FrameMap, time: number): number {
  const i = frames.at(time);
  return frames.time(i) < time - 1e-6 ? Math.min(frames.count - 1, i + 1) : i;
}
