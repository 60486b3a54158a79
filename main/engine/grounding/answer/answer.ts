import type { Chip, FindResult, Moment, ScoreCurve } from "../../../../contract/moments.ts";
import { breathe, type Context } from "../../context.ts";
import { length as lengthOf, type Unusable } from "../evidence/hit.ts";
import { readerOf } from "../evidence/reader.ts";
import { parseQuestion } from "../questions/parse.ts";
import { thingTally } from "../evidence/things.ts";
import type { Leaf, Question, QuestionNode, ThingQuestion } from "../questions/tree.ts";
import { thinned } from "./curves.ts";
import { evaluate } from "./evaluate.ts";
import { explain } from "./explain.ts";
import type { FileData } from "./file-data.ts";
import { matchesFilters } from "./file-filters.ts";
import { momentOf } from "./moments.ts";

export interface AnswerOptions {
  /** Most moments returned, best first; 50 unless said. Questions for a number or a length get all. */
  readonly limit?: number;
  /** Moments below go to `weaker`; 0.35 unless said. */
  readonly minConfidence?: number;
}

/** An adverb that is not measured ("slowly") takes this much off. */
const adverbPenalty = 0.93;
const usualLimit = 50;

/**
 * Answers a question from what is known of the files: parse, look each condition up in its channel, run the operators,
 * put edges on frames, grade. `answerable: false` says what is missing; an empty list with true means that it is not
 * in this footage. Errors: bad-question, cancelled.
 */
export async function answerQuestion(
  ctx: Context,
  text: string,
  files: readonly FileData[],
  options: AnswerOptions = {},
): Promise<FindResult> {
  const began = performance.now();
  const question = parseQuestion(text);
  const asked = files.filter((file) => matchesFilters(file, question.filters));
  const root = rootOf(question);
  const moments: Moment[] = [];
  const curves: ScoreCurve[] = [];
  const missing = new Map<Leaf, Unusable[]>();
  const tallies: string[] = [];
  const counting = question.ask === "count" ? thingsOf(question.root) : undefined;
  let usableFiles = 0;
  let model: string | undefined;
  for (const [i, file] of asked.entries()) {
    ctx.progress({ done: i, total: asked.length, text: file.file });
    await breathe(ctx);
    if (!root) break;
    const reader = readerOf(file);
    const outcome = await evaluate(ctx, root, reader);
    for (const [leaf, why] of outcome.missing) missing.set(leaf, [...(missing.get(leaf) ?? []), why]);
    if (!outcome.evidence) continue;
    usableFiles++;
    const tally = counting && thingTally(counting, reader);
    if (tally)
      tallies.push(
        `At most ${tally.atOnce} at once${asked.length > 1 ? ` in ${file.file}` : ""}, ${tally.tracks} in all as far as they were followed.`,
      );
    model ??= file.picture?.model;
    const penalty = adverbPenalty ** question.unmeasured.length;
    moments.push(...outcome.evidence.hits.map((hit) => momentOf(hit, file, penalty)));
    curves.push(thinned(file.mediaId, outcome.evidence.curve, reader.grid.step));
  }

  const ranked = superlative(root, distinct(moments)).sort(
    (a, b) => b.confidence - a.confidence || a.file.localeCompare(b.file) || a.start - b.start,
  );
  const least = options.minConfidence ?? 0.35;
  const kept = ranked.filter((moment) => moment.confidence >= least);
  // What is counted or summed up must be all there.
  const counted = question.ask === "count" || question.ask === "length";
  const limit = counted ? kept.length : (options.limit ?? usualLimit);
  // In no file, or in each as far as it goes; where some were looked in and others not, the files are told apart.
  const unusable = new Set(
    [...missing]
      .filter(([, why]) => why.length >= asked.length && why.every(({ partly }) => partly === why[0]?.partly))
      .map(([leaf]) => leaf),
  );
  const chips = question.chips.map(({ kind, text: said, meaning, leaf, possible }): Chip => ({
    kind,
    text: said,
    meaning,
    usable: possible && !(leaf && unusable.has(leaf) && !missing.get(leaf)?.some((why) => why.partly)),
  }));
  const explained = explain({
    question,
    asked,
    all: files,
    usableFiles,
    missing,
    unusable,
    found: kept,
    weaker: ranked.length - kept.length,
    tally: tallies.length > 0 ? tallies.slice(0, 3).join(" ") : undefined,
  });
  return {
    question: text,
    chips,
    answerable: explained.answerable,
    why: limit < kept.length ? `${explained.why} The best ${limit} of ${kept.length}.`.trim() : explained.why,
    ...(explained.needs === undefined ? {} : { needs: explained.needs }),
    ...(explained.unsure ? { unsure: true } : {}),
    moments: kept.slice(0, limit),
    weaker: ranked.filter((moment) => moment.confidence < least).slice(0, options.limit ?? usualLimit),
    curves,
    coverage: asked.map(({ mediaId, searchable, duration }) => ({ mediaId, searchable, duration })),
    ...(model === undefined ? {} : { model }),
    milliseconds: performance.now() - began,
  };
}

/** The things that a question asks the number of, where it asks for nothing else. */
const thingsOf = (root: QuestionNode | undefined): ThingQuestion | undefined =>
  root?.op === "content" && root.things?.counts.length === 1 ? root.things : undefined;

/** With filters alone, the files themselves are the answer. */
function rootOf(question: Question): QuestionNode | undefined {
  if (question.root) return question.root;
  return question.filters.length > 0 ? { op: "everything", from: 0, to: question.text.length } : undefined;
}

/** "The longest" of several files is one moment, not one of each. */
function superlative(root: QuestionNode | undefined, moments: readonly Moment[]): Moment[] {
  if (root?.op !== "pick" || root.pick.by !== "length") return [...moments];
  const { longest } = root.pick;
  const by = (a: Moment, b: Moment): number =>
    longest ? lengthOf(b) - lengthOf(a) : lengthOf(a) - lengthOf(b);
  return moments.toSorted(by).slice(0, 1);
}

/** One moment for each range of frames of a file, the surer one. */
function distinct(moments: readonly Moment[]): Moment[] {
  const kept = new Map<string, Moment>();
  for (const moment of moments) {
    const key = `${moment.mediaId} ${moment.range.start} ${moment.range.end}`;
    const other = kept.get(key);
    if (!other || other.confidence < moment.confidence) kept.set(key, moment);
  }
  return [...kept.values()];
}
