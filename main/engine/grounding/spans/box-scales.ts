import type { Candidate } from "./propose.ts";
import { meanInside, scoreBase, type ScoreBase } from "./score.ts";
import { gaussianSmooth } from "./smooth.ts";

/** What the learned scorer sees of a box at several scales of time, in this order; after `boxFeatures`' own. */
export const scaleFeatureNames = [
  "step in 1",
  "step out 1",
  "step in 2",
  "step out 2",
  "step in 4",
  "step out 4",
  "against 4",
  "against 8",
  "against 16",
  "score at width 1",
  "score at width 2",
  "score at width 4",
  "of highest tenth",
  "highest tenth inside",
  "of highest quarter",
  "highest quarter inside",
  "of higher half",
  "free before",
  "free after",
  "peak rank",
  "peak place",
  "touches start",
  "touches end",
  "calm",
] as const;
export const scaleFeatureCount = scaleFeatureNames.length;

const widths = [1, 2, 4];
const shares = [0.1, 0.25, 0.5];

/** Running count of the samples that reach the level above which `share` of all lie. */
function countsAbove(values: Float64Array, share: number): Float64Array {
  const sorted = Float64Array.from(values).sort();
  const level = sorted[Math.max(0, Math.ceil(values.length * (1 - share)) - 1)] ?? 0;
  const counts = new Float64Array(values.length + 1);
  for (let t = 0; t < values.length; t++)
    counts[t + 1] = (counts[t] ?? 0) + ((values[t] ?? 0) > level ? 1 : 0);
  return counts;
}

/** For every sample how many lie between it and the nearest above the split before it, and after it. */
function distances({ smooth, threshold }: ScoreBase): [Float64Array, Float64Array] {
  const n = smooth.length;
  const [before, after] = [new Float64Array(n + 1), new Float64Array(n + 1)];
  for (let t = 1; t <= n; t++) before[t] = (smooth[t - 1] ?? 0) >= threshold ? 0 : (before[t - 1] ?? 0) + 1;
  for (let t = n - 1; t >= 0; t--) after[t] = (smooth[t] ?? 0) >= threshold ? 0 : (after[t + 1] ?? 0) + 1;
  return [before, after];
}

/** Heights of the local maxima of a curve, highest first. */
function peakHeights(values: Float64Array): number[] {
  const heights: number[] = [];
  for (let t = 0; t < values.length; t++) {
    const here = values[t] ?? 0;
    if (here >= (values[t - 1] ?? -1) && here > (values[t + 1] ?? -1)) heights.push(here);
  }
  return heights.sort((a, b) => b - a);
}

/** How alike neighbouring samples are: the autocorrelation at one sample's distance. */
function calmness(values: Float64Array): number {
  const mean = values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
  let [shared, all] = [0, 1e-9];
  values.forEach((value, t) => {
    all += (value - mean) ** 2;
    if (t > 0) shared += (value - mean) * ((values[t - 1] ?? 0) - mean);
  });
  return shared / all;
}

/**
 * Writes the features of every box at several scales: box i's numbers begin at `i * stride + offset` of `out`. `unit` is the
 * scaled curve that `base` was made from, `p` the two numbers of the box score.
 */
export function writeScaleFeatures(
  unit: Float64Array,
  base: ScoreBase,
  boxes: readonly Candidate[],
  p: { readonly theta: number; readonly beta: number },
  out: Float64Array,
  stride: number,
  offset: number,
): void {
  const n = unit.length;
  const wide = widths.map((sigma) => {
    const own = scoreBase(unit, sigma);
    return { own, level: own.background + p.theta * (own.foreground - own.background) };
  });
  const counts = shares.map((share) => countsAbove(base.smooth, share));
  const [before, after] = distances(base);
  const peaks = peakHeights(gaussianSmooth(unit, 1));
  const soft = gaussianSmooth(unit, 1);
  const calm = calmness(unit);
  /** Mean over what of [from, to) lies on the curve; the background where nothing does. */
  const near = (from: number, to: number): number => {
    const [a, b] = [Math.max(0, from), Math.min(n, to)];
    return b > a ? meanInside(base, a, b) : base.background;
  };
  boxes.forEach(({ start, end }, row) => {
    const length = end - start;
    const inside = meanInside(base, start, end);
    let peak = start;
    for (let t = start; t < end; t++) if ((soft[t] ?? 0) > (soft[peak] ?? 0)) peak = t;
    const height = soft[peak] ?? 0;
    let rank = 0;
    while (rank < peaks.length && (peaks[rank] ?? 0) > height) rank++;
    const [tenth, quarter, half] = counts.map((c) => ({
      inside: (c[end] ?? 0) - (c[start] ?? 0),
      all: Math.max(1, c[n] ?? 0),
    }));
    const steps = [1, 2, 4].flatMap((k) => [
      near(start, Math.min(end, start + k)) - near(start - k, start),
      near(Math.max(start, end - k), end) - near(end, end + k),
    ]);
    const against = [4, 8, 16].map((k) => inside - Math.max(near(start - k, start), near(end, end + k)));
    const scores = wide.map(
      ({ own, level }) => (meanInside(own, start, end) - level) * (length / n) ** p.beta,
    );
    out.set(
      [
        ...steps,
        ...against,
        ...scores,
        (tenth?.inside ?? 0) / length,
        (tenth?.inside ?? 0) / (tenth?.all ?? 1),
        (quarter?.inside ?? 0) / length,
        (quarter?.inside ?? 0) / (quarter?.all ?? 1),
        (half?.inside ?? 0) / length,
        Math.log1p(before[start] ?? 0),
        Math.log1p(after[end] ?? 0),
        Math.log1p(rank),
        (peak + 0.5 - start) / length,
        start === 0 ? 1 : 0,
        end === n ? 1 : 0,
        calm,
      ],
      row * stride + offset,
    );
  });
}
