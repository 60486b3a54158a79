import { fineBytes } from "../../embed/fine.ts";

/** Where the further bits of a stored row begin: behind its 8-bit numbers. */
export const fineAt = (width: number): number => width;

/** Bytes from one stored row to the next: its numbers, their further bits, then its scale, on a boundary of four. */
export const rowBytesOf = (width: number): number => Math.ceil((width + fineBytes(width)) / 4) * 4 + 4;

/** A copy on a boundary of its own, as numbers need one. */
export function owned(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}
