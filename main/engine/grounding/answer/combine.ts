import { clamp, length, secondsText, shared, type Evidence, type Hit } from "../evidence/hit.ts";
import { differenceOf } from "../relations/sets.ts";

/** Hits whose starts and ends are this near count as meeting. */
export const tolerance = 0.3;
/** Share of an event that a state must cover for the event to count as a whole. */
const mostly = 0.4;
/** Shorter remains of two states are chance. */
const leastShared = 0.3;

type Part = Pick<Evidence, "hits" | "nature">;

/** Both conditions at once. An event keeps its own edges under a state; two of a kind are cut to what they share. */
export function both(a: Part, b: Part): Part {
  if (a.nature === "event" && b.nature === "state")
    return { hits: underState(a.hits, b.hits), nature: "event" };
  if (a.nature === "state" && b.nature === "event")
    return { hits: underState(b.hits, a.hits), nature: "event" };
  const slack = a.nature === "event" ? tolerance : 0;
  const hits: Hit[] = [];
  for (const one of a.hits)
    for (const other of b.hits) {
      const common = shared(one, other);
      const near = Math.max(one.start, other.start) - Math.min(one.end, other.end) <= slack;
      if (!near) continue;
      if (a.nature === "state" && common < leastShared) continue;
      const enough = common >= 0.3 * Math.min(length(one), length(other)) && common > 0;
      const range = enough
        ? { start: Math.max(one.start, other.start), end: Math.min(one.end, other.end) }
        : { start: Math.min(one.start, other.start), end: Math.max(one.end, other.end) };
      if (!enough && a.nature === "state") continue;
      hits.push(together(range, one, other, 1));
    }
  return { hits: sorted(hits), nature: a.nature };
}

function underState(events: readonly Hit[], states: readonly Hit[]): Hit[] {
  const hits: Hit[] = [];
  for (const event of events) {
    const over = states.filter(
      (state) => state.start < event.end + tolerance && state.end > event.start - tolerance,
    );
    const best = over.toSorted((x, y) => shared(event, y) - shared(event, x))[0];
    if (!best) continue;
    const cover = over.reduce((sum, state) => sum + shared(event, state), 0) / Math.max(1e-6, length(event));
    if (cover >= mostly || length(event) <= 2 * tolerance)
      hits.push(together(event, event, best, clamp(0.7 + 0.3 * cover)));
    else
      for (const state of over) {
        const range = { start: Math.max(event.start, state.start), end: Math.min(event.end, state.end) };
        if (range.end - range.start >= 2 * leastShared) hits.push(together(range, event, state, 0.9));
      }
  }
  return sorted(hits);
}

/** One hit from two, over the range given. */
export const together = (range: { start: number; end: number }, a: Hit, b: Hit, weight: number): Hit => ({
  start: range.start,
  end: range.end,
  score: Math.sqrt(a.score * b.score) * weight,
  grounds: [...a.grounds, ...b.grounds],
});

/** Either condition; overlapping hits become one. */
export function either(a: Part, b: Part): Part {
  const hits: Hit[] = [];
  for (const hit of sorted([...a.hits, ...b.hits])) {
    const last = hits.at(-1);
    if (last && hit.start < last.end)
      hits[hits.length - 1] = {
        start: last.start,
        end: Math.max(last.end, hit.end),
        score: Math.max(last.score, hit.score),
        grounds: [...last.grounds, ...hit.grounds],
      };
    else hits.push(hit);
  }
  return { hits, nature: a.nature === b.nature ? a.nature : "event" };
}

/** The first condition where the second does not hold. */
export function without(a: Part, b: Part): Part {
  if (a.nature === "event")
    return {
      nature: "event",
      hits: a.hits.filter((hit) => {
        const cover = b.hits.reduce((sum, other) => sum + shared(hit, other), 0);
        return cover < 0.3 * Math.max(length(hit), 1e-6);
      }),
    };
  const hits: Hit[] = [];
  for (const hit of a.hits)
    for (const range of differenceOf([hit], b.hits))
      if (length(range) >= leastShared) hits.push({ ...hit, ...range });
  return { hits, nature: "state" };
}

/** What is left of [0, end) beside the hits. */
export function outside(b: Part, end: number, meaning: string): Part {
  const hits = differenceOf([{ start: 0, end }], b.hits)
    .filter((range) => length(range) >= 0.5)
    .map((range): Hit => {
      const text = `${meaning} for ${secondsText(length(range))}`;
      return {
        ...range,
        score: 0.7,
        grounds: [{ source: "signal", text, score: 0.7, at: [(range.start + range.end) / 2] }],
      };
    });
  return { hits, nature: "state" };
}

export const sorted = (hits: readonly Hit[]): Hit[] =>
  hits.toSorted((a, b) => a.start - b.start || a.end - b.end);
