import { z } from "zod";
import { ErrorBody } from "./errors.ts";
import { MediaId } from "./ids.ts";

/** "exact" encodes all anew; "fast" copies from the key frame before; "smart" is exact and encodes only the edges. */
export const ExportMode = z.enum(["exact", "fast", "smart"]);
export type ExportMode = z.infer<typeof ExportMode>;

export const ExportContainer = z.enum(["mp4", "mov", "mkv", "webm"]);
export type ExportContainer = z.infer<typeof ExportContainer>;

/** A stretch of a film, in seconds of its timeline, half-open. */
export const ExportItem = z.object({
  mediaId: MediaId,
  start: z.number(),
  end: z.number(),
  /** What the file is to be called, without its ending; made of the film's name and times unless said. */
  name: z.string().min(1).max(200).optional(),
});
export type ExportItem = z.infer<typeof ExportItem>;

export const exportItems = z.array(ExportItem).min(1).max(1000);

const frames = { startFrame: z.int().nonnegative(), endFrame: z.int().nonnegative() };

/** Where a cut will really fall, known before anything is written. */
export const PlannedExport = z.object({
  start: z.number(),
  end: z.number(),
  ...frames,
  /** Frames of the source that are taken over unchanged. */
  copied: z.object(frames).optional(),
  /** Why this one cannot be written like that, and what can. */
  problem: ErrorBody.optional(),
});
export type PlannedExport = z.infer<typeof PlannedExport>;

export const WrittenExport = z.object({
  /** Which of the asked ones. */
  index: z.int().nonnegative(),
  name: z.string(),
  start: z.number(),
  end: z.number(),
  frames: z.int(),
  copied: z.int(),
});
export type WrittenExport = z.infer<typeof WrittenExport>;

/** How moments of a reel follow each other; `seconds` is the whole length of a transition. */
export const ReelTransition = z.object({
  kind: z.enum(["cut", "crossfade", "dip"]),
  seconds: z.number().min(0).max(10),
});
export type ReelTransition = z.infer<typeof ReelTransition>;
