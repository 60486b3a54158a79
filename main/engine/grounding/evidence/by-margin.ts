/** In a long take margins are asked for pieces of so many seconds, each with as much around it again. */
const piece = 8;

/**
 * A curve with `weight` of the margin of each shot added: what else fits a shot as well tells against it, also where it is the most alike of
 * all. In a long take each piece has its own. `step` in seconds; `bounds` are the times of cuts, dissolves and fades, rising; `marginOf` says by how
 * much the question fits the film better than any other with one fact changed from one time in seconds to another.
 */
export async function byMargin(
  curve: Float32Array,
  step: number,
  bounds: readonly number[],
  weight: number,
  marginOf: (start: number, end: number) => Promise<number>,
): Promise<Float32Array> {
  const out = curve.slice();
  const index = (time: number): number => Math.min(curve.length, Math.max(0, Math.round(time / step)));
  const edges = [0, ...bounds.map(index), curve.length];
  const longest = Math.round((2 * piece) / step);
  const part = Math.round(piece / step);
  const add = async (from: number, to: number, start: number, end: number): Promise<void> => {
    const more = weight * (await marginOf(start * step, end * step));
    for (let i = from; i < to; i++) out[i]! += more;
  };
  for (let k = 0; k + 1 < edges.length; k++) {
    const [from, to] = [edges[k] ?? 0, edges[k + 1] ?? 0];
    if (to <= from) continue;
    if (to - from <= longest) await add(from, to, from, to);
    else
      for (let i = from; i < to; i += part) {
        const start = Math.min(to - longest, Math.max(from, i - (part >> 1)));
        await add(i, Math.min(to, i + part), start, start + longest);
      }
  }
  return out;
}
