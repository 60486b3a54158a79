import { decodeWindow, type ListOrder } from "./decode-window.ts";
import type { Interval } from "./interval.ts";
import { scaleToUnit } from "./normalise.ts";
import type { DecoderParameters } from "./parameters.ts";
import { gaussianSmooth } from "./smooth.ts";
import { suppressRepeats } from "./suppress.ts";

/**
 * Decodes a long curve where it matters: the highest peaks of the whole curve choose local windows, each window is
 * decoded on its own scale, and its scores count by how high its peak stands among all. A whole-file scale would let
 * one far peak flatten every other moment.
 */
export function groundLongCurve(
  values: ArrayLike<number>,
  p: DecoderParameters,
  window: number,
  order: ListOrder = "box",
): Interval[] {
  const unit = scaleToUnit(values);
  const smooth = gaussianSmooth(unit, 1);
  const found: Interval[] = [];
  for (const peak of highestPeaks(smooth, Math.floor(window / 2), 2 * p.limit)) {
    const from = Math.max(0, Math.min(values.length - window, peak - Math.floor(window / 2)));
    const to = Math.min(values.length, from + window);
    const height = smooth[peak] ?? 0;
    for (const { start, end, score } of decodeWindow(unit.subarray(from, to), p, order)) {
      // Windows overlap: a moment belongs to the peak whose window sees it whole.
      const cut = (start === 0 && from > 0) || (end === to - from && to < values.length);
      found.push({ start: start + from, end: end + from, score: score * height * (cut ? 0.5 : 1) });
    }
  }
  if (found.length === 0) return [{ start: 0, end: values.length, score: 0 }];
  return suppressRepeats(found, p.maxOverlap, p.limit);
}

/** Indices of the highest values that are at least `apart` samples from a higher one, highest first. */
export function highestPeaks(values: Float64Array, apart: number, limit: number): number[] {
  const local: number[] = [];
  for (let t = 0; t < values.length; t++) {
    const here = values[t] ?? 0;
    if (here > 0 && here >= (values[t - 1] ?? -1) && here > (values[t + 1] ?? -1)) local.push(t);
  }
  local.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
  const peaks: number[] = [];
  for (const t of local) {
    if (peaks.length >= limit) break;
    if (peaks.every((other) => Math.abs(other - t) >= apart)) peaks.push(t);
  }
  return peaks;
}
