import { z } from "zod";
import { Rational } from "./rational.ts";

/** A count of time-base units. Presentation times may be negative. */
export const Ticks = z.int();
export type Ticks = z.infer<typeof Ticks>;

/** A half-open range [start, end) in ticks of `timeBase` (seconds per tick). */
export const TimeRange = z
  .object({ start: Ticks, end: Ticks, timeBase: Rational })
  .refine((r) => r.end >= r.start, { message: "a range ends before it starts" });
export type TimeRange = z.infer<typeof TimeRange>;

type Rounding = "nearest" | "down" | "up";

/**
 * Converts ticks between time bases without floating error.
 * Halves round away from zero for "nearest" (the rule of FFmpeg's av_rescale_q), "down" is towards minus infinity.
 * Throws RangeError when the result leaves the safe integers.
 */
export function rescale(ticks: Ticks, from: Rational, to: Rational, rounding: Rounding = "nearest"): Ticks {
  const top = BigInt(ticks) * BigInt(from.num) * BigInt(to.den);
  const bottom = BigInt(from.den) * BigInt(to.num);
  const value = Number(divide(top, bottom, rounding));
  if (!Number.isSafeInteger(value))
    throw new RangeError(`time out of range: ${ticks} * ${from.num}/${from.den} s`);
  return value;
}

function divide(top: bigint, bottom: bigint, rounding: Rounding): bigint {
  const [n, d] = bottom < 0n ? [-top, -bottom] : [top, bottom];
  const quotient = n / d;
  const rest = n % d;
  if (rest === 0n) return quotient;
  const floor = n < 0n ? quotient - 1n : quotient;
  if (rounding === "down") return floor;
  if (rounding === "up") return floor + 1n;
  const magnitude = rest < 0n ? -rest : rest;
  if (magnitude * 2n < d) return quotient;
  return n < 0n ? quotient - 1n : quotient + 1n;
}

/** Ticks as seconds: for a screen or a foreign format only. */
export const toSeconds = (ticks: Ticks, timeBase: Rational): number => (ticks * timeBase.num) / timeBase.den;

/** The tick nearest to a time in seconds. */
export const fromSeconds = (seconds: number, timeBase: Rational): Ticks =>
  Math.round((seconds * timeBase.den) / timeBase.num);

/** Length of what two ranges in the same time base share; 0 when they are apart. */
export const overlap = (a: { start: number; end: number }, b: { start: number; end: number }): number =>
  Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));

/** Temporal intersection over union of two half-open ranges in the same unit; 0 when both are empty. */
export function temporalIoU(a: { start: number; end: number }, b: { start: number; end: number }): number {
  const shared = overlap(a, b);
  const union = a.end - a.start + (b.end - b.start) - shared;
  return union > 0 ? shared / union : 0;
}
