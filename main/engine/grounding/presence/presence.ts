import { gaussianSmooth } from "../spans/smooth.ts";

/** "found": as rare as one accident in twenty; "possible": one in five. */
export type PresenceVerdict = "found" | "possible" | "not found";

/** How a question's peak stands among the peaks of generic questions on the same file. */
export interface Presence {
  /** Share of the bank that reaches the question's peak, (1 + count) / (n + 1): small means present. */
  readonly p: number;
  /** The peak in standard deviations of the bank's peaks. */
  readonly z: number;
  readonly verdict: PresenceVerdict;
}

/** Limits of p for the two verdicts. */
export interface PresenceLimits {
  readonly found: number;
  readonly possible: number;
}
export const presenceLimits: PresenceLimits = { found: 0.05, possible: 0.2 };

/** The highest value of a lightly smoothed, unscaled curve; -Infinity for an empty one. Never of a scaled curve: that peak is always 1. */
export function peakOf(curve: ArrayLike<number>, sigma = 1): number {
  let peak = -Infinity;
  for (const value of gaussianSmooth(curve, sigma)) if (value > peak) peak = value;
  return peak;
}

/** Peaks of every bank question on one file; made once per file and channel. */
export const bankPeaks = (
  bank: readonly string[],
  curveOf: (question: string) => ArrayLike<number>,
): Float64Array => Float64Array.from(bank, (question) => peakOf(curveOf(question)));

/**
 * Whether the file shows what was asked, by rank among generic questions. With an empty bank nothing is known: p is 1.
 */
export function presenceOf(
  peak: number,
  bank: Float64Array,
  limits: PresenceLimits = presenceLimits,
): Presence {
  let reached = 0;
  let sum = 0;
  for (const other of bank) {
    if (other >= peak) reached++;
    sum += other;
  }
  const p = (1 + reached) / (bank.length + 1);
  const mean = bank.length > 0 ? sum / bank.length : 0;
  let square = 0;
  for (const other of bank) square += (other - mean) ** 2;
  const deviation = bank.length > 1 ? Math.sqrt(square / bank.length) : 0;
  const z = deviation > 1e-9 && Number.isFinite(peak) ? (peak - mean) / deviation : 0;
  return { p, z, verdict: p <= limits.found ? "found" : p <= limits.possible ? "possible" : "not found" };
}
