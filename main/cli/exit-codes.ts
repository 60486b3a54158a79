import type { ErrorCode } from "../../contract/errors.ts";

/** What the shell is told. An empty result is "done". */
export const exitCodes = { done: 0, failed: 1, usage: 2, input: 3, cancelled: 4, missing: 5 } as const;

const byCode: Partial<Record<ErrorCode, number>> = {
  "bad-arguments": exitCodes.usage,
  "bad-question": exitCodes.usage,
  "out-of-range": exitCodes.usage,
  "not-found": exitCodes.input,
  "not-a-file": exitCodes.input,
  permission: exitCodes.input,
  empty: exitCodes.input,
  unreadable: exitCodes.input,
  "no-video": exitCodes.input,
  unsupported: exitCodes.input,
  encrypted: exitCodes.input,
  "too-large": exitCodes.input,
  cancelled: exitCodes.cancelled,
  "tool-missing": exitCodes.missing,
  "model-missing": exitCodes.missing,
  "model-refused": exitCodes.input,
};

/** The exit code of an error: 1 for whatever has no better one. */
export const exitCodeOf = (code: ErrorCode): number => byCode[code] ?? exitCodes.failed;
