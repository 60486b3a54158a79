/** How far an edge may go to a cut: at most so many seconds, and so much of the moment's length. */
const reach = { seconds: 1, share: 0.15 };
/** What a moved edge may cost of how far the moment stands above the film's usual similarity. */
const mostLost = 0.05;

interface Curve {
  readonly values: Float32Array;
  /** Seconds per value. */
  readonly step: number;
  /** What the film usually scores. */
  readonly usual: number;
}

/** Mean of a curve over a stretch in seconds, above what is usual; values count by how much of them lies in it. */
function above({ values, step, usual }: Curve, start: number, end: number): number {
  let [sum, weight] = [0, 0];
  for (
    let i = Math.max(0, Math.floor(start / step));
    i < Math.min(values.length, Math.ceil(end / step));
    i++
  ) {
    const share = Math.min(end, (i + 1) * step) - Math.max(start, i * step);
    sum += share * (values[i] ?? 0);
    weight += share;
  }
  return weight > 0 ? sum / weight - usual : 0;
}

/**
 * A moment whose ends go to the nearest cut, each by itself: an encoder looks once a second, a cut is exact to the frame. Not
 * farther than a second or 15 % of the moment, and only where the moment then stands out by 95 % of what it did at least.
 * `cuts` in seconds, rising.
 */
export function toCuts(
  moment: { readonly start: number; readonly end: number },
  curve: Curve,
  cuts: readonly number[],
): { start: number; end: number } {
  const far = Math.min(reach.seconds, reach.share * (moment.end - moment.start)) + 1e-9;
  const before = above(curve, moment.start, moment.end);
  const nearest = (time: number): number | undefined => {
    const near = cuts.filter((cut) => Math.abs(cut - time) <= far);
    return near.sort((a, b) => Math.abs(a - time) - Math.abs(b - time))[0];
  };
  const keeps = (start: number, end: number): boolean =>
    end > start && above(curve, start, end) >= before - mostLost * Math.abs(before);
  let { start, end } = moment;
  const [first, last] = [nearest(start), nearest(end)];
  if (first !== undefined && keeps(first, end)) start = first;
  if (last !== undefined && keeps(start, last)) end = last;
  return { start, end };
}
