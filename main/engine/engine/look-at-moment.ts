import type { Args, Result } from "../../../contract/calls.ts";
import { FootnoteError } from "../../../contract/errors.ts";
import type { Context } from "../context.ts";
import type { FrameTable } from "../media/frame-table.ts";
import type { VideoSource } from "../media/decode-video.ts";
import {
  plainQuestion,
  type ShownFrame,
  type VideoLanguageModel,
} from "../models/transformers/video-language.ts";
import type { Store } from "../store/store.ts";
import { pixelsOf } from "./frame-pixels.ts";
import type { Library } from "./library.ts";
import { videoSource } from "./video-source.ts";
import type { Watching } from "./watching.ts";

export interface LookParts {
  readonly store: Store;
  readonly library: Library;
  readonly watching: Watching;
}

/** Frames that stand for a stretch: the middles of as many equal parts, each once, in order. */
export function framesFor(
  table: Pick<FrameTable, "atTime" | "count">,
  start: number,
  end: number,
  most: number,
): number[] {
  const part = Math.max(0, end - start) / most;
  const all = Array.from({ length: most }, (_, i) => table.atTime(start + (i + 0.5) * part));
  return [...new Set(all.map((frame) => Math.max(0, Math.min(table.count - 1, frame))))].sort(
    (a, b) => a - b,
  );
}

/** What is said where no model can write about pictures. */
export const noneInstalled = (): FootnoteError =>
  new FootnoteError(
    "model-missing",
    "Describing pictures in words needs a video-language model, and none is installed.",
    { hint: "Install one with: footnote models install smolvlm2-500m-video" },
  );

/** What a model writes of a stretch of a film at hand. Errors: out-of-range, unreadable, model-refused, cancelled. */
export async function lookAtStretch(
  ctx: Context,
  model: VideoLanguageModel,
  source: VideoSource,
  {
    start,
    end,
    question = plainQuestion,
  }: { readonly start: number; readonly end: number; readonly question?: string | undefined },
): Promise<Result<"media.describe">> {
  const frames = framesFor(source.table, start, end, model.frames);
  const shown: ShownFrame[] = [];
  for (const frame of frames)
    shown.push({ picture: await pixelsOf(ctx, source, frame), time: source.table.time(frame) });
  const { text, cut } = await model.look(ctx, shown, question);
  return { text, cut, frames, model: `${model.id}@${model.revision}`, title: model.title };
}

/**
 * Shows frames of a stretch to the video-language model and hands back what it writes: a description, or an answer to a
 * question. It is the model's word and not measured; the frames that it saw come with it.
 * Errors: model-missing with the way out, not-found, no-video, out-of-range, model-refused, cancelled.
 */
export async function lookAtMoment(
  ctx: Context,
  { store, library, watching }: LookParts,
  { mediaId, start, end, question }: Args<"media.describe">,
): Promise<Result<"media.describe">> {
  const held = watching.looking();
  if (!held) throw noneInstalled();
  const { model, release } = held;
  let standBack: NodeJS.Timeout | undefined;
  try {
    const row = store.media.get(mediaId);
    if (!row) throw new FootnoteError("not-found", "This file is not in the library.");
    if (start >= row.duration || end < start)
      throw new FootnoteError(
        "out-of-range",
        `${row.name} has no stretch from ${start.toFixed(2)} s to ${end.toFixed(2)} s.`,
      );
    // Somebody waits for it: indexing in the background stands back, however long it takes.
    library.jobs.yieldFor(10);
    standBack = setInterval(() => library.jobs.yieldFor(10), 5000);
    const source = await videoSource(ctx, { store, catalogue: library.catalogue }, mediaId);
    return await lookAtStretch(ctx, model, source, { start, end: Math.min(end, row.duration), question });
  } finally {
    clearInterval(standBack);
    release();
  }
}
