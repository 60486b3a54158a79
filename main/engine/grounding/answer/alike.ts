import type { FindResult, Moment, ScoreCurve } from "../../../../contract/moments.ts";
import { breathe, type Context } from "../../context.ts";
import { quantile } from "../evidence/grid.ts";
import { clamp, type Hit } from "../evidence/hit.ts";
import { displaySet } from "../spans/display.ts";
import { groundCurve } from "../spans/ground-curve.ts";
import type { AnswerOptions } from "./answer.ts";
import { thinned } from "./curves.ts";
import type { FileData } from "./file-data.ts";
import { momentOf } from "./moments.ts";

/** A file with the likeness of its pictures to the one that is asked for, a cosine for every `step` seconds. */
export interface LikenessOf {
  readonly file: FileData;
  readonly curve: Float32Array;
  readonly step: number;
}

/** The picture that is asked for. */
export interface Example {
  /** For people: "frame 12 of beach.mp4". */
  readonly name: string;
  readonly mediaId: FileData["mediaId"];
  /** Seconds; the moment in which it lies is no answer. */
  readonly time: number;
  readonly model: string;
}

/** No likeness is surer than this: the same picture again. */
const surest = 0.97;

/**
 * Moments that look like an example. What any picture of these files has in common with it (the median of all likenesses)
 * counts as nothing, the same picture as all; in between the share is the certainty. So a library in which all looks alike
 * does not seem to hold the example everywhere. No bank of sentences judges it: pictures are nearer to each other than to words.
 */
export async function answerAlike(
  ctx: Context,
  example: Example,
  files: readonly LikenessOf[],
  options: AnswerOptions = {},
): Promise<FindResult> {
  const began = performance.now();
  const usual = quantile(Float32Array.from(files.flatMap(({ curve }) => [...thinnedTo(curve, 500)])), 0.5);
  const sureness = (likeness: number): number =>
    clamp((surest * (likeness - usual)) / Math.max(1e-3, 1 - usual));
  const moments: Moment[] = [];
  const curves: ScoreCurve[] = [];
  for (const { file, curve, step } of files) {
    await breathe(ctx);
    for (const { start, end } of displaySet(groundCurve(curve))) {
      const [from, to] = [start * step, Math.min(end * step, file.duration)];
      if (file.mediaId === example.mediaId && from <= example.time && example.time < to) continue;
      let peak = start;
      for (let i = start; i < end; i++) if (curve[i]! > curve[peak]!) peak = i;
      const score = sureness(curve[peak] ?? 0);
      const text = `looks like ${example.name} (likeness ${(curve[peak] ?? 0).toFixed(2)}, usually ${usual.toFixed(2)})`;
      const hit: Hit = {
        start: from,
        end: to,
        score,
        grounds: [{ source: "picture", text, score, at: [(peak + 0.5) * step] }],
      };
      if (score > 0) moments.push(momentOf(hit, file, 1));
    }
    curves.push(thinned(file.mediaId, curve.map(sureness), step));
  }
  moments.sort((a, b) => b.confidence - a.confidence || a.file.localeCompare(b.file) || a.start - b.start);
  const least = options.minConfidence ?? 0.35;
  const limit = options.limit ?? 50;
  const found = moments.filter(({ confidence }) => confidence >= least);
  return {
    question: `like ${example.name}`,
    chips: [{ kind: "picture", text: example.name, meaning: `looks like ${example.name}`, usable: true }],
    answerable: true,
    why: found.length > 0 ? "" : `Nothing else in this footage looks like ${example.name}.`,
    moments: found.slice(0, limit),
    weaker: moments.filter(({ confidence }) => confidence < least).slice(0, limit),
    curves,
    coverage: files.map(({ file: { mediaId, searchable, duration } }) => ({ mediaId, searchable, duration })),
    model: example.model,
    milliseconds: performance.now() - began,
  };
}

/** About so many values, evenly. */
const thinnedTo = (curve: Float32Array, most: number): Float32Array => {
  const step = Math.max(1, Math.floor(curve.length / most));
  return curve.filter((_, i) => i % step === 0);
};
