import { length, shared, type Hit } from "../evidence/hit.ts";
import type { Shot } from "../evidence/editing.ts";
import type { FileData } from "./file-data.ts";
import type { Gap, Pick, Relation, RelationAnswer, TimeWindow } from "../questions/tree.ts";
import { longest, nth, shortest } from "../relations/operators.ts";
import { sorted, together, tolerance } from "./combine.ts";

/** A pair that lies further apart than this loses two thirds of its score. */
const decay = 30;
/** How much of what follows (or came before) is shown where nothing names its end. */
const around = 10;

/**
 * Pairs of hits in an order in time, and the part that is asked for. The first part may run on under the
 * second (a dark stretch that a flash interrupts): what counts of it is what lies before the second.
 */
export function ordered(
  first: readonly Hit[],
  second: readonly Hit[],
  relation: Relation,
  answer: RelationAnswer,
  gap?: Gap,
): Hit[] {
  const hits: Hit[] = [];
  const pair = pairs(gap);
  const fits = (a: Hit, b: Hit): boolean => gap === undefined || apart(Math.max(0, b.start - a.end), gap);
  if (relation === "before") {
    for (const a of first) {
      const b = sorted(second).find(
        (other) => other.start >= a.end - tolerance && other.start > a.start && fits(a, other),
      );
      if (b) hits.push(pair(a, a, b));
    }
    return sorted(hits);
  }
  if (relation === "until") {
    for (const a of first) {
      const b = sorted(second).find((other) => other.start > a.start && other.start <= a.end + 1);
      if (b) hits.push(pair({ start: a.start, end: Math.min(b.start, Math.max(a.end, b.start)) }, a, b));
    }
    return sorted(hits);
  }
  for (const b of sorted(second)) {
    const earlier = first.filter(
      (other) => other.start < b.start - 0.05 && Math.min(other.end, b.start) > other.start && fits(other, b),
    );
    const a = earlier.toSorted(
      (x, y) => Math.min(y.end, b.start) - Math.min(x.end, b.start) || y.start - x.start,
    )[0];
    if (!a) continue;
    const range =
      answer === "second" ? b : answer === "first" ? a : { start: a.start, end: Math.max(b.end, b.start) };
    hits.push(pair(range, a, b));
  }
  return disjoint(hits);
}

/** Where nothing was said of how far apart they may be, what is near goes before what is far. */
const pairs =
  (gap: Gap | undefined) =>
  (range: { start: number; end: number }, a: Hit, b: Hit): Hit => {
    const hit = together(range, a, b, 1);
    return gap ? hit : { ...hit, score: hit.score * Math.exp(-Math.max(0, b.start - a.end) / decay) };
  };

const apart = (seconds: number, { least, most }: Gap): boolean =>
  seconds >= least - tolerance && seconds <= most + tolerance;

/** Hits that lie so near to one of the others, before or after it. */
export function nearTo(hits: readonly Hit[], others: readonly Hit[], gap: Gap): Hit[] {
  return sorted(hits).flatMap((hit): Hit[] => {
    const away = (other: Hit): number => Math.max(0, other.start - hit.end, hit.start - other.end);
    const near = others.toSorted((a, b) => away(a) - away(b)).find((other) => apart(away(other), gap));
    return near ? [together(hit, hit, near, 1)] : [];
  });
}

/** A then B, then A then C: the second pair spans the first and is left out where the first is as good. */
function disjoint(hits: readonly Hit[]): Hit[] {
  const kept: Hit[] = [];
  for (const hit of hits.toSorted((a, b) => length(a) - length(b)))
    if (
      !kept.some(
        (other) =>
          shared(hit, other) > 0.5 * length(other) && other.start >= hit.start && other.end < hit.end,
      )
    )
      kept.push(hit);
  return sorted(kept);
}

/** What comes right after (or before) each hit: the rest of its shot or the next one, at most ten seconds; or the stretch that was said. */
export function beside(
  hits: readonly Hit[],
  side: "after" | "before",
  shots: readonly Shot[] | undefined,
  end: number,
  gap?: Gap,
): Hit[] {
  return hits.flatMap((hit): Hit[] => {
    if (gap) {
      const most = gap.most === Infinity ? gap.least + around : gap.most;
      const [start, stop] =
        side === "after"
          ? [hit.end + gap.least, Math.min(end, hit.end + most)]
          : [Math.max(0, hit.start - most), hit.start - gap.least];
      return stop - start > 0.1 ? [{ ...hit, start, end: stop, score: hit.score * 0.9 }] : [];
    }
    const from = side === "after" ? hit.end : Math.max(0, hit.start - around);
    const to = side === "after" ? Math.min(end, hit.end + around) : hit.start;
    const edges = (shots ?? []).flatMap((shot) => [shot.start, shot.end]);
    const start = side === "before" ? Math.max(from, ...edges.filter((edge) => edge <= hit.start - 2)) : from;
    const stop = side === "after" ? Math.min(to, ...edges.filter((edge) => edge >= hit.end + 2)) : to;
    return stop - start > 0.1 ? [{ ...hit, start, end: stop, score: hit.score * 0.9 }] : [];
  });
}

/** From the end of each first hit to the next second one. */
export function gapsBetween(first: readonly Hit[], second: readonly Hit[]): Hit[] {
  const hits: Hit[] = [];
  for (const a of sorted(first)) {
    const b = sorted(second).find((other) => other.start >= a.end - tolerance && other.start > a.start);
    if (b && b.start > a.end) hits.push(together({ start: a.end, end: b.start }, a, b, 1));
  }
  return hits;
}

/** The n-th, last, longest or shortest; weak hits are not counted. */
export function picked(hits: readonly Hit[], pick: Pick): Hit[] {
  const sure = hits.filter((hit) => hit.score >= 0.35);
  if (pick.by === "order") return nth(sure, pick.n);
  return pick.longest ? longest(sure) : shortest(sure);
}

/** A window of a question in seconds of one file: several where it is a time of day and the film runs for days. */
export function windowsOf(window: TimeWindow, file: FileData): readonly { start: number; end: number }[] {
  const { duration } = file;
  if (window.unit === "clock") return file.timesOfDay?.(window.start, window.end) ?? [];
  const at = (value: number): number =>
    window.unit === "fraction" ? value * duration : value < 0 ? Math.max(0, duration + value) : value;
  return [{ start: at(window.start), end: Math.min(duration, at(window.end)) }];
}

/** Hits inside a window: a state is cut to it, an event must lie in it for the most part. */
export function inside(
  hits: readonly Hit[],
  range: { start: number; end: number },
  nature: "event" | "state",
): Hit[] {
  return hits.flatMap((hit): Hit[] => {
    const common = shared(hit, range);
    if (nature === "event" && common < 0.5 * length(hit)) return [];
    if (common <= 0 && !(length(hit) === 0 && hit.start >= range.start && hit.start < range.end)) return [];
    return nature === "event"
      ? [hit]
      : [{ ...hit, start: Math.max(hit.start, range.start), end: Math.min(hit.end, range.end) }];
  });
}
