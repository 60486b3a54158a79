import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { confidence, fitCalibration } from "../../../../main/engine/grounding/presence/confidence.ts";
import { bankPeaks, peakOf, presenceOf } from "../../../../main/engine/grounding/presence/presence.ts";
import { queryBank } from "../../../../main/engine/grounding/presence/query-bank.ts";

describe("presence", () => {
  const bank = Float64Array.from({ length: 99 }, (_, i) => i / 100);
  it("has a bank of at least 128 different short sentences", () => {
    expect(new Set(queryBank).size).toBe(queryBank.length);
    expect(queryBank.length).toBeGreaterThanOrEqual(128);
    for (const sentence of queryBank) expect(sentence.split(" ").length).toBeLessThan(16);
  });
  it("says found, possible or not found by rank", () => {
    expect(presenceOf(2, bank)).toMatchObject({ p: 0.01, verdict: "found" });
    expect(presenceOf(0.9, bank)).toMatchObject({ p: 0.1, verdict: "possible" });
    expect(presenceOf(0.5, bank)).toMatchObject({ p: 0.5, verdict: "not found" });
    expect(presenceOf(0.49, bank).z).toBeCloseTo(0);
    expect(presenceOf(5, new Float64Array())).toEqual({ p: 1, z: 0, verdict: "not found" });
  });
  it("p falls as the peak rises and stays in (0, 1]", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (peak, more) => {
          const [a, b] = [presenceOf(peak, bank).p, presenceOf(peak + more, bank).p];
          expect(b).toBeLessThanOrEqual(a);
          expect(b).toBeGreaterThan(0);
          expect(a).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
  it("reads the raw peak: one lone clip counts less than a plateau", () => {
    expect(peakOf([0, 0, 0.8, 0, 0])).toBeLessThan(peakOf([0, 0.8, 0.8, 0.8, 0]));
    expect(peakOf([])).toBe(-Infinity);
    expect([...bankPeaks(["a", "bb"], (q) => [q.length, q.length])].map((v) => Math.round(v))).toEqual([
      1, 2,
    ]);
  });
});

describe("confidence", () => {
  const about = { channel: "words", provenance: "own answers" };
  it("is bars where nothing was measured", () => {
    expect(confidence(0.9)).toEqual({ kind: "bars", bars: "strong" });
    expect(confidence(0.5)).toEqual({ kind: "bars", bars: "medium" });
    expect(confidence(0.1, { ...about, points: [] })).toEqual({ kind: "bars", bars: "weak" });
  });
  it("reads between the points of a table and keeps its source", () => {
    const table = {
      ...about,
      points: [
        { score: 0.2, right: 0.1 },
        { score: 0.6, right: 0.9 },
      ],
    };
    expect(confidence(0.4, table)).toMatchObject({ kind: "calibrated", provenance: "own answers" });
    const at = (score: number) => {
      const c = confidence(score, table);
      return c.kind === "calibrated" ? c.value : -1;
    };
    expect(at(0.4)).toBeCloseTo(0.5);
    expect([at(0), at(0.2), at(1)]).toEqual([0.1, 0.1, 0.9]);
  });
  it("fits a rising table whose mean is the share of right answers", () => {
    const answer = fc.record({ score: fc.integer({ min: 0, max: 10 }), right: fc.boolean() });
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 40 }), (answers) => {
        const { points } = fitCalibration(answers, about);
        points.slice(1).forEach((point, i) => {
          expect(point.score).toBeGreaterThan(points[i]?.score ?? Infinity);
          expect(point.right).toBeGreaterThan(points[i]?.right ?? Infinity);
        });
      }),
    );
    const table = fitCalibration(
      [0, 1, 2, 3].map((score) => ({ score, right: score !== 2 && score > 0 })),
      about,
    );
    expect(table.points).toEqual([
      { score: 0, right: 0 },
      { score: 1.5, right: 0.5 },
      { score: 3, right: 1 },
    ]);
  });
  it("lets no few answers promise never or always", () => {
    const answers = Array.from({ length: 25 }, (_, score) => ({ score, right: score >= 5 && score !== 18 }));
    const alone = fitCalibration(answers, about).points;
    expect(alone[0]?.right).toBe(0);
    const together = fitCalibration(answers, about, 10).points;
    expect(together).toEqual([
      { score: 4.5, right: 0.5 },
      { score: 17, right: 14 / 15 },
    ]);
    expect(fitCalibration(answers.slice(0, 3), about, 10).points).toHaveLength(1);
    expect(fitCalibration([], about, 10).points).toEqual([]);
  });
});
