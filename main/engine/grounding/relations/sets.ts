import type { Stretch } from "./allen.ts";

/** In order, with what touches or overlaps (or lies within `gap`) joined; empty stretches are dropped. */
export function unionOf(stretches: readonly Stretch[], gap = 0): Stretch[] {
  const out: { start: number; end: number }[] = [];
  for (const s of [...stretches].filter((x) => x.end > x.start).sort((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (last && s.start - last.end <= gap) last.end = Math.max(last.end, s.end);
    else out.push({ start: s.start, end: s.end });
  }
  return out;
}

/** What lies in both sets, in order. */
export function intersectionOf(a: readonly Stretch[], b: readonly Stretch[]): Stretch[] {
  const [left, right] = [unionOf(a), unionOf(b)];
  const out: Stretch[] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const [x, y] = [left[i], right[j]];
    if (!x || !y) break;
    const shared = { start: Math.max(x.start, y.start), end: Math.min(x.end, y.end) };
    if (shared.end > shared.start) out.push(shared);
    if (x.end < y.end) i++;
    else j++;
  }
  return out;
}

/** What of `whole` no stretch covers, in order. */
export function complementOf(stretches: readonly Stretch[], whole: Stretch): Stretch[] {
  const out: Stretch[] = [];
  let at = whole.start;
  for (const s of unionOf(stretches)) {
    if (s.start > at && at < whole.end) out.push({ start: at, end: Math.min(s.start, whole.end) });
    at = Math.max(at, s.end);
  }
  if (at < whole.end) out.push({ start: at, end: whole.end });
  return out;
}

/** What lies in a and not in b, in order. */
export function differenceOf(a: readonly Stretch[], b: readonly Stretch[]): Stretch[] {
  return unionOf(a).flatMap((s) => complementOf(b, s));
}

/** Length of all that is covered, counted once. */
export const coveredLength = (stretches: readonly Stretch[]): number =>
  unionOf(stretches).reduce((sum, s) => sum + s.end - s.start, 0);
