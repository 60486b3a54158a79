/** Scales to 0..1; a flat curve becomes all zeros. Values that are no numbers count as the lowest. */
export function scaleToUnit(values: ArrayLike<number>): Float64Array {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const out = new Float64Array(values.length);
  const range = high - low;
  if (!(range > 1e-9)) return out;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    out[i] = Number.isFinite(value) ? (value - low) / range : 0;
  }
  return out;
}

/** Exact one-dimensional Otsu split: the threshold with the largest variance between its two classes. */
export function otsuThreshold(values: Float64Array): number {
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  let total = 0;
  for (const value of sorted) total += value;
  let best = -1;
  let threshold = sorted[count - 1] ?? 0;
  let below = 0;
  for (let i = 1; i < count; i++) {
    below += sorted[i - 1] ?? 0;
    const spread = i * (count - i) * ((total - below) / (count - i) - below / i) ** 2;
    if (spread > best) {
      best = spread;
      threshold = ((sorted[i - 1] ?? 0) + (sorted[i] ?? 0)) / 2;
    }
  }
  return threshold;
}

/** Mean of what lies below and of what reaches a threshold; with nothing below, the lowest value stands for the background. */
export function twoLevels(
  values: Float64Array,
  threshold: number,
): { background: number; foreground: number } {
  let low = 0;
  let lows = 0;
  let high = 0;
  let highs = 0;
  let least = Infinity;
  for (const value of values) {
    if (value < least) least = value;
    if (value < threshold) {
      low += value;
      lows++;
    } else {
      high += value;
      highs++;
    }
  }
  return { background: lows > 0 ? low / lows : least, foreground: highs > 0 ? high / highs : threshold };
}
