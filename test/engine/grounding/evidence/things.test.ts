import { describe, expect, it } from "vitest";
import { createContext } from "../../../../main/engine/context.ts";
import { answerQuestion } from "../../../../main/engine/grounding/answer/answer.ts";
import type { FileData } from "../../../../main/engine/grounding/answer/file-data.ts";
import { cue, scriptedFile, tracksOf, voicesOf, type Thing } from "../scripted-file.ts";

const ctx = createContext();
const watched = (things: readonly Thing[], more: Partial<FileData> = {}): FileData => ({
  ...scriptedFile({ watched: { objects: tracksOf(things) } }),
  ...more,
});
const ask = (question: string, file: FileData) => answerQuestion(ctx, question, [file]);
/** Starts and ends of what was found, to the half second. */
const spans = async (question: string, file: FileData) =>
  (await ask(question, file)).moments
    .map((m) => [Math.round(m.start * 2) / 2, Math.round(m.end * 2) / 2])
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));

/** Somebody from 5 to 25 s, a second one from 10 to 15 s, a third from 12 to 14 s; a dog from 40 to 45 s; a table all along. */
const busy: readonly Thing[] = [
  ["person", 5, 25, 0.1],
  ["person", 10, 15, 0.3],
  ["person", 12, 14, 0.8],
  ["dog", 40, 45, 0.6, { top: 0.7, height: 0.2 }],
  ["dining table", 0, 60, 0.15, { top: 0.6, width: 0.3, height: 0.3 }],
];

describe("counted things", () => {
  it("are found where there are enough of them at once", async () => {
    const file = watched(busy);
    expect(await spans("a person", file)).toEqual([[5, 25]]);
    expect(await spans("at least two people", file)).toEqual([[10, 15]]);
    expect(await spans("at least three people", file)).toEqual([[12, 14]]);
    expect(await spans("exactly two people", file)).toEqual([
      [10, 12],
      [14, 15],
    ]);
    expect(await spans("exactly one person", file)).toEqual([
      [5, 10],
      [15, 25],
    ]);
    expect(await spans("a dog or a cat", file)).toEqual([[40, 45]]);
    expect(await spans("an animal", file)).toEqual([[40, 45]]);
    expect(await spans("people then a dog", file)).toEqual([[5, 45]]);
  });

  it("are told from what is not in the footage", async () => {
    const none = await ask("at least four people", watched(busy));
    expect(none).toMatchObject({ answerable: true, moments: [] });
    expect(none.why).toContain("Not in this footage");
    expect(await ask("an elephant", watched(busy))).toMatchObject({ answerable: true, moments: [] });
  });

  it("are absent where nobody is", async () => {
    const file = watched(busy);
    const empty = [
      [0, 5],
      [25, 60],
    ];
    expect(await spans("nobody in the picture", file)).toEqual(empty);
    expect(await spans("no people", file)).toEqual(empty);
    expect(await spans("nobody in the picture", watched([]))).toEqual([[0, 60]]);
  });

  it("take more than two for two, but as less sure", async () => {
    const { moments } = await ask("two people", watched(busy));
    expect(moments).toHaveLength(1);
    const sole = await ask("two people", watched(busy.slice(0, 2)));
    expect(sole.moments[0]?.confidence).toBeGreaterThan(moments[0]?.confidence ?? 1);
  });

  it("are found at a table that is seen, and only as possible where none is", async () => {
    const at = await ask("two people at the table", watched(busy));
    expect(at.moments).toHaveLength(1);
    expect(at.moments[0]).toMatchObject({ verdict: "found" });
    expect(at.moments[0]?.start).toBeCloseTo(10, 1);
    // The third stands far away from it.
    expect((await ask("at least three people at the table", watched(busy))).moments).toEqual([]);
    const bare = await ask("two people at the table", watched(busy.slice(0, 4)));
    expect(bare.moments[0]).toMatchObject({ verdict: "possible" });
    expect(bare.why).toContain("recognised no table");
    expect(bare.chips[0]?.usable).toBe(true);
  });

  it("are known by their place and size", async () => {
    const file = watched(busy);
    expect(await spans("a person on the right", file)).toEqual([[12, 14]]);
    expect(await spans("a dog at the bottom", file)).toEqual([[40, 45]]);
    expect(await spans("a dog at the top", file)).toEqual([]);
    const near = watched([
      ["person", 0, 10, 0.1, { top: 0.1, height: 0.85, width: 0.5 }],
      ["person", 20, 30, 0.1, { height: 0.1 }],
    ]);
    expect(await spans("a person close to the camera", near)).toEqual([[0, 10]]);
    expect(await spans("a person in the background", near)).toEqual([[20, 30]]);
  });

  it("give the frames that decided it, with boxes, and name who saw it", async () => {
    const [moment] = (await ask("at least two people", watched(busy))).moments;
    const [reason] = moment?.reasons ?? [];
    expect(reason?.source).toBe("object");
    expect(reason?.text).toContain("object detector Made Up");
    const frame = reason?.boxes?.[0]?.frame ?? -1;
    expect(reason?.frames).toContain(frame);
    expect(frame).toBeGreaterThanOrEqual(250);
    expect(frame).toBeLessThan(375);
    expect(reason?.boxes?.filter((b) => b.frame === frame).length).toBeGreaterThanOrEqual(2);
    expect(reason?.boxes?.[0]).toMatchObject({ label: "person", score: 0.85 });
  });

  it("begin and end with the shot that they were seen in", async () => {
    const cuts = scriptedFile({ cuts: [9.8, 20.32] });
    const file = watched([["person", 10, 20.5, 0.3]], cuts.shots ? { shots: cuts.shots } : {});
    const [moment] = (await ask("a person", file)).moments;
    expect(moment?.start).toBeCloseTo(9.8, 3);
    expect(moment?.end).toBeCloseTo(20.32, 3);
  });

  it("say what of a question was not looked for", async () => {
    const result = await ask("a person falls", watched(busy));
    expect(result.moments[0]).toMatchObject({ verdict: "possible" });
    expect(result.why).toContain("for “falls” a picture model is needed");
    expect(result.needs).toBe("model");
    const woman = await ask("a woman", watched(busy));
    expect(woman.moments[0]?.reasons[0]?.text).toContain("not told apart from person");
    expect(woman.moments[0]?.confidence).toBeLessThan(0.8);
  });

  it("say how many there were", async () => {
    const result = await ask("how many people are there?", watched(busy));
    expect(result.why).toContain("At most 3 at once, 3 in all");
  });

  it("need a detector, and name which", async () => {
    const bare = scriptedFile();
    const people = await ask("two people", bare);
    expect(people).toMatchObject({ answerable: false, needs: "model", moments: [] });
    expect(people.why).toContain("an object detector");
    expect((await ask("a face", bare)).why).toContain("a face detector");
    // An object detector knows no faces.
    expect((await ask("a face", watched(busy))).why).toContain("a face detector");
    const unknown = scriptedFile({ watched: { objects: tracksOf([], ["dog"]) } });
    expect(await ask("a person", unknown)).toMatchObject({ answerable: false, needs: "model" });
  });

  it("find faces by how near they are", async () => {
    const file: FileData = {
      ...scriptedFile({
        watched: {
          faces: tracksOf(
            [
              ["face", 0, 10, 0.4, { height: 0.15, width: 0.1 }],
              ["face", 20, 30, 0.3, { height: 0.6, width: 0.4 }],
            ],
            ["face"],
          ),
        },
      }),
    };
    expect(await spans("a face", file)).toEqual([
      [0, 10],
      [20, 30],
    ]);
    expect(await spans("a face close to the camera", file)).toEqual([[20, 30]]);
    expect(await spans("a close-up of a face", file)).toEqual([[20, 30]]);
  });

  it("join what a picture model saw", async () => {
    const picture = {
      model: "m@1",
      step: 1,
      curveFor: () =>
        Promise.resolve(Float32Array.from({ length: 60 }, (_, i) => (i >= 40 && i < 45 ? 0.4 : 0.1))),
      bank: Array.from({ length: 160 }, (_, i) => 0.1 + i * 0.001),
    };
    const file = watched(busy, { picture });
    // The detector saw people elsewhere; what only the picture model saw stays, as less sure.
    const both = await ask("a person", file);
    expect(both.moments[0]?.start).toBeCloseTo(5, 1);
    expect(both.moments.some((m) => Math.abs(m.start - 40) < 1)).toBe(true);
    // "Two" is the detector's to say.
    expect(await spans("two people", file)).toEqual([[10, 15]]);
    // The rest of a sentence is the picture model's, surer where the thing is there too.
    const dog = await ask("a dog jumps", file);
    const alone = await ask("a zebra jumps", file);
    expect(dog.moments[0]?.confidence ?? 0).toBeGreaterThan(alone.moments[0]?.confidence ?? 1);
    expect(dog.moments[0]?.reasons.map((r) => r.source)).toEqual(["picture", "object"]);
  });
});

describe("voices", () => {
  const file = scriptedFile({ watched: { voices: voicesOf([5, 8], [8.5, 12], [30, 33]) } });
  it("say where somebody speaks, with pauses for breath, and where nobody does", async () => {
    expect(await spans("someone speaks", file)).toEqual([
      [5, 12],
      [30, 33],
    ]);
    expect(await spans("nobody speaks", file)).toEqual([
      [0, 5],
      [12, 30],
      [33, 60],
    ]);
    const [first] = (await ask("someone speaks", file)).moments;
    expect(first?.reasons[0]).toMatchObject({ source: "speech" });
    expect(first?.reasons[0]?.text).toContain("voice detector Made Up Voice");
    expect(await spans("two people talk", { ...file, objects: tracksOf(busy) })).toEqual([[10, 12]]);
  });
  it("are joined with the words that are known", async () => {
    const subtitled = { ...file, cues: [cue(6, 8, "Hello there"), cue(50, 52, "Left unheard")] };
    const { moments } = await ask("someone speaks", subtitled);
    expect(moments.map((m) => Math.round(m.start)).sort((a, b) => a - b)).toEqual([5, 30, 50]);
    expect(moments.flatMap((m) => m.reasons.map((r) => r.text)).join()).toContain("Hello there");
  });
  it("need a voice detector or words", async () => {
    const result = await ask("someone speaks", scriptedFile());
    expect(result).toMatchObject({ answerable: false, needs: "words" });
    expect(result.why).toContain("voice detector");
  });
});
