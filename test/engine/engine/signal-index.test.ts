import { describe, expect, it } from "vitest";
import { MediaId } from "../../../contract/ids.ts";
import { createContext } from "../../../main/engine/context.ts";
import { closestFiles } from "../../../main/engine/engine/preselect.ts";
import { reachOf } from "../../../main/engine/engine/signal-reach.ts";
import { answerQuestion } from "../../../main/engine/grounding/answer/answer.ts";
import type { FileData } from "../../../main/engine/grounding/answer/file-data.ts";
import {
  signalKey,
  signalLeaves,
  summariseSignals,
  type SignalSummary,
} from "../../../main/engine/grounding/evidence/signal-summary.ts";
import { parseQuestion } from "../../../main/engine/grounding/questions/parse.ts";
import { scriptedFile, type Script } from "../grounding/scripted-file.ts";

const ctx = createContext();
const scripts: Script[] = [
  [["brightness", 10, 20, 0.05]],
  [["brightness", 5, 15, 0.1], ["loudness", 30, 40, 0.95]],
  [["camera.panLeft", 3, 6, 0.4], ["colour.red", 20, 30, 0.5]],
  [["colour.red", 2, 3, 0.06], ["brightness", 40, 59, 0.02]],
  [["loudness", 20, 22, 0.9], ["camera.panLeft", 21, 24, 0.5]],
  [],
  [],
  [],
]; // prettier-ignore
const films: FileData[] = scripts.map((script, n) => ({
  ...scriptedFile({ name: `film${n}.mp4`, script, cuts: [12, 33] }),
  mediaId: MediaId.parse(`m_film000${n}`),
}));
const ids = films.map(({ mediaId }) => mediaId);
const summaries = async (): Promise<Map<MediaId, SignalSummary>> =>
  new Map(
    await Promise.all(films.map(async (film) => [film.mediaId, await summariseSignals(ctx, film)] as const)),
  );

const questions = [
  "it is dark",
  "something red",
  "the camera pans left",
  "something loud",
  "a dark scene with a loud sound",
  "the camera pans left while it is loud",
  "it gets dark or something red",
  "something red, then it is dark",
  "red in the last third",
  "the picture is upside down in green",
];

describe("what films hold of what is measured", () => {
  it("names every condition once", () => {
    const keys = signalLeaves.map(signalKey);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toContain("camera.panLeft");
    expect(keys).toContain("colour red some");
  });

  it("lists what a question would find, and nothing else", async () => {
    const known = await summaries();
    for (const question of questions) {
      const { root } = parseQuestion(question);
      if (!root) throw new Error(question);
      for (const film of films) {
        const reach = reachOf(root, known.get(film.mediaId));
        const { moments, weaker } = await answerQuestion(ctx, question, [film], { minConfidence: 0 });
        // A film that is left out holds no answer.
        if (reach?.best === 0)
          expect([question, film.file, moments, weaker]).toEqual([question, film.file, [], []]);
      }
    }
    const dark = films.map(({ mediaId }) => known.get(mediaId)?.held["light.dark"]?.best ?? 0);
    expect(dark.map((best) => best > 0)).toEqual([true, true, false, true, false, false, false, false]);
  });

  it("says of what was not measured that it is not known", async () => {
    const bare = await summariseSignals(ctx, scriptedFile({ indexed: false }));
    expect(bare.unknown).toContain("light.dark");
    const { root } = parseQuestion("it is dark");
    expect(root && reachOf(root, bare)).toBeUndefined();
    expect(root && reachOf(root, undefined)).toBeUndefined();
  });
});

describe("films chosen by what was measured", () => {
  const closest = async (question: string, most: number) => {
    const known = await summaries();
    return await closestFiles(
      parseQuestion(question),
      ids,
      {
        picture: () => Promise.resolve([ids[6], ids[0], ids[2]].filter((id) => id !== undefined)),
        words: () => [],
        withWords: () => [],
        measured: () => Promise.resolve(known),
      },
      most,
    );
  };

  it("are those that hold it, the surest first, and the others are known to be without", async () => {
    const dark = await closest("it is dark", 4);
    expect(dark?.restIsWithout).toBe(true);
    expect(new Set(dark?.files)).toEqual(new Set([ids[0], ids[1], ids[3]]));
    const one = await closest("it is dark", 1);
    expect(one).toEqual({ files: [ids[3]], byMeasures: true, restIsWithout: false });
  });

  it("give the same best moments as looking at all of them", async () => {
    for (const question of questions) {
      const chosen = await closest(question, 3);
      const all = await answerQuestion(ctx, question, films);
      if (!chosen || !chosen.restIsWithout) continue;
      const few = await answerQuestion(
        ctx,
        question,
        films.filter(({ mediaId }) => chosen.files.includes(mediaId)),
      );
      expect(few.moments).toEqual(all.moments);
      expect(few.answerable).toBe(all.answerable);
    }
  });

  it("where all are without, one is enough to say so", async () => {
    expect(await closest("the picture is green and the camera zooms in", 3)).toEqual({
      files: [ids[0]],
      byMeasures: true,
      restIsWithout: true,
    });
  });

  it("beside what pictures show, only those are left out that hold nothing of it", async () => {
    const found = await closest("a dog while it is dark", 2);
    expect(found?.files[0]).toBe(ids[0]);
    expect(found?.files).not.toContain(ids[6]);
    // A picture model sees what is red about it.
    expect((await closest("a red boat", 2))?.files).toEqual([ids[6], ids[0]]);
    // And whether it is night, or something fades, where it stands.
    expect((await closest("a boat at night", 2))?.files).toEqual([ids[6], ids[0]]);
    expect((await closest("a boat fades out", 2))?.files).toEqual([ids[6], ids[0]]);
  });

  it("are all where the question asks how many, how long, or for the longest", async () => {
    for (const question of ["how many times is it dark", "the longest dark moment", "how long is it dark"])
      expect(await closest(question, 2)).toBeUndefined();
  });
});
