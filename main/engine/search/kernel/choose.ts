import type { Kernel, KernelShape } from "./kernel.ts";
import { plainKernel } from "./plain-kernel.ts";
import { coarseQuery, fineQuery, strideOf } from "./query.ts";
import { wasm } from "./wasm-api.ts";
import { wasmKernel } from "./wasm-kernel.ts";

/** Which way of counting bits is quickest here; found out once for each thread. */
let quickest: "simd" | "scalar" | undefined;

/**
 * The quickest kernel for this machine: bits are counted with SIMD where the processor can (ARM), with its 64-bit count
 * where SIMD would only imitate that (x86 without AVX-512); plain JavaScript where WebAssembly has no SIMD at all.
 */
export function createKernel(shape: KernelShape): Kernel {
  try {
    quickest ??= timed("scalar") < timed("simd") ? "scalar" : "simd";
    return wasmKernel(shape, quickest);
  } catch (error) {
    if (!(error instanceof wasm.CompileError)) throw error;
    return plainKernel(shape);
  }
}

function timed(counting: "simd" | "scalar"): number {
  const width = 512;
  const kernel = wasmKernel({ width, rowBytes: 516, planes: 2 }, counting);
  const count = 512;
  const job = {
    bits: kernel.allocate(count * strideOf(width)),
    factors: kernel.allocate(count * 4),
    count,
    base: 0,
    threshold: Infinity,
  };
  const query = new Float32Array(width).fill(1);
  kernel.ask(coarseQuery(query, 2), fineQuery(query));
  let best = Infinity;
  // The first calls run before the optimising compiler is through.
  for (let i = 0; i < 12; i++) {
    const began = performance.now();
    kernel.scan(job);
    best = Math.min(best, performance.now() - began);
  }
  return best;
}
