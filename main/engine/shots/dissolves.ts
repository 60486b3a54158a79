import type { Difference } from "./compare.ts";
import { gramOf } from "./gram.ts";
import type { PictureRing } from "./ring.ts";
import type { SmallPicture } from "./small-picture.ts";

/** Windows, in frames, in which a straight change is looked for: each catches dissolves of about its length. */
const windows = [6, 12, 24, 48] as const;
/** Cosine between the change of a window's first and second half: 1 for a dissolve, about -1/2 for movement. */
const leastCosine = 0.5;
/** Root mean square change of the cells over a window, in levels. */
const leastChange = 7;
const shortest = 3;
const longest = 75;
const longestRegion = 140;

export interface FoundDissolve {
  /** Pictures that are mixtures: [from, to). */
  readonly from: number;
  readonly to: number;
  readonly score: number;
}

type Compare = (now: SmallPicture, before: SmallPicture) => Difference;

/**
 * Finds dissolves. In one, each picture lies on the straight line between the last picture of the old shot and the
 * first of the new one, and moves along it evenly. A cheap test of straightness in windows of four lengths marks
 * candidate regions; in a region the end points are searched for which the line explains all between and is longest;
 * then the ends must be different pictures (not one moved, zoomed or lit otherwise), and the movement along the line
 * must stop outside.
 */
export function createDissolveFinder(
  ring: PictureRing,
  compare: Compare,
): { push(n: number): FoundDissolve[]; finish(): FoundDissolve[] } {
  let lo = -1;
  let hi = -1;
  let marked = -1;

  const straight = (n: number, window: number): boolean => {
    const start = n - window;
    if (start < ring.first) return false;
    const a = ring.at(start).cells;
    const b = ring.at(n - window / 2).cells;
    const c = ring.at(n).cells;
    let [dot, first, second] = [0, 0, 0];
    for (let i = 0; i < a.length; i++) {
      const p = (b[i] as number) - (a[i] as number);
      const q = (c[i] as number) - (b[i] as number);
      dot += p * q;
      first += p * p;
      second += q * q;
    }
    const change = (first + second + 2 * dot) / a.length;
    return change > leastChange * leastChange && dot > leastCosine * Math.sqrt(first * second);
  };

  const evaluate = (): FoundDissolve[] => {
    const from = Math.max(ring.first, lo - 3);
    const to = Math.min(ring.end - 1, hi + 3);
    lo = -1;
    const found = search(ring, compare, from, to);
    return found ? [found] : [];
  };

  return {
    push(n) {
      for (const window of windows)
        if (straight(n, window)) {
          if (lo < 0) {
            lo = n - window;
            hi = n;
          }
          lo = Math.min(lo, Math.max(n - window, ring.first));
          hi = n;
          marked = n;
        }
      if (lo < 0) return [];
      if (n - marked > 6) return evaluate();
      if (hi - lo < longestRegion) return [];
      // A long restless stretch: what is in it now, then on with the part that may hold the start of another.
      const again = hi - longest;
      const found = evaluate();
      lo = Math.max(again, found[0] ? found[0].to : 0);
      if (lo >= hi) lo = -1;
      return found;
    },
    finish: () => (lo < 0 ? [] : evaluate()),
  };
}

interface Line {
  readonly s: number;
  readonly e: number;
  /** Root mean square length of the line, levels. */
  readonly length: number;
  /** Mean squared distance of the pictures between from where they should be, in squared lengths. */
  readonly error: number;
  readonly merit: number;
}

/** Error at which a line is worth nothing. */
const worstError = 0.1;

function search(ring: PictureRing, compare: Compare, from: number, to: number): FoundDissolve | undefined {
  const gram = gramOf(ring, from, to);
  const fit = (s: number, e: number): Line => {
    const ss = gram(s, s);
    const se = gram(s, e);
    const squared = gram(e, e) + ss - 2 * se;
    if (squared < leastChange * leastChange) return { s, e, length: 0, error: 1, merit: 0 };
    let error = 0;
    for (let t = s + 1; t < e; t++) {
      const st = gram(s, t);
      const along = gram(t, e) - st - se + ss;
      const beta = (t - s) / (e - s);
      error += gram(t, t) + ss - 2 * st - 2 * beta * along + beta * beta * squared;
    }
    error /= (e - s - 1) * squared;
    const length = Math.sqrt(squared);
    return { s, e, length, error, merit: length * (1 - error / worstError) };
  };
  let best: Line | undefined;
  const stride = to - from > 60 ? 2 : 1;
  for (let s = from; s < to - shortest; s += stride)
    for (let e = s + shortest + 1; e <= Math.min(to, s + longest); e += stride) {
      const line = fit(s, e);
      if (line.merit > 0 && (!best || line.merit > best.merit)) best = line;
    }
  if (!best) return undefined;
  if (stride > 1) {
    const around = best;
    for (let s = Math.max(from, around.s - 2); s <= around.s + 2; s++)
      for (let e = Math.max(s + shortest + 1, around.e - 2); e <= Math.min(to, around.e + 2); e++) {
        const line = fit(s, e);
        if (line.merit > best.merit) best = line;
      }
  }
  return verify(ring, compare, gram, best, from, to);
}

function verify(
  ring: PictureRing,
  compare: Compare,
  gram: (i: number, j: number) => number,
  line: Line,
  from: number,
  to: number,
): FoundDissolve | undefined {
  const { s, e } = line;
  const d = compare(ring.at(e), ring.at(s));
  const unlike = d.structure * Math.sqrt(d.texture) + 0.5 * d.colour;
  if (unlike < 0.33 || d.structure < 0.25) return undefined;
  // Flat at one end: that is a fade, found elsewhere.
  if (ring.at(s).deviation < 4 || ring.at(e).deviation < 4) return undefined;
  const squared = line.length * line.length;
  const along = (t: number) => (gram(t, e) - gram(s, t) - gram(s, e) + gram(s, s)) / squared;
  // Progress along the line over as much time again, outside; a pan or zoom would go on.
  const room = Math.max(2, Math.min(10, Math.round((e - s) / 3)));
  const before = Math.max(from, s - room);
  const after = Math.min(to, e + room);
  const expected = 1 / (e - s);
  const drift =
    (Math.abs(along(before)) + Math.abs(along(after) - 1)) / Math.max(1, s - before + after - e) / expected;
  if (drift > 0.45) return undefined;
  // Each step must go forward: the largest single step may not carry most of the way (that is a cut).
  let largest = 0;
  for (let t = s + 1; t <= e; t++) largest = Math.max(largest, along(t) - along(t - 1));
  if (largest > Math.max(0.45, 2.5 * expected)) return undefined;
  const score = Math.min(1, unlike) * (1 - line.error / worstError) * (1 - 0.5 * drift);
  // Under a fifth, what was found on real film was smoke and debris.
  return score < 0.2 ? undefined : { from: s + 1, to: e, score };
}
