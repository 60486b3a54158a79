/** The part of JavaScript's WebAssembly interface that is used here; the types of Node do not carry it. */
interface WasmApi {
  readonly Memory: new (size: { initial: number; maximum: number }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: Record<string, Record<string, object>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
  readonly CompileError: new () => Error;
}
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

export const wasm = (globalThis as unknown as { readonly WebAssembly: WasmApi }).WebAssembly;
