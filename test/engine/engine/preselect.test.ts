import { describe, expect, it } from "vitest";
import { MediaId } from "../../../contract/ids.ts";
import { createContext } from "../../../main/engine/context.ts";
import { closestFiles, type FileChannels } from "../../../main/engine/engine/preselect.ts";
import { parseQuestion } from "../../../main/engine/grounding/questions/parse.ts";
import type { StoredMeanings } from "../../../main/engine/words/meaning/meaning-blob.ts";
import { rankFilms } from "../../../main/engine/words/meaning/rank-films.ts";

const idOf = (n: number): MediaId => MediaId.parse(`m_film${String(n).padStart(6, "0")}`);
const films = Array.from({ length: 12 }, (_, n) => idOf(n));

/** Sentences as counts of three words: near in meaning is what is made of the same. */
const topics = ["boat", "storm", "cook"];
const meaningOf = (text: string): number[] => {
  const counts = topics.map((word) => text.split(word).length - 1);
  const length = Math.hypot(...counts) || 1;
  return counts.map((count) => count / length);
};
const encoder = {
  id: "words",
  revision: "1",
  embed: (_: unknown, texts: readonly string[]) =>
    Promise.resolve(Float32Array.from(texts.flatMap(meaningOf))),
};
const spoken = (model: string, ...texts: string[]): StoredMeanings => ({
  model: { id: model, revision: "1" },
  width: 3,
  passages: texts.map((text, i) => ({ start: i, end: i + 1, source: "speech", text })),
  vectors: Float32Array.from(texts.flatMap(meaningOf)),
  usual: { mean: 0.2, deviation: 0.1 },
});

describe("films by the meaning of their words", () => {
  const held: [MediaId, StoredMeanings][] = [
    [idOf(3), spoken("words", "boat", "cook", "boat storm")],
    [idOf(5), spoken("words", "boat", "boat", "boat")],
    [idOf(7), spoken("another", "boat", "boat", "boat")],
    [idOf(8), spoken("words")],
    [idOf(9), spoken("words", "cook", "cook")],
  ];
  it("are ranked by their best passages, never by vectors of another model", async () => {
    expect(await rankFilms(createContext(), encoder, "a boat", held)).toEqual([idOf(5), idOf(3), idOf(9)]);
  });

  it("stop at an abort", async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(
      rankFilms(createContext({ signal: stop.signal }), encoder, "a boat", held),
    ).rejects.toMatchObject({
      code: "cancelled",
    });
  });
});

describe("the films that are looked at closely", () => {
  const channels = (more: Partial<FileChannels>): FileChannels => ({
    picture: undefined,
    words: () => [],
    withWords: () => [],
    ...more,
  });
  const closest = async (question: string, more: Partial<FileChannels>, most = 3) =>
    (await closestFiles(parseQuestion(question), films, channels(more), most))?.files;

  it("are those in which it is said in other words, where a text model looked at them", async () => {
    const asked: string[] = [];
    const meaning = (text: string): Promise<MediaId[]> => {
      asked.push(text);
      return Promise.resolve([idOf(11), idOf(4)]);
    };
    expect(await closest("talk about the storm at sea", { meaning })).toEqual([idOf(11), idOf(4), idOf(0)]);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain("storm");
  });

  it("are by all channels that name them, a film of two before one of each", async () => {
    const found = await closest("a boat in a storm", {
      picture: () => Promise.resolve([idOf(1), idOf(2)]),
      meaning: () => Promise.resolve([idOf(6), idOf(2)]),
      words: () => [],
    });
    expect(found?.[0]).toBe(idOf(2));
    expect(new Set(found)).toEqual(new Set([idOf(2), idOf(1), idOf(6)]));
  });

  it("are not asked for the meaning of words that must be said as they are", async () => {
    const found = await closest("says “cast off”", {
      words: () => [idOf(8)],
      meaning: () => Promise.reject(new Error("asked")),
    });
    expect(found?.[0]).toBe(idOf(8));
  });
});
