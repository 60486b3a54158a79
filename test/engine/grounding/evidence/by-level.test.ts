import { describe, expect, it } from "vitest";
import { byLevel } from "../../../../main/engine/grounding/evidence/by-level.ts";

/** A curve of half seconds from shots of so many seconds and a value each, and the cuts between them. */
const film = (...shots: readonly (readonly [number, number])[]): { values: Float32Array; cuts: number[] } => {
  const values = shots.flatMap(([seconds, value]) => Array.from({ length: seconds * 2 }, () => value));
  let time = 0;
  const cuts = shots.slice(0, -1).map(([seconds]) => (time += seconds));
  return { values: Float32Array.from(values), cuts };
};

describe("byLevel", () => {
  it("parts a stretch where one shot fits clearly better than the next", () => {
    const { values, cuts } = film([20, 0], [5, 0.28], [5, 0.25], [20, -0.1]);
    const [first, second, ...more] = byLevel([{ start: 40, end: 60, score: 0.2 }], values, cuts, 0.5);
    expect(more).toEqual([]);
    expect(first).toEqual({ start: 40, end: 50, score: 0.2 });
    expect(second).toMatchObject({ start: 50, end: 60 });
    expect(second?.score).toBeLessThan(0.2);
    expect(second?.score).toBeGreaterThan(0.15);
  });

  it("keeps shots together that it fits alike", () => {
    const { values, cuts } = film([20, 0], [5, 0.28], [5, 0.275], [5, 0.28], [20, 0]);
    expect(byLevel([{ start: 40, end: 70, score: 0.2 }], values, cuts, 0.5)).toEqual([
      { start: 40, end: 70, score: 0.2 },
    ]);
  });

  it("keeps the two that are alike where the third is not, and the best part the score", () => {
    const { values, cuts } = film([20, 0], [5, 0.1], [5, 0.28], [5, 0.28], [20, 0]);
    const parts = byLevel([{ start: 40, end: 70, score: 0.3 }], values, cuts, 0.5);
    expect(parts.map(({ start, end }) => [start, end])).toEqual([
      [40, 50],
      [50, 70],
    ]);
    expect(parts[1]?.score).toBe(0.3);
    expect(parts[0]?.score).toBeLessThan(0.2);
  });

  it("leaves slivers beside cuts, single shots and level curves as they are", () => {
    const { values, cuts } = film([20, 0], [5, 0.28], [20, 0.1]);
    const sliver = [{ start: 40, end: 51, score: 0.2 }];
    expect(byLevel(sliver, values, cuts, 0.5)).toEqual(sliver);
    const level = film([5, 0.1], [5, 0.1]);
    const whole = [{ start: 0, end: 20, score: -0.1 }];
    expect(byLevel(whole, level.values, level.cuts, 0.5)).toEqual(whole);
  });

  it("lowers scores below nought as well", () => {
    const { values, cuts } = film([20, 0], [5, 0.28], [5, 0.14], [20, 0]);
    const [, second] = byLevel([{ start: 40, end: 60, score: -0.2 }], values, cuts, 0.5);
    expect(second?.score).toBeCloseTo(-0.3, 5);
  });
});
