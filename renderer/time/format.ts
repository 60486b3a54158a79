import type { Settings } from "../../contract/calls.ts";
import { clockAt, localTime, type WallClock } from "../../contract/wall-clock.ts";
import type { FrameMap } from "./frame-map.ts";

export type TimeDisplay = Settings["timeDisplay"];

const two = (n: number): string => String(n).padStart(2, "0");

/** 1:02:03.45, or 2:03.45 below an hour; `digits` of the second. */
export function clock(seconds: number, digits = 2): string {
  const scale = 10 ** digits;
  const total = Math.round(Math.max(0, seconds) * scale);
  const whole = Math.floor(total / scale);
  const h = Math.floor(whole / 3600);
  const m = Math.floor(whole / 60) % 60;
  const s = whole % 60;
  const fraction = digits > 0 ? `.${String(total % scale).padStart(digits, "0")}` : "";
  return h > 0 ? `${h}:${two(m)}:${two(s)}${fraction}` : `${m}:${two(s)}${fraction}`;
}

/** HH:MM:SS:FF of a frame: the second it falls in and its place among that second's frames. */
export function timecode(frame: number, frames: FrameMap): string {
  const seconds = frames.time(frame) - frames.time(0);
  const whole = Math.floor(seconds + 1e-6);
  const first = frames.at(frames.time(0) + whole);
  const begins = frames.time(first) - frames.time(0) < whole - 1e-6 ? first + 1 : first;
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}:${two(Math.max(0, frame - begins))}`;
}

/** 14:30:05 on the wall at a time of the film; `digits` of the second. */
export function timeOfDay(wall: WallClock, seconds: number, digits = 0): string {
  const unit = 1000 / 10 ** digits;
  const at = Math.floor(clockAt(wall, seconds) / unit + 1e-3) * unit;
  const local = Math.round(localTime(at, wall.zone).seconds * 10 ** digits);
  const whole = Math.floor(local / 10 ** digits);
  const fraction = digits > 0 ? `.${String(local % 10 ** digits).padStart(digits, "0")}` : "";
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}${fraction}`;
}

/** Hours, minutes, seconds and frames of a file whose frames are evenly spaced, `rate` a second, when its table is not at hand; hours only where there are some. */
export function evenTimecode(frame: number, rate: number): string {
  const whole = Math.floor(frame / rate + 1e-6);
  const begins = Math.ceil(whole * rate - 1e-4);
  const code = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
    Math.max(0, frame - begins),
  ];
  return code.map(two).join(":").replace(/^00:/, "");
}

/** A time the way the person chose. Files without pictures have seconds only; those without a clock on the wall their timecode. */
export function showTime(seconds: number, display: TimeDisplay, frames: FrameMap, wall?: WallClock): string {
  if (display === "clock" && wall) return timeOfDay(wall, seconds, 1);
  if (frames.count === 0 || display === "seconds") return clock(seconds, 2);
  const frame = frames.at(seconds);
  return display === "frames" ? String(frame) : timecode(frame, frames);
}

/** The same for lists: hours only where there are some. */
export function shortTime(seconds: number, display: TimeDisplay, frames: FrameMap): string {
  return showTime(seconds, display, frames).replace(/^00:(?=\d\d:\d\d:)/, "");
}

/** "3 min", "1 h 20 min", "45 s": how long something lasts or will take. */
export function duration(seconds: number): string {
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3600)
    return s % 60 === 0 || s >= 600 ? `${Math.round(s / 60)} min` : `${Math.floor(s / 60)} min ${s % 60} s`;
  return `${Math.floor(s / 3600)} h ${Math.round((s % 3600) / 60)} min`;
}

export function bytes(count: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let [value, unit] = [count, 0];
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ""}`;
}

/**
 * Seconds from what a person types: 83.5, 1:23.5, 0:01:23.5, a frame (f120 or #120), or HH:MM:SS:FF.
 * Undefined when it is none of these.
 */
export function parseTime(text: string, frames: FrameMap): number | undefined {
  const said = text.trim();
  const frame = /^[f#]\s*(\d+)$/i.exec(said)?.[1];
  if (frame !== undefined) return Number(frame) < frames.count ? frames.middle(Number(frame)) : undefined;
  const code = /^(\d{1,2}):(\d{2}):(\d{2})[:;](\d{2,3})$/.exec(said);
  if (code) {
    const seconds = Number(code[1]) * 3600 + Number(code[2]) * 60 + Number(code[3]);
    const first = frames.at(frames.time(0) + seconds);
    const begins = frames.time(first) - frames.time(0) < seconds - 1e-6 ? first + 1 : first;
    const index = begins + Number(code[4]);
    return index < frames.count ? frames.middle(index) : undefined;
  }
  const plain = /^(?:(?:(\d+):)?(\d{1,2}):)?(\d+(?:[.,]\d+)?)$/.exec(said);
  if (!plain) return undefined;
  return (
    Number(plain[1] ?? 0) * 3600 + Number(plain[2] ?? 0) * 60 + Number((plain[3] ?? "0").replace(",", "."))
  );
}
