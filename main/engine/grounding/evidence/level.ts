import type { Grid } from "./grid.ts";
import { clamp, type Evidence, type Ground, type Hit } from "./hit.ts";

/** When a curve counts as being "on": absolute levels, so that a file without the thing has no hit. */
export interface Levels {
  /** A stretch must reach this somewhere … */
  readonly enter: number;
  /** … and lasts while the curve stays above this. */
  readonly stay: number;
  /** The level at which nobody would doubt it. */
  readonly full: number;
  /** Seconds: shorter stretches are dropped, shorter gaps closed. */
  readonly least: number;
  readonly gap: number;
}

/** A stretch of grid steps [from, to) with what stands in it. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly mean: number;
  readonly peak: number;
  /** Step of the peak. */
  readonly peakAt: number;
}

/** Stretches of a curve by two thresholds (hysteresis): they begin and end at `stay` and must reach `enter`. */
export function stretches(values: Float32Array, levels: Levels, step: number): Stretch[] {
  const runs: [number, number][] = [];
  for (let i = 0; i < values.length; i++) {
    if ((values[i] ?? 0) < levels.stay) continue;
    const last = runs.at(-1);
    if (last && (i - last[1]) * step <= levels.gap + 1e-6) last[1] = i + 1;
    else runs.push([i, i + 1]);
  }
  return runs
    .map(([from, to]) => measure(values, from, to))
    .filter((run) => run.peak >= levels.enter && (run.to - run.from) * step >= levels.least - 1e-6);
}

function measure(values: Float32Array, from: number, to: number): Stretch {
  let [sum, peak, peakAt] = [0, -Infinity, from];
  for (let i = from; i < to; i++) {
    const value = values[i] ?? 0;
    sum += value;
    if (value > peak) [peak, peakAt] = [value, i];
  }
  return { from, to, mean: sum / (to - from), peak, peakAt };
}

/** 0.5 at the level where it begins to count, 0.97 where nobody would doubt it. */
export const certainty = (value: number, levels: Levels): number =>
  clamp(0.5 + (0.47 * (value - levels.enter)) / Math.max(1e-6, levels.full - levels.enter), 0.3, 0.97);

/** Hits and curve of a condition that is a level of one curve. `say` gives the reason; undefined drops the stretch. */
export function levelEvidence(
  values: Float32Array,
  levels: Levels,
  grid: Grid,
  nature: Evidence["nature"],
  say: (
    run: Stretch,
    seconds: number,
  ) => { ground: Omit<Ground, "score" | "at"> & Partial<Pick<Ground, "at">>; score?: number } | undefined,
): Evidence {
  const hits: Hit[] = [];
  for (const run of stretches(values, levels, grid.step)) {
    const said = say(run, (run.to - run.from) * grid.step);
    if (!said) continue;
    const score = said.score ?? certainty(0.7 * run.mean + 0.3 * run.peak, levels);
    const at = [(run.peakAt + 0.5) * grid.step];
    hits.push({
      start: run.from * grid.step,
      end: run.to * grid.step,
      score,
      grounds: [{ at, ...said.ground, score }],
    });
  }
  const low = levels.stay * 0.4;
  const curve = values.map((value) => clamp((value - low) / Math.max(1e-6, levels.full - low)));
  return { hits, nature, curve };
}
