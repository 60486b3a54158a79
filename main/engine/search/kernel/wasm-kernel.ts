import { arenaOf } from "./arena.ts";
import type { Kernel, KernelShape } from "./kernel.ts";
import { strideOf } from "./query.ts";
import { wasm } from "./wasm-api.ts";
import { kernelModule, type Counting } from "./wasm-code.ts";

const page = 65_536;

interface Exports {
  readonly scan: (
    bits: number,
    factors: number,
    count: number,
    planes: number,
    full: number,
    unit: number,
    base: number,
    threshold: number,
    out: number,
  ) => number;
  readonly dot: (row: number, query: number) => number;
}

/** The kernel in WebAssembly with SIMD. Errors: CompileError where that is missing. */
export function wasmKernel(shape: KernelShape, counting: Counting): Kernel {
  const { width, rowBytes, planes } = shape;
  const stride = strideOf(width);
  const memory = new wasm.Memory({ initial: 1, maximum: 65_536 });
  const instance = new wasm.Instance(new wasm.Module(kernelModule(shape, counting)), {
    env: { memory },
  });
  const { scan, dot } = instance.exports as unknown as Exports;
  let all = new Uint8Array(memory.buffer);
  let view = new DataView(memory.buffer);
  const arena = arenaOf(
    {
      get buffer() {
        return memory.buffer;
      },
      reach: (bytes) => {
        const missing = Math.ceil((bytes - memory.buffer.byteLength) / page);
        if (missing <= 0) return;
        memory.grow(missing);
        all = new Uint8Array(memory.buffer);
        view = new DataView(memory.buffer);
      },
    },
    shape,
  );
  const { rooms } = arena;
  const full = width * (2 ** planes - 1);
  let unit = 0;
  return {
    name: counting === "simd" ? "wasm-simd" : "wasm",
    allocate: arena.allocate,
    clear: arena.clear,
    memory: () => all,
    ask: (coarse, fine) => {
      unit = coarse.unit;
      for (const [j, plane] of coarse.planes.entries()) all.set(plane, rooms.planes + j * stride);
      all.fill(0, rooms.query, rooms.staging);
      for (const [i, value] of fine.values.entries()) view.setInt16(rooms.query + i * 2, value, true);
    },
    scan: ({ bits, factors, count, base, threshold }) =>
      count === 0
        ? 0
        : (scan(bits, factors, count, rooms.planes, full, unit, base, threshold, rooms.hits) - rooms.hits) /
          8,
    hitAt: (i) => view.getInt32(rooms.hits + i * 8, true),
    estimateAt: (i) => view.getFloat32(rooms.hits + i * 8 + 4, true),
    staging: rooms.staging,
    dots: (count) => {
      const out = new Int32Array(count);
      for (let row = 0; row < count; row++) out[row] = dot(rooms.staging + row * rowBytes, rooms.query);
      return out;
    },
  };
}
