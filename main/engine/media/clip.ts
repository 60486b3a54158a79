import { rm, stat } from "node:fs/promises";
import { FootnoteError } from "../../../contract/errors.ts";
import type { Context } from "../context.ts";
import { startProgram } from "../run-program/run.ts";
import { planSmart } from "./cut/smart-plan.ts";
import { writeSmartClip } from "./cut/smart-clip.ts";
import type { VideoSource } from "./decode-video.ts";
import type { FrameTable } from "./frame-table.ts";
import { encoderFor } from "./encoders.ts";
import { exportError } from "./export-error.ts";
import { soundLabels, soundStreams } from "./main-sound.ts";
import { inputOf } from "./probe.ts";
import { partBeside, putInPlace } from "./put-in-place.ts";
import { readBack } from "./read-back.ts";
import { readLines } from "./read-lines.ts";
import { findTools } from "./tools.ts";

/**
 * "exact" encodes anew and starts on any frame; "fast" copies the streams and can only start on a key frame; "smart" is
 * exact, but encodes only the frames before the first and after the last whole group and copies those between.
 */
export type ClipMode = "exact" | "fast" | "smart";

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
export interface WrittenClip {
  readonly out: string;
  readonly start: number;
  readonly end: number;
  readonly frames: number;
  /** Frames of the source that were copied unchanged. */
  readonly copied: number;
}

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
 * Errors: out-of-range, exists (unless `overwrite`), unsupported (container, no encoder, or a film that smart mode cannot join), disk-full, permission, tool-failed.
 */
export async function exportClip(
  ctx: Context,
  source: VideoSource,
  request: ClipRange & { readonly out: string; readonly overwrite?: boolean },
): Promise<WrittenClip> {
  const { out, mode } = request;
  const plan = planClip(source.table, request);
  const encode = encoderFor(out);
  if (!request.overwrite && (await stat(out).catch(() => undefined)))
    throw new FootnoteError("exists", "The clip exists already.", {
      file: out,
      hint: "Choose another name, or say that it may be replaced.",
    });
  const part = partBeside(out);
  try {
    const smart = mode === "smart" ? await planSmart(ctx, source, plan.startFrame, plan.endFrame) : undefined;
    if (smart && smart.copyTo > smart.copyFrom) await writeSmartClip(ctx, source, smart, plan, part);
    else
      await writeWith(ctx, source, plan, part, [
        ...(mode === "fast" ? copyArguments(source, plan) : exactArguments(source, plan, encode)),
      ]);
    const held = await readBack(ctx, source, part, plan, mode, smart);
    await putInPlace(part, out, request.overwrite === true);
    const copied = mode === "fast" ? held.frames : smart ? smart.copyTo - smart.copyFrom : 0;
    return { out, ...held, copied };
  } finally {
    await rm(part, { force: true });
  }
}

/** Runs one ffmpeg, with how far it is. Errors: those of `exportError`. */
async function writeWith(
  ctx: Context,
  source: VideoSource,
  plan: ClipPlan,
  part: string,
  args: readonly string[],
): Promise<void> {
  const { ffmpeg } = await findTools(ctx);
  const program = startProgram(ctx, ffmpeg.path, [...args, `file:${part}`], { subject: source.path });
  for await (const line of readLines(program.stdout)) {
    const frame = /^frame=(\d+)/.exec(line)?.[1];
    if (frame !== undefined)
      ctx.progress({ done: Number(frame), total: plan.endFrame - plan.startFrame, text: "writing the clip" });
  }
  const { code, stderr } = await program.ended;
  if (code !== 0) throw exportError(stderr, part);
}

const quiet = ["-hide_banner", "-nostdin", "-loglevel", "error", "-progress", "pipe:1"];

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
  // All sounds go along, whichever is listened to here.
  const heard = soundStreams(probe.streams);
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
    ...heard.flatMap((s) => ["-map", `0:${s.index}`]),
    ...(heard.length === 0 ? [] : ["-af", sound]),
    // The source's own ticks, so that times stay exact.
    ...(num === 1 ? ["-video_track_timescale", String(den)] : []),
    ...encode,
    "-map_metadata", "-1", "-map_chapters", "-1",
    ...soundLabels(heard),
  ]; // prettier-ignore
}

function copyArguments(source: VideoSource, plan: ClipPlan): string[] {
  const { probe, path, table } = source;
  const heard = soundStreams(probe.streams);
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
    ...heard.flatMap((s) => ["-map", `0:${s.index}`]),
    "-c", "copy",
    "-t", Math.max(0.001, plan.end - plan.start - seek).toFixed(6),
    "-avoid_negative_ts", "make_zero",
    "-map_metadata", "-1", "-map_chapters", "-1",
    ...soundLabels(heard),
  ]; // prettier-ignore
}
