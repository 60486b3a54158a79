import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { measureFile } from "../../bench/questions/measure-file.ts";
import { f1, tallyCuts, tallyRanges } from "../../bench/shots/score.ts";
import { temporalIoU } from "../../contract/time.ts";
import { createContext } from "../../main/engine/context.ts";
import { answerQuestion } from "../../main/engine/grounding/answer/answer.ts";
import type { FileData } from "../../main/engine/grounding/answer/file-data.ts";
import { probeFile } from "../../main/engine/media/probe.ts";
import { FilmTruth } from "../../scripts/sample/truth-schema.ts";

const at = (name: string): string => fileURLToPath(new URL(`../../assets/sample/${name}`, import.meta.url));
const ctx = createContext();
const film = at("harbour.mp4");
const truth = FilmTruth.parse(JSON.parse(await readFile(at("harbour.truth.json"), "utf8")));
const { questions: offered } = z
  .object({ questions: z.array(z.string()) })
  .parse(JSON.parse(await readFile(at("questions.json"), "utf8")));
const seconds = (truth.frames * truth.frameRate.den) / truth.frameRate.num;

type Stretch = readonly [number, number];
const iou = ([a, b]: Stretch, [c, d]: Stretch): number =>
  temporalIoU({ start: a, end: b }, { start: c, end: d });

describe("the sample's truth", () => {
  it("puts the shots end to end over the whole film", () => {
    let next = 0;
    for (const { id, startFrame, endFrame } of truth.shots) {
      expect(startFrame, id).toBe(next);
      expect(endFrame, id).toBeGreaterThan(startFrame);
      next = endFrame;
    }
    expect(next).toBe(truth.frames);
    expect(new Set(truth.shots.map(({ id }) => id)).size).toBe(truth.shots.length);
    expect(truth.boundaries.map(({ frame }) => frame)).toEqual(
      truth.shots.slice(1).map(({ startFrame }) => startFrame),
    );
  });

  it("keeps every range inside the film, and camera work inside its shot", () => {
    for (const one of truth.moments) {
      expect(one.endFrame, one.text).toBeGreaterThan(one.startFrame);
      expect(one.endFrame, one.text).toBeLessThanOrEqual(truth.frames);
    }
    for (const one of truth.camera) {
      const shot = truth.shots.find(({ id }) => id === one.shot);
      expect(one.startFrame).toBeGreaterThanOrEqual(shot?.startFrame ?? Infinity);
      expect(one.endFrame).toBeLessThanOrEqual(shot?.endFrame ?? -1);
    }
    for (const { question, moments } of truth.questions)
      for (const [start, end] of moments) {
        expect(end, question).toBeGreaterThan(start);
        expect(end, question).toBeLessThanOrEqual(seconds);
      }
    for (const { text, start, end } of truth.words) {
      expect(end, text).toBeGreaterThan(start);
      expect(end, text).toBeLessThanOrEqual(seconds);
    }
  });

  it("says nothing over what is said, and asks enough", () => {
    for (const [n, { text, start }] of truth.words.entries())
      expect(start, text).toBeGreaterThanOrEqual(truth.words[n - 1]?.end ?? 0);
    const plain = truth.questions.filter(({ needs }) => needs === undefined);
    expect(plain.length).toBeGreaterThanOrEqual(20);
    expect(truth.questions.length - plain.length).toBeGreaterThanOrEqual(10);
    expect(plain.some(({ moments }) => moments.length === 0)).toBe(true);
    for (const question of offered) expect(plain.map((one) => one.question)).toContain(question);
  });
});

describe("the sample film", () => {
  let file: FileData;
  beforeAll(async () => {
    file = await measureFile(ctx, film);
  }, 120_000);

  it("is as long, as large and as fast as its truth says, in small files", async () => {
    const probe = await probeFile(ctx, film);
    expect(probe.video).toMatchObject({ codec: "h264", width: truth.width, height: truth.height });
    expect(file.frameCount).toBe(truth.frames);
    expect(file.timeOf(truth.frames)).toBeCloseTo(seconds, 3);
    expect(probe.audioStream).toBeDefined();
    expect((await stat(film)).size).toBeLessThan(7_000_000);
    expect((await stat(at("harbour.truth.json"))).size).toBeLessThan(100_000);
  });

  it("has its subtitles say what is said, when it is said", () => {
    expect(file.cues?.map(({ text, start, end }) => [text, start.toFixed(3), end.toFixed(3)])).toEqual(
      truth.words.map(({ text, start, end }) => [text, start.toFixed(3), end.toFixed(3)]),
    );
  });

  it("is cut where its truth says: F1 of cuts within a frame, and of dissolves, at least 0.95", () => {
    const of = (kind: string, list: typeof truth.boundaries): typeof truth.boundaries =>
      list.filter((one) => one.kind === kind);
    const found = file.shots ?? [];
    const frames = (list: typeof truth.boundaries): number[] => list.map(({ frame }) => frame);
    expect(
      f1(tallyCuts(frames(of("cut", [...found])), frames(of("cut", truth.boundaries)))),
      JSON.stringify(found),
    ).toBeGreaterThanOrEqual(0.95);
    const ranges = (list: typeof truth.boundaries): { from: number; to: number }[] =>
      list.map(({ frame, endFrame }) => ({ from: frame, to: endFrame }));
    expect(
      f1(tallyRanges(ranges(of("dissolve", [...found])), ranges(of("dissolve", truth.boundaries)))),
    ).toBeGreaterThanOrEqual(0.95);
  });

  it("answers four in five questions that need no model, with nothing wrong beside", async () => {
    const lines: string[] = [];
    let right = 0;
    const plain = truth.questions.filter(({ needs }) => needs === undefined);
    for (const { question, moments } of plain) {
      const result = await answerQuestion(ctx, question, [file]);
      expect(result.answerable, question).toBe(true);
      const found = result.moments.map(({ start, end }): Stretch => [start, end]);
      const value = overlapOf(moments, found);
      if (value > 0.5) right += 1;
      lines.push(`${value.toFixed(2)} ${question}: ${JSON.stringify(found)}`);
    }
    expect(right / plain.length, lines.join("\n")).toBeGreaterThanOrEqual(0.8);
  });

  it("answers each question that the window offers, first of all", async () => {
    for (const question of offered) {
      const known = truth.questions.find((one) => one.question === question)?.moments ?? [];
      const best = (await answerQuestion(ctx, question, [file])).moments[0];
      if (!best) throw new Error(`${question}: no answer`);
      const overlap = Math.max(...known.map((one) => iou(one, [best.start, best.end])));
      expect(overlap, `${question}: ${best.start}-${best.end}`).toBeGreaterThan(0.7);
      expect(best.verdict, question).toBe("found");
    }
  });

  it("claims no answer to what only a picture model sees", async () => {
    const result = await answerQuestion(ctx, "a cat sits on a wall", [file]);
    expect(result.moments.every(({ verdict }) => verdict !== "found")).toBe(true);
    expect(result.needs).toBe("model");
  });
});

/** Mean over the true moments of the best overlap, times the share of what was found that is right; 1 where both are empty. */
function overlapOf(known: readonly Stretch[], found: readonly Stretch[]): number {
  if (known.length === 0) return found.length === 0 ? 1 : 0;
  const best = known.map((one) => Math.max(0, ...found.map((other) => iou(one, other))));
  const right = found.filter((one) => known.some((other) => iou(one, other) >= 0.3)).length;
  const recall = best.reduce((sum, value) => sum + value, 0) / known.length;
  return found.length === 0 ? 0 : recall * (right / found.length);
}
