import { FootnoteError } from "../../../contract/errors.ts";
import type { Probe } from "../../../contract/media.ts";
import { fromSeconds } from "../../../contract/time.ts";
import { checkAborted, type Context } from "../context.ts";
import { startProgram } from "../run-program/run.ts";
import { bounds } from "./bounds.ts";
import { FrameTable } from "./frame-table.ts";
import { FrameTimes } from "./frame-times.ts";
import { tooLong } from "./probe-output.ts";
import { inputOf } from "./probe.ts";
import { readLines } from "./read-lines.ts";
import { findTools } from "./tools.ts";

/** Times beyond it are not told apart in a number. */
const largestTick = 2 ** 50;

/**
 * The frame table of a file's video stream, from its packets, without decoding. Where packets do not tell (no presentation
 * times, more than one packet a picture), the frames are decoded instead, which takes longer and gives the same.
 * Errors: no-video, unreadable, timeout, too-large.
 */
export async function buildFrameTable(ctx: Context, path: string, probe: Probe): Promise<FrameTable> {
  const video = probe.video;
  if (!video)
    throw new FootnoteError("no-video", "The file has no video stream.", {
      file: path,
      hint: "Its sound and words can still be searched.",
    });
  let entries = needsDecoding(probe) ? undefined : await packetEntries(ctx, path, video.stream);
  let sorted = entries?.sorted();
  if (!entries || !sorted || sorted.repeated) {
    entries = await frameEntries(ctx, path, video.stream);
    sorted = entries.sorted();
  }
  if (entries.count === 0)
    throw new FootnoteError("unreadable", "The video stream holds no frame that can be shown.", {
      file: path,
      hint: "It may be cut short; copy it again from its source.",
    });
  const { pts, keys } = sorted;
  const [first, last] = [pts[0] as number, pts[pts.length - 1] as number];
  const seconds = ((last - first) * video.timeBase.num) / video.timeBase.den;
  if (seconds > bounds.maxSeconds || last > largestTick || first < -largestTick)
    throw tooLong(Math.max(seconds, (last * video.timeBase.num) / video.timeBase.den), path);
  const step = pts.length > 1 ? (pts[pts.length - 1] as number) - (pts[pts.length - 2] as number) : 0;
  const rated = fromSeconds(video.frameRate.den / video.frameRate.num, video.timeBase);
  return new FrameTable({
    timeBase: video.timeBase,
    origin: fromSeconds(probe.origin ?? 0, video.timeBase),
    pts,
    keys,
    lastDuration: Math.max(1, entries.lastDuration || step || rated),
  });
}

/** Fields may come as packets of their own, and some containers carry no presentation times. */
export function needsDecoding(probe: Probe): boolean {
  const video = probe.video;
  if (!video) return false;
  return (
    /^(avi|h264|hevc|mpegvideo|m4v|gif|yuv4mpegpipe|ivf|obu)$/.test(probe.container) ||
    (video.interlaced && /mpegts|^mpeg$/.test(probe.container))
  );
}

async function packetEntries(ctx: Context, path: string, stream: number): Promise<FrameTimes | undefined> {
  const entries = new FrameTimes();
  let telling = true;
  await ask(ctx, path, stream, ["-show_entries", "packet=pts,duration,flags"], ({ pts, duration, flags }) => {
    // Flags: K key, D discarded by an edit list, C corrupt.
    if (flags === undefined || flags.includes("D")) return;
    if (pts === undefined || pts === "N/A") {
      telling = false;
      return;
    }
    entries.add(Number(pts), flags.includes("K"), Number(duration) || 0);
  });
  return telling ? entries : undefined;
}

async function frameEntries(ctx: Context, path: string, stream: number): Promise<FrameTimes> {
  const entries = new FrameTimes();
  let [last, step] = [Number.NEGATIVE_INFINITY, 1];
  await ask(
    ctx,
    path,
    stream,
    ["-show_frames", "-show_entries", "frame=key_frame,pts,best_effort_timestamp"],
    ({ key_frame: key, pts, best_effort_timestamp: best }) => {
      if (key === undefined) return;
      // The best-effort time is the one that ffmpeg itself gives the picture when it decodes.
      let at = [best, pts].map((t) => (t === undefined ? Number.NaN : Number(t))).find(Number.isFinite);
      // A picture without a time follows the one before by its step: it is a frame all the same.
      at ??= Number.isFinite(last) ? last + step : 0;
      if (at <= last) at = last + 1;
      else if (Number.isFinite(last)) step = at - last;
      last = at;
      entries.add(at, key === "1", 0);
    },
  );
  return entries;
}

async function ask(
  ctx: Context,
  path: string,
  stream: number,
  what: readonly string[],
  onRow: (row: Readonly<Record<string, string | undefined>>) => void,
): Promise<void> {
  const { ffprobe } = await findTools(ctx);
  const program = startProgram(
    ctx,
    ffprobe.path,
    [
      "-v",
      "quiet",
      "-hide_banner",
      "-select_streams",
      String(stream),
      ...what,
      "-of",
      // Names beside the values: side data is printed among them, and in some formats as rows of its own.
      "compact",
      ...inputOf(path),
    ],
    { timeLimit: 30 * 60_000, subject: path },
  );
  let lines = 0;
  for await (const line of readLines(program.stdout)) {
    if (/^(packet|frame)\|/.test(line)) onRow(fieldsOf(line));
    if (++lines > bounds.maxFrames) {
      program.stop();
      throw new FootnoteError("too-large", `The file claims more than ${bounds.maxFrames} frames.`, {
        file: path,
      });
    }
    if (lines % 5000 === 0) {
      checkAborted(ctx);
      ctx.progress({ done: lines, text: "reading frame times" });
    }
  }
  await program.ended;
}

/** `frame|pts=1|key_frame=0`: the first value of a name counts, later ones are side data's. */
function fieldsOf(row: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const part of row.split("|")) {
    const at = part.indexOf("=");
    if (at > 0) fields[part.slice(0, at)] ??= part.slice(at + 1);
  }
  return fields;
}
