/**
 * Just enough of an assembler for WebAssembly's binary format to write the few straight functions of the search by hand,
 * for the width of the vectors at hand. Opcodes are those of the WebAssembly core specification 2.0.
 */
export type Code = readonly number[];

/** Unsigned LEB128. */
export function unsigned(value: number): number[] {
  const out: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 127;
    rest >>>= 7;
    out.push(rest === 0 ? low : low | 128);
  } while (rest !== 0);
  return out;
}

/** Signed LEB128 of 32 bits. */
export function signed(value: number): number[] {
  const out: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 127;
    rest >>= 7;
    if ((rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0)) return [...out, low];
    out.push(low | 128);
  }
}

export const types = { i32: 0x7f, i64: 0x7e, f32: 0x7d, v128: 0x7b } as const;
export type ValueType = keyof typeof types;

const simd = (opcode: number, ...rest: number[]): Code => [0xfd, ...unsigned(opcode), ...rest];
/** Alignment is a hint; 1 byte is always true. */
const at = (offset: number): Code => [0, ...unsigned(offset)];

export const op = {
  get: (local: number): Code => [0x20, ...unsigned(local)],
  set: (local: number): Code => [0x21, ...unsigned(local)],
  /** A block that is left when it ends, around a loop that is begun again by `again`. */
  loop: (body: Code): Code => [0x03, 0x40, ...body, 0x0b],
  again: (depth: number): Code => [0x0d, ...unsigned(depth)],
  when: (body: Code): Code => [0x04, 0x40, ...body, 0x0b],
  i32: {
    const: (value: number): Code => [0x41, ...signed(value)],
    store: (offset: number): Code => [0x36, ...at(offset)],
    add: [0x6a] as Code,
    sub: [0x6b] as Code,
    shl: [0x74] as Code,
    shrUnsigned: [0x76] as Code,
    lessUnsigned: [0x49] as Code,
    wrap: [0xa7] as Code,
  },
  i64: {
    load: (offset: number): Code => [0x29, ...at(offset)],
    const: (value: number): Code => [0x42, ...signed(value)],
    xor: [0x85] as Code,
    add: [0x7c] as Code,
    shl: [0x86] as Code,
    popcount: [0x7b] as Code,
  },
  f32: {
    load: (offset: number): Code => [0x2a, ...at(offset)],
    store: (offset: number): Code => [0x38, ...at(offset)],
    add: [0x92] as Code,
    mul: [0x94] as Code,
    more: [0x5e] as Code,
    fromSigned: [0xb2] as Code,
  },
  v128: {
    load: (offset: number): Code => simd(0x00, ...at(offset)),
    zero: simd(0x0c, ...Array.from({ length: 16 }, () => 0)),
    xor: simd(0x51),
    popcount8: simd(0x62),
    add8: simd(0x6e),
    widen8to16Unsigned: simd(0x7d),
    widen16to32Unsigned: simd(0x7f),
    add16: simd(142),
    shl16: simd(139),
    add32: simd(174),
    dot16: simd(186),
    /** Eight signed bytes as 16-bit numbers. */
    load8as16: (offset: number): Code => simd(0x01, ...at(offset)),
    lane32: (lane: number): Code => simd(0x1b, lane),
  },
};

export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly result: ValueType;
  /** In order behind the parameters. */
  readonly locals: readonly ValueType[];
  readonly body: Code;
}

const list = (items: readonly Code[]): number[] => [...unsigned(items.length), ...items.flat()];
const section = (id: number, content: readonly number[]): number[] => [
  id,
  ...unsigned(content.length),
  ...content,
];
const text = (value: string): number[] => {
  const bytes = [...new TextEncoder().encode(value)];
  return [...unsigned(bytes.length), ...bytes];
};

/** A module with these functions, each exported, over the memory "env" "memory". */
export function assemble(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const kinds = functions.map((f) => [
    0x60,
    ...list(f.parameters.map((p) => [types[p]])),
    ...list([[types[f.result]]]),
  ]);
  const bodies = functions.map((f) => {
    const code = [...list(f.locals.map((l) => [1, types[l]])), ...f.body, 0x0b];
    return [...unsigned(code.length), ...code];
  });
  const memory = [...text("env"), ...text("memory"), 2, 0, 1];
  return Uint8Array.from([
    0x00,
    0x61,
    0x73,
    0x6d,
    1,
    0,
    0,
    0,
    ...section(1, list(kinds)),
    ...section(2, list([memory])),
    ...section(3, list(functions.map((_, i) => unsigned(i)))),
    ...section(7, list(functions.map((f, i) => [...text(f.name), 0, ...unsigned(i)]))),
    ...section(10, list(bodies)),
  ]);
}
