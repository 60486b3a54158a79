import { z } from "zod";

/** An exact ratio of two safe integers, the denominator positive: a time base (seconds per tick) or a frame rate. */
export const Rational = z.object({ num: z.int(), den: z.int().positive() });
export type Rational = z.infer<typeof Rational>;

const gcd = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y > 0n) [x, y] = [y, x % y];
  return x;
};

/** Builds a ratio in lowest terms. Throws RangeError when the denominator is zero or a part is no safe integer. */
export function rational(num: number, den: number): Rational {
  if (!Number.isSafeInteger(num) || !Number.isSafeInteger(den) || den === 0)
    throw new RangeError(`not a ratio of integers: ${num}/${den}`);
  const sign = den < 0 ? -1n : 1n;
  const divisor = gcd(BigInt(num), BigInt(den)) || 1n;
  return { num: Number((sign * BigInt(num)) / divisor), den: Number((sign * BigInt(den)) / divisor) };
}

/** Reads "30000/1001", "25" or "29.97" (the NTSC family is recognised: 29.97 is 30000/1001). Undefined when it is none of these or not positive. */
export function parseRational(text: string): Rational | undefined {
  const fraction = /^\s*(\d{1,15})\s*[/:]\s*(\d{1,15})\s*$/.exec(text);
  if (fraction) {
    const [num, den] = [Number(fraction[1]), Number(fraction[2])];
    return num > 0 && den > 0 ? rational(num, den) : undefined;
  }
  if (!/^\s*\d{1,9}(\.\d{1,6})?\s*$/.test(text)) return undefined;
  const value = Number(text);
  if (value <= 0) return undefined;
  const whole = Math.round(value * 1.001);
  // 23.976, 29.97, 59.94 and their longer spellings all mean N*1000/1001.
  if (!Number.isInteger(value) && Math.abs((whole * 1000) / 1001 - value) < 0.006)
    return rational(whole * 1000, 1001);
  return rational(Math.round(value * 1_000_000), 1_000_000);
}

/** The ratio as a floating number: for display and foreign formats only. */
export const ratio = (r: Rational): number => r.num / r.den;
