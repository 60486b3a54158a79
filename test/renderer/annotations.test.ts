import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Annotation } from "../../contract/annotations.ts";
import type { MediaId } from "../../contract/ids.ts";
import { sentAs } from "../../renderer/annotations/already-sent.ts";
import { dragged, neighbourAt, type Draggable } from "../../renderer/annotations/drag.ts";
import { fitted, gridOf, nudged, placeOf, shifted } from "../../renderer/annotations/grid.ts";
import { frameMapOf, noFrames } from "../../renderer/time/frame-map.ts";
import { layersFor, noteRowAt, noteRowIndex } from "../../renderer/timeline/layers.ts";

const frames = frameMapOf({ timeBase: { num: 1, den: 25 }, count: 100, runs: [[0, 1], [1, 49], [3, 50]], keys: [0] }); // prettier-ignore
const film = gridOf(frames, 8);

describe("what was sent to the timeline", () => {
  const moment = { mediaId: "m_1" as MediaId, range: { start: 20, end: 40, timeBase: { num: 1, den: 25 } } };
  const origin = { by: "machine" as const, question: "a dog", confidence: 0.9, start: 20, end: 40 };
  const note = (changes: object) =>
    ({
      id: "a_1",
      mediaId: "m_1",
      range: { start: 18, end: 44 },
      origin,
      ...changes,
    }) as unknown as Annotation;
  test("is known by what was found, however it was corrected since", () => {
    expect(sentAs(moment, "a dog", [note({})])?.id).toBe("a_1");
  });
  test.each([
    ["another question", { origin: { ...origin, question: "a cat" } }],
    ["another moment", { origin: { ...origin, end: 41 } }],
    ["another film", { mediaId: "m_2" }],
    ["a person's own, where it lies", { origin: { by: "person" }, range: { start: 20, end: 40 } }],
  ])("is not %s", (_, changes) => {
    expect(sentAs(moment, "a dog", [note(changes)])).toBeUndefined();
  });
});

describe("where edges may lie", () => {
  test("the borders of frames, also where they are of different lengths; the last border is the end", () => {
    expect(film.borders).toBe(100);
    expect(film.seconds(10)).toBeCloseTo(0.4);
    expect(film.seconds(100)).toBeCloseTo(frames.end(99));
    for (let b = 0; b <= 100; b++) expect(film.nearest(film.seconds(b))).toBe(b);
    // Frame 60 lasts 0.12 s: two thirds of it are nearer to the next border.
    expect(film.nearest(frames.time(60) + 0.08)).toBe(61);
    expect(film.nearest(frames.time(60) + 0.04)).toBe(60);
  });
  test("milliseconds in a file of sound", () => {
    const sound = gridOf(noFrames, 5.0004);
    expect(sound.borders).toBe(5000);
    expect(sound.nearest(1.2346)).toBe(1235);
    expect(placeOf({ from: 1235, to: 2000 }, false)).toEqual({ start: 1.235, end: 2 });
    expect(placeOf({ from: 3, to: 9 }, true)).toEqual({ startFrame: 3, endFrame: 9 });
  });
  const border = fc.integer({ min: 0, max: 99 });
  const stretch = fc
    .tuple(border, fc.integer({ min: 1, max: 100 }))
    .map(([a, n]) => fitted({ from: a, to: a + n }, film));
  test("no stretch is ever empty, turned over or outside, whatever is done to it", () => {
    fc.assert(
      fc.property(stretch, fc.integer({ min: -200, max: 200 }), (s, by) => {
        for (const r of [
          nudged(s, "start", by, film),
          nudged(s, "end", by, film),
          shifted(s, by, film),
          fitted({ from: s.to, to: s.from + by }, film),
        ]) {
          expect(r.from).toBeGreaterThanOrEqual(0);
          expect(r.to).toBeGreaterThan(r.from);
          expect(r.to).toBeLessThanOrEqual(100);
        }
        expect(shifted(s, by, film).to - shifted(s, by, film).from).toBe(s.to - s.from);
        expect(nudged(s, "start", by, film).to).toBe(s.to);
      }),
    );
  });
});

describe("dragging", () => {
  const all: Draggable[] = [
    { id: "a", tierId: "one", from: 0, to: 20 },
    { id: "b", tierId: "one", from: 20, to: 40 },
    { id: "c", tierId: "two", from: 20, to: 60 },
  ];
  const b = all[1]!;
  const how = (together: boolean, grabbed = 0) => ({ together, grabbed, grid: film });
  test("an edge moves alone; the neighbour stays where it is", () => {
    expect([...dragged(all, b, "start", 15, how(false))]).toEqual([["b", { from: 15, to: 40 }]]);
    expect([...dragged(all, b, "start", 70, how(false))]).toEqual([["b", { from: 39, to: 40 }]]);
  });
  test("a shared edge moves both neighbours of the tier, and stops before either is gone", () => {
    expect(neighbourAt(all, b, "start")?.id).toBe("a");
    expect(neighbourAt(all, b, "end")).toBeUndefined();
    expect(Object.fromEntries(dragged(all, b, "start", 25, how(true)))).toEqual({
      a: { from: 0, to: 25 },
      b: { from: 25, to: 40 },
    });
    expect(Object.fromEntries(dragged(all, b, "start", 99, how(true)))).toEqual({
      a: { from: 0, to: 39 },
      b: { from: 39, to: 40 },
    });
    expect(Object.fromEntries(dragged(all, all[0]!, "end", -5, how(true)))).toEqual({
      a: { from: 0, to: 1 },
      b: { from: 1, to: 40 },
    });
  });
  test("the body keeps its length and stays in the file", () => {
    expect([...dragged(all, b, "body", 95, how(false, 30))]).toEqual([["b", { from: 80, to: 100 }]]);
    expect([...dragged(all, b, "body", 5, how(true, 30))]).toEqual([["b", { from: 0, to: 20 }]]);
  });
});

test("each tier has its own row in the timeline", () => {
  const layers = layersFor(400, new Set(["film", "words", "notes"]), 3);
  const notes = layers.find((l) => l.name === "notes")!;
  expect(layersFor(400, new Set(["film", "notes"]), 0).some((l) => l.name === "notes")).toBe(false);
  for (const row of [0, 1, 2]) {
    const { top, height } = noteRowAt(notes, row, 3);
    expect(height).toBeGreaterThan(10);
    expect(noteRowIndex(notes, top + height / 2, 3)).toBe(row);
  }
});
