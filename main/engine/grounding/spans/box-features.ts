import { intervalIoU, type Interval } from "./interval.ts";
import { gaussianSmooth } from "./smooth.ts";
import { edgesOf, meanInside, type ScoreBase } from "./score.ts";
import { scaleFeatureCount, scaleFeatureNames, writeScaleFeatures } from "./box-scales.ts";
import type { Candidate } from "./propose.ts";

/**
 * What the learned scorer sees of a box, in this order. All are free of the curve's unit; lengths are in samples or shares.
 * Where in the video a box lies is left out on purpose: it would be learned from how a data set was cut.
 */
export const featureNames = [
  "share",
  "log length",
  "inside mean",
  "inside deviation",
  "inside minimum",
  "inside maximum",
  "outside mean",
  "outside maximum",
  "left mean",
  "right mean",
  "left near",
  "right near",
  "rise",
  "fall",
  "wide rise",
  "wide fall",
  "box score",
  "box score to best",
  "point-biserial",
  "inside above split",
  "share of all above split",
  "votes",
  "deepest valley",
  "first quarter",
  "last quarter",
  "agreement",
  "foreground",
  "background",
  "split",
  "share above split",
  "roughness",
  "curve mean",
  "curve deviation",
  "runs",
  ...scaleFeatureNames,
] as const;
export const featureCount = featureNames.length;
const ownCount = featureCount - scaleFeatureCount;

interface Curve {
  readonly base: ScoreBase;
  /** Running sums of squares and of "reaches the split". */
  readonly squares: Float64Array;
  readonly above: Float64Array;
  readonly wide: Float64Array;
  readonly globals: readonly number[];
  readonly mean: number;
  readonly deviation: number;
}

function describe(base: ScoreBase, unit: Float64Array): Curve {
  const { smooth, sums, threshold } = base;
  const n = smooth.length;
  const squares = new Float64Array(n + 1);
  const above = new Float64Array(n + 1);
  let runs = 0;
  let rough = 0;
  for (let t = 0; t < n; t++) {
    const value = smooth[t] ?? 0;
    const on = value >= threshold;
    squares[t + 1] = (squares[t] ?? 0) + value * value;
    above[t + 1] = (above[t] ?? 0) + (on ? 1 : 0);
    if (on && !(t > 0 && (smooth[t - 1] ?? 0) >= threshold)) runs++;
    if (t > 0) rough += Math.abs((unit[t] ?? 0) - (unit[t - 1] ?? 0));
  }
  const mean = (sums[n] ?? 0) / n;
  const deviation = Math.sqrt(Math.max(0, (squares[n] ?? 0) / n - mean * mean));
  const globals = [
    base.foreground,
    base.background,
    threshold,
    (above[n] ?? 0) / n,
    rough / Math.max(1, n - 1),
    mean,
    deviation,
    Math.log1p(runs),
  ];
  return { base, squares, above, wide: gaussianSmooth(unit, 2), globals, mean, deviation };
}

/** Mean over what of [from, to) lies on the curve; the background where nothing does. */
function meanNear(base: ScoreBase, from: number, to: number): number {
  const [a, b] = [Math.max(0, from), Math.min(base.smooth.length, to)];
  return b > a ? meanInside(base, a, b) : base.background;
}

/**
 * The features of every box: one row of `featureCount` numbers after another. `boxes` and `scored` are in the same
 * order; `unit` is the scaled curve that `base` was made from, `p` what the box scores were made with.
 */
export function boxFeatures(
  unit: Float64Array,
  base: ScoreBase,
  boxes: readonly Candidate[],
  scored: readonly Interval[],
  p: { readonly theta: number; readonly beta: number },
): Float64Array {
  const curve = describe(base, unit);
  const { smooth, sums } = base;
  const n = smooth.length;
  const total = sums[n] ?? 0;
  const allAbove = Math.max(1, curve.above[n] ?? 0);
  const ranked = [...scored]
    .sort((a, b) => b.score - a.score || a.start - b.start || a.end - b.end)
    .slice(0, 12);
  const best = Math.max(1e-9, ranked[0]?.score ?? 0);
  const [prefixMax, suffixMax] = runningMaxima(smooth);
  const out = new Float64Array(boxes.length * featureCount);
  boxes.forEach(({ start, end, votes }, row) => {
    const length = end - start;
    const inside = meanInside(base, start, end);
    const outside = length < n ? (total - inside * length) / (n - length) : base.background;
    const square = ((curve.squares[end] ?? 0) - (curve.squares[start] ?? 0)) / length;
    let [low, high] = [Infinity, -Infinity];
    let valley = Infinity;
    for (let t = start; t < end; t++) {
      low = Math.min(low, smooth[t] ?? 0);
      high = Math.max(high, smooth[t] ?? 0);
      valley = Math.min(valley, curve.wide[t] ?? 0);
    }
    const reach = Math.max(2, Math.round(length / 2));
    const quarter = Math.max(1, Math.round(length / 4));
    const { rise, fall } = edgesOf(base, start, end);
    const share = length / n;
    const score = scored[row]?.score ?? 0;
    const on = (curve.above[end] ?? 0) - (curve.above[start] ?? 0);
    let agreement = 0;
    let weights = 0;
    for (const other of ranked) {
      const weight = Math.max(1e-9, other.score);
      agreement += weight * intervalIoU(other, { start, end });
      weights += weight;
    }
    out.set(
      [
        share,
        Math.log(length),
        inside,
        Math.sqrt(Math.max(0, square - inside * inside)),
        low,
        high,
        outside,
        Math.max(prefixMax[start] ?? 0, suffixMax[end] ?? 0),
        inside - meanNear(base, start - reach, start),
        inside - meanNear(base, end, end + reach),
        inside - meanNear(base, start - 2, start),
        inside - meanNear(base, end, end + 2),
        rise,
        fall,
        meanNear(base, start, start + 3) - meanNear(base, start - 3, start),
        meanNear(base, end - 3, end) - meanNear(base, end, end + 3),
        score,
        score / best,
        ((inside - outside) * Math.sqrt(share * (1 - share))) / Math.max(1e-6, curve.deviation),
        on / length,
        on / allAbove,
        Math.log1p(votes),
        inside - valley,
        meanNear(base, start, start + quarter) - inside,
        meanNear(base, end - quarter, end) - inside,
        weights > 0 ? agreement / weights : 0,
        ...curve.globals,
      ],
      row * featureCount,
    );
  });
  writeScaleFeatures(unit, base, boxes, p, out, featureCount, ownCount);
  return out;
}

/** [max of the first i values, max of the values from i on]; 0 where there are none. */
function runningMaxima(values: Float64Array): [Float64Array, Float64Array] {
  const n = values.length;
  const first = new Float64Array(n + 1);
  const rest = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) first[i + 1] = Math.max(first[i] ?? 0, values[i] ?? 0);
  for (let i = n - 1; i >= 0; i--) rest[i] = Math.max(rest[i + 1] ?? 0, values[i] ?? 0);
  return [first, rest];
}
