import { describe, expect, it } from "vitest";
import { random, syntheticCurve } from "../../../../bench/grounding/train/synthetic.ts";
import {
  boxFeatures,
  featureCount,
  featureNames,
} from "../../../../main/engine/grounding/spans/box-features.ts";
import { groundCurve } from "../../../../main/engine/grounding/spans/ground-curve.ts";
import { intervalIoU } from "../../../../main/engine/grounding/spans/interval.ts";
import { expectedHits } from "../../../../main/engine/grounding/spans/learned-score.ts";
import { scaleToUnit } from "../../../../main/engine/grounding/spans/normalise.ts";
import { defaultParameters } from "../../../../main/engine/grounding/spans/parameters.ts";
import { proposeBoxes } from "../../../../main/engine/grounding/spans/propose.ts";
import { boxScores, scoreBase } from "../../../../main/engine/grounding/spans/score.ts";
import { shippedScorer } from "../../../../main/engine/grounding/spans/scorer-weights.ts";

const made = (() => {
  const next = random(99);
  return Array.from({ length: 150 }, () => syntheticCurve(next)).filter((c) => c.moments.length > 0);
})();

function parts(curve: readonly number[]) {
  const unit = scaleToUnit(curve);
  const base = scoreBase(unit, defaultParameters.scoreSigma);
  const boxes = proposeBoxes(unit, defaultParameters);
  const scored = boxScores(base, boxes, defaultParameters);
  return { unit, base, boxes, scored };
}

describe("learned scorer", () => {
  it("has as many numbers as its shape asks for", () => {
    const { hidden, mean, deviation, nets } = shippedScorer;
    expect(featureNames).toHaveLength(featureCount);
    expect(new Set(featureNames).size).toBe(featureCount);
    expect([mean.length, deviation.length]).toEqual([featureCount, featureCount]);
    for (const { first, firstBias, second, secondBias, last, lastBias } of nets)
      expect([first, firstBias, second, secondBias, last, lastBias].map((part) => part.length)).toEqual([
        hidden * featureCount,
        hidden,
        hidden * hidden,
        hidden,
        hidden,
        1,
      ]);
    expect(nets).toHaveLength(3);
  });

  it("hardly cares where in the video a box lies", () => {
    const shape = [0.1, 0.2, 0.1, 0.8, 0.9, 0.85, 0.2, 0.1, 0.15];
    const flat = Array.from({ length: 30 }, (_, i) => 0.1 + 0.01 * (i % 2));
    const best = (before: number): number =>
      groundCurve([...flat.slice(0, before), ...shape, ...flat.slice(before)], { order: "learned" })[0]
        ?.score ?? 0;
    expect(best(20)).toBeCloseTo(best(10), 2);
  });

  it("gives finite features for every box, degenerate ones too", () => {
    for (const curve of [...made.slice(0, 20).map((m) => m.curve), [0, 1], [1, 0, 0], [0, 1, 1, 1]]) {
      const { unit, base, boxes, scored } = parts(curve);
      expect(boxFeatures(unit, base, boxes, scored, defaultParameters).every(Number.isFinite)).toBe(true);
    }
  });

  it("expects more of boxes that fit a moment than of those that do not, on curves it was not fitted on", () => {
    const [fit, miss]: [number[], number[]] = [[], []];
    for (const { curve, moments } of made) {
      const { unit, base, boxes, scored } = parts(curve);
      const hits = expectedHits(unit, base, boxes, scored, defaultParameters);
      boxes.forEach((box, i) => {
        const iou = Math.max(...moments.map((m) => intervalIoU(m, box)));
        (iou >= 0.7 ? fit : miss).push(hits[i] ?? 0);
      });
    }
    const mean = (v: number[]) => v.reduce((a, b) => a + b, 0) / v.length;
    expect(mean(fit)).toBeGreaterThan(3 * mean(miss));
  });
});

describe("the shipped list", () => {
  it("falls in score and names no box twice", () => {
    for (const { curve } of made) {
      const list = groundCurve(curve, { order: "learned" });
      list
        .slice(1)
        .forEach((interval, i) => expect(interval.score).toBeLessThanOrEqual(list[i]?.score ?? -1));
      expect(new Set(list.map((i) => `${i.start} ${i.end}`)).size).toBe(list.length);
    }
  });

  it("names two separate moments before it repeats one", () => {
    const curve = Array.from({ length: 80 }, (_, t) =>
      (t >= 10 && t < 22) || (t >= 50 && t < 60) ? 0.9 + 0.03 * Math.sin(t) : 0.1 + 0.05 * Math.cos(3 * t),
    );
    const top = groundCurve(curve, { order: "learned" }).slice(0, 2);
    expect(top.map((i) => [i.start, i.end]).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))).toEqual([
      [10, 22],
      [50, 60],
    ]);
  });
});
