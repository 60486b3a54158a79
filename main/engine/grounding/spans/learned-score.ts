import { boxFeatures, featureCount } from "./box-features.ts";
import type { Interval } from "./interval.ts";
import type { Candidate } from "./propose.ts";
import type { ScoreBase } from "./score.ts";
import { shippedScorer } from "./scorer-weights.ts";

/** The numbers of a scorer: `nets` networks of the same shape over standardised features, whose answers are averaged. */
export interface Scorer {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  readonly hidden: number;
  readonly nets: readonly {
    readonly first: readonly number[];
    readonly firstBias: readonly number[];
    readonly second: readonly number[];
    readonly secondBias: readonly number[];
    readonly last: readonly number[];
    readonly lastBias: readonly number[];
  }[];
}

/** Features count for at most this many standard deviations. */
const furthest = 6;

/** One dense layer with tanh, into `out`. */
function layer(
  input: Float64Array,
  weights: readonly number[],
  bias: readonly number[],
  out: Float64Array,
): void {
  for (let row = 0; row < out.length; row++) {
    let sum = bias[row] ?? 0;
    for (let i = 0; i < input.length; i++) sum += (weights[row * input.length + i] ?? 0) * (input[i] ?? 0);
    out[row] = Math.tanh(sum);
  }
}

/**
 * What share of the overlap thresholds 0.5 ... 0.95 each box is expected to reach with some true moment, 0 to 1: a few
 * small networks over `boxFeatures`. In the order of the boxes; `p` is what `scored` was made with.
 */
export function expectedHits(
  unit: Float64Array,
  base: ScoreBase,
  boxes: readonly Candidate[],
  scored: readonly Interval[],
  p: { readonly theta: number; readonly beta: number },
  scorer: Scorer = shippedScorer,
): Float64Array {
  const features = boxFeatures(unit, base, boxes, scored, p);
  const input = new Float64Array(featureCount);
  const [one, two] = [new Float64Array(scorer.hidden), new Float64Array(scorer.hidden)];
  return Float64Array.from(boxes, (_, row) => {
    for (let i = 0; i < featureCount; i++) {
      const off = (features[row * featureCount + i] ?? 0) - (scorer.mean[i] ?? 0);
      input[i] = Math.min(furthest, Math.max(-furthest, off / (scorer.deviation[i] ?? 1)));
    }
    let total = 0;
    for (const net of scorer.nets) {
      layer(input, net.first, net.firstBias, one);
      layer(one, net.second, net.secondBias, two);
      let sum = net.lastBias[0] ?? 0;
      for (let i = 0; i < two.length; i++) sum += (net.last[i] ?? 0) * (two[i] ?? 0);
      total += 1 / (1 + Math.exp(-sum));
    }
    return total / Math.max(1, scorer.nets.length);
  });
}
