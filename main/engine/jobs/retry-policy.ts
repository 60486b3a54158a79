import type { ErrorCode } from "../../../contract/errors.ts";

/** What may pass by itself: the rest fails at once, since trying again cannot help. */
const passing: ReadonlySet<ErrorCode> = new Set([
  "timeout",
  "tool-failed",
  "disk-full",
  "internal",
  "library-busy",
]);

export const maxAttempts = 3;

/** Milliseconds to wait before attempt `attempts + 1`, or undefined when it is not to be tried again by itself. */
export function backOff(code: ErrorCode, attempts: number): number | undefined {
  if (!passing.has(code) || attempts >= maxAttempts) return undefined;
  return 2000 * 4 ** (attempts - 1);
}
