/** A curve at twice as many values, linearly between the given ones; each value stands for the middle of its clip. */
export const twiceAsFine = (curve: readonly number[]): number[] =>
  Array.from({ length: 2 * curve.length }, (_, i) => {
    const at = Math.min(curve.length - 1, Math.max(0, (i + 0.5) / 2 - 0.5));
    const from = Math.floor(at);
    return (curve[from] ?? 0) * (1 - at + from) + (curve[from + 1] ?? 0) * (at - from);
  });
