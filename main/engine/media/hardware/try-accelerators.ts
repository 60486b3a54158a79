import type { DecoderChoice, DecoderTrial } from "../../../../contract/decoding.ts";
import { errorBody, FootnoteError, isCancelled } from "../../../../contract/errors.ts";
import type { Context } from "../../context.ts";
import { startProgram } from "../../run-program/run.ts";
import { needsDecoding } from "../build-frame-table.ts";
import type { VideoSource } from "../decode-video.ts";
import { inputOf } from "../probe.ts";
import { readLines } from "../read-lines.ts";
import { findTools } from "../tools.ts";
import { decoderKind, offeredAccelerators } from "./accelerators.ts";
import { backToSoftware, hardwareInput } from "./hardware-arguments.ts";

/** Pictures decoded in a trial: a few seconds. Fewer than `least` tell nothing of speed. */
const pictures = 150;
const least = 24;
/** An accelerator must be this much quicker: less is lost again in starting it. */
const worthwhile = 1.2;
const timeLimit = 30_000;

interface Run {
  /** Time, size and checksum of every picture at full size. */
  readonly pictures: readonly string[];
  /** Pictures a second between the first and the last. */
  readonly speed: number;
}

/**
 * Decodes a few seconds from the middle of a film in software and with accelerators, by turns, and chooses. One is chosen only
 * when its pictures are the software's bit for bit at the same times, and it is truly quicker; of several the quickest. With `only`,
 * that one is taken if its pictures are right, however quick it is.
 * Errors: cancelled; no-video; those of software decoding, which has to work.
 */
export async function tryAccelerators(
  ctx: Context,
  source: VideoSource,
  only?: string,
): Promise<DecoderChoice> {
  const { video } = source.probe;
  if (!video) throw new FootnoteError("no-video", "The file has no video stream.", { file: source.path });
  const { ffmpeg, offered } = await offeredAccelerators(ctx);
  const choice = { kind: decoderKind(video), ffmpeg: ffmpeg.version, offered: [...offered] };
  const candidates = only === undefined ? offered : offered.filter((name) => name === only);
  const tried: DecoderTrial[] = [];
  if (only !== undefined && candidates.length === 0)
    tried.push({ name: only, verdict: "failed", why: "this ffmpeg does not offer it" });
  if (candidates.length === 0 || source.table.count < least) return { ...choice, by: "software", tried };

  const own = await decodeSome(ctx, source, undefined);
  let software = own.speed;
  const right: { name: string; speed: number }[] = [];
  for (const name of candidates) {
    ctx.progress({ done: tried.length, total: candidates.length, text: `trying to decode with ${name}` });
    try {
      const run = await decodeSome(ctx, source, name);
      const at = own.pictures.findIndex((picture, i) => picture !== run.pictures[i]);
      if (at < 0 && run.pictures.length === own.pictures.length) right.push({ name, speed: run.speed });
      else
        tried.push({
          name,
          verdict: "differs",
          speed: run.speed,
          why: `other pictures than software gives, from number ${Math.max(0, at)} of the trial on`,
        });
    } catch (error) {
      if (isCancelled(error)) throw error;
      tried.push({ name, verdict: "failed", why: errorBody(error).message });
    }
  }
  // Once more by turns. An accelerator's slower run must still beat software's quicker one, so that chance (or one that does nothing,
  // and leaves the work to software without a word) is not taken for speed.
  if (right.length > 0) software = Math.max(software, (await decodeSome(ctx, source, undefined)).speed);
  for (const one of right)
    if (only === undefined) one.speed = Math.min(one.speed, (await decodeSome(ctx, source, one.name)).speed);
  right.sort((a, b) => b.speed - a.speed);
  const best = right.find((one) => only !== undefined || one.speed >= software * worthwhile);
  for (const { name, speed } of right) {
    const times = `${(speed / software).toFixed(1)} times as quick as software`;
    tried.push({ name, verdict: name === best?.name ? "chosen" : "slower", speed, why: times });
  }
  return { ...choice, by: best?.name ?? "software", software, tried };
}

/** Decodes a few seconds and fingerprints every picture. Errors: tool-failed, timeout, cancelled. */
async function decodeSome(ctx: Context, source: VideoSource, accelerator?: string): Promise<Run> {
  const { table, probe, path } = source;
  const { ffmpeg } = await findTools(ctx);
  const from = needsDecoding(probe) ? 0 : table.keyBefore(Math.max(0, (table.count >> 1) - pictures));
  const program = startProgram(
    ctx,
    ffmpeg.path,
    [
      "-hide_banner", "-nostdin", "-loglevel", "error", "-copyts",
      ...hardwareInput(accelerator),
      ...(from === 0 ? [] : ["-ss", (table.time(from) - 0.0005).toFixed(6)]),
      ...inputOf(path),
      "-map", `0:${probe.video?.stream ?? 0}`,
      "-vf", backToSoftware(source) || "null",
      "-fps_mode", "passthrough", "-enc_time_base", "-1", "-frames:v", String(pictures),
      "-c:v", "rawvideo", "-flush_packets", "1", "-f", "framecrc", "pipe:1",
    ],
    { timeLimit, subject: path },
  ); // prettier-ignore
  const list: string[] = [];
  let [first, last] = [0, 0];
  for await (const line of readLines(program.stdout)) {
    if (line.startsWith("#") || line === "") continue;
    last = performance.now();
    if (list.length === 0) first = last;
    const fields = line.split(",").map((f) => f.trim());
    list.push(`${fields[2]} ${fields[4]} ${fields[5]}`);
  }
  const { code, stderr } = await program.ended;
  const said = stderr.trim().split("\n").at(-1) ?? "";
  if (code !== 0 || list.length === 0)
    throw new FootnoteError("tool-failed", said || `it ended with ${code} and without a picture`, {
      file: path,
    });
  return { pictures: list, speed: ((list.length - 1) * 1000) / Math.max(1, last - first) };
}
