import type { MediaId } from "../../../../contract/ids.ts";
import type { ScoreCurve } from "../../../../contract/moments.ts";

const mostPoints = 2000;

/** A curve of a file with at most 2000 points, each 0 to 1: the largest value of each block. */
export function thinned(mediaId: MediaId, values: Float32Array, step: number): ScoreCurve {
  const block = Math.max(1, Math.ceil(values.length / mostPoints));
  const out: number[] = [];
  for (let i = 0; i < values.length; i += block) {
    let most = 0;
    for (let k = i; k < Math.min(values.length, i + block); k++) most = Math.max(most, values[k] ?? 0);
    out.push(Math.round(Math.min(1, most) * 1000) / 1000);
  }
  return { mediaId, step: step * block, values: out };
}
