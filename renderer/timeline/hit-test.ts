import type { Span } from "./visible.ts";
import { xOf, type View } from "./geometry.ts";

/** How near an edge the pointer must be, in pixels. */
export const edgeReach = 6;

/** The shortest span under a pixel: a short moment on top of a long one stays within reach. Thin ones get some air. */
export function spanAt<T extends Span>(spans: readonly T[], view: View, x: number): T | undefined {
  let best: T | undefined;
  for (const span of spans) {
    const [from, to] = [xOf(view, span.start), xOf(view, span.end)];
    const air = Math.max(0, (8 - (to - from)) / 2);
    if (x < from - air || x > to + air) continue;
    if (!best || span.end - span.start < best.end - best.start) best = span;
  }
  return best;
}

/** Which edge of a range the pointer is at; where both are in reach, the nearer one. */
export function edgeAt(range: Span, view: View, x: number): "start" | "end" | undefined {
  const toStart = Math.abs(x - xOf(view, range.start));
  const toEnd = Math.abs(x - xOf(view, range.end));
  if (Math.min(toStart, toEnd) > edgeReach) return undefined;
  return toStart <= toEnd ? "start" : "end";
}
