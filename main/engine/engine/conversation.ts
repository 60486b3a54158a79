import { randomUUID } from "node:crypto";
import { TurnId, type MediaId } from "../../../contract/ids.ts";
import type { ChatAnswer, FindResult } from "../../../contract/moments.ts";
import { FootnoteError } from "../../../contract/errors.ts";
import { ask } from "../chat/ask.ts";
import type { ChatTurn } from "../chat/ports.ts";
import type { Context } from "../context.ts";
import type { AnswerOptions } from "../grounding/answer/answer.ts";
import type { FileData } from "../grounding/answer/file-data.ts";
import type { Store } from "../store/store.ts";
import { createCloseLook } from "./close-look.ts";
import type { Events } from "./events.ts";
import type { PictureModel } from "./picture-model.ts";
import type { Library } from "./library.ts";
import { refinedFind } from "./refined-find.ts";

export interface ConversationParts {
  readonly store: Store;
  readonly library: Library;
  readonly events: Events;
  readonly pictureModel: PictureModel;
  readonly now: () => number;
}

/** Earlier turns that a follow-up ("the second one", "weaker ones") may point at. */
const remembered = 40;

/** Questions to the library: found directly, or answered in the chat with footnotes. */
export function createConversation({ store, library, events, pictureModel, now }: ConversationParts) {
  const closeLook = createCloseLook({
    store,
    catalogue: library.catalogue,
    // Somebody waits for it: indexing in the background stands back.
    beforeLook: () => library.jobs.yieldFor(2),
  });
  /** The files asked; none named: all. Errors: not-found for an id that is not here. */
  const filesOf = async (ctx: Context, ids: readonly MediaId[]): Promise<FileData[]> => {
    for (const id of ids)
      if (!store.media.get(id))
        throw new FootnoteError("not-found", "A file that was asked is not in the library any more.", {
          hint: "Choose the files again.",
        });
    const asked = ids.length > 0 ? ids : store.media.list().map((row) => row.id);
    const files: FileData[] = [];
    for (const id of asked) {
      const file = library.reader.read(id);
      if (file) files.push(await pictureModel.see(ctx, file));
    }
    return files;
  };
  const find = async (
    ctx: Context,
    question: string,
    ids: readonly MediaId[],
    options: AnswerOptions = {},
  ): Promise<FindResult> => await refinedFind(ctx, question, await filesOf(ctx, ids), options, closeLook);

  const answer = async (ctx: Context, turn: ChatTurn): Promise<ChatAnswer> => {
    const done = await ask(ctx, turn, store.turns.latest(remembered), {
      find: (question) => find(ctx, question, turn.mediaIds),
      facts: () => filesOf(ctx, turn.mediaIds),
      emit: ({ text, footnote }) =>
        events.emit("chat.delta", { turnId: turn.turnId, text, ...(footnote ? { footnote } : {}) }),
    });
    store.turns.put(done);
    events.emit("chat.answered", done);
    return done;
  };
  return {
    find,
    answer,
    /** A question that the engine itself puts: the sample's first. */
    askFirst: async (ctx: Context, question: string, id: MediaId): Promise<void> => {
      const turnId = TurnId.parse(`t_${randomUUID()}`);
      await answer(ctx, { turnId, question, mediaIds: [id], askedAt: now() });
    },
  };
}
