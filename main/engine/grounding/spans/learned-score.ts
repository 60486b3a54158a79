import { boxFeatures, featureCount } from "./box-features.ts";
import type { Interval } from "./interval.ts";
import type { Candidate } from "./propose.ts";
import type { ScoreBase } from "./score.ts";
import { scorerWeights as w } from "./scorer-weights.ts";

/** One dense layer with tanh. */
function layer(input: Float64Array, weights: readonly number[], bias: readonly number[]): Float64Array {
  return Float64Array.from(bias, (b, row) => {
    let sum = b;
    for (let i = 0; i < input.length; i++) sum += (weights[row * input.length + i] ?? 0) * (input[i] ?? 0);
    return Math.tanh(sum);
  });
}

/**
 * What share of the overlap thresholds 0.5 ... 0.95 each box is expected to reach with some true moment, 0 to 1: a small
 * network over `boxFeatures`. In the order of the boxes.
 */
export function expectedHits(
  unit: Float64Array,
  base: ScoreBase,
  boxes: readonly Candidate[],
  scored: readonly Interval[],
): Float64Array {
  const features = boxFeatures(unit, base, boxes, scored);
  return Float64Array.from(boxes, (_, row) => {
    const input = Float64Array.from(w.mean, (mean, i) => {
      const value = ((features[row * featureCount + i] ?? 0) - mean) / (w.deviation[i] ?? 1);
      return Math.min(6, Math.max(-6, value));
    });
    const hidden = layer(layer(input, w.first, w.firstBias), w.second, w.secondBias);
    let sum: number = w.lastBias[0];
    for (let i = 0; i < hidden.length; i++) sum += (w.last[i] ?? 0) * (hidden[i] ?? 0);
    return 1 / (1 + Math.exp(-sum));
  });
}

/** Share of the learned score in the list's order; the rest is the box likelihood. */
const learnedShare = 0.2;

/** The boxes with the two scores mixed. */
export const mixScores = (scored: readonly Interval[], hits: Float64Array): Interval[] =>
  scored.map(({ start, end, score }, i) => ({
    start,
    end,
    score: (1 - learnedShare) * score + 0.5 * learnedShare * (hits[i] ?? 0),
  }));
