import { rm, stat } from "node:fs/promises";
import { extname } from "node:path";
import { FootnoteError } from "../../../contract/errors.ts";
import type { Context } from "../context.ts";
import { runProgram } from "../run-program/run.ts";
import { buildFrameTable } from "./build-frame-table.ts";
import type { VideoSource } from "./decode-video.ts";
import type { FrameTable } from "./frame-table.ts";
import { inputOf, probeFile } from "./probe.ts";
import { partBeside, putInPlace } from "./put-in-place.ts";
import { oneFrame } from "./snapshot.ts";
import { findTools } from "./tools.ts";

/** "exact" encodes anew and starts on any frame; "fast" copies the streams and can only start on a key frame. */
export type ClipMode = "exact" | "fast";

export interface ClipRange {
  /** Seconds on the file's timeline, half-open. */
  readonly start: number;
  readonly end: number;
  readonly mode: ClipMode;
}
export interface ClipPlan {
  /** Where the clip will really start and end, in seconds on the source's timeline. */
  readonly start: number;
  readonly end: number;
  /** Frames of the source, half-open. A fast copy may end a few frames later. */
  readonly startFrame: number;
  readonly endFrame: number;
}

const encoders: Readonly<Record<string, readonly string[]>> = {
  ".mp4": ["-c:v", "libx264", "-preset", "fast", "-crf", "18", "-c:a", "aac", "-b:a", "192k"],
  ".mov": ["-c:v", "libx264", "-preset", "fast", "-crf", "18", "-c:a", "aac", "-b:a", "192k"],
  ".mkv": ["-c:v", "libx264", "-preset", "fast", "-crf", "18", "-c:a", "aac", "-b:a", "192k"],
  ".webm": ["-c:v", "libvpx-vp9", "-crf", "24", "-b:v", "0", "-row-mt", "1", "-c:a", "libopus"],
};

/**
 * Which frames a clip will hold: every frame that is on screen within [start, end); for "fast" from the key frame before.
 * Errors: out-of-range (an empty range, or one outside of the file).
 */
export function planClip(table: FrameTable, range: ClipRange): ClipPlan {
  const { start, end } = range;
  const [first, last] = [table.time(0), table.endTime(table.count - 1)];
  if (!(end > start) || end <= first || start >= last)
    throw new FootnoteError(
      "out-of-range",
      `There is nothing between ${start} s and ${end} s; the film runs from ${first.toFixed(3)} s to ${last.toFixed(3)} s.`,
    );
  const wanted = table.atTime(start);
  const shown = table.atTime(end);
  // A thousandth of a tick forgives rounded seconds, as in `atTime`.
  const tick = table.timeBase.num / table.timeBase.den;
  const endFrame = Math.max(wanted + 1, table.time(shown) < end - tick * 1e-3 ? shown + 1 : shown);
  const startFrame = range.mode === "fast" ? table.keyBefore(wanted) : wanted;
  return { start: table.time(startFrame), end: table.endTime(endFrame - 1), startFrame, endFrame };
}

/**
 * Writes a stretch of a film as a file of its own, sound included, and reads the result back: what is returned is what
 * the file holds. Nothing is left behind on failure or cancel.
 * Errors: out-of-range, exists (unless `overwrite`), unsupported (container, or no encoder), disk-full, permission, tool-failed.
 */
export async function exportClip(
  ctx: Context,
  source: VideoSource,
  request: ClipRange & { readonly out: string; readonly overwrite?: boolean },
): Promise<{ out: string; start: number; end: number; frames: number }> {
  const { out, mode } = request;
  const plan = planClip(source.table, request);
  const encode = encoders[extname(out).toLowerCase()];
  if (!encode)
    throw new FootnoteError("unsupported", "Clips are written as .mp4, .mov, .mkv or .webm.", {
      file: out,
      hint: "Choose one of these endings.",
    });
  if (!request.overwrite && (await stat(out).catch(() => undefined)))
    throw new FootnoteError("exists", "The clip exists already.", {
      file: out,
      hint: "Choose another name, or say that it may be replaced.",
    });
  const { ffmpeg } = await findTools(ctx);
  const part = partBeside(out);
  try {
    const { code, stderr } = await runProgram(
      ctx,
      ffmpeg.path,
      [
        ...(mode === "exact" ? exactArguments(source, plan, encode) : copyArguments(source, plan)),
        `file:${part}`,
      ],
      { subject: out },
    );
    if (code !== 0) throw exportError(stderr, out);
    const held = await readBack(ctx, source, part, plan, mode);
    await putInPlace(part, out, request.overwrite === true);
    return { out, ...held };
  } finally {
    await rm(part, { force: true });
  }
}

const quiet = ["-hide_banner", "-nostdin", "-loglevel", "error"];

/** Opens the source a little before a key frame, so that the seek lands on it whatever the container's index rounds to. */
const openAt = (source: VideoSource, frame: number): string[] => {
  const key = source.table.keyBefore(frame);
  return key === 0 ? [] : ["-ss", (source.table.time(key) - 0.0005).toFixed(6)];
};

function exactArguments(source: VideoSource, plan: ClipPlan, encode: readonly string[]): string[] {
  const { table, probe, path } = source;
  const { num, den } = table.timeBase;
  const [from, to] = [table.pts(plan.startFrame), table.endPts(plan.endFrame - 1)];
  const [fromTime, toTime] = [(from * num) / den, (to * num) / den];
  const picture = [
    `select=between(pts\\,${from}\\,${to - 1})`,
    `setpts=PTS-${from}`,
    // Encoders want even sizes.
    "pad=ceil(iw/2)*2:ceil(ih/2)*2",
    "format=yuv420p",
  ].join(",");
  const sound = [
    `atrim=start=${fromTime.toFixed(6)}:end=${toTime.toFixed(6)}`,
    `asetpts=PTS-${fromTime.toFixed(6)}/TB`,
    "aresample=async=1:first_pts=0",
  ].join(",");
  return [
    ...quiet,
    ...openAt(source, plan.startFrame),
    "-copyts",
    ...inputOf(path),
    "-map", `0:${probe.video?.stream ?? 0}`,
    "-vf", picture,
    "-fps_mode", "passthrough", "-enc_time_base", "-1",
    "-frames:v", String(plan.endFrame - plan.startFrame),
    ...(probe.audioStream === undefined ? [] : ["-map", `0:${probe.audioStream}`, "-af", sound]),
    // The source's own ticks, so that times stay exact.
    ...(num === 1 ? ["-video_track_timescale", String(den)] : []),
    ...encode,
    "-map_metadata", "-1", "-map_chapters", "-1",
  ]; // prettier-ignore
}

function copyArguments(source: VideoSource, plan: ClipPlan): string[] {
  const { probe, path, table } = source;
  // ffmpeg seeks 3/23 s early where B-frames may hide a key frame: a little past it, but before the next one, lands on it.
  let next = plan.startFrame + 1;
  while (next < table.count && !table.isKey(next)) next++;
  const group = table.endTime(next - 1) - plan.start;
  // Streams without an index are entered anywhere and copied from the next key frame on: a little before it.
  const indexed = !/mpegts|^mpeg$/.test(probe.container);
  const seek = plan.startFrame === 0 ? 0 : indexed ? Math.min(0.14, group / 2) : -0.05;
  return [
    ...quiet,
    ...(plan.startFrame === 0 ? [] : ["-ss", (plan.start + seek).toFixed(6)]),
    ...inputOf(path),
    "-map", `0:${probe.video?.stream ?? 0}`,
    ...(probe.audioStream === undefined ? [] : ["-map", `0:${probe.audioStream}`]),
    "-c", "copy",
    "-t", Math.max(0.001, plan.end - plan.start - seek).toFixed(6),
    "-avoid_negative_ts", "make_zero",
    "-map_metadata", "-1", "-map_chapters", "-1",
  ]; // prettier-ignore
}

/** What a written clip holds, in the source's frames. Errors: tool-failed when it is not what was planned. */
async function readBack(
  ctx: Context,
  source: VideoSource,
  part: string,
  plan: ClipPlan,
  mode: ClipMode,
): Promise<{ start: number; end: number; frames: number }> {
  const wrong = (what: string) =>
    new FootnoteError("tool-failed", `The clip was written, but ${what}; it was not kept.`, {
      file: source.path,
      ...(mode === "fast" ? { hint: "Export it in exact mode instead." } : {}),
    });
  const probe = await probeFile(ctx, part);
  const written = await buildFrameTable(ctx, part, probe);
  const planned = plan.endFrame - plan.startFrame;
  const frames = written.count;
  if (mode === "exact" && frames !== planned) throw wrong(`it holds ${frames} frames instead of ${planned}`);
  const { table } = source;
  const first =
    mode === "exact"
      ? plan.startFrame
      : await firstCopied(ctx, source, plan, { path: part, probe, table: written });
  if (first === undefined) throw wrong("it does not start on a key frame near the one that was planned");
  // Half a frame of the fastest stretch would do; containers round to a millisecond at worst.
  const slack = 0.0011 + source.table.timeBase.num / source.table.timeBase.den;
  let last = first;
  for (let i = 0; i < frames; i++) {
    const time = table.time(first) + written.time(i) - written.time(0);
    last = table.atTime(time + slack);
    if (Math.abs(table.time(last) - time) > slack)
      throw wrong(`its frame ${i} is at ${time.toFixed(4)} s of the source, where no frame starts`);
  }
  if (mode === "exact" && last !== plan.endFrame - 1) throw wrong("it ends on another frame");
  return { start: table.time(first), end: table.endTime(last), frames };
}

/** The key frame that a copy really starts on, told by its picture: the planned one, or one of the two before it. */
async function firstCopied(
  ctx: Context,
  source: VideoSource,
  plan: ClipPlan,
  copy: VideoSource,
): Promise<number | undefined> {
  const picture = (s: VideoSource, frame: number) =>
    oneFrame(ctx, s, frame, ["format=rgb24"], ["-c:v", "rawvideo", "-f", "md5"]);
  const own = await picture(copy, 0);
  let frame = plan.startFrame;
  for (let tries = 0; tries < 3; tries++) {
    if (own.equals(await picture(source, frame))) return frame;
    if (frame === 0) return undefined;
    frame = source.table.keyBefore(frame - 1);
  }
  return undefined;
}

function exportError(stderr: string, file: string): FootnoteError {
  const last = stderr.trim().split("\n").at(-1) ?? "";
  if (/No space left|Disk quota/i.test(stderr))
    return new FootnoteError("disk-full", "The disk filled up while the clip was written.", {
      file,
      hint: "Free some space and try again.",
    });
  if (/Permission denied|Read-only file system/i.test(stderr))
    return new FootnoteError("permission", "The clip may not be written there.", {
      file,
      hint: "Choose a folder of yours.",
    });
  if (/No such file or directory/i.test(stderr))
    return new FootnoteError("not-found", "There is no such folder.", { file });
  if (
    /Unknown encoder|not currently supported in container|Only .* supported for WebM|incompatible with output codec|Could not find tag for codec/i.test(
      stderr,
    )
  )
    return new FootnoteError("unsupported", `The clip cannot be written like this (${last}).`, {
      file,
      hint: "Export it in exact mode, or as .mkv.",
    });
  return new FootnoteError("tool-failed", `The clip could not be written (${last}).`, { file });
}
