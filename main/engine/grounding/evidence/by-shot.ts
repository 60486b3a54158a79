/** Windows near a cut see two shots: so many seconds at both ends of a shot are left out of its mean, where it is longer than that. */
const mixed = 1;

/** No mean is of more seconds than these: in a long take things come and go. */
const longest = 16;

/**
 * A curve whose value is, all through a shot, the mean of that shot, and in a long take that of the seconds around: an encoder of short
 * windows flickers within a shot, and what it looks at beside a cut is half another one. `step` in seconds; `bounds` are the times of
 * cuts, dissolves and fades, rising.
 */
export function byShot(curve: Float32Array, step: number, bounds: readonly number[]): Float32Array {
  const out = new Float32Array(curve.length);
  const trim = Math.round(mixed / step);
  const most = Math.round(longest / step);
  const index = (time: number): number => Math.min(curve.length, Math.max(0, Math.round(time / step)));
  const edges = [0, ...bounds.map(index), curve.length];
  for (let k = 0; k + 1 < edges.length; k++) {
    const [from, to] = [edges[k] ?? 0, edges[k + 1] ?? 0];
    if (to <= from) continue;
    const inner = to - from > 2 * trim ? trim : 0;
    const [first, last] = [from + inner, to - inner];
    const wide = Math.min(most, last - first);
    let start = first;
    let sum = 0;
    for (let i = start; i < start + wide; i++) sum += curve[i] ?? 0;
    for (let i = from; i < to; i++) {
      // The window stands around i and stays inside the shot.
      const wanted = Math.min(last - wide, Math.max(first, i - (wide >> 1)));
      for (; start < wanted; start++) sum += (curve[start + wide] ?? 0) - (curve[start] ?? 0);
      out[i] = sum / wide;
    }
  }
  return out;
}
