import type { Range } from "./edit.ts";

/** Counts from which precision, recall and F1 follow. */
export interface Tally {
  readonly hits: number;
  readonly found: number;
  readonly real: number;
}

export const f1 = (t: Tally): number => (t.found + t.real === 0 ? 1 : (2 * t.hits) / (t.found + t.real));
export const add = (a: Tally, b: Tally): Tally => ({
  hits: a.hits + b.hits,
  found: a.found + b.found,
  real: a.real + b.real,
});
export const nothing: Tally = { hits: 0, found: 0, real: 0 };

/** Matches cuts one to one within `slack` frames. */
export function tallyCuts(found: readonly number[], real: readonly number[], slack = 1): Tally {
  const free = new Set(real);
  let hits = 0;
  for (const cut of found) {
    const match = [...free]
      .filter((r) => Math.abs(r - cut) <= slack)
      .sort((a, b) => Math.abs(a - cut) - Math.abs(b - cut))[0];
    if (match === undefined) continue;
    free.delete(match);
    hits++;
  }
  return { hits, found: found.length, real: real.length };
}

/** Matches ranges one to one at an intersection over union of at least `least`. */
export function tallyRanges(found: readonly Range[], real: readonly Range[], least = 0.5): Tally {
  const free = new Set(real);
  let hits = 0;
  for (const f of found) {
    const match = [...free].find((r) => {
      const shared = Math.min(r.to, f.to) - Math.max(r.from, f.from);
      return shared / (r.to - r.from + f.to - f.from - shared) >= least;
    });
    if (match === undefined) continue;
    free.delete(match);
    hits++;
  }
  return { hits, found: found.length, real: real.length };
}
