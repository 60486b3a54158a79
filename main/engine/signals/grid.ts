import { createSeries } from "./series.ts";

/**
 * Averages rows of values over a time grid from 0. Times must not go back by more than the step in hand.
 * Steps that no row falls in hold the value before them; those before the first row hold the first.
 */
export function createGrid(
  step: number,
  columns: number,
): {
  add(time: number, row: Float32Array): void;
  /** The grid so far; rows may still be added after it. */
  finish(steps: number): Float32Array[];
} {
  const series = Array.from({ length: columns }, createSeries);
  const sums = new Float64Array(columns);
  let count = 0;
  let cell = 0;
  let written = 0;
  const close = (upTo: number) => {
    if (count === 0) return;
    for (; written < upTo; written++)
      for (let c = 0; c < columns; c++) series[c]?.push((sums[c] as number) / count);
    sums.fill(0);
    count = 0;
  };
  return {
    add(time, row) {
      const at = Math.max(0, Math.floor(time / step + 1e-6));
      if (at > cell) {
        // A hole of more than a day is a damaged time stamp, not a file.
        if (at - cell < 86_400 / step) {
          close(at);
          cell = at;
        }
      }
      for (let c = 0; c < columns; c++) sums[c] = (sums[c] as number) + (row[c] as number);
      count++;
    },
    finish(steps) {
      return series.map((values, c) => {
        const out = new Float32Array(steps);
        const all = values.view();
        out.set(all.subarray(0, steps));
        let last = all.length > 0 ? (all[all.length - 1] as number) : 0;
        let filled = all.length;
        // The step in hand is counted without closing it, so that more may follow.
        if (count > 0) {
          last = (sums[c] as number) / count;
          const upTo = Math.max(cell + 1, filled);
          if (filled < steps) out.fill(last, filled, upTo);
          filled = upTo;
        }
        if (filled > 0 && filled < steps) out.fill(last, filled);
        return out;
      });
    },
  };
}
