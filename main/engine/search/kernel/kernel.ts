import type { CoarseQuery, FineQuery } from "./query.ts";

/** Cells compared in one call; the list of hits has room for as many. */
export const cellsPerScan = 4096;
/** Rows whose exact products are taken in one call. */
export const rowsPerDot = 128;

/** A stretch of cells in the kernel's memory. */
export interface ScanJob {
  /** Offset of the sign bits, `stride` bytes a cell. */
  readonly bits: number;
  /** Offset of the factors, four bytes a cell. */
  readonly factors: number;
  /** At most `cellsPerScan`. */
  readonly count: number;
  /** What every cell has: the product of the question and the file's centre. */
  readonly base: number;
  /** Only cells above are reported. */
  readonly threshold: number;
}

/**
 * The two inner loops of the search over a memory of its own. All kernels give the same numbers to the last bit: sums are
 * whole numbers, and what follows is done in single precision in the same order.
 */
export interface Kernel {
  readonly name: "wasm-simd" | "wasm" | "plain";
  /** Room of so many bytes, on a boundary of 16; stays until `clear`. Errors: RangeError when there is no memory. */
  allocate(bytes: number): number;
  clear(): void;
  /** The whole memory; asked for anew after each `allocate`. */
  memory(): Uint8Array<ArrayBuffer>;
  /** Sets the question for the calls that follow. */
  ask(coarse: CoarseQuery, fine: FineQuery): void;
  /**
   * Estimates of the cells' products with the question: base + factor * (unit * (full - 2 * H)), where H is the weighted
   * Hamming distance. Returns how many lie above the threshold; `hitAt` and `estimateAt` list them.
   */
  scan(job: ScanJob): number;
  hitAt(i: number): number;
  estimateAt(i: number): number;
  /** Where rows are put for `dots`: room for `rowsPerDot` of them. */
  readonly staging: number;
  /** Exact products of the question's whole numbers with `count` rows of 8-bit numbers in the staging room. */
  dots(count: number): Int32Array;
}

export interface KernelShape {
  readonly width: number;
  /** Bytes from one stored row to the next. */
  readonly rowBytes: number;
  /** Bit planes of the question, 1 to 4. */
  readonly planes: number;
}
