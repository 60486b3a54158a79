import { describe, expect, it } from "vitest";
import type { Cue } from "../../../../contract/media.ts";
import { createContext } from "../../../../main/engine/context.ts";
import { answerQuestion } from "../../../../main/engine/grounding/answer/answer.ts";
import { topicOf } from "../../../../main/engine/grounding/evidence/topic.ts";
import { confidence } from "../../../../main/engine/grounding/presence/confidence.ts";
import { wordsTable } from "../../../../main/engine/grounding/presence/words-table.ts";
import { scriptedFile } from "../scripted-file.ts";

const market = [
  "the baker kneads dough for the bread", "flour and yeast stand on the bench", "loaves rise in the oven",
  "the crust of the bread cracks", "customers buy warm loaves", "the baker weighs flour",
]; // prettier-ignore
const harbour = [
  "the trawler leaves the harbour at dawn", "waves break over the bow", "the crew hauls the nets",
  "gulls follow the trawler", "the captain watches the radar", "the nets come up full of herring",
]; // prettier-ignore
const railway = [
  "the locomotive waits at the platform", "passengers board the carriages", "the guard blows a whistle",
  "the locomotive crosses the viaduct", "carriages rattle over the points", "the stoker shovels coal",
]; // prettier-ignore

/** Three parts of 36 s each, a sentence every 2 s, each sentence three times in its part. */
const cues: readonly Cue[] = [market, harbour, railway]
  .flatMap((part) => [...part, ...part, ...part])
  .map((text, i) => ({ start: 2 * i, end: 2 * i + 2, text, source: "subtitle" as const }));

describe("passages that are about something", () => {
  it("lie where its words and their company are, though no sentence holds most of what was asked", () => {
    const { passages, strength } = topicOf(cues, "a trawler whose crew catches herring in nets");
    expect(passages.length).toBeGreaterThan(0);
    expect(strength).toBeGreaterThan(0.3);
    for (const { from, to } of passages) {
      expect(from).toBeGreaterThanOrEqual(18);
      expect(to).toBeLessThanOrEqual(36);
    }
    expect(passages[0]?.fit).toBe(1);
  });

  it("are none where nothing is about it, or where hardly any of it is", () => {
    expect(topicOf(cues, "a submarine dives under the polar ice").passages).toEqual([]);
    expect(
      topicOf(cues, "an astronomer grinds a telescope mirror in the observatory bench").passages,
    ).toEqual([]);
  });

  it("are none in so few sentences that nothing can be learned of them", () => {
    expect(topicOf(cues.slice(0, 20), "bread and flour")).toEqual({ passages: [], strength: 0 });
    expect(topicOf([], "bread")).toEqual({ passages: [], strength: 0 });
  });

  it("do not hang on what was asked before", () => {
    const again = cues.map((cue) => ({ ...cue }));
    topicOf(again, "bread");
    expect(topicOf(again, "the crew hauls nets full of fish")).toEqual(
      topicOf(cues, "the crew hauls nets full of fish"),
    );
  });
});

describe("the table of the words channel", () => {
  it("rises, promises neither never nor always, and names what it was fitted on", () => {
    const { points, provenance } = wordsTable;
    for (const [i, { score, right }] of points.entries()) {
      expect(right).toBeGreaterThan(0);
      expect(right).toBeLessThan(1);
      expect(score).toBeGreaterThan(points[i - 1]?.score ?? -1);
      expect(right).toBeGreaterThanOrEqual(points[i - 1]?.right ?? 0);
    }
    expect(provenance).toMatch(/^\d+ first answers over /);
  });

  it("gives a share that is told with the moment, until something else had a say", async () => {
    const file = scriptedFile({ duration: 108, cues });
    const ask = async (question: string) => (await answerQuestion(createContext(), question, [file])).moments;
    const phrase = "a trawler whose crew catches herring in nets";
    const [about] = await ask(`they talk about ${phrase}`);
    const share = confidence(topicOf(cues, phrase).strength, wordsTable);
    expect(about).toMatchObject({ calibrated: true });
    expect(about?.confidence).toBeCloseTo(share.kind === "calibrated" ? share.value : 0, 3);
    expect(about?.reasons[0]?.text).toContain(wordsTable.provenance);
    const [slowly] = await ask(`they slowly talk about ${phrase}`);
    if (slowly) expect(slowly.calibrated).toBe(false);
    const [said] = await ask("they say “nets come up full of herring”");
    expect(said).toMatchObject({ calibrated: false });
  });
});
