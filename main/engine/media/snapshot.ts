import { rm, stat, writeFile } from "node:fs/promises";
import { FootnoteError } from "../../../contract/errors.ts";
import type { Context } from "../context.ts";
import { runProgram } from "../run-program/run.ts";
import type { VideoSource } from "./decode-video.ts";
import { fileError } from "./file-access.ts";
import { inputOf } from "./probe.ts";
import { partBeside, putInPlace } from "./put-in-place.ts";
import { findTools } from "./tools.ts";

/** ffmpeg arguments that give exactly frame `index`, decoded from the key frame before it (or from the start). */
function frameArguments(
  source: VideoSource,
  index: number,
  filters: readonly string[],
  fromStart: boolean,
): string[] {
  const { table, probe, path } = source;
  const pts = table.pts(index);
  const key = table.keyBefore(index);
  // Seeking a little before the key frame's time lands on it whatever the container's index rounds to.
  const seek = table.time(key) - 0.0005;
  return [
    "-hide_banner", "-nostdin", "-loglevel", "error",
    ...(fromStart || key === 0 ? [] : ["-ss", seek.toFixed(6)]),
    "-copyts",
    ...inputOf(path),
    "-map", `0:${probe.video?.stream ?? 0}`,
    "-vf", [fromStart ? `select=eq(n\\,${index})` : `select=eq(pts\\,${pts})`, ...filters].join(","),
    "-fps_mode", "passthrough", "-frames:v", "1",
  ]; // prettier-ignore
}

/** One frame through an encoder to stdout; the quick way first, then from the first frame on. Errors: out-of-range, unreadable. */
export async function oneFrame(
  ctx: Context,
  source: VideoSource,
  index: number,
  filters: readonly string[],
  encode: readonly string[],
): Promise<Buffer> {
  source.table.pts(index); // out-of-range speaks before anything runs
  const { ffmpeg } = await findTools(ctx);
  let complaint = "";
  for (const fromStart of [false, true]) {
    const { stdout, stderr } = await runProgram(
      ctx,
      ffmpeg.path,
      [...frameArguments(source, index, filters, fromStart), ...encode, "pipe:1"],
      { timeLimit: fromStart ? 30 * 60_000 : 60_000, subject: source.path },
    );
    if (stdout.length > 0) return stdout;
    complaint = stderr.trim().split("\n").at(-1) ?? "";
  }
  throw new FootnoteError(
    "unreadable",
    `Frame ${index} cannot be decoded${complaint ? ` (${complaint})` : ""}.`,
    { file: source.path },
  );
}

/**
 * Writes frame `index` as a PNG, bit-identical to ffmpeg's own decode of it (upright, as coded in size).
 * Errors: out-of-range, exists (unless `overwrite`), disk-full, permission, unreadable.
 */
export async function snapshot(
  ctx: Context,
  source: VideoSource,
  index: number,
  out: string,
  options: { overwrite?: boolean } = {},
): Promise<{ frame: number; time: number; out: string }> {
  if (!options.overwrite && (await stat(out).catch(() => undefined)))
    throw new FootnoteError("exists", "The picture exists already.", {
      file: out,
      hint: "Choose another name, or say that it may be replaced.",
    });
  const png = await oneFrame(ctx, source, index, [], ["-c:v", "png", "-f", "image2pipe"]);
  await writeWhole(out, png, options.overwrite === true);
  return { frame: index, time: source.table.time(index), out };
}

/** Filters that show a frame as a screen does: nothing to do but where pixels are not square. */
export function squarePixels({ probe: { video } }: VideoSource): string[] {
  const { num, den } = video?.sampleAspectRatio ?? { num: 1, den: 1 };
  if (!video || num === den) return [];
  return [`scale=${video.width}:${video.height}:flags=lanczos`, "setsar=1"];
}

/** A frame as a JPEG of the given width (at most its own), as it is shown. Errors: out-of-range, unreadable. */
export async function frameImage(
  ctx: Context,
  source: VideoSource,
  index: number,
  width: number,
): Promise<Buffer> {
  const w = Math.max(16, Math.round(Math.min(width, source.probe.video?.width ?? width) / 2) * 2);
  const { video } = source.probe;
  const h = video ? Math.max(2, Math.round((w * video.height) / video.width / 2) * 2) : -2;
  return await oneFrame(
    ctx,
    source,
    index,
    [`scale=${w}:${h}:flags=area`, "setsar=1", "format=yuvj420p"],
    ["-c:v", "mjpeg", "-q:v", "4", "-f", "image2pipe"],
  );
}

/** Writes beside, then moves into place. Errors: exists, disk-full, permission. */
export async function writeWhole(out: string, bytes: Uint8Array, overwrite: boolean): Promise<void> {
  const part = partBeside(out);
  try {
    await writeFile(part, bytes, { flag: "wx" }).catch((error: unknown) => {
      throw fileError(error, out);
    });
    await putInPlace(part, out, overwrite);
  } finally {
    await rm(part, { force: true });
  }
}
