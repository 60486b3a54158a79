/** Anything with a place in time. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The slice of spans, sorted by start, that touch [from, to]. `longest` is the longest span of the list, so that the
 * search can begin early enough: the cost is that of what is shown, not of the list.
 */
export function visible<T extends Span>(
  sorted: readonly T[],
  longest: number,
  from: number,
  to: number,
): T[] {
  let [low, high] = [0, sorted.length];
  const wanted = from - longest;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.start ?? Infinity) < wanted) low = middle + 1;
    else high = middle;
  }
  const out: T[] = [];
  for (let i = low; i < sorted.length; i++) {
    const span = sorted[i];
    if (!span || span.start > to) break;
    if (span.end >= from) out.push(span);
  }
  return out;
}

export const longestOf = (spans: readonly Span[]): number =>
  spans.reduce((most, s) => Math.max(most, s.end - s.start), 0);

/** Of many thin things on one pixel the first is drawn: the others would only paint it again. */
export function onePerPixel(): (x: number) => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return (x) => {
    const pixel = Math.floor(x);
    if (pixel === last) return false;
    last = pixel;
    return true;
  };
}
