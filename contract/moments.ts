import { z } from "zod";
import { MediaId, TurnId } from "./ids.ts";
import { TimeRange } from "./time.ts";

/** Which channel speaks for a moment. */
export const EvidenceSource = z.enum([
  "picture",
  "subtitle",
  "speech",
  "screen",
  "signal",
  "sound",
  "shot",
  "object",
  "file",
]);
export type EvidenceSource = z.infer<typeof EvidenceSource>;

/** A thing in one frame; its box in shares of the picture's width and height. */
export const FrameBox = z.object({
  frame: z.int().nonnegative(),
  label: z.string(),
  score: z.number().min(0).max(1),
  left: z.number(),
  top: z.number(),
  width: z.number(),
  height: z.number(),
});
export type FrameBox = z.infer<typeof FrameBox>;

export const Reason = z.object({
  source: EvidenceSource,
  /** A sentence for a person: what was seen or heard, with its measure. */
  text: z.string(),
  /** 0 to 1: how strongly this channel supports the moment. */
  score: z.number().min(0).max(1),
  /** Frames that decided it, by index. */
  frames: z.array(z.int().nonnegative()).optional(),
  /** What a detector saw in them, and where. */
  boxes: z.array(FrameBox).optional(),
});
export type Reason = z.infer<typeof Reason>;

/** "found", "possible" or "weak" (shown only on request). */
export const Verdict = z.enum(["found", "possible", "weak"]);
export type Verdict = z.infer<typeof Verdict>;

export const Moment = z.object({
  mediaId: MediaId,
  file: z.string(),
  range: TimeRange,
  start: z.number(),
  end: z.number(),
  startFrame: z.int().nonnegative(),
  /** Exclusive. */
  endFrame: z.int().nonnegative(),
  confidence: z.number().min(0).max(1),
  verdict: Verdict,
  /** False: no calibration table stands behind the number, show bars and no percentage. */
  calibrated: z.boolean(),
  reasons: z.array(Reason),
  /** Moments of one result that show the same pictures have the same number: a list folds them into one. */
  look: z.int().nonnegative().optional(),
});
export type Moment = z.infer<typeof Moment>;

/** One understood (or not understood) part of a question, shown as a chip. */
export const Chip = z.object({
  kind: z.enum([
    "picture",
    "words",
    "signal",
    "camera",
    "colour",
    "sound",
    "shot",
    "time",
    "order",
    "count",
    "not",
    "file",
    "filter",
    "unknown",
  ]),
  /** The words of the question it came from. */
  text: z.string(),
  /** What was made of them, in plain words. */
  meaning: z.string(),
  /** False: nothing installed can check this part. */
  usable: z.boolean(),
});
export type Chip = z.infer<typeof Chip>;

/** The score of the question over a file's time: 0 to 1, value i covers [i*step, (i+1)*step) seconds. */
export const ScoreCurve = z.object({
  mediaId: MediaId,
  step: z.number().positive(),
  values: z.array(z.number()),
});
export type ScoreCurve = z.infer<typeof ScoreCurve>;

export const FindResult = z.object({
  question: z.string(),
  chips: z.array(Chip),
  /** False: nothing here can answer; `why` says what is missing. An empty list with true means: not in this footage. */
  answerable: z.boolean(),
  why: z.string(),
  /** Nothing was found, but what looked knows too little to say that it is not there; `why` says so. */
  unsure: z.boolean().optional(),
  /** What would make it answerable, if something would. */
  needs: z.enum(["model", "index", "words"]).optional(),
  moments: z.array(Moment),
  /** Below the cut-off, for "show weaker". */
  weaker: z.array(Moment),
  curves: z.array(ScoreCurve),
  /** How much of each file was looked at. */
  coverage: z.array(z.object({ mediaId: MediaId, searchable: z.number(), duration: z.number() })),
  /** Encoder that took part, if any: id and revision. */
  model: z.string().optional(),
  milliseconds: z.number(),
});
export type FindResult = z.infer<typeof FindResult>;

/** A cited moment: number n in the answer's text stands as [n]. */
export const Footnote = z.object({
  n: z.int().positive(),
  text: z.string(),
  moment: Moment,
  /** The words are those of a model (its id and revision) that saw the frames of the moment's reasons; nothing was measured. */
  writtenBy: z.string().optional(),
});
export type Footnote = z.infer<typeof Footnote>;

export const ChatStep = z.object({ tool: z.string(), text: z.string(), milliseconds: z.number() });
export type ChatStep = z.infer<typeof ChatStep>;

export const ChatAnswer = z.object({
  turnId: TurnId,
  question: z.string(),
  answer: z.string(),
  footnotes: z.array(Footnote),
  intent: z.string(),
  steps: z.array(ChatStep),
  /** Files the question was put to; empty means the whole library. */
  mediaIds: z.array(MediaId),
  askedAt: z.number(),
  result: FindResult.optional(),
});
export type ChatAnswer = z.infer<typeof ChatAnswer>;

/** A person's word on a moment; kept by its range, so that it counts whatever question finds it again. */
export const Mark = z.object({
  mediaId: MediaId,
  range: TimeRange,
  kind: z.enum(["star", "reject"]),
  /** The question that had found it. */
  question: z.string().max(2000),
  /** Milliseconds since 1970. */
  madeAt: z.number(),
});
export type Mark = z.infer<typeof Mark>;

/** The mark of a range as it is now; no kind: it has none any more. */
export const MarkChange = z.object({
  mediaId: MediaId,
  range: TimeRange,
  kind: Mark.shape.kind.optional(),
  question: Mark.shape.question,
});
export type MarkChange = z.infer<typeof MarkChange>;
