import { gaussianSmooth } from "./smooth.ts";
import { scaleToUnit } from "./normalise.ts";
import type { DecoderParameters } from "./parameters.ts";

/** A candidate box [start, end) and at how many (width, level, bridge) settings it appeared: a plateau that lasts appears often. */
export interface Candidate {
  readonly start: number;
  readonly end: number;
  readonly votes: number;
}

/** The flooding levels, evenly spaced with both ends included. */
function levelsOf(p: DecoderParameters): number[] {
  const step = (p.highest - p.lowest) / (p.levels - 1);
  return Array.from({ length: p.levels }, (_, i) =>
    p.levels > 1 && i === p.levels - 1 ? p.highest : p.lowest + (p.levels > 1 ? i * step : 0),
  );
}

/**
 * Every connected run of a scaled curve above every level, at every smoothing width, with gaps up to each bridge closed.
 * Without repeats, ordered by start then end.
 */
export function proposeBoxes(curve: Float64Array, p: DecoderParameters): Candidate[] {
  const stride = curve.length + 1;
  const votes = new Map<number, number>();
  const levels = levelsOf(p);
  for (const sigma of p.proposalSigmas) {
    const z = scaleToUnit(gaussianSmooth(curve, sigma));
    for (const level of levels) {
      const on: number[] = [];
      for (let t = 0; t < z.length; t++) if ((z[t] ?? 0) >= level) on.push(t);
      for (const bridge of p.bridges) addRuns(on, bridge, stride, votes);
    }
  }
  return [...votes]
    .sort((a, b) => a[0] - b[0])
    .map(([key, count]) => ({ start: Math.floor(key / stride), end: key % stride, votes: count }));
}

function addRuns(on: readonly number[], bridge: number, stride: number, votes: Map<number, number>): void {
  let start = on[0];
  if (start === undefined) return;
  let last = start;
  const close = (from: number): void => {
    const key = from * stride + last + 1;
    votes.set(key, (votes.get(key) ?? 0) + 1);
  };
  for (const t of on) {
    if (t - last > bridge + 1) {
      close(start);
      start = t;
    }
    last = t;
  }
  close(start);
}
