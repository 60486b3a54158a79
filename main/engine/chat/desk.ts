import type { ChatAnswer, FindResult, Moment } from "../../../contract/moments.ts";
import type { Context } from "../context.ts";
import type { ChatPorts, ChatTurn } from "./ports.ts";
import type { Writer } from "./writer.ts";

/** What a kind of answer works with. */
export interface Desk {
  readonly ctx: Context;
  readonly turn: ChatTurn;
  /** Earlier turns, oldest first. */
  readonly history: readonly ChatAnswer[];
  readonly ports: ChatPorts;
  readonly writer: Writer;
}

/** The last turn that showed moments: what "them", "the second one" and "after that" point at. */
export function lastSet(
  history: readonly ChatAnswer[],
): { turn: ChatAnswer; moments: readonly Moment[] } | undefined {
  const turn = history.findLast((one) => one.footnotes.length > 0);
  return turn && { turn, moments: turn.footnotes.map(({ moment }) => moment) };
}

/** All moments of the last set, also those that were only counted. */
export const wholeSet = (turn: ChatAnswer): readonly Moment[] =>
  turn.result && turn.result.moments.length > 0
    ? turn.result.moments
    : turn.footnotes.map(({ moment }) => moment);

/** Looks moments up as a step that is shown. */
export const search = (desk: Desk, question: string): Promise<FindResult> =>
  desk.writer.step(
    "find",
    () => desk.ports.find(question),
    (result) =>
      result.answerable
        ? `“${question}”: ${result.moments.length} found, ${result.weaker.length} weaker`
        : `“${question}”: cannot be answered`,
  );
