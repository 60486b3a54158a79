import type { Readable } from "node:stream";
import { FootnoteError } from "../../../contract/errors.ts";
import type { Probe, VideoInfo } from "../../../contract/media.ts";
import type { Context } from "../context.ts";
import { startProgram } from "../run-program/run.ts";
import { needsDecoding } from "./build-frame-table.ts";
import { decoderThreads } from "./decoder-threads.ts";
import type { FrameTable } from "./frame-table.ts";
import type { PictureSink } from "./frames.ts";
import { backToSoftware, hardwareInput } from "./hardware/hardware-arguments.ts";
import { readJpegs } from "./read-jpegs.ts";
import { readPictures, readTimes } from "./read-pictures.ts";
import { inputOf } from "./probe.ts";
import { findTools } from "./tools.ts";

export interface VideoSource {
  readonly path: string;
  readonly probe: Probe;
  readonly table: FrameTable;
}

/** A film and what of it is decoded. */
export interface DecodeSource extends VideoSource {
  readonly depth: "full" | "fast";
  /** Only these frames, half-open; all unless said. */
  readonly range?: { readonly from: number; readonly to: number };
  /** Decoded by this accelerator of ffmpeg's, at full depth: see `hardware/decode-steadily.ts`, which outlives its failures. */
  readonly accelerator?: string;
}

export interface DecodeSinks {
  /** Small pictures of every frame (or every key frame at fast depth). */
  readonly small?: { readonly width: number; readonly height: number; readonly sink: PictureSink };
  /** Pictures for a model: the first frame of every interval of 1/`framesPerSecond`, on a fixed grid of time. */
  readonly model?: ModelPictures & { readonly sink: PictureSink };
  /** Pictures for further models, each at its own size and rate. */
  readonly more?: readonly (ModelPictures & { readonly sink: PictureSink })[];
  readonly thumbnails?: {
    readonly width: number;
    readonly everySeconds: number;
    readonly onThumbnail: (index: number, time: number, jpeg: Uint8Array) => void | Promise<void>;
  };
}

/** Pictures as a model takes them: resized to `placed`, then cut or put between bars to `width` x `height`. */
export interface ModelPictures {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  /** Seconds of film that the model gets through in a second, where that was measured: the decoder gives way to it. */
  readonly pace?: number;
  /** Squashed to width x height where absent. */
  readonly placed?: {
    readonly width: number;
    readonly height: number;
    /** Where the result begins in the resized picture; negative between bars. */
    readonly left: number;
    readonly top: number;
    /** Colour of the bars, 0 to 255. */
    readonly bars: readonly [number, number, number];
  };
  readonly filter?: "bicubic" | "bilinear" | "box" | "lanczos";
}

export interface DecodeSummary {
  /** Frames delivered to the small sink. */
  readonly frames: number;
  /** Frames of the table that the decoder did not give: damaged ones. */
  readonly missing: number;
}

const even = (n: number): number => Math.max(16, Math.round(n / 2) * 2);

/** Size of the small pictures: about 112 on the longer side, even, aspect kept. */
export function smallSize(video: Pick<VideoInfo, "width" | "height">): { width: number; height: number } {
  const scale = 112 / Math.max(video.width, video.height);
  return { width: even(video.width * scale), height: even(video.height * scale) };
}

/** A picture output: its branch of the filter graph, and two pipes: the pixels, and a line per frame with its exact time. */
interface Branch {
  readonly filter: string;
  readonly encode: readonly string[];
  readonly read: (pixels: Readable, times: AsyncGenerator<number>) => Promise<number>;
}

/**
 * Decodes a file once, in one ffmpeg process, and feeds every sink with upright, square-pixel pictures. Each picture comes
 * with the exact index and time of its frame: beside the pixels ffmpeg writes each frame's presentation time, which the
 * frame table turns into an index, so a dropped or damaged frame never shifts the ones after it. A slow sink slows the
 * decoder down; memory does not grow with length. A range of frames is decoded from the key frame before it on.
 * Errors: no-video, unreadable, unsupported, timeout, cancelled.
 */
export async function decodeVideo(
  ctx: Context,
  source: DecodeSource,
  sinks: DecodeSinks,
): Promise<DecodeSummary> {
  const { path, probe, table } = source;
  const video = probe.video;
  if (!video) throw new FootnoteError("no-video", "The file has no video stream.", { file: path });
  const branches = branchesOf(ctx, table, sinks);
  if (branches.length === 0) return { frames: 0, missing: 0 };
  const { ffmpeg } = await findTools(ctx);
  // Decoders that cannot skip are only handed the key frames.
  const keys = handsOnKeys(source)
    ? startProgram(ctx, ffmpeg.path, keyPackets(path, video.stream), { subject: path })
    : undefined;
  const program = startProgram(ctx, ffmpeg.path, commandOf(source, video, branches, paceOf(sinks)), {
    extraPipes: branches.length * 2,
    givesWay: paceOf(sinks) !== undefined,
    subject: path,
    ...(keys ? { stdin: keys.stdout as AsyncIterable<Uint8Array> } : {}),
  });
  const readers = branches.map((branch, i) =>
    branch.read(program.pipes[i * 2] as Readable, readTimes(program.pipes[i * 2 + 1] as Readable, table)),
  );
  program.stdout.resume();
  let delivered: number[];
  try {
    delivered = await Promise.all(readers);
  } catch (error) {
    // A sink failed or the read ended in the middle: the process must not be left waiting on a full pipe.
    program.stop();
    keys?.stop();
    const end = await program.ended.catch((e: unknown) => e);
    if (ctx.signal.aborted && end instanceof FootnoteError) throw end;
    throw error;
  }
  // All that is wanted was read; times without a picture (of a damaged file) must not hold the process.
  for (const pipe of program.pipes) pipe.destroy();
  const { code, stderr } = await program.ended;
  keys?.stop();
  const frames = Math.max(...delivered);
  const wanted = source.range ? source.range.to - source.range.from : table.count;
  if (frames === 0) throw decodeError(stderr, path, video.codec);
  if (code !== 0 && source.accelerator !== undefined)
    throw new FootnoteError("tool-failed", stderr.trim().split("\n").at(-1) || `it ended with ${code}`, {
      file: path,
    });
  if (code !== 0) ctx.log("warn", "decoding ended early", { code, stderr: stderr.slice(-500) });
  return { frames, missing: source.depth === "full" && sinks.small ? Math.max(0, wanted - frames) : 0 };
}

/** Codecs whose decoders in common builds of ffmpeg decode every frame, whatever they are told to skip. */
const unskipping = new Set(["vp9", "av1"]);

/**
 * From this length on (seconds), or so many pixels (as many as 15 seconds of 1080p have), a second process pays for its start: fed with
 * key frames alone, decoders work on several at once.
 */
const longEnough = 60;
const muchEnough = 15 * 30 * 1920 * 1080;
/** Codecs whose frames mostly build on others: of these a decoder that skips has one key frame at a time to work on. */
const predicting = /^(h264|hevc)$/;

/**
 * Whether a program of its own picks the key frames out. Where the container can leave the others out by itself, there is no need.
 * What goes between two programs loses the turning of a picture: turned films are not handed on.
 */
function handsOnKeys({ depth, probe, range, table }: DecodeSource): boolean {
  const { video, container, duration } = probe;
  if (depth === "full" || (range?.from ?? 0) > 0 || !video || needsDecoding(probe)) return false;
  // The container between the programs has no times before zero.
  if (table.pts(0) < 0) return false;
  if (video.rotation !== 0 || video.mirrored || (skipsByItself(probe) && !range)) return false;
  if (unskipping.has(video.codec)) return true;
  return (
    predicting.test(video.codec) &&
    !video.interlaced &&
    // What an edit list hides is not told between two programs: such a film begins with another frame than a key frame.
    (/matroska/.test(container) || (/(^|,)mp4(,|$)/.test(container) && table.isKey(0))) &&
    (duration >= longEnough || table.count * video.codedWidth * video.codedHeight >= muchEnough) &&
    !range
  );
}
/**
 * MP4's index tells key frames, so that ffmpeg need not read the others. Only where pictures are stored in the order in which they
 * are shown: for other codecs ffmpeg then guesses times wrongly.
 */
const skipsByItself = ({ container, video }: Probe): boolean =>
  /(^|,)mp4(,|$)/.test(container) && unskipping.has(video?.codec ?? "");

/**
 * The packets of key frames alone, with their own times, in a container that rounds none of them. They are decoded in the order in which
 * they are shown; decoding times before zero, as B-frames have them, would make ffmpeg shift all.
 */
const keyPackets = (path: string, stream: number): string[] => [
  "-hide_banner", "-nostdin", "-loglevel", "error", "-copyts",
  ...inputOf(path),
  "-map", `0:${stream}`, "-c", "copy", "-copytb", "1", "-bsf:v", "noise=drop=not(key),setts=pts=PTS:dts=PTS", "-f", "nut", "pipe:1",
]; // prettier-ignore

/** Of several models the slowest holds the decoder back. */
function paceOf({ model, more = [] }: DecodeSinks): number | undefined {
  const paces = [model, ...more].flatMap((pictures) => pictures?.pace ?? []);
  return paces.length > 0 ? Math.min(...paces) : undefined;
}

function commandOf(
  source: DecodeSource,
  video: VideoInfo,
  branches: readonly Branch[],
  pace: number | undefined,
): string[] {
  const { stream } = video;
  const { path, depth, probe, table, range } = source;
  // Where times only come from decoding frame after frame, skipping would shift them.
  const skips = depth === "fast" && !needsDecoding(probe);
  const handed = handsOnKeys(source);
  // Other frames are not even read.
  const unread = skips && !handed && !range && skipsByItself(probe);
  // Of key frames alone little is decoded: starting an accelerator takes longer.
  const accelerator = depth === "full" ? source.accelerator : undefined;
  const threads = depth === "full" && accelerator === undefined ? decoderThreads(video, pace) : undefined;
  const software = accelerator === undefined ? "" : backToSoftware(source);
  const labels = branches.map((_, i) => `[s${i}]`).join("");
  const chosen = [
    ...(software === "" ? [] : [software]),
    // Decoders that do not skip give every frame: only key frames go on.
    ...(depth === "fast" ? ["select=key"] : []),
    // What comes from another program may count in other ticks.
    ...(handed ? [`settb=${table.timeBase.num}/${table.timeBase.den}`] : []),
    ...(range ? [`trim=start_pts=${table.pts(range.from)}:end_pts=${table.endPts(range.to - 1)}`] : []),
    `split=${branches.length}${labels}`,
  ];
  const key = range ? table.keyBefore(range.from) : 0;
  const graph = [
    `[0:${handed ? 0 : stream}]${chosen.join(",")}`,
    ...branches.map((b, i) => `[s${i}]${b.filter},split=2[p${i}][t${i}]`),
  ].join(";");
  // Passthrough and the stream's own time base: no frame is dropped, doubled or moved.
  const exact = ["-fps_mode", "passthrough", "-enc_time_base", "-1"];
  return [
    "-hide_banner", "-nostdin", "-loglevel", "error",
    // Timestamps as they are in the file, so that they match the frame table.
    "-copyts",
    ...hardwareInput(accelerator),
    ...(threads === undefined ? [] : ["-threads", String(threads)]),
    ...(skips ? ["-skip_frame", "nokey", ...(unread ? ["-discard:v", "nokey"] : [])] : []),
    // Threads that wait for whole frames would each be handed frames only to skip them.
    ...(skips && !handed && predicting.test(probe.video?.codec ?? "") ? ["-thread_type", "slice"] : []),
    // Where times only come from decoding frame after frame, there is no seeking either.
    ...(key === 0 || needsDecoding(probe) ? [] : ["-ss", (table.time(key) - 0.0005).toFixed(6)]),
    ...(handed ? ["-protocol_whitelist", "pipe", "-f", "nut", "-i", "pipe:0"] : inputOf(path)),
    // One thread resizes: slices of a picture on several of them only take turns with the decoder's own threads.
    "-filter_complex_threads", "1", "-filter_complex", graph,
    ...branches.flatMap((b, i) => [
      "-map",
      `[p${i}]`,
      ...exact,
      ...b.encode,
      `pipe:${3 + i * 2}`,
      "-map",
      `[t${i}]`,
      ...exact,
      "-c:v",
      "rawvideo",
      "-f",
      "framecrc",
      `pipe:${4 + i * 2}`,
    ]),
    // A filter graph makes ffmpeg forget what to discard; an output of its own, to nowhere, makes it remember.
    ...(unread ? ["-map", `0:${stream}`, "-c", "copy", "-f", "null", "-"] : []),
  ]; // prettier-ignore
}

function branchesOf(ctx: Context, table: FrameTable, sinks: DecodeSinks): Branch[] {
  const branches: Branch[] = [];
  const raw = (filter: string, width: number, height: number, sink: PictureSink, counts: boolean) =>
    branches.push({
      filter,
      encode: ["-c:v", "rawvideo", "-pix_fmt", "rgb24", "-f", "rawvideo"],
      read: (pixels, times) => readPictures(ctx, table, pixels, times, width, height, sink, counts),
    });
  if (sinks.small) {
    const { width, height, sink } = sinks.small;
    raw(`scale=${width}:${height}:flags=area,format=rgb24`, width, height, sink, true);
  }
  for (const pictures of [...(sinks.model ? [sinks.model] : []), ...(sinks.more ?? [])]) {
    const { width, height, framesPerSecond, sink } = pictures;
    // The first branch tells how far the decoding is.
    const counts = branches.length === 0;
    raw(`${onGrid(framesPerSecond)},${modelFilter(pictures)}`, width, height, sink, counts);
  }
  if (sinks.thumbnails) {
    const { width, everySeconds, onThumbnail } = sinks.thumbnails;
    branches.push({
      filter: `${every(everySeconds)},scale=${even(width)}:-2:flags=area,format=yuvj420p`,
      encode: ["-c:v", "mjpeg", "-q:v", "5", "-f", "image2pipe"],
      read: async (pixels, times) => {
        let count = 0;
        for await (const jpeg of readJpegs(pixels)) {
          const { value: index, done } = await times.next();
          if (done) break;
          await onThumbnail(index, table.time(index), jpeg);
          count++;
        }
        return count;
      },
    });
  }
  return branches;
}

/** Keeps the first frame and then one per `seconds`; half a millisecond forgives rounded times. */
const every = (seconds: number): string =>
  `select='isnan(prev_selected_t)+gte(t-prev_selected_t\\,${Math.max(0, seconds - 0.0005).toFixed(6)})'`;

/** Keeps the first frame of each interval of 1/rate: unlike `every`, a late frame does not move the ones after it. */
const onGrid = (rate: number): string =>
  `select='isnan(prev_selected_t)+gt(floor(t*${rate}+0.001)\\,floor(prev_selected_t*${rate}+0.001))'`;

/** swscale's filters set up as Pillow defines them, with full colour resolution: how close they come is in docs/models.md. */
const scalers = {
  bicubic: "flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp:param0=0:param1=0.5",
  bilinear: "flags=bilinear+accurate_rnd+full_chroma_int+full_chroma_inp",
  box: "flags=area+accurate_rnd+full_chroma_int+full_chroma_inp",
  lanczos: "flags=lanczos+accurate_rnd+full_chroma_int+full_chroma_inp:param0=3",
} as const;

function modelFilter({ width, height, placed, filter = "bicubic" }: ModelPictures): string {
  const inner = placed ?? { width, height, left: 0, top: 0, bars: [0, 0, 0] as const };
  const steps = [`scale=${inner.width}:${inner.height}:${scalers[filter]}`, "format=rgb24"];
  if (inner.left > 0 || inner.top > 0 || inner.width > width || inner.height > height)
    steps.push(
      `crop=${Math.min(width, inner.width)}:${Math.min(height, inner.height)}:${Math.max(0, inner.left)}:${Math.max(0, inner.top)}`,
    );
  if (inner.width < width || inner.height < height) {
    const colour = inner.bars.map((v) => Math.round(v).toString(16).padStart(2, "0")).join("");
    steps.push(
      `pad=${width}:${height}:${Math.max(0, -inner.left)}:${Math.max(0, -inner.top)}:color=0x${colour}`,
    );
  }
  return steps.join(",");
}

function decodeError(stderr: string, file: string, codec: string): FootnoteError {
  const last = stderr.trim().split("\n").at(-1) ?? "";
  if (/Decoder .* not found|no decoder|Unknown decoder|could not find codec/i.test(stderr))
    return new FootnoteError("unsupported", `This ffmpeg cannot decode ${codec}.`, {
      file,
      hint: "Install a fuller build of ffmpeg, or convert the file.",
    });
  if (/encrypt|decrypt/i.test(stderr))
    return new FootnoteError("encrypted", "The video is protected.", { file });
  return new FootnoteError("unreadable", `No frame could be decoded${last ? ` (${last})` : ""}.`, {
    file,
    hint: "The file may be damaged; copy it again from its source.",
  });
}
