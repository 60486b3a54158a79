import { rm } from "node:fs/promises";
import { FootnoteError } from "../../../contract/errors.ts";
import type { Context } from "../context.ts";
import { startProgram } from "../run-program/run.ts";
import { buildFrameTable } from "./build-frame-table.ts";
import type { VideoSource } from "./decode-video.ts";
import { inputOf, probeFile } from "./probe.ts";
import { partBeside, putInPlace } from "./put-in-place.ts";
import { readLines } from "./read-lines.ts";
import { findTools } from "./tools.ts";

/** Tallest stand-in: more than a screen shows would only be slower to seek in. */
const tallest = 1080;
/** Frames between key frames: a seek decodes at most this many. */
const group = 12;

/**
 * Writes a stand-in of a film that every browser engine plays: H.264, 8 bits 4:2:0, AAC, in MP4. It holds the source's frames,
 * each at its own time on the file's timeline, so a frame's index is the same in both; the result is read back to make sure.
 * The original stays what is analysed and exported. Nothing is left behind on failure or cancel.
 * Errors: unreadable, unsupported, disk-full, permission, tool-failed, cancelled.
 */
export async function makeProxy(ctx: Context, source: VideoSource, out: string): Promise<void> {
  const { ffmpeg } = await findTools(ctx);
  const part = partBeside(out);
  try {
    const program = startProgram(ctx, ffmpeg.path, [...argumentsFor(source), `file:${part}`], {
      subject: source.path,
    });
    const { table } = source;
    for await (const line of readLines(program.stdout)) {
      const frame = /^frame=(\d+)/.exec(line)?.[1];
      if (frame !== undefined)
        ctx.progress({ done: Number(frame), total: table.count, text: "making a playable copy" });
    }
    const { code, stderr } = await program.ended;
    if (code !== 0) throw proxyError(stderr, source.path);
    await compare(ctx, source, part);
    await putInPlace(part, out, true);
  } finally {
    await rm(part, { force: true });
  }
}

/**
 * Writes a stand-in with another of the film's sounds: the picture is copied as it is, from the film itself where the browser
 * engine plays it, else from the stand-in at `picture` that holds the same frames; only the sound is encoded.
 * Errors: those of `makeProxy`; out-of-range where the stream is no sound.
 */
export async function makeProxyWithSound(
  ctx: Context,
  source: VideoSource,
  audio: number,
  out: string,
  picture?: string,
): Promise<void> {
  const { probe, table, path } = source;
  if (probe.streams.find((s) => s.index === audio)?.kind !== "audio")
    throw new FootnoteError("out-of-range", `Stream ${audio} is no sound.`, { file: path });
  const { ffmpeg } = await findTools(ctx);
  const origin = originOf(source);
  const part = partBeside(out);
  const own = picture === undefined;
  const args = [
    "-hide_banner", "-nostdin", "-loglevel", "error", "-progress", "pipe:1",
    "-copyts",
    ...inputOf(picture ?? path),
    ...inputOf(path),
    "-map", own ? `0:${probe.video?.stream ?? 0}` : "0:v:0", "-c:v", "copy",
    // In the stream's own ticks: an offset of the input in seconds is not kept to when packets are copied.
    ...(own ? ["-bsf:v", `setts=pts=PTS-${table.origin}:dts=DTS-${table.origin}`] : []),
    ...(table.timeBase.num === 1 ? ["-video_track_timescale", String(table.timeBase.den)] : []),
    "-map", `1:${audio}`, "-af", soundFilter(origin), ...soundCodec,
    "-map_metadata", "-1", "-map_chapters", "-1", "-movflags", "+faststart",
    `file:${part}`,
  ]; // prettier-ignore
  try {
    const program = startProgram(ctx, ffmpeg.path, args, { subject: path });
    for await (const line of readLines(program.stdout)) {
      const frame = /^frame=(\d+)/.exec(line)?.[1];
      if (frame !== undefined)
        ctx.progress({ done: Number(frame), total: table.count, text: "making a playable copy" });
    }
    const { code, stderr } = await program.ended;
    if (code !== 0) throw proxyError(stderr, path);
    await compare(ctx, source, part);
    await putInPlace(part, out, true);
  } finally {
    await rm(part, { force: true });
  }
}

const originOf = ({ table }: VideoSource): number => (table.origin * table.timeBase.num) / table.timeBase.den;
const soundFilter = (origin: number): string => `asetpts=PTS-${origin.toFixed(6)}/TB,aresample=async=1`;
const soundCodec = ["-ac", "2", "-c:a", "aac", "-b:a", "160k"] as const;

function argumentsFor(source: VideoSource): string[] {
  const { path, probe, table } = source;
  const { num, den } = table.timeBase;
  const origin = originOf(source);
  const picture = [
    `setpts=PTS-${table.origin}`,
    `scale='trunc(min(1\\,${tallest}/ih)*iw*sar/2+0.5)*2':'trunc(min(1\\,${tallest}/ih)*ih/2+0.5)*2'`,
    "setsar=1",
    "format=yuv420p",
  ].join(",");
  return [
    "-hide_banner", "-nostdin", "-loglevel", "error", "-progress", "pipe:1",
    "-copyts",
    ...inputOf(path),
    "-map", `0:${probe.video?.stream ?? 0}`,
    "-vf", picture,
    "-fps_mode", "passthrough", "-enc_time_base", "-1",
    ...(num === 1 ? ["-video_track_timescale", String(den)] : []),
    "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-g", String(group), "-bf", "0",
    ...(probe.audioStream === undefined
      ? []
      : ["-map", `0:${probe.audioStream}`, "-af", soundFilter(origin), ...soundCodec]),
    "-map_metadata", "-1", "-map_chapters", "-1", "-movflags", "+faststart",
  ]; // prettier-ignore
}

/** The stand-in must hold the same frames at the same times. Errors: tool-failed. */
async function compare(ctx: Context, { path, table }: VideoSource, part: string): Promise<void> {
  const copy = await buildFrameTable(ctx, part, await probeFile(ctx, part));
  const wrong = (what: string): FootnoteError =>
    new FootnoteError("tool-failed", `The playable copy ${what}; it was not kept.`, {
      file: path,
      hint: "Exact stills are shown instead; stepping and searching work as ever.",
    });
  if (copy.count !== table.count) throw wrong(`holds ${copy.count} frames instead of ${table.count}`);
  // Containers round to a millisecond at worst.
  const slack = 0.0011 + Math.min(0.002, table.timeBase.num / table.timeBase.den);
  for (let i = 0; i < table.count; i++) {
    const off = copy.time(i) - copy.time(0) - (table.time(i) - table.time(0));
    if (Math.abs(off) > slack) throw wrong(`has frame ${i} at another time`);
  }
}

function proxyError(stderr: string, file: string): FootnoteError {
  const last = stderr.trim().split("\n").at(-1) ?? "";
  if (/No space left|Disk quota/i.test(stderr))
    return new FootnoteError("disk-full", "The disk filled up while a playable copy was made.", {
      file,
      hint: "Free some space and open the film again.",
    });
  if (/Unknown encoder/i.test(stderr))
    return new FootnoteError("unsupported", "This ffmpeg cannot write H.264.", {
      file,
      hint: "Install a fuller build of ffmpeg.",
    });
  return new FootnoteError("tool-failed", `A playable copy could not be made (${last}).`, { file });
}
