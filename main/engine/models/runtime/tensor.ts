/** A tensor as the rest of Footnote sees it: plain numbers in row-major order. float16 is carried as its 16 bits. */
export type Tensor =
  | { readonly type: "float32"; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly type: "float16"; readonly shape: readonly number[]; readonly data: Uint16Array }
  | { readonly type: "uint8"; readonly shape: readonly number[]; readonly data: Uint8Array }
  | { readonly type: "int8"; readonly shape: readonly number[]; readonly data: Int8Array }
  | { readonly type: "int32"; readonly shape: readonly number[]; readonly data: Int32Array }
  | { readonly type: "int64"; readonly shape: readonly number[]; readonly data: BigInt64Array }
  | { readonly type: "bool"; readonly shape: readonly number[]; readonly data: Uint8Array };

export type Tensors = Readonly<Record<string, Tensor>>;

export const floats = (shape: readonly number[], data: Float32Array): Tensor => ({
  type: "float32",
  shape,
  data,
});

/** Whole numbers in the type that a network asks for. */
export function integers(
  type: "int32" | "int64",
  shape: readonly number[],
  values: ArrayLike<number>,
): Tensor {
  if (type === "int32") return { type, shape, data: Int32Array.from(values) };
  const data = new BigInt64Array(values.length);
  for (let i = 0; i < data.length; i++) data[i] = BigInt(values[i] ?? 0);
  return { type, shape, data };
}

export const elementsOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Values as 32-bit floats, whatever the network computes in. */
export function toFloats(tensor: Tensor): Float32Array {
  if (tensor.type === "float32") return tensor.data;
  if (tensor.type === "float16") return Float32Array.from(tensor.data, halfToFloat);
  const out = new Float32Array(tensor.data.length);
  for (let i = 0; i < out.length; i++) out[i] = Number(tensor.data[i] ?? 0);
  return out;
}

/** IEEE half precision to a number. */
export function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new Float32Array(1);
const scratchBits = new Uint32Array(scratch.buffer);

/** A number to IEEE half precision, rounded to nearest, ties to even. */
export function floatToHalf(value: number): number {
  scratch[0] = value;
  const bits = scratchBits[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 255;
  const fraction = bits & 0x7fffff;
  if (exponent === 255) return sign | 0x7c00 | (fraction ? 512 : 0);
  const half = exponent - 112;
  if (half >= 31) return sign | 0x7c00;
  if (half <= 0) {
    if (half < -10) return sign;
    const whole = fraction | 0x800000;
    const shift = 14 - half;
    const kept = whole >>> shift;
    const rest = whole & ((1 << shift) - 1);
    const middle = 1 << (shift - 1);
    return sign | (kept + (rest > middle || (rest === middle && kept & 1) ? 1 : 0));
  }
  const kept = (half << 10) | (fraction >>> 13);
  const rest = fraction & 0x1fff;
  return sign | (kept + (rest > 0x1000 || (rest === 0x1000 && kept & 1) ? 1 : 0));
}

/** Cosine of the angle between two lists of numbers; 0 when one of them is all zero. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? 0;
    const y = b[i] ?? 0;
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? dot / Math.sqrt(aa * bb) : 0;
}
