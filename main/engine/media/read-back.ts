import { FootnoteError } from "../../../contract/errors.ts";
import type { Context } from "../context.ts";
import { buildFrameTable } from "./build-frame-table.ts";
import type { ClipMode, ClipPlan } from "./clip.ts";
import type { SmartPlan } from "./cut/smart-plan.ts";
import type { VideoSource } from "./decode-video.ts";
import { probeFile } from "./probe.ts";
import { oneFrame } from "./snapshot.ts";

/** What a written clip holds, in the source's frames. Errors: tool-failed when it is not what was planned. */
export async function readBack(
  ctx: Context,
  source: VideoSource,
  part: string,
  plan: ClipPlan,
  mode: ClipMode,
  smart?: SmartPlan,
): Promise<{ start: number; end: number; frames: number }> {
  const wrong = (what: string) =>
    new FootnoteError("tool-failed", `The clip was written, but ${what}; it was not kept.`, {
      file: source.path,
      ...(mode === "exact" ? {} : { hint: "Export it in exact mode instead." }),
    });
  const probe = await probeFile(ctx, part);
  const written = await buildFrameTable(ctx, part, probe);
  const planned = plan.endFrame - plan.startFrame;
  const frames = written.count;
  if (mode !== "fast" && frames !== planned) throw wrong(`it holds ${frames} frames instead of ${planned}`);
  const { table } = source;
  const first =
    mode !== "fast"
      ? plan.startFrame
      : await firstCopied(ctx, source, plan, { path: part, probe, table: written });
  if (first === undefined) throw wrong("it does not start on a key frame near the one that was planned");
  // Half a frame of the fastest stretch would do; containers round to a millisecond at worst. Ticks as long as frames are never rounded.
  const slack = 0.0011 + Math.min(0.002, source.table.timeBase.num / source.table.timeBase.den);
  let last = first;
  for (let i = 0; i < frames; i++) {
    const time = table.time(first) + written.time(i) - written.time(0);
    last = table.atTime(time + slack);
    if (Math.abs(table.time(last) - time) > slack)
      throw wrong(`its frame ${i} is at ${time.toFixed(4)} s of the source, where no frame starts`);
  }
  if (mode !== "fast" && last !== plan.endFrame - 1) throw wrong("it ends on another frame");
  if (smart && smart.copyTo > smart.copyFrom)
    // Both ends of what was copied decode to the very pictures of the source.
    for (const frame of new Set([smart.copyFrom, smart.copyTo - 1])) {
      const own = await pictureOf(ctx, { path: part, probe, table: written }, frame - plan.startFrame);
      if (!own.equals(await pictureOf(ctx, source, frame)))
        throw wrong(`frame ${frame} of the film came out changed`);
    }
  return { start: table.time(first), end: table.endTime(last), frames };
}

/** A fingerprint of one decoded picture. */
const pictureOf = (ctx: Context, source: VideoSource, frame: number): Promise<Buffer> =>
  oneFrame(ctx, source, frame, ["format=rgb24"], ["-c:v", "rawvideo", "-f", "md5"]);

/** The key frame that a copy really starts on, told by its picture: the planned one, or one of the two before it. */
async function firstCopied(
  ctx: Context,
  source: VideoSource,
  plan: ClipPlan,
  copy: VideoSource,
): Promise<number | undefined> {
  const own = await pictureOf(ctx, copy, 0);
  let frame = plan.startFrame;
  for (let tries = 0; tries < 3; tries++) {
    if (own.equals(await pictureOf(ctx, source, frame))) return frame;
    if (frame === 0) return undefined;
    frame = source.table.keyBefore(frame - 1);
  }
  return undefined;
}
