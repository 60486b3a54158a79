import { randomUUID } from "node:crypto";
import { stemmer } from "stemmer";
import { TurnId, type MediaId } from "../../../contract/ids.ts";
import type { ChatAnswer, FindResult } from "../../../contract/moments.ts";
import { FootnoteError } from "../../../contract/errors.ts";
import { ask } from "../chat/ask.ts";
import type { ChatTurn } from "../chat/ports.ts";
import type { Context } from "../context.ts";
import type { AnswerOptions } from "../grounding/answer/answer.ts";
import { matchesFilters } from "../grounding/answer/file-filters.ts";
import { oneSlip } from "../grounding/evidence/phrase-match.ts";
import { parseQuestion } from "../grounding/questions/parse.ts";
import type { Filter } from "../grounding/questions/tree.ts";
import { closestFiles } from "./preselect.ts";
import type { FileData } from "../grounding/answer/file-data.ts";
import { resultsOf } from "../indexing/read-results.ts";
import type { Store } from "../store/store.ts";
import { createCloseLook } from "./close-look.ts";
import { createCloseSight } from "./close-sight.ts";
import type { Events } from "./events.ts";
import type { PictureModel } from "./picture-model.ts";
import type { Lessons } from "./teaching.ts";
import type { Library } from "./library.ts";
import type { StoredMeanings } from "../words/meaning/meaning-blob.ts";
import type { Watching } from "./watching.ts";
import { refinedFind } from "./refined-find.ts";
import type { SignalIndex } from "./signal-index.ts";
import { lookAtMoment } from "./look-at-moment.ts";
import { withLooks } from "./same-pictures.ts";

export interface ConversationParts {
  readonly store: Store;
  readonly library: Library;
  readonly events: Events;
  readonly pictureModel: PictureModel;
  readonly watching: Watching;
  readonly signals: SignalIndex;
  readonly now: () => number;
}

/** Files that are looked at closely; of more, those that fit best. As many as are kept decoded in memory. */
export const mostLookedAt = 24;
const mostByWords = 2000;

/** Earlier turns that a follow-up ("the second one", "weaker ones") may point at. */
const remembered = 40;

/** Questions to the library: found directly, or answered in the chat with footnotes. */
export function createConversation({
  store,
  library,
  events,
  pictureModel,
  watching,
  signals,
  now,
}: ConversationParts) {
  const closeLook = createCloseLook({
    store,
    catalogue: library.catalogue,
    // Somebody waits for it: indexing in the background stands back.
    beforeLook: () => library.jobs.yieldFor(2),
  });
  const closeSight = createCloseSight({
    encoderOf: (id) => pictureModel.filmOf(id)?.encoder,
    source: closeLook.source,
    beforeLook: () => library.jobs.yieldFor(2),
  });
  /** Answers from files, and again with sharper ends where a picture encoder found something. */
  const answered = async (
    ctx: Context,
    text: string,
    files: readonly FileData[],
    options: AnswerOptions,
  ): Promise<FindResult> => {
    const first = await refinedFind(ctx, text, files, options, closeLook);
    const { sights, moments } = await closeSight.look(ctx, first.moments);
    if (moments === 0) return first;
    const closer = files.map((file) => closeSight.applied(ctx, file, sights));
    const again = await refinedFind(ctx, text, closer, options, closeLook);
    const note = `Looked four times a second around the ends of ${moments === first.moments.length ? "what was found" : `${moments} of ${first.moments.length} moments`}.`;
    return {
      ...again,
      why: `${again.why} ${note}`.trim(),
      milliseconds: first.milliseconds + again.milliseconds,
    };
  };
  /** The files asked; none named: all. Errors: not-found for an id that is not here. */
  const asked = (ids: readonly MediaId[]): readonly MediaId[] => {
    for (const id of ids)
      if (!store.media.get(id))
        throw new FootnoteError("not-found", "A file that was asked is not in the library any more.", {
          hint: "Choose the files again.",
        });
    return ids.length > 0 ? ids : store.media.list().map((row) => row.id);
  };
  const filesOf = async (ctx: Context, ids: readonly MediaId[], lessons?: Lessons): Promise<FileData[]> => {
    const files: FileData[] = [];
    for (const id of asked(ids)) {
      const file = library.reader.read(id);
      if (!file) continue;
      const seen = await pictureModel.see(ctx, file, lessons);
      files.push(await watching.see(ctx, seen, resultsOf(store, id), pictureModel.filmOf(id)));
    }
    return files;
  };
  /** What is stored of the words of films, one after the other: of a large library it does not fit in memory. */
  function* meanings(ids: readonly MediaId[]): Generator<readonly [MediaId, StoredMeanings]> {
    for (const id of ids) {
      const held = resultsOf(store, id).meanings();
      if (held) yield [id, held];
    }
  }
  const folded = (result: FindResult): FindResult => {
    const { moments } = result;
    const all = withLooks([...moments, ...result.weaker], (id) => library.reader.read(id));
    return { ...result, moments: all.slice(0, moments.length), weaker: all.slice(moments.length) };
  };
  /** Of very many files only those that fit best are looked at closely; the result says so. */
  const find = async (
    ctx: Context,
    text: string,
    ids: readonly MediaId[],
    options: AnswerOptions = {},
  ): Promise<FindResult> => {
    const question = parseQuestion(text);
    const all = asked(ids);
    const lessons = await pictureModel.learn(ctx, question, store.marks.list());
    const passing = all.length > mostLookedAt ? all.filter((id) => passes(id, question.filters)) : all;
    const byMeaning = watching.rankByMeaning();
    /** What had a say in which films are looked at. */
    const channels = new Set<string>();
    const spoke = (channel: string, order: readonly MediaId[]): readonly MediaId[] => {
      if (order.length > 0) channels.add(channel);
      return order;
    };
    const closest = await closestFiles(
      question,
      passing,
      {
        picture:
          pictureModel.search &&
          (async (statement) => {
            const wanted = statement === lessons?.statement ? lessons.vector : statement;
            const found = await pictureModel.search?.(ctx, wanted, { files: mostLookedAt, only: passing });
            return spoke("what their pictures show", found?.files.map(({ media }) => media) ?? []);
          }),
        meaning:
          byMeaning &&
          (async (text) => spoke("what their words mean", await byMeaning(ctx, text, meanings(passing)))),
        words: (terms) =>
          spoke("the words in them", store.cues.filesMatching(withSlips(store, terms), mostByWords)),
        withWords: () => store.cues.filesWithWords(),
        measured: async (of) => await signals.read(ctx, of),
      },
      mostLookedAt,
    );
    if (!closest) {
      // With none that passes the filters, one is enough to say so.
      const some = passing.length > 0 ? passing : all.slice(0, 1);
      const files = some.length > 0 ? await filesOf(ctx, some, lessons) : [];
      return folded(await answered(ctx, text, files, options));
    }
    const chosen = closest.files;
    const found = await answered(ctx, text, await filesOf(ctx, chosen, lessons), options);
    if (closest.byMeasures) channels.add("what was measured of them");
    const by = channels.size > 0 ? `, by ${[...channels].join(" and ")}` : "";
    const note = closest.restIsWithout
      ? `Looked closely at ${chosen.length} of ${passing.length} files; by what was measured of them, the others hold nothing of it.`
      : `Looked closely at the ${chosen.length} of ${passing.length} files that fit best${by}.`;
    return folded({ ...found, why: `${found.why} ${note}`.trim() });
  };
  /** Whether a file passes filters, from the little that they need to know. */
  const passes = (id: MediaId, filters: readonly Filter[]): boolean => {
    const row = store.media.get(id);
    if (!row || filters.length === 0) return row !== undefined;
    const needsWords = filters.some((filter) => filter.key === "has");
    const voices = needsWords ? resultsOf(store, id).voices() : undefined;
    return matchesFilters(
      {
        file: row.name,
        tags: store.tags.list(id),
        ...(needsWords ? { cues: store.cues.list(id) } : {}),
        ...(voices ? { voices } : {}),
        hasSound: row.probe?.audioStream !== undefined,
      },
      filters,
    );
  };

  const hasLooking = (): boolean => {
    const held = watching.looking();
    held?.release();
    return held !== undefined;
  };
  const answer = async (ctx: Context, turn: ChatTurn): Promise<ChatAnswer> => {
    const done = await ask(ctx, turn, store.turns.latest(remembered), {
      find: (question) => find(ctx, question, turn.mediaIds),
      facts: () => filesOf(ctx, turn.mediaIds),
      ...(hasLooking()
        ? {
            look: (inner, mediaId, range, question) =>
              lookAtMoment(
                inner,
                { store, library, watching },
                { mediaId, ...range, ...(question === undefined ? {} : { question }) },
              ),
          }
        : {}),
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

/** Words and what they become with one letter wrong, as far as that is said or written anywhere: read text has slips. */
function withSlips(store: Store, terms: readonly string[]): string[] {
  const slips = terms
    .map((term) => stemmer(term))
    .filter((stem) => stem.length >= 4)
    .flatMap((stem) =>
      store.cues.stems(stem.length - 1, stem.length + 1).filter((other) => oneSlip(other, stem)),
    );
  return [...terms, ...slips];
}
