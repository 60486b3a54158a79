import { curveStep } from "../../signals/names.ts";
import type { FileCurves, FileData } from "../answer/file-data.ts";
import { clamp, type Hit } from "./hit.ts";

/** The common time grid of one file: value i covers [i*step, (i+1)*step) seconds. */
export interface Grid {
  readonly step: number;
  readonly count: number;
}

export const gridOf = (file: FileData): Grid => ({
  step: curveStep,
  count: Math.max(1, Math.ceil(Math.min(file.searchable, file.duration) / curveStep - 1e-6)),
});

/** A stored curve on the common grid; zero where it has no value. Undefined when there is none of that name. */
export function onGrid(track: FileCurves | undefined, name: string, grid: Grid): Float32Array | undefined {
  const values = track?.curves[name];
  if (!track || !values) return undefined;
  const out = new Float32Array(grid.count);
  for (let i = 0; i < grid.count; i++) {
    const at = Math.floor(((i + 0.5) * grid.step - track.start) / track.step);
    out[i] = values[at] ?? 0;
  }
  return out;
}

/** Hits as a curve: their score inside, nothing outside. */
export function painted(hits: readonly Hit[], grid: Grid): Float32Array {
  const out = new Float32Array(grid.count);
  for (const hit of hits) {
    const from = clamp(Math.floor(hit.start / grid.step + 1e-6), 0, grid.count);
    const to = clamp(Math.ceil(hit.end / grid.step - 1e-6), 0, grid.count);
    for (let i = from; i < Math.max(to, from + 1) && i < grid.count; i++)
      out[i] = Math.max(out[i] ?? 0, hit.score);
  }
  return out;
}

/** Mean over a window of `seconds` around each value, edges repeated. */
export function smooth(values: Float32Array, seconds: number, step: number): Float32Array {
  const reach = Math.max(0, Math.round(seconds / step / 2));
  if (reach === 0) return values;
  const out = new Float32Array(values.length);
  let sum = 0;
  const at = (i: number): number => values[clamp(i, 0, values.length - 1)] ?? 0;
  for (let i = -reach; i <= reach; i++) sum += at(i);
  for (let i = 0; i < values.length; i++) {
    out[i] = sum / (2 * reach + 1);
    sum += at(i + reach + 1) - at(i - reach);
  }
  return out;
}

/** The value below which `share` of the values lie; 0 for an empty curve. */
export function quantile(values: ArrayLike<number>, share: number): number {
  if (values.length === 0) return 0;
  const sorted = Float32Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
