import type { Interval } from "../spans/interval.ts";
import { quantile } from "./grid.ts";

/** What is left of a shot at a stretch's end, in seconds, when it is not looked at by itself. */
const sliver = 1;
/**
 * Two shots that a question fits alike lie closer than this share of what lies between the usual and the greatest value of the curve. Between
 * 0.02 and 0.1 it changes little on four sets of films (docs/grounding.md).
 */
const alike = 0.05;

/** Where a stretch is cut, in steps; a sliver beside a cut is no shot of its own. */
export const cutsWithin = ({ start, end }: Interval, cuts: readonly number[], step: number): number[] =>
  cuts
    .map((time) => Math.round(time / step))
    .filter((at) => at - start > sliver / step && end - at > sliver / step);

/**
 * Stretches parted at the cuts where one shot fits clearly better than the next: a shot that fits nearly as well would be taken along. A part
 * has the stretch's score, less as it fits less well than the stretch's best. Stretches in steps of the curve, `cuts` in seconds, `step` the seconds of a step.
 */
export function byLevel(
  stretches: readonly Interval[],
  values: Float32Array,
  cuts: readonly number[],
  step: number,
): Interval[] {
  const usual = quantile(values, 0.5);
  const range = values.reduce((a, b) => Math.max(a, b), -Infinity) - usual;
  const levelOf = (start: number, end: number): number => {
    const part = values.subarray(Math.floor(start), Math.ceil(end));
    return part.reduce((sum, value) => sum + value, 0) / Math.max(1, part.length);
  };
  return stretches.flatMap((stretch) => {
    const inside = cutsWithin(stretch, cuts, step);
    if (inside.length === 0 || range <= 0) return [stretch];
    const edges = [stretch.start, ...inside, stretch.end];
    const levels = edges.slice(1).map((end, k) => levelOf(edges[k] ?? 0, end));
    const parts: { start: number; end: number; level: number }[] = [];
    for (const [k, level] of levels.entries()) {
      const [start, end] = [edges[k] ?? stretch.start, edges[k + 1] ?? stretch.end];
      const last = parts.at(-1);
      if (last && Math.abs(level - (levels[k - 1] ?? level)) <= alike * range) {
        last.end = end;
        last.level = levelOf(last.start, end);
      } else parts.push({ start, end, level });
    }
    const most = Math.max(...parts.map(({ level }) => level));
    return parts.map(({ start, end, level }) => ({
      start,
      end,
      score: stretch.score - (Math.abs(stretch.score) * (most - level)) / range,
    }));
  });
}
