import { create } from "zustand";
import { errorBody, isCancelled, type ErrorBody } from "../../contract/errors.ts";
import { TurnId, type MediaId } from "../../contract/ids.ts";
import type { ChatAnswer, Footnote } from "../../contract/moments.ts";
import { call } from "../connection/engine.ts";
import { useLibrary } from "./library.ts";
import { adopt, choose, useSearch } from "./search.ts";

/** A turn on screen; `done` is absent while it is being answered. */
export interface Turn {
  readonly id: TurnId;
  readonly question: string;
  readonly text: string;
  readonly footnotes: readonly Footnote[];
  readonly done?: ChatAnswer;
  readonly error?: ErrorBody;
}

interface ChatState {
  readonly turns: readonly Turn[];
  readonly busy: TurnId | undefined;
}
export const useChat = create<ChatState>(() => ({ turns: [], busy: undefined }));

const turnOf = (a: ChatAnswer): Turn => ({
  id: a.turnId,
  question: a.question,
  text: a.answer,
  footnotes: a.footnotes,
  done: a,
});

const change = (id: TurnId, how: (turn: Turn) => Turn): void =>
  useChat.setState(({ turns }) => ({ turns: turns.map((turn) => (turn.id === id ? how(turn) : turn)) }));

export async function loadChat(): Promise<void> {
  const { turns } = await call("chat.history", { limit: 50 });
  useChat.setState({ turns: turns.map(turnOf) });
  const last = turns.findLast((turn) => turn.result);
  // At the start the last answer's moments are on the timeline, so that there is something to look at.
  if (last?.result && !useSearch.getState().result) showFirst(last);
}

/** Puts an answer on the timeline and its best moment into the player. */
function showFirst({ result, mediaIds }: ChatAnswer): void {
  if (!result) return;
  adopt(result, mediaIds);
  const best = result.moments[0];
  if (best && best.mediaId === useLibrary.getState().selected) choose(best);
}

export function onDelta(delta: { turnId: TurnId; text: string; footnote?: Footnote | undefined }): void {
  change(delta.turnId, (turn) =>
    turn.done
      ? turn
      : {
          ...turn,
          text: turn.text + delta.text,
          footnotes: delta.footnote ? [...turn.footnotes, delta.footnote] : turn.footnotes,
        },
  );
}

/** A finished turn, of this window or another. */
export function onAnswered(answer: ChatAnswer): void {
  const { turns, busy } = useChat.getState();
  if (turns.some((turn) => turn.id === answer.turnId)) change(answer.turnId, () => turnOf(answer));
  else useChat.setState({ turns: [...turns, turnOf(answer)] });
  if (!answer.result) return;
  if (busy === answer.turnId) adopt(answer.result, answer.mediaIds);
  else if (!useSearch.getState().result) showFirst(answer);
}

let asking: AbortController | undefined;

export async function ask(question: string): Promise<void> {
  const said = question.trim();
  if (said === "" || useChat.getState().busy) return;
  const id = TurnId.parse(`t_${crypto.randomUUID()}`);
  const { selected } = useLibrary.getState();
  const { scope } = useSearch.getState();
  const mediaIds: MediaId[] = scope === "file" && selected ? [selected] : [];
  asking = new AbortController();
  useChat.setState(({ turns }) => ({
    turns: [...turns, { id, question: said, text: "", footnotes: [] }],
    busy: id,
  }));
  try {
    onAnswered(await call("chat.ask", { turnId: id, question: said, mediaIds }, { signal: asking.signal }));
  } catch (error) {
    change(id, (turn) => ({
      ...turn,
      error: isCancelled(error) ? { code: "cancelled", message: "Stopped." } : errorBody(error),
    }));
  } finally {
    asking = undefined;
    useChat.setState({ busy: undefined });
  }
}
export const stopAsking = (): void => asking?.abort();

export async function clearChat(): Promise<void> {
  await call("chat.clear", {});
  useChat.setState({ turns: [] });
}
