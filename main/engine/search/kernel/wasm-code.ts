import { assemble, op, type Code, type ValueType } from "./assembler.ts";
import type { KernelShape } from "./kernel.ts";
import { strideOf } from "./query.ts";

/** How a cell's distance is counted: 16 bytes at once, or 8 with the processor's own bit count. */
export type Counting = "simd" | "scalar";

/** Sums of popcounts fit a byte for so many registers of 16 bytes: 31 * 8 < 256. */
const bytesHold = 31;

// Parameters of scan.
const [bits, factors, count, planes, full, unit, base, threshold, out] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const scanParameters: ValueType[] = ["i32", "i32", "i32", "i32", "i32", "f32", "f32", "f32", "i32"];

/**
 * scan(bits, factors, count, planes, full, unit, base, threshold, out): writes pairs of cell and estimate for the cells
 * above the threshold and returns the end of the list. dot(row, query): the sum of products of one row. Both are written
 * out for the width at hand: no inner loop, the question's planes in registers as far as there are any.
 */
export function kernelModule(shape: KernelShape, counting: Counting): Uint8Array<ArrayBuffer> {
  return assemble([scanFunction(shape, counting), dotFunction(shape)]);
}

function scanFunction({ width, planes: planeCount }: KernelShape, counting: Counting) {
  const stride = strideOf(width);
  const parts = counting === "simd" ? stride / 16 : stride / 8;
  const type: ValueType = counting === "simd" ? "v128" : "i64";
  const first = scanParameters.length;
  // Locals: the cell's number, its distance, its estimate, parts of the cell, running counts, then the planes.
  const [cell, distance, estimate, part, low, high] = [
    first,
    first + 1,
    first + 2,
    first + 3,
    first + 4,
    first + 5,
  ];
  const plane = (j: number, k: number): number => first + 6 + j * parts + k;
  const load = (offset: number): Code => (counting === "simd" ? op.v128.load(offset) : op.i64.load(offset));
  const preload: Code[] = [];
  for (let j = 0; j < planeCount; j++)
    for (let k = 0; k < parts; k++)
      preload.push(op.get(planes), load((j * parts + k) * (stride / parts)), op.set(plane(j, k)));
  const distanceCode =
    counting === "simd"
      ? simdDistance(parts, planeCount, { part, low, high, plane })
      : scalarDistance(parts, planeCount, { part, low, plane });
  const body: Code[] = [
    ...preload,
    op.loop(
      [
        distanceCode,
        op.set(distance),
        // base + factor * (unit * (full - 2 * distance))
        op.get(base),
        op.get(factors),
        op.f32.load(0),
        op.get(unit),
        op.get(full),
        op.get(distance),
        op.i32.const(1),
        op.i32.shl,
        op.i32.sub,
        op.f32.fromSigned,
        op.f32.mul,
        op.f32.mul,
        op.f32.add,
        op.set(estimate),
        op.get(estimate),
        op.get(threshold),
        op.f32.more,
        op.when(
          [
            op.get(out),
            op.get(cell),
            op.i32.store(0),
            op.get(out),
            op.get(estimate),
            op.f32.store(4),
            op.get(out),
            op.i32.const(8),
            op.i32.add,
            op.set(out),
          ].flat(),
        ),
        op.get(bits),
        op.i32.const(stride),
        op.i32.add,
        op.set(bits),
        op.get(factors),
        op.i32.const(4),
        op.i32.add,
        op.set(factors),
        op.get(cell),
        op.i32.const(1),
        op.i32.add,
        op.set(cell),
        op.get(cell),
        op.get(count),
        op.i32.lessUnsigned,
        op.again(0),
      ].flat(),
    ),
    op.get(out),
  ];
  const locals: ValueType[] = ["i32", "i32", "f32", type, type, type];
  for (let i = 0; i < planeCount * parts; i++) locals.push(type);
  return { name: "scan", parameters: scanParameters, result: "i32", locals, body: body.flat() } as const;
}

interface Locals {
  readonly part: number;
  readonly low: number;
  readonly plane: (j: number, k: number) => number;
}

/** Weighted distance with 64-bit counts. */
function scalarDistance(parts: number, planeCount: number, { part, low, plane }: Locals): Code {
  const code: Code[] = [op.i64.const(0), op.set(low)];
  for (let k = 0; k < parts; k++) {
    code.push(op.get(bits), op.i64.load(k * 8), op.set(part));
    for (let j = 0; j < planeCount; j++) {
      code.push(op.get(low), op.get(part), op.get(plane(j, k)), op.i64.xor, op.i64.popcount);
      if (j > 0) code.push(op.i64.const(j), op.i64.shl);
      code.push(op.i64.add, op.set(low));
    }
  }
  return [...code.flat(), ...op.get(low), ...op.i32.wrap];
}

/** Weighted distance with 16 counts of a byte side by side, widened before they could overflow. */
function simdDistance(
  parts: number,
  planeCount: number,
  { part, low, high, plane }: Locals & { readonly high: number },
): Code {
  const code: Code[] = [op.v128.zero, op.set(high)];
  for (let j = 0; j < planeCount; j++)
    for (let from = 0; from < parts; from += bytesHold) {
      for (let k = from; k < Math.min(parts, from + bytesHold); k++) {
        const counted = [
          op.get(bits),
          op.v128.load(k * 16),
          op.get(plane(j, k)),
          op.v128.xor,
          op.v128.popcount8,
        ];
        code.push(...(k === from ? counted : [op.get(low), ...counted, op.v128.add8]), op.set(low));
      }
      code.push(op.get(high), op.get(low), op.v128.widen8to16Unsigned);
      if (j > 0) code.push(op.i32.const(j), op.v128.shl16);
      code.push(op.v128.add16, op.set(high));
    }
  code.push(op.get(high), op.v128.widen16to32Unsigned, op.set(part));
  for (let lane = 0; lane < 4; lane++) {
    code.push(op.get(part), op.v128.lane32(lane));
    if (lane > 0) code.push(op.i32.add);
  }
  return code.flat();
}

function dotFunction({ width }: KernelShape) {
  const [row, query, even, odd] = [0, 1, 2, 3];
  const code: Code[] = [];
  for (let k = 0; k * 8 < width; k++) {
    const sum = k % 2 === 0 ? even : odd;
    code.push(
      op.get(sum),
      op.get(row),
      op.v128.load8as16(k * 8),
      op.get(query),
      op.v128.load(k * 16),
      op.v128.dot16,
      op.v128.add32,
      op.set(sum),
    );
  }
  code.push(op.get(even), op.get(odd), op.v128.add32, op.set(even));
  for (let lane = 0; lane < 4; lane++) {
    code.push(op.get(even), op.v128.lane32(lane));
    if (lane > 0) code.push(op.i32.add);
  }
  return {
    name: "dot",
    parameters: ["i32", "i32"],
    result: "i32",
    locals: ["v128", "v128"],
    body: code.flat(),
  } as const;
}
