import { errorBody, isCancelled } from "../../../contract/errors.ts";
import type { FindResult, Moment } from "../../../contract/moments.ts";
import { checkAborted, type Context } from "../context.ts";
import { answerQuestion, type AnswerOptions } from "../grounding/answer/answer.ts";
import type { FileData } from "../grounding/answer/file-data.ts";
import { parseQuestion } from "../grounding/questions/parse.ts";
import type { QuestionNode } from "../grounding/questions/tree.ts";
import type { FrameTable } from "../media/frame-table.ts";
import type { CloseLook, FrameSpan } from "./close-look.ts";

/** Frames that one question has decoded at most: some seconds of work. */
const mostFrames = 1500;
/** A longer moment is only looked at around its edges. */
const longMoment = 600;

/** Measures that say something of an instant alone: where they are not known they are missing, not global. */
const local =
  /^(camera\.|motion\.(much|frozen)$|light\.flash$|shot\.(cut|dissolve|change|fade|fadeIn|fadeOut)$)/;

/**
 * Answers a question, looking closer where only key frames are known: the surroundings of what was found are decoded fully, and
 * the question is put again. Edges are then those of frames. A condition that key frames cannot tell (movement, cuts) is
 * looked for there too, where the others must hold as well. What was looked at and what not is said in `why`.
 */
export async function refinedFind(
  ctx: Context,
  question: string,
  files: readonly FileData[],
  options: AnswerOptions,
  closeLook: CloseLook,
): Promise<FindResult> {
  const coarse = files.filter((file) => closeLook.isNeeded(file.mediaId));
  const known = (movement: boolean): FileData[] =>
    files.map((file) => (coarse.includes(file) ? closeLook.applied(file, movement).file : file));
  const first = await answerQuestion(ctx, question, known(false), options);
  const found = first.moments.filter((m) => coarse.some((file) => file.mediaId === m.mediaId));
  if (found.length === 0) return first;

  const movement = mayLookForMovement(question, first);
  const { looked, left } = await lookAt(ctx, found, closeLook, movement);
  if (looked === 0) return { ...first, why: said(first.why, "Only key frames were looked at.") };
  const again = await answerQuestion(ctx, question, known(movement), options);
  const note =
    left === 0
      ? "Key frames alone were looked at, and every frame around what they showed."
      : `Key frames alone were looked at, and every frame around ${looked} of the moments they showed.`;
  const milliseconds = first.milliseconds + again.milliseconds;
  if (!movement) return { ...again, why: said(again.why, note), milliseconds };

  const spans = new Map(coarse.map((file) => [file.mediaId, closeLook.applied(file, true).spans]));
  const inside = (moment: Moment): boolean => {
    const own = spans.get(moment.mediaId);
    return !own || covered({ from: moment.startFrame, to: moment.endFrame }, own);
  };
  const seen = (moment: Moment): boolean => {
    const own = spans.get(moment.mediaId);
    return !own || own.some((s) => s.from < moment.endFrame && moment.startFrame < s.to);
  };
  // What could not be looked at closely stays, with its condition unchecked.
  const unchecked = first.moments.filter((m) => !seen(m));
  const names = first.chips.filter((c) => !c.usable).map((c) => `“${c.text}”`);
  return {
    ...again,
    moments: [...again.moments.filter(inside), ...unchecked].slice(0, options.limit ?? 50),
    weaker: again.weaker.filter(inside),
    why: said(again.why, `${note} ${names.join(", ")} was looked for only there.`),
    milliseconds,
  };
}

const said = (why: string, note: string): string => `${why} ${note}`.trim();

/** Some conditions were found by key frames, others need every frame, all must hold together, and none is about the whole film. */
function mayLookForMovement(text: string, first: FindResult): boolean {
  if (!first.answerable || first.chips.every((chip) => chip.usable)) return false;
  const plain = (node: QuestionNode): boolean => {
    if (node.op === "and") return node.parts.every(plain);
    if (node.op === "within") return plain(node.part);
    if (node.op === "relation") return node.relation === "while" && plain(node.first) && plain(node.second);
    return node.op === "signal" || node.op === "colour" || node.op === "words";
  };
  const { root, chips } = parseQuestion(text);
  const missing = chips.filter((_, i) => first.chips[i]?.usable === false);
  return (
    root !== undefined &&
    plain(root) &&
    missing.every(({ leaf }) => leaf?.op === "signal" && local.test(leaf.concept))
  );
}

/** Decodes what surrounds moments, the surest first, until enough was done. Counts the moments that were and were not reached. */
async function lookAt(
  ctx: Context,
  moments: readonly Moment[],
  closeLook: CloseLook,
  whole: boolean,
): Promise<{ looked: number; left: number }> {
  let [budget, looked] = [mostFrames, 0];
  for (const [i, moment] of moments.entries()) {
    checkAborted(ctx);
    ctx.progress({ done: i, total: moments.length, text: "looking closer at what was found" });
    try {
      const source = await closeLook.source(ctx, moment.mediaId);
      const spans = surroundings(source.table, moment, whole).flatMap((span) =>
        closeLook.unknown(moment.mediaId, span),
      );
      const cost = spans.reduce((sum, { from, to }) => sum + to - source.table.keyBefore(from), 0);
      if (cost > budget) continue;
      budget -= cost;
      for (const span of spans) await closeLook.look(ctx, source, moment.mediaId, span);
      looked++;
    } catch (error) {
      // A film that went away or a damaged stretch: what key frames told still stands.
      if (isCancelled(error)) throw error;
      ctx.log("warn", "a moment could not be looked at closely", { code: errorBody(error).code });
    }
  }
  return { looked, left: moments.length - looked };
}

/** From the key frame before each edge to the one after it: in between the edge must be. */
export function surroundings(
  table: FrameTable,
  { startFrame, endFrame }: { readonly startFrame: number; readonly endFrame: number },
  whole: boolean,
): FrameSpan[] {
  const around = (frame: number): FrameSpan => {
    const at = Math.min(frame, table.count - 1);
    const key = table.keyBefore(at);
    let to = at + 1;
    while (to < table.count && !table.isKey(to)) to++;
    return { from: key === 0 ? 0 : table.keyBefore(key - 1), to };
  };
  const [start, end] = [around(startFrame), around(endFrame)];
  if (whole || endFrame - startFrame <= longMoment || start.to >= end.from)
    return [{ from: start.from, to: end.to }];
  return [start, end];
}

/** True when some spans together hold all of a range. */
function covered({ from, to }: FrameSpan, spans: readonly FrameSpan[]): boolean {
  let at = from;
  for (const span of spans.toSorted((a, b) => a.from - b.from))
    if (span.from <= at && span.to > at) at = span.to;
  return at >= to;
}
