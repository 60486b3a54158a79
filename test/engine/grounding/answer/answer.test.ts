import { describe, expect, it } from "vitest";
import { FindResult } from "../../../../contract/moments.ts";
import { createContext } from "../../../../main/engine/context.ts";
import { answerQuestion } from "../../../../main/engine/grounding/answer/answer.ts";
import type { FileData } from "../../../../main/engine/grounding/answer/file-data.ts";
import { cue, scriptedFile, type Script } from "../scripted-file.ts";

const ctx = createContext();
const find = (question: string, ...files: FileData[]) => answerQuestion(ctx, question, files);

/** Moments in time order as "12.0-15.4". */
async function places(question: string, file: FileData): Promise<string[]> {
  const result = await find(question, file);
  FindResult.parse(result);
  return result.moments
    .toSorted((a, b) => a.start - b.start)
    .map((moment) => `${moment.start.toFixed(1)}-${moment.end.toFixed(1)}`);
}

const script: Script = [
  ["camera.panLeft", 5, 9, 0.9],
  ["camera.panLeft", 30, 33, 0.9],
  ["camera.panRight", 12, 15, 0.9],
  ["colour.red", 4, 10, 0.3],
  ["colour.blue", 28, 40, 0.4],
  ["brightness", 40, 50, 0.08],
  ["flash", 45, 45.2, 0.9],
  ["loudness", 20, 26, 0.1],
  ["silence", 20, 26, 1],
  ["onset", 26, 26.1, 0.9],
];
const film = scriptedFile({ script, cuts: [10.04, 18, 28, 40, 50.2] });

describe("answering", () => {
  it.each([
    ["the camera pans left", ["5.0-9.0", "30.0-33.0"]],
    ["the camera pans left over something red", ["5.0-9.0"]],
    ["pan left but not red", ["30.0-33.0"]],
    ["the camera pans", ["5.0-9.0", "12.0-15.0", "30.0-33.0"]],
    ["red or blue", ["4.0-10.0", "28.0-40.0"]],
    ["pan right within 4 seconds after a pan left", ["12.0-15.0"]],
    ["pan right within 2 seconds after a pan left", []],
    ["pan left at least 10 seconds before a flash", ["5.0-9.0", "30.0-33.0"]],
    ["pan left 36 seconds before a flash", ["5.0-9.0"]],
    ["pan left within 5 seconds of a bang", ["30.0-33.0"]],
    ["a pan left, and 3 seconds later a pan right", ["5.0-15.0"]],
    ["what happens between 2 and 6 seconds after the flash", ["47.2-51.2"]],
    ["the last 3 seconds before the flash", ["42.0-45.0"]],
    ["5 seconds of silence", ["20.0-26.0"]],
    ["30 seconds of silence", []],
    ["it goes quiet", ["20.0-26.0"]],
    ["dark then a flash", ["40.0-45.2"]],
    ["quiet until the bang", ["20.0-26.0"]],
    ["the first pan", ["5.0-9.0"]],
    ["the last pan", ["30.0-33.0"]],
    ["the second pan", ["12.0-15.0"]],
    ["the longest pan left", ["5.0-9.0"]],
    ["pans in the second half", ["30.0-33.0"]],
    ["the camera pans left after 0:20", ["30.0-33.0"]],
    ["the camera pans right after the camera pans left", ["12.0-15.0"]],
    ["a pan before the silence", ["5.0-9.0", "12.0-15.0"]],
    ["what happens between the first pan and the silence", ["9.0-20.0"]],
    ["pans longer than 3.5 seconds", ["5.0-9.0"]],
    ["the third shot", ["18.0-28.0"]],
    ["the longest shot", ["28.0-40.0"]],
    ["the second cut", ["18.0-18.0"]],
    ["black and white", []],
    ["the camera tilts up", []],
    ["red and the camera pans right", []],
  ])("%s", async (question, expected) => {
    const found = await places(question, film);
    // A cut is two frames wide; the others are compared to the tenth.
    if (question === "the second cut") expect(found).toEqual(["18.0-18.0"]);
    else expect(found).toEqual(expected);
  });

  it("puts edges on frames, in ticks, and on the cut that is a few frames away", async () => {
    const [moment] = (await find("red", film)).moments;
    // The curve ends at 10.0 s, the cut is at frame 251.
    expect(moment).toMatchObject({
      startFrame: 100,
      endFrame: 251,
      range: { start: 100 * 512, end: 251 * 512, timeBase: { num: 1, den: 12_800 } },
      start: 4,
      end: 10.04,
    });
    expect(moment?.reasons[0]?.text).toBe("red covers 30 % of the picture, 30 % at most");
    expect(moment?.calibrated).toBe(false);
  });

  it("says that it is not in this footage, which is an answer", async () => {
    const result = await find("the camera zooms in", film);
    expect(result).toMatchObject({ answerable: true, moments: [], why: "Not in this footage." });
  });

  it("says what is missing when nothing can see the thing asked for", async () => {
    const result = await find("a boat leaves the harbour", film);
    expect(result).toMatchObject({ answerable: false, needs: "model", moments: [] });
    expect(result.why).toContain("needs a picture model");
    expect(result.chips).toEqual([expect.objectContaining({ kind: "picture", usable: false })]);
  });

  it("answers the part that it can, less surely, and names the part that it cannot", async () => {
    const whole = await find("the camera pans left", film);
    const part = await find("the camera pans left over a boat", film);
    expect(part.answerable).toBe(true);
    expect(part.moments.map((moment) => moment.startFrame)).toEqual(
      whole.moments.map((moment) => moment.startFrame),
    );
    expect(part.moments[0]?.confidence).toBeCloseTo((whole.moments[0]?.confidence ?? 0) * 0.6, 2);
    expect(part.chips.map((chip) => chip.usable)).toEqual([true, false]);
    expect(part.why).toContain("was not checked");
  });

  it("knows that there is no red boat where nothing is red", async () => {
    const result = await find("a red boat", scriptedFile());
    expect(result).toMatchObject({ answerable: true, moments: [] });
    const red = await find("a red boat", film);
    expect(red).toMatchObject({ answerable: false, needs: "model", moments: [] });
    expect(red.why).toContain("“Something red” can be looked for by itself.");
  });

  it("finds quoted words, words about a thing, and words of a sign apart", async () => {
    const words = scriptedFile({
      cues: [
        cue(3, 5, "Welcome to the harbour."),
        cue(5.5, 8, "The lighthouses were built in 1890"),
        cue(30, 32, "We are coming"),
        cue(32.1, 34, "home tonight."),
        cue(40, 44, "HARBOUR CAFE", "screen"),
      ],
    });
    expect(await places('"coming home"', words)).toEqual(["30.0-34.0"]);
    expect(await places("says welcome to the harbor", words)).toEqual(["3.0-5.0"]);
    expect(await places("they talk about a lighthouse", words)).toEqual(["5.5-8.0"]);
    expect(await places('"harbour" on screen', words)).toEqual(["40.0-44.0"]);
    expect(await places("somebody speaks", words)).toEqual(["3.0-8.0", "30.0-34.0"]);
    expect((await find('"submarine"', words)).why).toBe("Not in this footage.");
    const mentioned = await find("a lighthouse", words);
    expect(mentioned.moments[0]).toMatchObject({ verdict: "possible", startFrame: 137 });
    expect(mentioned.chips[0]?.usable).toBe(false);
  });

  it("tells a file without sound, one not indexed and an empty library apart", async () => {
    const mute = await find("it goes quiet", scriptedFile({ hasSound: false }));
    expect(mute).toMatchObject({ answerable: true, moments: [] });
    expect(mute.why).toContain("no sound track");
    expect(await find("dark", scriptedFile({ indexed: false }))).toMatchObject({
      answerable: false,
      needs: "index",
    });
    expect(await find("someone says hello", film)).toMatchObject({ answerable: false, needs: "words" });
    expect(await find("dark")).toMatchObject({ answerable: false, needs: "index" });
    expect(await find("please", film)).toMatchObject({ answerable: false });
  });

  it("looks in several files, filters them, and has one longest of all", async () => {
    const other = scriptedFile({ name: "other.mov", script: [["camera.panLeft", 2, 11, 0.9]] });
    expect((await find("the camera pans left", film, other)).moments).toHaveLength(3);
    expect((await find("file:other the camera pans left", film, other)).moments).toHaveLength(1);
    expect((await find("-file:other pan left", film, other)).moments).toHaveLength(2);
    expect((await find("the longest pan", film, other)).moments.map((moment) => moment.file)).toEqual([
      "other.mov",
    ]);
    expect((await find("file:nothing red", film, other)).why).toBe(
      "No file passes the filters of the question.",
    );
    expect((await find("file:other", film, other)).moments).toMatchObject([
      { startFrame: 0, endFrame: 1500 },
    ]);
  });

  it("keeps its limit and its cut-off", async () => {
    const result = await answerQuestion(ctx, "the camera pans", [film], { limit: 1, minConfidence: 0.99 });
    expect(result.moments).toEqual([]);
    expect(result.weaker).toHaveLength(1);
    const two = await answerQuestion(ctx, "the camera pans", [film], { limit: 2 });
    expect(two.moments).toHaveLength(2);
    expect(two.why).toBe("The best 2 of 3.");
    expect((await answerQuestion(ctx, "how many pans", [film], { limit: 2 })).moments).toHaveLength(3);
  });

  it("draws a curve of at most 2000 points, high where the moment is", async () => {
    const [curve] = (await find("the camera pans left", film)).curves;
    expect(curve?.values).toHaveLength(600);
    expect(curve?.values[70]).toBeGreaterThan(0.9);
    expect(curve?.values[200]).toBe(0);
    const long = await find("dark", scriptedFile({ duration: 2000 }));
    expect(long.curves[0]?.values.length).toBeLessThanOrEqual(2000);
  });

  it("asks a picture model where there is one, and lets its bank decide whether the thing is there", async () => {
    const curve = new Float32Array(60).fill(0.2);
    curve.fill(0.32, 20, 28);
    const picture = (bank: readonly number[]) => ({
      model: "test@1",
      step: 1,
      curveFor: () => Promise.resolve(curve),
      bank,
    });
    const present = await find(
      "a red boat",
      scriptedFile({ script, picture: picture(Array.from({ length: 99 }, () => 0.25)) }),
    );
    expect(present.moments[0]).toMatchObject({ verdict: "found", start: 20, end: 28 });
    expect(present).toMatchObject({ model: "test@1" });
    const absent = await find(
      "a red boat",
      scriptedFile({ script, picture: picture(Array.from({ length: 99 }, () => 0.4)) }),
    );
    expect(absent.moments).toEqual([]);
    expect(absent.weaker.length).toBeGreaterThan(0);
  });

  it("is not sure where a picture model knows too little, whatever its numbers say", async () => {
    const curve = new Float32Array(60).fill(0.2);
    curve.fill(0.32, 20, 28);
    const asked = (bank: number, doubt: string | undefined) =>
      find(
        "a red boat",
        scriptedFile({
          script,
          picture: {
            model: "test@1",
            step: 1,
            curveFor: () => Promise.resolve(curve),
            bank: Array.from({ length: 99 }, () => bank),
            doubt: () => doubt,
          },
        }),
      );
    const why = "Test was not trained on “boat”, so it can only guess.";
    const present = await asked(0.25, why);
    expect(present.moments[0]).toMatchObject({ verdict: "possible", start: 20 });
    expect(present.why).toContain(why);
    expect(present.unsure).toBeUndefined();
    const silent = await asked(0.4, why);
    expect(silent).toMatchObject({ answerable: true, moments: [], unsure: true, needs: "model" });
    expect(silent.why).toMatch(/^Not sure\. .*kept apart\. Test was not trained on “boat”/);
    expect(silent.chips[0]?.usable).toBe(true);
    const certain = await asked(0.4, undefined);
    expect(certain.unsure).toBeUndefined();
    expect(certain.why).toMatch(/^Not in this footage\./);
  });

  it("names why a file was not looked in, not what is said of those that were", async () => {
    const curve = new Float32Array(60).fill(0.2);
    curve.fill(0.32, 20, 28);
    const asked = (bank: number) =>
      answerQuestion(createContext(), "a boat", [
        scriptedFile({
          script,
          picture: {
            model: "test@1",
            step: 1,
            curveFor: () => Promise.resolve(curve),
            bank: Array.from({ length: 99 }, () => bank),
            overlooks: "Test overlooks about 5 in 10 things that are there.",
          },
        }),
        { ...scriptedFile(), mediaId: film.mediaId, file: "unseen.mp4" },
      ]);
    const { why } = await asked(0.25);
    // Nothing found: a better model is offered all the same.
    expect(await asked(0.4)).toMatchObject({ moments: [], unsure: true, needs: "model" });
    expect(why).toMatch(/^Looked in 1 of 2 files: finding “boat” in unseen\.mp4 needs [^.]*\.$/);
  });

  it("stops when it is told to", async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(
      answerQuestion(createContext({ signal: controller.signal }), "dark", [film]),
    ).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("nobody, where only a picture model looked", () => {
  /** People from 20 to 30 s, a kitchen all the time, people in it from 20 to 25 s. */
  const value = (text: string, i: number): number => {
    const people = i >= 20 && i < 30 ? 0.4 : 0.05;
    if (!text.includes("people")) return text.includes("kitchen") ? 0.35 : 0.05;
    return text.includes("kitchen") && i >= 25 ? 0.05 : people;
  };
  const picture = {
    model: "people@1",
    step: 1,
    curveFor: (text: string) => Promise.resolve(Float32Array.from({ length: 60 }, (_, i) => value(text, i))),
    bank: Array.from({ length: 160 }, (_, i) => 0.06 + 0.001 * i),
  };
  const home = scriptedFile({ picture, cuts: [20, 25, 30] });
  it.each([
    ["nobody in frame", ["0.0-20.0", "30.0-60.0"]],
    ["no one in the kitchen", ["0.0-20.0", "25.0-60.0"]],
  ])("%s", async (question, moments) => {
    expect(await places(question, home)).toEqual(moments);
  });
});
