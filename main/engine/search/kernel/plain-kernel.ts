import { arenaOf } from "./arena.ts";
import type { Kernel, KernelShape } from "./kernel.ts";
import { strideOf, type CoarseQuery, type FineQuery } from "./query.ts";

/** Bits set in a 32-bit number (Hacker's Delight, 5-2). */
export function popcount(value: number): number {
  let bits = value - ((value >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

const most = 2 ** 32 - 65_536;

/** The kernel in plain JavaScript: for machines whose WebAssembly lacks SIMD, and what the others are held against. */
export function plainKernel(shape: KernelShape): Kernel {
  const { width, rowBytes, planes } = shape;
  const stride = strideOf(width);
  const words = stride / 4;
  const full = width * (2 ** planes - 1);
  const buffer = new ArrayBuffer(65_536, { maxByteLength: most });
  const arena = arenaOf(
    {
      buffer,
      reach: (bytes) => {
        if (bytes > buffer.byteLength) buffer.resize(Math.ceil(bytes / 65_536) * 65_536);
      },
    },
    shape,
  );
  const { rooms } = arena;
  // These follow the buffer as it grows.
  const [bytes, ints] = [new Int8Array(buffer), new Int32Array(buffer)];
  const floats = new Float32Array(buffer);
  let query = new Int16Array(width);
  let asked = new Int32Array(planes * words);
  let unit = 0;
  const found = new Int32Array(buffer, rooms.hits);
  const estimates = new Float32Array(buffer, rooms.hits);
  return {
    name: "plain",
    allocate: arena.allocate,
    clear: arena.clear,
    memory: () => new Uint8Array(buffer),
    ask: (coarse: CoarseQuery, fine: FineQuery) => {
      unit = coarse.unit;
      query = fine.values.slice();
      asked = new Int32Array(planes * words);
      for (const [j, plane] of coarse.planes.entries()) new Uint8Array(asked.buffer).set(plane, j * stride);
    },
    scan: ({ bits, factors, count, base, threshold }) => {
      let hits = 0;
      const least = Math.fround(threshold);
      for (let cell = 0, at = bits >> 2; cell < count; cell++, at += words) {
        let distance = 0;
        for (let j = 0, q = 0; j < planes; j++) {
          let apart = 0;
          for (let k = 0; k < words; k++, q++) apart += popcount(ints[at + k]! ^ asked[q]!);
          distance += apart << j;
        }
        const product = Math.fround(unit * Math.fround(full - 2 * distance));
        const estimate = Math.fround(
          Math.fround(base) + Math.fround(floats[(factors >> 2) + cell]! * product),
        );
        if (estimate > least) {
          found[hits * 2] = cell;
          estimates[hits * 2 + 1] = estimate;
          hits++;
        }
      }
      return hits;
    },
    hitAt: (i) => found[i * 2]!,
    estimateAt: (i) => estimates[i * 2 + 1]!,
    staging: rooms.staging,
    dots: (count) => {
      const out = new Int32Array(count);
      for (let row = 0, at = rooms.staging; row < count; row++, at += rowBytes) {
        let sum = 0;
        for (let i = 0; i < width; i++) sum += query[i]! * bytes[at + i]!;
        out[row] = sum;
      }
      return out;
    },
  };
}
