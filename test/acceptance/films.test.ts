import { beforeAll, describe, expect, it } from "vitest";
import { temporalIoU } from "../../contract/time.ts";
import { createContext } from "../../main/engine/context.ts";
import { answerQuestion } from "../../main/engine/grounding/answer/answer.ts";
import type { FileData } from "../../main/engine/grounding/answer/file-data.ts";
import { rendered, watched, type Shown } from "./rendered-film.ts";
import { stubEncoder } from "./stub-encoder.ts";

type Span = readonly [number, number];
const script: readonly Shown[] = [
  ["fox", 8, 16],
  ["lamp", 12, 22],
  ["kite", 30, 36],
  ["fox", 44, 54],
  ["anchor", 60, 66],
  ["violin", 70, 75],
];
const seconds = 80;

/** What a person would answer of that film; each first answer must overlap its first span by half. */
const asked: readonly { readonly question: string; readonly spans: readonly Span[] }[] = [
  {
    question: "a fox",
    spans: [
      [44, 54],
      [8, 16],
    ],
  },
  { question: "when does the kite appear?", spans: [[30, 36]] },
  { question: "show me the violin", spans: [[70, 75]] },
  { question: "the first fox", spans: [[8, 16]] },
  { question: "the second fox", spans: [[44, 54]] },
  { question: "a fox while there is a lamp", spans: [[12, 16]] },
  { question: "a lamp without a fox", spans: [[16, 22]] },
  { question: "a fox after the kite", spans: [[44, 54]] },
  { question: "a fox before the kite", spans: [[8, 16]] },
  { question: "an anchor after 0:50", spans: [[60, 66]] },
  { question: "a fox in the first third", spans: [[8, 16]] },
];
const absent = ["a teapot", "a cactus", "a wheel", "a teapot after the kite"];

const ctx = createContext();
let file: FileData;
beforeAll(async () => {
  file = await watched(stubEncoder(), await rendered(script, seconds));
});
const ask = async (question: string, file: FileData) => await answerQuestion(ctx, question, [file]);
const overlap = (found: { start: number; end: number } | undefined, [start, end]: Span): number =>
  found ? temporalIoU(found, { start, end }) : 0;

describe("questions to a rendered film, through decoder, encoder, store and operators", () => {
  it.each(asked)("$question", async ({ question, spans }) => {
    const { moments } = await ask(question, file);
    const shown = moments.map(({ start, end }) => `${start.toFixed(1)}-${end.toFixed(1)}`).join(" ");
    const best = Math.max(...spans.map((span) => overlap(moments[0], span)));
    expect(best, `${question}: ${shown}`).toBeGreaterThanOrEqual(0.5);
  });

  it("names each of two moments, and counts them", async () => {
    const { moments } = await ask("how many times does a fox appear?", file);
    const sure = moments.filter(({ verdict }) => verdict === "found");
    expect(sure).toHaveLength(2);
    for (const span of [
      [8, 16],
      [44, 54],
    ] as const)
      expect(Math.max(...sure.map((moment) => overlap(moment, span)))).toBeGreaterThanOrEqual(0.5);
  });

  it.each(absent)("%s is not found", async (question) => {
    const { moments, answerable } = await ask(question, file);
    expect(answerable).toBe(true);
    expect(moments.filter(({ verdict }) => verdict === "found")).toEqual([]);
  });
});

/** Share of the questions whose first answer overlaps a true span by half. */
async function score(of: FileData): Promise<number> {
  let right = 0;
  for (const { question, spans } of asked) {
    const first = (await ask(question, of)).moments[0];
    if (first && spans.some((span) => overlap(first, span) >= 0.5)) right++;
  }
  return right / asked.length;
}

describe("shortcuts do not answer these questions", () => {
  it("neither the words of a question, nor one picture, nor the things without their order", async () => {
    const own = await score(file);
    // Words alone: the same questions to a film that shows nothing; what is found could only come from the words.
    const words = await score(await watched(stubEncoder(), await rendered([], seconds)));
    // One picture: the film held still in the middle of its longest moment.
    const still = await score(await watched(stubEncoder(), await rendered([["fox", 0, seconds]], seconds)));
    // The same things in another order: what was learned of this film alone would be wrong there.
    const turned = await score(
      await watched(
        stubEncoder(),
        await rendered(
          script.map(([c, from, to]) => [c, seconds - to, seconds - from]),
          seconds,
        ),
      ),
    );
    // A guess that never looks: the middle third for everything.
    const guess =
      asked.filter(({ spans }) => spans.some((span) => overlap({ start: 27, end: 53 }, span) >= 0.5)).length /
      asked.length;
    console.log(
      `first answers right: ${own.toFixed(2)}; words alone ${words.toFixed(2)}, one picture ${still.toFixed(2)}, other order ${turned.toFixed(2)}, middle third ${guess.toFixed(2)}`,
    );
    expect(own).toBe(1);
    for (const baseline of [words, still, guess]) expect(baseline).toBeLessThanOrEqual(0.2);
    expect(turned).toBeLessThanOrEqual(0.4);
  }, 180_000);
});
