import type { ChatAnswer, FindResult } from "../../../contract/moments.ts";
import { checkAborted, type Context } from "../context.ts";
import { compareFiles, compareTwo } from "./compare.ts";
import { lastSet, type Desk } from "./desk.ts";
import { answerFind } from "./find-answer.ts";
import { measureLast, neighbour, refine, select, weaker, why } from "./follow-up.ts";
import { intentOf, type Intent } from "./intent.ts";
import { lookAt } from "./look.ts";
import { describeAt, summarise, tellFiles } from "./overview.ts";
import type { ChatPorts, ChatTurn } from "./ports.ts";
import { answerSaid } from "./said-answer.ts";
import { smallTalk } from "./small-talk.ts";
import { Writer } from "./writer.ts";

/**
 * Answers a turn of the conversation: reads the intent, looks up what it needs, and writes an answer in which every
 * claim about the footage carries a numbered footnote. `history` holds the earlier turns, oldest first. The text is
 * streamed to `ports.emit` as it is made. The same turn on the same data gives the same text. Errors: bad-question,
 * cancelled.
 */
export async function ask(
  ctx: Context,
  turn: ChatTurn,
  history: readonly ChatAnswer[],
  ports: ChatPorts,
): Promise<ChatAnswer> {
  checkAborted(ctx);
  const writer = new Writer(ports);
  const desk: Desk = { ctx, turn, history, ports, writer };
  const intent = intentOf(turn.question, lastSet(history) !== undefined || history.some((one) => one.result));
  const result = await answer(desk, intent);
  checkAborted(ctx);
  return {
    ...turn,
    answer: writer.text,
    footnotes: [...writer.footnotes],
    intent: intent.kind,
    steps: [...writer.steps],
    ...(result === undefined ? {} : { result }),
  };
}

async function answer(desk: Desk, intent: Intent): Promise<FindResult | undefined> {
  switch (intent.kind) {
    case "greeting":
    case "thanks":
    case "help":
      return smallTalk(desk, intent.kind);
    case "files":
      return tellFiles(desk);
    case "summary":
      return summarise(desk, false);
    case "chapters":
      return summarise(desk, true);
    case "said":
      return answerSaid(desk, intent);
    case "describe":
      return describeAt(desk, intent.at);
    case "look":
      return lookAt(desk, intent);
    case "compare":
      return compareTwo(desk, intent.more, intent.than);
    case "compare-files":
      return compareFiles(desk);
    case "refine":
      return refine(desk, intent);
    case "select":
      return select(desk, intent.n);
    case "neighbour":
      return neighbour(desk, intent.side);
    case "length-of-last":
    case "count-of-last":
      return measureLast(desk, intent.kind);
    case "why":
      return why(desk);
    case "weaker":
      return weaker(desk);
    case "count":
    case "length":
    case "presence":
    case "find":
      return answerFind(desk, intent);
  }
}
