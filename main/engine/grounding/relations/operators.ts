import type { Stretch } from "./allen.ts";
import { coveredLength, differenceOf, intersectionOf } from "./sets.ts";

/** A found stretch with its score, 0 or more. */
export interface Span extends Stretch {
  readonly score: number;
}

/** Which part of a pair of moments is the answer. */
export type PairAnswer = "first" | "second" | "both";

export interface PairOptions {
  readonly answer?: PairAnswer;
  /** How much the second may begin before the first has ended. */
  readonly slack?: number;
  /** The gap at which a pair's score has fallen to 1/e; in the spans' unit (30 s). */
  readonly fade?: number;
}

const best = <T extends Span>(spans: readonly T[]): T[] =>
  [...spans].sort((a, b) => b.score - a.score || a.start - b.start || a.end - b.end);
const inTime = <T extends Span>(spans: readonly T[]): T[] =>
  [...spans].sort((a, b) => a.start - b.start || a.end - b.end || b.score - a.score);

/** The same stretch once, with its best score; best first. */
function distinct(spans: readonly Span[]): Span[] {
  const seen = new Set<string>();
  return best(spans).filter((s) => {
    const key = `${s.start} ${s.end}`;
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}

/**
 * "A then B", "A before B", "B after A": pairs in which B begins once A has ended. A pair scores
 * sqrt(a*b) * exp(-gap/fade); the answer is A, B or the stretch over both. Best first.
 */
export function followedBy(a: readonly Span[], b: readonly Span[], options: PairOptions = {}): Span[] {
  const { answer = "both", slack = 0, fade = 30 } = options;
  const pairs: Span[] = [];
  for (const x of a)
    for (const y of b) {
      if (y.start < x.end - slack || y.end <= x.start) continue;
      const gap = Math.max(0, y.start - x.end);
      const score = Math.sqrt(Math.max(0, x.score) * Math.max(0, y.score)) * Math.exp(-gap / fade);
      if (answer === "first") pairs.push({ start: x.start, end: x.end, score });
      else if (answer === "second") pairs.push({ start: y.start, end: y.end, score });
      else pairs.push({ start: x.start, end: Math.max(x.end, y.end), score });
    }
  return distinct(pairs);
}

/** The A that come before some B. */
export const before = (a: readonly Span[], b: readonly Span[], options: PairOptions = {}): Span[] =>
  followedBy(a, b, { ...options, answer: "first" });

/** The A that come after some B. */
export const after = (a: readonly Span[], b: readonly Span[], options: PairOptions = {}): Span[] =>
  followedBy(b, a, { ...options, answer: "second" });

/** "A while B": what each overlapping pair shares, scored sqrt(a*b). Best first. */
export function whileBoth(a: readonly Span[], b: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const x of a)
    for (const y of b) {
      const start = Math.max(x.start, y.start);
      const end = Math.min(x.end, y.end);
      if (end > start)
        out.push({ start, end, score: Math.sqrt(Math.max(0, x.score) * Math.max(0, y.score)) });
    }
  return distinct(out);
}

/** The stretches from the end of an A to the start of the next B that follows it, with the pair's score. */
export function betweenEvents(a: readonly Span[], b: readonly Span[], fade = Infinity): Span[] {
  const out: Span[] = [];
  for (const x of a) {
    const next = inTime(b).find((y) => y.start > x.end);
    if (!next) continue;
    const gap = next.start - x.end;
    const score = Math.sqrt(Math.max(0, x.score) * Math.max(0, next.score)) * Math.exp(-gap / fade);
    out.push({ start: x.end, end: next.start, score });
  }
  return distinct(out);
}

/** "C between A and B": the C that lie in such a stretch, cut to it. */
export const between = (c: readonly Span[], a: readonly Span[], b: readonly Span[]): Span[] =>
  within(c, betweenEvents(a, b));

/** Spans cut to the given windows, each part with its span's score; what lies outside is dropped. Best first. */
export function within(spans: readonly Span[], windows: readonly Stretch[]): Span[] {
  return distinct(
    spans.flatMap((s) =>
      intersectionOf([s], windows).map(({ start, end }) => ({ start, end, score: s.score })),
    ),
  );
}

/** The `length` right after (or before) each span, up to the edge of `whole`. */
export function beside(
  spans: readonly Span[],
  side: "after" | "before",
  length: number,
  whole: Stretch,
): Span[] {
  const moved = spans.map((s) =>
    side === "after"
      ? { start: Math.max(whole.start, s.end), end: Math.min(whole.end, s.end + length), score: s.score }
      : { start: Math.max(whole.start, s.start - length), end: Math.min(whole.end, s.start), score: s.score },
  );
  return distinct(moved.filter((s) => s.end > s.start));
}

/** "A not B", softly: A's score less the score of the B that cover it, by the share they cover. Only positive ones stay. */
export function withoutSoft(a: readonly Span[], b: readonly Span[]): Span[] {
  const out = a.map((x) => {
    let penalty = 0;
    for (const y of b) {
      const share = coveredLength(intersectionOf([x], [y])) / (x.end - x.start || 1);
      penalty = Math.max(penalty, share * Math.max(0, y.score));
    }
    return { start: x.start, end: x.end, score: x.score - penalty };
  });
  return distinct(out.filter((s) => s.score > 0));
}

/** "A not B", strictly: the parts of each A that no B covers. */
export const without = (a: readonly Span[], b: readonly Span[]): Span[] =>
  distinct(a.flatMap((x) => differenceOf([x], b).map(({ start, end }) => ({ start, end, score: x.score }))));

/** The n-th in time, counted from 1; negative counts from the last. Nothing where there are not so many, or n is 0. */
export function nth<T extends Span>(spans: readonly T[], n: number): T[] {
  if (!Number.isInteger(n) || n === 0) return [];
  const found = inTime(spans).at(n > 0 ? n - 1 : n);
  return found ? [found] : [];
}

export const first = <T extends Span>(spans: readonly T[]): T[] => nth(spans, 1);
export const last = <T extends Span>(spans: readonly T[]): T[] => nth(spans, -1);

/** The longest (the earliest of equals). */
export const longest = <T extends Span>(spans: readonly T[]): T[] =>
  inTime(spans)
    .sort((a, b) => b.end - b.start - (a.end - a.start))
    .slice(0, 1);

/** The shortest (the earliest of equals). */
export const shortest = <T extends Span>(spans: readonly T[]): T[] =>
  inTime(spans)
    .sort((a, b) => a.end - a.start - (b.end - b.start))
    .slice(0, 1);

/** "How many": spans closer than `gap` (1.5 s) count once. */
export function countSpans(spans: readonly Stretch[], gap = 1.5): number {
  let count = 0;
  let end = -Infinity;
  for (const s of [...spans].sort((a, b) => a.start - b.start)) {
    if (s.start - end >= gap) count++;
    end = Math.max(end, s.end);
  }
  return count;
}
