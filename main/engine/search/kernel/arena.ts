import { mostPlanes, strideOf } from "./query.ts";
import { cellsPerScan, rowsPerDot, type KernelShape } from "./kernel.ts";

/** A buffer that grows, as WebAssembly's memory does. */
export interface Growing {
  readonly buffer: ArrayBuffer;
  /** Makes it at least so many bytes long. Errors: RangeError. */
  reach(bytes: number): void;
}

const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** Where the fixed rooms of a kernel lie, and the rest that is given out. */
export function arenaOf(growing: Growing, { width, rowBytes }: KernelShape) {
  let end = 0;
  const take = (bytes: number): number => {
    const from = end;
    end += aligned(bytes);
    growing.reach(end);
    return from;
  };
  const rooms = {
    planes: take(mostPlanes * strideOf(width)),
    // Padded with zeros to whole registers, so that the bytes behind a row do not count.
    query: take(Math.ceil(width / 8) * 16),
    staging: take(rowsPerDot * rowBytes + 16),
    dots: take(rowsPerDot * 4),
    hits: take(cellsPerScan * 8),
  };
  const fixed = end;
  return {
    rooms,
    allocate: take,
    clear: (): void => {
      end = fixed;
    },
  };
}
