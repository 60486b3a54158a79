import { open, rm, stat } from "node:fs/promises";
import { FootnoteError } from "../../../../contract/errors.ts";
import { checkAborted, type Context } from "../../context.ts";
import { runProgram } from "../../run-program/run.ts";
import { buildFrameTable } from "../build-frame-table.ts";
import { encoderFor } from "../encoders.ts";
import { exportError } from "../export-error.ts";
import { fileError } from "../file-access.ts";
import { probeFile } from "../probe.ts";
import { partBeside, putInPlace } from "../put-in-place.ts";
import { findTools } from "../tools.ts";
import { planReel, type ReelItem, type ReelPlan, type Transition } from "./reel-plan.ts";
import { reelPictures } from "./reel-pictures.ts";
import { reelSampleRate, writeReelSound } from "./reel-sound.ts";

export interface WrittenReel {
  readonly out: string;
  readonly frames: number;
  readonly duration: number;
  /** Where each moment is seen in the reel, seconds, half-open; cross-faded ones overlap. */
  readonly places: readonly { readonly start: number; readonly end: number }[];
}

/**
 * Writes moments of one or several films as one film, joined by cuts, cross-fades or dips to black. Everything is encoded
 * anew; sound has exactly the length of the pictures at every join. The result is read back before it gets its name.
 * Nothing is replaced unasked, nothing is left behind on failure or cancel.
 * Errors: bad-arguments, out-of-range, exists, unsupported (container, encoder), disk-full, permission, tool-failed, cancelled.
 */
export async function makeReel(
  ctx: Context,
  request: {
    readonly items: readonly ReelItem[];
    readonly transition: Transition;
    readonly out: string;
    readonly overwrite?: boolean;
  },
): Promise<WrittenReel> {
  const { items, transition, out } = request;
  const plan = planReel(items, transition);
  const encode = encoderFor(out);
  if (!request.overwrite && (await stat(out).catch(() => undefined)))
    throw new FootnoteError("exists", "The reel exists already.", {
      file: out,
      hint: "Choose another name, or say that it may be replaced.",
    });
  const part = partBeside(out);
  const sound = `${part}.samples`;
  const heard = plan.parts.some((p) => p.source.probe.audioStream !== undefined);
  try {
    if (heard) {
      const file = await open(sound, "wx").catch((error: unknown) => {
        throw fileError(error, out);
      });
      try {
        await writeReelSound(ctx, plan, file);
      } catch (error) {
        throw error instanceof FootnoteError ? error : fileError(error, out);
      } finally {
        await file.close();
      }
    }
    await encodeReel(ctx, plan, heard ? sound : undefined, encode, part, out);
    await readReelBack(ctx, plan, part, out);
    await putInPlace(part, out, request.overwrite === true);
  } catch (error) {
    // Of several pipes that close at a stop any may be the first to complain.
    checkAborted(ctx);
    throw error;
  } finally {
    await rm(part, { force: true });
    await rm(sound, { force: true });
  }
  const seconds = (frame: number): number => (frame * plan.frameRate.den) / plan.frameRate.num;
  return {
    out,
    frames: plan.frames,
    duration: seconds(plan.frames),
    places: plan.parts.map((p) => ({ start: seconds(p.at), end: seconds(p.at + p.length) })),
  };
}

async function encodeReel(
  ctx: Context,
  plan: ReelPlan,
  sound: string | undefined,
  encode: readonly string[],
  part: string,
  out: string,
): Promise<void> {
  const { ffmpeg } = await findTools(ctx);
  const { num, den } = plan.frameRate;
  const { code, stderr } = await runProgram(
    ctx,
    ffmpeg.path,
    [
      "-hide_banner", "-nostdin", "-loglevel", "error", "-protocol_whitelist", "file,pipe",
      "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", `${plan.width}x${plan.height}`, "-r", `${num}/${den}`, "-i", "pipe:0",
      ...(sound === undefined
        ? []
        : ["-protocol_whitelist", "file,pipe", "-f", "f32le", "-ar", String(reelSampleRate), "-ac", "2", "-i", `file:${sound}`]),
      "-map", "0:v",
      ...(sound === undefined ? [] : ["-map", "1:a"]),
      ...encode,
      // Whole ticks for every frame.
      "-video_track_timescale", String(num * Math.ceil(1000 / num)),
      `file:${part}`,
    ],
    { subject: out, stdin: reelPictures(ctx, plan) },
  ); // prettier-ignore
  if (code !== 0) throw exportError(stderr, out);
}

/** Frame count and times must be the planned ones. Errors: tool-failed. */
async function readReelBack(ctx: Context, plan: ReelPlan, part: string, out: string): Promise<void> {
  const table = await buildFrameTable(ctx, part, await probeFile(ctx, part));
  const wrong = (what: string) =>
    new FootnoteError("tool-failed", `The reel was written, but ${what}; it was not kept.`, { file: out });
  if (table.count !== plan.frames) throw wrong(`it holds ${table.count} frames instead of ${plan.frames}`);
  const step = plan.frameRate.den / plan.frameRate.num;
  const slack = 0.0011 + table.timeBase.num / table.timeBase.den;
  for (let i = 0; i < table.count; i++)
    if (Math.abs(table.time(i) - table.time(0) - i * step) > slack)
      throw wrong(`frame ${i} is at another time`);
}
