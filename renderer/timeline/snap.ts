import type { Span } from "./visible.ts";

/** A time that edges are drawn to. */
export interface Magnet {
  readonly time: number;
  readonly kind: "cut" | "playhead" | "moment" | "edge";
}

/** Which end of a range an edge is. */
export type Edge = "in" | "out";

export interface MagnetSources {
  readonly shots: readonly Span[];
  readonly moments: readonly Span[];
  readonly notes: readonly (Span & { readonly id: string })[];
  readonly playhead: number;
  readonly duration: number;
}

/**
 * What an edge is drawn to, sorted by time. An in-point lands on the first frame of a shot; an out-point comes after the last
 * one of a shot. At a cut both are the same time, ranges being half-open; at a dissolve the in-point comes after it and the
 * out-point before it. `but` names the annotation that is being dragged.
 */
export function magnetsFor(edge: Edge, sources: MagnetSources, but?: string): Magnet[] {
  const { shots, moments, notes, playhead, duration } = sources;
  const ends = (span: Span): Magnet[] => [
    { time: span.start, kind: "moment" },
    { time: span.end, kind: "moment" },
  ];
  const all: Magnet[] = [
    ...shots.map((s): Magnet => ({ time: edge === "in" ? s.start : s.end, kind: "cut" })),
    ...moments.flatMap(ends),
    ...notes.flatMap((n) => (n.id === but ? [] : ends(n))),
    { time: playhead, kind: "playhead" },
    { time: 0, kind: "edge" },
    { time: duration, kind: "edge" },
  ];
  return all.sort((a, b) => a.time - b.time);
}

/** The nearest magnet within `reach` seconds; the time itself where there is none. `sorted` by time. */
export function snap(time: number, sorted: readonly Magnet[], reach: number): { time: number; to?: Magnet } {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.time ?? Infinity) < time) low = middle + 1;
    else high = middle;
  }
  let best: Magnet | undefined;
  for (const candidate of [sorted[low - 1], sorted[low]])
    if (candidate && Math.abs(candidate.time - time) <= (best ? Math.abs(best.time - time) : reach))
      best = candidate;
  return best ? { time: best.time, to: best } : { time };
}

/** How far a range that is pushed as a whole is drawn on, so that the nearer one of its edges comes to a magnet. */
export function snapWhole(
  range: Span,
  magnets: { readonly in: readonly Magnet[]; readonly out: readonly Magnet[] },
  reach: number,
): number {
  const start = snap(range.start, magnets.in, reach);
  const end = snap(range.end, magnets.out, reach);
  const byStart = start.to ? start.time - range.start : undefined;
  const byEnd = end.to ? end.time - range.end : undefined;
  if (byStart === undefined) return byEnd ?? 0;
  if (byEnd === undefined) return byStart;
  return Math.abs(byStart) <= Math.abs(byEnd) ? byStart : byEnd;
}
