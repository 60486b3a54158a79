import type { ShotBoundary } from "../../../contract/media.ts";
import type { FoundCut } from "./cuts.ts";
import type { FoundDissolve } from "./dissolves.ts";
import type { FoundFade } from "./fades.ts";

/** What was found, in running numbers of pictures. */
export interface Findings {
  readonly cuts: readonly FoundCut[];
  readonly dissolves: readonly FoundDissolve[];
  readonly fades: readonly FoundFade[];
  readonly count: number;
}

type Draft = { from: number; to: number; kind: ShotBoundary["kind"]; score: number };

/**
 * Turns findings into boundaries. A flat stretch of at most one second between two shots is one "fade" with its ramps;
 * a longer one is a shot of its own with a boundary on each side; one at the very start or end of the file is none.
 * Fades win over dissolves, both over cuts inside them. Of boundaries closer than the minimum length the stronger stays.
 */
export function assemble(found: Findings, frameRate: number): Draft[] {
  const hold = Math.max(5, Math.round(frameRate));
  const least = Math.max(2, Math.round(Math.min(frameRate, 60) * 0.2));
  const fades = found.fades.flatMap((fade) => fadeDrafts(fade, hold, found.count));
  const touches = (a: { from: number; to: number }, b: Draft, slack: number) =>
    a.from < b.to + slack && b.from < a.to + slack;
  const dissolves = found.dissolves
    .map((d): Draft => ({ from: d.from, to: d.to, kind: "dissolve", score: d.score }))
    .filter((d) => !fades.some((f) => touches(d, f, 2)));
  const gradual = [...fades, ...withoutOverlaps(dissolves)];
  const cuts = found.cuts
    .map((c): Draft => ({ from: c.n, to: c.n, kind: "cut", score: c.score }))
    .filter((c) => !gradual.some((g) => touches({ from: c.from, to: c.from + 1 }, g, 3)))
    .filter(
      (c) =>
        !found.fades.some(
          (f) => f.out !== f.in && f.flatTo - f.flatFrom <= hold && c.from >= f.from && c.from <= f.to,
        ),
    );
  const all = [...gradual, ...cuts].sort((a, b) => a.from - b.from);
  const kept: Draft[] = [];
  for (const draft of all) {
    const last = kept.at(-1);
    if (!last || draft.from - last.to >= least) kept.push(draft);
    else if (draft.score > last.score && last.kind === "cut") kept[kept.length - 1] = draft;
  }
  return kept.filter((d) => d.from > 0 && d.to < found.count);
}

function fadeDrafts(fade: FoundFade, hold: number, count: number): Draft[] {
  if (!fade.out && !fade.in) return [];
  const draft = (from: number, to: number): Draft => ({ from, to, kind: "fade", score: 1 });
  const long = fade.flatTo - fade.flatFrom > hold;
  const [first, last] = [fade.flatFrom === 0, fade.flatTo >= count];
  if (long)
    return [
      ...(fade.out ? [draft(fade.from, fade.flatFrom)] : []),
      ...(fade.in ? [draft(fade.flatTo, fade.to)] : []),
    ];
  return first || last ? [] : [draft(fade.from, fade.to)];
}

/** Of dissolves that overlap, the best. */
function withoutOverlaps(drafts: readonly Draft[]): Draft[] {
  const kept: Draft[] = [];
  for (const draft of [...drafts].sort((a, b) => b.score - a.score))
    if (!kept.some((k) => draft.from < k.to && k.from < draft.to)) kept.push(draft);
  return kept;
}
