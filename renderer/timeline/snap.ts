/** A time that edges are drawn to. */
export interface Magnet {
  readonly time: number;
  /** "cut": an in-point lands on it, an out-point before it, which on half-open ranges is the same time. */
  readonly kind: "cut" | "playhead" | "moment" | "edge";
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
