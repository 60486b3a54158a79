import type { FindResult, Moment } from "../../../contract/moments.ts";
import { overlap } from "../../../contract/time.ts";
import { shotsOf } from "../grounding/evidence/editing.ts";
import { readerOf } from "../grounding/evidence/reader.ts";
import { lastSet, search, wholeSet, type Desk } from "./desk.ts";
import { describer } from "./describe.ts";
import { tellResult } from "./find-answer.ts";
import type { Intent } from "./intent.ts";
import { listMoments } from "./moment-list.ts";
import { counted, lasting, listed, mainReason, rangeText, sentenceCase, sureness } from "./wording.ts";

const nothingBefore = "There is nothing before this to refer to. Ask for something first.";

/** "Only the loud ones", "without red": the last set, narrowed; it stays the set for what follows. */
export async function refine(
  desk: Desk,
  intent: Intent & { kind: "refine" },
): Promise<FindResult | undefined> {
  const set = lastSet(desk.history);
  if (!set) {
    desk.writer.say(nothingBefore);
    return undefined;
  }
  const other = await search(desk, intent.condition);
  if (!other.answerable) {
    desk.writer.say(
      `I cannot narrow it by “${intent.condition}”. ${other.why} The ${counted(set.moments.length, "moment")} from before ${set.moments.length === 1 ? "stands" : "stand"}.`,
    );
    return undefined;
  }
  const before = wholeSet(set.turn);
  const kept = before.filter((moment) => other.moments.some((one) => meets(moment, one)) !== intent.exclude);
  const joined = kept.map((moment) => withReasons(moment, other.moments, intent.exclude));
  const question = `${set.turn.question.trim()} — ${intent.exclude ? "without" : "only"} ${intent.condition}`;
  const chips = [
    ...(set.turn.result?.chips ?? []),
    ...other.chips.map((chip) =>
      intent.exclude ? { ...chip, kind: "not" as const, meaning: `not: ${chip.meaning}` } : chip,
    ),
  ];
  const result: FindResult = { ...other, question, chips, moments: joined, weaker: [], why: "" };
  desk.writer.say(
    kept.length === 0
      ? `None of the ${before.length} ${intent.exclude ? "is without" : "is"} “${intent.condition}”.`
      : `${kept.length} of ${before.length}:`,
  );
  listMoments(desk, joined);
  return result;
}

/** They share a good part of the shorter, or the one lies in the other. */
function meets(a: Moment, b: Moment): boolean {
  if (a.mediaId !== b.mediaId) return false;
  const common = overlap(a, b);
  return common > 0 && common >= 0.3 * Math.min(a.end - a.start, b.end - b.start);
}

function withReasons(moment: Moment, others: readonly Moment[], exclude: boolean): Moment {
  if (exclude) return moment;
  const best = others.find((other) => meets(moment, other));
  return best ? { ...moment, reasons: [...moment.reasons, ...best.reasons].slice(0, 6) } : moment;
}

/** "The second one", "the last one": one of the set, with all of its reasons. */
export function select(desk: Desk, n: number): undefined {
  const set = lastSet(desk.history);
  const moment = set?.moments.at(n > 0 ? n - 1 : n);
  if (!set || !moment) {
    desk.writer.say(
      set
        ? `There ${set.moments.length === 1 ? "is only 1" : `are only ${set.moments.length}`}.`
        : nothingBefore,
    );
    return undefined;
  }
  desk.writer.say(`${moment.file}, ${rangeText(moment)} `);
  desk.writer.cite(moment, mainReason(moment));
  desk.writer.say(
    `${sureness(moment)}, ${lasting(moment.end - moment.start)}, frames ${moment.startFrame} to ${Math.max(moment.startFrame, moment.endFrame - 1)}.`,
  );
  for (const reason of moment.reasons) desk.writer.say(`\n- ${reason.text}`);
  return undefined;
}

/** "And after that?": the rest of the shot, or the next one, with what can be told of it. */
export async function neighbour(desk: Desk, side: "after" | "before"): Promise<undefined> {
  const set = lastSet(desk.history);
  const from = side === "after" ? set?.moments.at(-1) : set?.moments[0];
  const file = from && (await desk.ports.facts()).find((one) => one.mediaId === from.mediaId);
  if (!from || !file) {
    desk.writer.say(nothingBefore);
    return undefined;
  }
  const shots = shotsOf(readerOf(file)) ?? [];
  const edges = shots.flatMap((shot) => [shot.start, shot.end]);
  const range =
    side === "after"
      ? {
          start: from.end,
          end: Math.min(file.duration, from.end + 10, ...edges.filter((edge) => edge >= from.end + 1.5)),
        }
      : {
          start: Math.max(0, from.start - 10, ...edges.filter((edge) => edge <= from.start - 1.5)),
          end: from.start,
        };
  if (range.end - range.start < 0.2) {
    desk.writer.say(side === "after" ? "Nothing: the file ends there." : "Nothing: the file begins there.");
    return undefined;
  }
  const told = await desk.writer.step(
    "describe",
    async () => (await describer(desk.ctx, file))(range.start, range.end),
    () => `${file.file}, ${rangeText(range)}`,
  );
  desk.writer.say(`${side === "after" ? "After" : "Before"} that, ${rangeText(told.moment)} `);
  desk.writer.cite(told.moment, told.traits.join(", "));
  desk.writer.say(`: ${told.traits.length > 0 ? listed(told.traits) : "nothing that stands out"}.`);
  if (told.words.length > 0) desk.writer.say(` Words: ${told.words.map((line) => `“${line}”`).join(" ")}`);
  return undefined;
}

/** "How long is it?", "how many are there?" of the last set. */
export function measureLast(desk: Desk, kind: "length-of-last" | "count-of-last"): undefined {
  const set = lastSet(desk.history);
  if (!set) {
    desk.writer.say(nothingBefore);
    return undefined;
  }
  const moments = wholeSet(set.turn);
  if (kind === "count-of-last") desk.writer.say(`${counted(moments.length, "moment")}.`);
  else {
    const total = moments.reduce((sum, moment) => sum + moment.end - moment.start, 0);
    desk.writer.say(
      moments.length === 1
        ? `It lasts ${lasting(total)}`
        : `${lasting(total)} in all, ${lasting(total / moments.length)} on average`,
    );
    desk.writer.say(moments.length === 1 ? " " : ":");
  }
  const [only] = moments;
  if (moments.length === 1 && only && kind === "length-of-last") {
    desk.writer.cite(only, mainReason(only));
    desk.writer.say(".");
  } else listMoments(desk, moments);
  return undefined;
}

/** "Why?": every reason of the last set, by channel. */
export function why(desk: Desk): undefined {
  const set = lastSet(desk.history);
  if (!set) {
    const last = desk.history.at(-1)?.result;
    desk.writer.say(last && last.why !== "" ? last.why : nothingBefore);
    return undefined;
  }
  desk.writer.say("Because of what was measured there:");
  for (const moment of set.moments.slice(0, 5)) {
    desk.writer.say(`\n- ${rangeText(moment)} `);
    desk.writer.cite(moment, mainReason(moment));
    desk.writer.say(` ${moment.reasons.map((reason) => `${reason.text} (${reason.source})`).join("; ")}`);
  }
  const unchecked = (set.turn.result?.chips ?? [])
    .filter((chip) => !chip.usable)
    .map((chip) => `“${chip.text}”`);
  if (unchecked.length > 0) desk.writer.say(`\n${sentenceCase(listed(unchecked))} could not be checked.`);
  return undefined;
}

/** "Show weaker": what lay below the cut-off of the last search. */
export function weaker(desk: Desk): FindResult | undefined {
  const last = desk.history.findLast((turn) => turn.result !== undefined)?.result;
  if (!last) {
    desk.writer.say(nothingBefore);
    return undefined;
  }
  if (last.weaker.length === 0) {
    desk.writer.say("There are no weaker ones.");
    return undefined;
  }
  const result: FindResult = {
    ...last,
    moments: last.weaker,
    weaker: [],
    why: "These are weak: look before you trust them.",
  };
  tellResult(desk, result, "find");
  return result;
}
