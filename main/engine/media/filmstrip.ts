import { FootnoteError } from "../../../contract/errors.ts";
import type { Context } from "../context.ts";
import { runProgram } from "../run-program/run.ts";
import type { VideoSource } from "./decode-video.ts";
import { needsDecoding } from "./build-frame-table.ts";
import { inputOf } from "./probe.ts";
import { findTools } from "./tools.ts";

export interface TileSize {
  readonly width: number;
  readonly height: number;
}

/** A strip that takes longer than this was asked of a film that does not play either. */
const timeLimit = 60_000;

/** Puts JPEG pictures side by side, each scaled to a tile, as one JPEG. Errors: unreadable. */
export async function joinPictures(
  ctx: Context,
  pictures: readonly Uint8Array[],
  { width, height }: TileSize,
  subject: string,
): Promise<Buffer> {
  const { ffmpeg } = await findTools(ctx);
  const { stdout } = await runProgram(
    ctx,
    ffmpeg.path,
    [
      "-hide_banner", "-nostdin", "-loglevel", "error",
      "-protocol_whitelist", "pipe", "-f", "image2pipe", "-c:v", "mjpeg", "-i", "pipe:0",
      "-vf", `scale=${width}:${height}:flags=area,setsar=1,tile=${pictures.length}x1`,
      "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "4", "-f", "image2pipe", "pipe:1",
    ],
    { timeLimit, subject, stdin: Buffer.concat(pictures) },
  ); // prettier-ignore
  if (stdout.length === 0)
    throw new FootnoteError("unreadable", "The pictures of the strip cannot be joined.", { file: subject });
  return stdout;
}

/**
 * JPEG pictures of some frames, in one decoding run from the key frame before the first of them on. Only key frames: the
 * others are skipped, which is far quicker over a long stretch. Errors: unreadable (a frame is damaged), out-of-range.
 */
export async function framePictures(
  ctx: Context,
  { table, probe, path }: VideoSource,
  frames: readonly number[],
  { width, height }: TileSize,
): Promise<Map<number, Uint8Array>> {
  const wanted = [...new Set(frames)].sort((a, b) => a - b);
  const first = wanted[0];
  if (first === undefined) return new Map();
  const { ffmpeg } = await findTools(ctx);
  const key = table.keyBefore(first);
  const keysOnly = !needsDecoding(probe) && wanted.every((f) => table.isKey(f));
  const { stdout } = await runProgram(
    ctx,
    ffmpeg.path,
    [
      "-hide_banner", "-nostdin", "-loglevel", "error",
      ...(key === 0 ? [] : ["-ss", (table.time(key) - 0.0005).toFixed(6)]),
      "-copyts",
      ...(keysOnly ? ["-skip_frame", "nokey"] : []),
      ...inputOf(path),
      "-map", `0:${probe.video?.stream ?? 0}`,
      "-vf", [`select=${wanted.map((f) => `eq(pts\\,${table.pts(f)})`).join("+")}`, `scale=${width}:${height}:flags=area`, "format=yuvj420p"].join(","),
      "-fps_mode", "passthrough", "-frames:v", String(wanted.length),
      "-c:v", "mjpeg", "-q:v", "3", "-f", "image2pipe", "pipe:1",
    ],
    { timeLimit, subject: path },
  ); // prettier-ignore
  const pictures = splitJpegs(stdout);
  // Without its time a picture could be put in another's place.
  if (pictures.length !== wanted.length)
    throw new FootnoteError("unreadable", `${wanted.length - pictures.length} frames cannot be decoded.`, {
      file: path,
    });
  return new Map(wanted.map((frame, i) => [frame, pictures[i] as Uint8Array]));
}

/** Pictures one after the other, told apart by their end marks, which entropy-coded data never holds. */
function splitJpegs(bytes: Buffer): Uint8Array[] {
  const found: Uint8Array[] = [];
  let from = 0;
  for (
    let end = bytes.indexOf("\xff\xd9", 0, "latin1");
    end >= 0;
    end = bytes.indexOf("\xff\xd9", from, "latin1")
  ) {
    found.push(bytes.subarray(from, end + 2));
    from = end + 2;
  }
  return found;
}
