import { z } from "zod";
import { AnnotationId, MediaId, TierId } from "./ids.ts";
import { Ticks, TimeRange } from "./time.ts";

/** How many colours a tier may choose among; the window's theme says which. */
export const tierColours = 8;

/** A named row of annotations; the same rows hold for every file of a library. */
export const Tier = z.object({
  id: TierId,
  name: z.string().trim().min(1).max(100),
  /** Place in the window's list of colours. */
  colour: z
    .int()
    .min(0)
    .max(tierColours - 1),
  /** Labels offered for its annotations; others may be typed. */
  labels: z.array(z.string().trim().min(1).max(200)).max(100),
  /** Nothing in it can be changed. */
  locked: z.boolean(),
  hidden: z.boolean(),
  /** Rows are shown in rising order. */
  position: z.int(),
});
export type Tier = z.infer<typeof Tier>;

/** What a reviewer said of it. "changed": accepted after its edges were moved. */
export const Review = z.enum(["unreviewed", "accepted", "changed", "rejected", "discuss"]);
export type Review = z.infer<typeof Review>;

/** Where an annotation came from; a machine's own range is kept for ever, whatever a person makes of it. */
export const Origin = z.discriminatedUnion("by", [
  z.object({ by: z.literal("person") }),
  z.object({
    by: z.literal("machine"),
    question: z.string().max(2000),
    confidence: z.number().min(0).max(1),
    start: Ticks,
    end: Ticks,
    model: z.string().max(200).optional(),
  }),
]);
export type Origin = z.infer<typeof Origin>;

const text = {
  label: z.string().max(500),
  note: z.string().max(4000),
  review: Review,
  origin: Origin,
};

export const Annotation = z.object({
  id: AnnotationId,
  mediaId: MediaId,
  tierId: TierId,
  /** Ticks of the picture's time base; of milliseconds in a file of sound. */
  range: TimeRange,
  /** Seconds on the file's timeline. */
  start: z.number(),
  end: z.number(),
  /** Frames [startFrame, endFrame); absent in a file of sound. */
  startFrame: z.int().nonnegative().optional(),
  endFrame: z.int().nonnegative().optional(),
  ...text,
  /** Rises with every change, so that a change made to an older state is noticed. */
  version: z.int().positive(),
  /** Milliseconds since 1970. */
  changedAt: z.number(),
});
export type Annotation = z.infer<typeof Annotation>;

/** Where an annotation lies: in frames where there are pictures, in seconds where there is only sound. */
export const Place = z.union([
  z.object({ startFrame: z.int().nonnegative(), endFrame: z.int().positive() }),
  z.object({ start: z.number().nonnegative(), end: z.number().nonnegative() }),
]);
export type Place = z.infer<typeof Place>;

export const AnnotationDraft = z.object({
  id: AnnotationId,
  mediaId: MediaId,
  tierId: TierId,
  place: Place,
  ...text,
});
export type AnnotationDraft = z.infer<typeof AnnotationDraft>;

/** One change. `version` is that of the annotation as it was seen: a newer one there is refused; 0 makes a new one. */
export const AnnotationChange = z.discriminatedUnion("do", [
  z.object({ do: z.literal("put"), draft: AnnotationDraft, version: z.int().nonnegative() }),
  z.object({ do: z.literal("remove"), id: AnnotationId, version: z.int().positive() }),
  z.object({ do: z.literal("putTier"), tier: Tier }),
  /** With all annotations in it, of every file. */
  z.object({ do: z.literal("removeTier"), id: TierId }),
]);
export type AnnotationChange = z.infer<typeof AnnotationChange>;

export const AnnotationEdit = z.object({
  /** What undo will call it: "Move the start". */
  title: z.string().min(1).max(200),
  changes: z.array(AnnotationChange).min(1).max(10_000),
});
export type AnnotationEdit = z.infer<typeof AnnotationEdit>;

/** What undo and redo would do, by the edits' titles; absent: nothing. */
export const EditHistory = z.object({ undo: z.string().optional(), redo: z.string().optional() });
export type EditHistory = z.infer<typeof EditHistory>;
