import { describe, expect, it } from "vitest";
import { leafEvidence } from "../../../../main/engine/grounding/evidence/leaf-evidence.ts";
import { certainty, stretches, type Levels } from "../../../../main/engine/grounding/evidence/level.ts";
import { smooth, quantile } from "../../../../main/engine/grounding/evidence/grid.ts";
import type { Evidence } from "../../../../main/engine/grounding/evidence/hit.ts";
import { readerOf } from "../../../../main/engine/grounding/evidence/reader.ts";
import { concepts, type Concept } from "../../../../main/engine/grounding/questions/concepts.ts";
import type { FileData } from "../../../../main/engine/grounding/answer/file-data.ts";
import { cue, scriptedFile } from "../scripted-file.ts";

async function evidence(concept: Concept, file: FileData): Promise<Evidence> {
  const found = await leafEvidence({ op: "signal", concept, from: 0, to: 0 }, readerOf(file));
  if ("unusable" in found) throw new Error(found.unusable);
  return found;
}
const ranges = async (concept: Concept, file: FileData): Promise<string[]> =>
  (await evidence(concept, file)).hits.map((hit) => `${hit.start.toFixed(1)}-${hit.end.toFixed(1)}`);

describe("levels", () => {
  const levels: Levels = { enter: 0.6, stay: 0.4, full: 1, least: 0.3, gap: 0.2 };
  const runs = (values: readonly number[]) =>
    stretches(Float32Array.from(values), levels, 0.1).map(({ from, to }) => [from, to]);

  it("begin and end at the lower threshold and must reach the upper", () => {
    expect(runs([0, 0.5, 0.7, 0.5, 0.3, 0])).toEqual([[1, 4]]);
    expect(runs([0, 0.5, 0.5, 0.5, 0.5, 0])).toEqual([]);
  });
  it("close short gaps and drop short stretches", () => {
    expect(runs([0.7, 0.7, 0, 0, 0.7, 0.7])).toEqual([[0, 6]]);
    expect(runs([0.7, 0.7, 0, 0, 0, 0.7])).toEqual([]);
  });
  it("grade between just there and beyond doubt", () => {
    expect(certainty(0.6, levels)).toBeCloseTo(0.5);
    expect(certainty(1, levels)).toBeCloseTo(0.97);
    expect(certainty(9, levels)).toBe(0.97);
  });
});

describe("the grid", () => {
  it("smooths without moving or losing anything", () => {
    const values = Float32Array.from([0, 0, 0, 9, 0, 0, 0]);
    expect([...smooth(values, 0.2, 0.1)]).toEqual([0, 0, 3, 3, 3, 0, 0]);
    expect(quantile([5, 1, 3], 0.5)).toBe(3);
  });
});

describe("what a plain file holds", () => {
  const plain = scriptedFile({ cuts: [20, 40], cues: [cue(1, 2, "hello")] });
  const everywhere: readonly Concept[] = [
    "words.speech",
    "words.none",
    "shot.each",
    "shot.cut",
    "shot.change",
    "shot.long",
  ];
  it.each(
    (Object.keys(concepts) as Concept[]).filter((c) => !everywhere.includes(c) && c !== "words.screen"),
  )("%s is not found where nothing happens", async (concept) => {
    expect(await ranges(concept, plain)).toEqual([]);
  });
});

describe("camera moves", () => {
  it("need a way as well as a speed, and end at a cut", async () => {
    const file = scriptedFile({
      cuts: [20],
      script: [
        ["camera.panLeft", 5, 5.5, 0.6],
        ["camera.panLeft", 10, 12, 0.6],
        ["camera.panLeft", 18, 23, 0.8],
      ],
    });
    expect(await ranges("camera.panLeft", file)).toEqual(["10.0-12.0", "18.0-20.0", "20.0-23.0"]);
  });
  it("do not count where the picture fades", async () => {
    const ramp = Array.from(
      { length: 10 },
      (_, i) => ["brightness", 10 + i / 10, 10.1 + i / 10, 0.45 - i * 0.045] as const,
    );
    const file = scriptedFile({
      script: [...ramp, ["brightness", 11, 14, 0], ["black", 11, 14, 1], ["camera.zoomIn", 10, 12, 0.9]],
    });
    expect(await ranges("camera.zoomIn", file)).toEqual([]);
    expect(await ranges("shot.fadeOut", file)).toEqual(["10.0-11.0"]);
  });
});

describe("changes of light", () => {
  const slope = (from: number, seconds: number, a: number, b: number) =>
    Array.from(
      { length: seconds * 10 },
      (_, i) =>
        ["brightness", from + i / 10, from + (i + 1) / 10, a + ((b - a) * i) / (seconds * 10)] as const,
    );
  it("are the time in which the light changes", async () => {
    const file = scriptedFile({ script: [...slope(20, 4, 0.45, 0.1), ["brightness", 24, 60, 0.1]] });
    const [hit] = (await evidence("light.darker", file)).hits;
    expect(hit?.start).toBeGreaterThan(19.8);
    expect(hit?.start).toBeLessThan(20.8);
    expect(hit?.end).toBeGreaterThan(23.2);
    expect(hit?.end).toBeLessThan(24.4);
    expect(await ranges("light.brighter", file)).toEqual([]);
  });
  it("are only possible where a cut makes them", async () => {
    const file = scriptedFile({ cuts: [30], script: [["brightness", 30, 60, 0.1]] });
    const { hits } = await evidence("light.darker", file);
    expect(hits).toMatchObject([{ start: 30, end: 33 }]);
    expect(hits[0]?.score).toBeLessThan(0.6);
  });
  it("are no flashes, and flashes are no changes", async () => {
    const flash = scriptedFile({
      script: [
        ["brightness", 10, 10.2, 0.9],
        ["flash", 10, 10.2, 0.9],
      ],
    });
    expect(await ranges("light.flash", flash)).toEqual(["10.0-10.2"]);
    expect(await ranges("light.brighter", flash)).toEqual([]);
    const stays = scriptedFile({
      script: [
        ["brightness", 10, 60, 0.9],
        ["flash", 10, 10.2, 0.9],
      ],
    });
    expect(await ranges("light.flash", stays)).toEqual([]);
  });
});

describe("sound", () => {
  const file = scriptedFile({
    script: [
      ["loudness", 0, 3, 0.1],
      ["silence", 0, 3, 1],
      ["loudness", 20, 24, 0.1],
      ["silence", 20, 24, 1],
      ["loudness", 40, 44, 0.95],
      ["onset", 40, 40.1, 0.8],
    ],
  });
  it("goes quiet only after there was some", async () => {
    expect(await ranges("sound.quiet", file)).toEqual(["0.0-3.0", "20.0-24.0"]);
    expect(await ranges("sound.goesQuiet", file)).toEqual(["20.0-24.0"]);
    expect(await ranges("sound.goesLoud", file)).toEqual(["3.0-20.0", "24.0-60.0"]);
  });
  it("is loud against what the file usually has, and sudden at an onset", async () => {
    expect(await ranges("sound.loud", file)).toEqual(["39.9-44.1"]);
    const [bang] = (await evidence("sound.sudden", file)).hits;
    expect(bang).toMatchObject({ start: 40 });
  });
});

describe("words", () => {
  const file = scriptedFile({
    cues: [
      cue(5, 8, "Good morning, harbour!"),
      cue(8.5, 10, "The boats are leaving."),
      cue(30, 32, "EXIT", "screen"),
    ],
  });
  it("are quiet between passages", async () => {
    expect(await ranges("words.speech", file)).toEqual(["5.0-10.0"]);
    expect(await ranges("words.none", file)).toEqual(["0.0-5.0", "10.0-60.0"]);
    expect(await ranges("words.screen", file)).toEqual(["30.0-32.0"]);
  });
  it.each([
    ["good morning", ["5.0-8.0"]],
    ["good mourning", ["5.0-8.0"]],
    ["boat leaves", []],
    ["boats are leaving", ["8.5-10.0"]],
    ["boat is leaving", []],
    ["harbour the boats", ["5.0-10.0"]],
    ["morning good", []],
  ])("“%s” as a phrase", async (phrase, expected) => {
    const found = await leafEvidence(
      { op: "words", phrase, exact: true, place: "anywhere", from: 0, to: 0 },
      readerOf(file),
    );
    expect(
      "hits" in found && found.hits.map((hit) => `${hit.start.toFixed(1)}-${hit.end.toFixed(1)}`),
    ).toEqual(expected);
  });
});

describe("words without blanks between them", () => {
  it("are found inside a line", async () => {
    const file = scriptedFile({ cues: [cue(2, 5, "今日は港へ行きます"), cue(6, 8, "明日は山へ行きます")] });
    const found = await leafEvidence(
      { op: "words", phrase: "港へ", exact: true, place: "anywhere", from: 0, to: 0 },
      readerOf(file),
    );
    expect("hits" in found && found.hits.map(({ start, end }) => [start, end])).toEqual([[2, 5]]);
  });
});

describe("a file whose sound outlasts its pictures", () => {
  it("has no dark or still picture after the last frame", async () => {
    const base = scriptedFile({
      script: [
        ["brightness", 0, 60, 0.05],
        ["silence", 50, 60, 1],
        ["loudness", 50, 60, 0],
      ],
    });
    const short: FileData = { ...base, frameCount: 1000, timeOf: (frame) => Math.min(frame, 1000) / 25 };
    expect(await ranges("light.dark", short)).toEqual(["0.0-40.0"]);
    expect(await ranges("sound.silent", short)).toEqual(["50.0-60.0"]);
  });
});
