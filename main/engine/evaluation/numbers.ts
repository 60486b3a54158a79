/** A share as a percentage with two decimals, halves to even as Python's formatting writes them. */
export function percent(share: number): number {
  const value = 100 * share;
  const eighths = value * 8;
  // Only multiples of 1/8 can be exact halves at the second decimal.
  if (Number.isInteger(eighths) && eighths % 2 !== 0) {
    const lower = Math.floor(value * 100);
    return (lower % 2 === 0 ? lower : lower + 1) / 100;
  }
  return Number(value.toFixed(2));
}

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, v) => sum + v, 0) / values.length;

/** Evenly spaced numbers with both ends included, rounded as NumPy's linspace rounds them. */
export function evenly(from: number, to: number, count: number): number[] {
  const step = (to - from) / (count - 1);
  return Array.from({ length: count }, (_, i) => (i === count - 1 ? to : i * step + from));
}

/** The thresholds 0.5, 0.55, ... 0.95 of the moment and detection protocols. */
export const iouThresholds: readonly number[] = evenly(0.5, 0.95, 10);

/** Such a threshold as it is written in metric names. */
export const thresholdName = (threshold: number): string => String(Number(threshold.toFixed(2)));
