import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assemble, op, signed, unsigned } from "../../../main/engine/search/kernel/assembler.ts";
import { createKernel } from "../../../main/engine/search/kernel/choose.ts";
import { cellsPerScan, type Kernel, type KernelShape } from "../../../main/engine/search/kernel/kernel.ts";
import { plainKernel, popcount } from "../../../main/engine/search/kernel/plain-kernel.ts";
import { coarseQuery, fineQuery, strideOf } from "../../../main/engine/search/kernel/query.ts";
import { wasmKernel } from "../../../main/engine/search/kernel/wasm-kernel.ts";
import { rowBytesOf } from "../../../main/engine/search/record/layout.ts";
import { random } from "../../../bench/search/clusters.ts";

const shapeOf = (width: number, planes: number): KernelShape => ({
  width,
  planes,
  rowBytes: rowBytesOf(width),
});

/** The same cells and question in a kernel; what it reports. */
function scanned(
  kernel: Kernel,
  width: number,
  planes: number,
  seed: number,
  count: number,
  threshold: number,
) {
  const { next, whole } = random(seed);
  const stride = strideOf(width);
  // Something before it, so that offsets matter.
  kernel.allocate(whole(100));
  const bits = kernel.allocate(count * stride);
  const factors = kernel.allocate(count * 4);
  const memory = kernel.memory();
  for (let cell = 0; cell < count; cell++)
    for (let i = 0; i < width; i++)
      if (next() < 0.5) memory[bits + cell * stride + (i >> 3)]! |= 1 << (i & 7);
  const view = new DataView(memory.buffer);
  for (let cell = 0; cell < count; cell++) view.setFloat32(factors + cell * 4, next() * 0.1, true);
  const query = Float32Array.from({ length: width }, () => next() - 0.5);
  kernel.ask(coarseQuery(query, planes), fineQuery(query));
  const hits = kernel.scan({ bits, factors, count, base: next() - 0.5, threshold });
  return Array.from({ length: hits }, (_, i) => [kernel.hitAt(i), kernel.estimateAt(i)]);
}

describe("counting bits", () => {
  it("agrees with counting them one by one", () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(popcount(value)).toBe((value >>> 0).toString(2).replaceAll("0", "").length);
      }),
    );
  });
});

describe("the kernels", () => {
  it("estimate the same to the last bit, whatever the width, the planes and the threshold", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1100 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(),
        fc.integer({ min: 0, max: 70 }),
        fc.constantFrom(-Infinity, -0.2, 0, 0.3, Infinity),
        (width, planes, seed, count, threshold) => {
          const kernels = [
            plainKernel(shapeOf(width, planes)),
            wasmKernel(shapeOf(width, planes), "simd"),
            wasmKernel(shapeOf(width, planes), "scalar"),
          ];
          const [plain, simd, scalar] = kernels.map((k) => scanned(k, width, planes, seed, count, threshold));
          expect(simd).toEqual(plain);
          expect(scalar).toEqual(plain);
          if (threshold === -Infinity) expect(plain).toHaveLength(count);
          if (threshold === Infinity) expect(plain).toHaveLength(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("do so for the widest vectors, whose counts would overflow a byte, and for a full call", () => {
    for (const [width, count] of [
      [8192, 3],
      [64, cellsPerScan],
    ] as const) {
      const plain = scanned(plainKernel(shapeOf(width, 4)), width, 4, 5, count, -Infinity);
      expect(scanned(wasmKernel(shapeOf(width, 4), "simd"), width, 4, 5, count, -Infinity)).toEqual(plain);
      expect(scanned(wasmKernel(shapeOf(width, 4), "scalar"), width, 4, 5, count, -Infinity)).toEqual(plain);
    }
  });

  it("give the estimate that the formula says", () => {
    const [width, planes] = [37, 3];
    const kernel = plainKernel(shapeOf(width, planes));
    const bits = kernel.allocate(strideOf(width));
    const factors = kernel.allocate(4);
    const signs = Array.from({ length: width }, (_, i) => (i * 7) % 3 === 0);
    for (const [i, on] of signs.entries()) if (on) kernel.memory()[bits + (i >> 3)]! |= 1 << (i & 7);
    new DataView(kernel.memory().buffer).setFloat32(factors, 0.25, true);
    const query = Float32Array.from({ length: width }, (_, i) => Math.sin(i * 1.7));
    const coarse = coarseQuery(query, planes);
    kernel.ask(coarse, fineQuery(query));
    expect(kernel.scan({ bits, factors, count: 1, base: 0.5, threshold: -1e9 })).toBe(1);
    let sum = 0;
    for (let i = 0; i < width; i++) {
      let level = 0;
      for (const [j, plane] of coarse.planes.entries())
        level += 2 ** j * (((plane[i >> 3]! >> (i & 7)) & 1) === 1 ? 1 : -1);
      sum += level * coarse.unit * (signs[i] ? 1 : -1);
    }
    expect(kernel.estimateAt(0)).toBeCloseTo(0.5 + 0.25 * sum, 5);
  });

  it("take the same exact products, at the edges of what 32 bits hold", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2100 }), fc.nat(), fc.boolean(), (width, seed, extreme) => {
        const { next } = random(seed);
        const query = Float32Array.from({ length: width }, () => (extreme ? -1 : next() - 0.5));
        const fine = fineQuery(query);
        const rows = Int8Array.from({ length: 2 * rowBytesOf(width) }, () =>
          extreme ? 127 : Math.round(next() * 254) - 127,
        );
        const products = [
          plainKernel(shapeOf(width, 1)),
          wasmKernel(shapeOf(width, 1), "simd"),
          createKernel(shapeOf(width, 1)),
        ].map((kernel) => {
          kernel.ask(coarseQuery(query, 1), fine);
          new Int8Array(kernel.memory().buffer).set(rows, kernel.staging);
          return [...kernel.dots(2)];
        });
        const exact = [0, 1].map((row) =>
          fine.values.reduce((sum, value, i) => sum + value * rows[row * rowBytesOf(width) + i]!, 0),
        );
        for (const product of products) expect(product).toEqual(exact);
      }),
      { numRuns: 60 },
    );
  });

  it("keep what they hold as their memory grows, and forget it when cleared", () => {
    for (const kernel of [plainKernel(shapeOf(64, 1)), createKernel(shapeOf(64, 1))]) {
      const first = kernel.allocate(1000);
      kernel.memory().fill(7, first, first + 1000);
      const second = kernel.allocate(3_000_000);
      expect(second % 16).toBe(0);
      expect(
        kernel
          .memory()
          .subarray(first, first + 1000)
          .every((value) => value === 7),
      ).toBe(true);
      kernel.clear();
      expect(kernel.allocate(16)).toBe(first);
    }
  });
});

describe("rounding a question", () => {
  it("comes nearer to it with every plane", () => {
    const { next } = random(3);
    const query = Float32Array.from({ length: 512 }, () => next() + next() + next() - 1.5);
    const errors = [1, 2, 3, 4].map((planes) => {
      const { planes: bits, unit } = coarseQuery(query, planes);
      let sum = 0;
      for (const [i, value] of query.entries()) {
        let level = 0;
        for (const [j, plane] of bits.entries())
          level += 2 ** j * (((plane[i >> 3]! >> (i & 7)) & 1) === 1 ? 1 : -1);
        sum += (value - unit * level) ** 2;
      }
      return Math.sqrt(sum);
    });
    for (let i = 1; i < errors.length; i++) expect(errors[i]!).toBeLessThan(errors[i - 1]! * 0.7);
  });

  it("leaves a question of nothing as nothing", () => {
    expect(coarseQuery(new Float32Array(10), 2).unit).toBe(0);
    expect([...fineQuery(new Float32Array(3)).values]).toEqual([0, 0, 0]);
  });
});

describe("the assembler", () => {
  it("writes numbers as the format wants them", () => {
    expect(unsigned(0)).toEqual([0]);
    expect(unsigned(624485)).toEqual([0xe5, 0x8e, 0x26]);
    expect(signed(-123456)).toEqual([0xc0, 0xbb, 0x78]);
    expect(signed(64)).toEqual([0xc0, 0]);
  });

  it("makes modules that run", () => {
    const add = { name: "add", parameters: ["i32", "i32"], result: "i32", locals: [] } as const;
    const bytes = assemble([{ ...add, body: [...op.get(0), ...op.get(1), ...op.i32.add] }]);
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
    expect((exports["add"] as (a: number, b: number) => number)(40, 2)).toBe(42);
  });
});
