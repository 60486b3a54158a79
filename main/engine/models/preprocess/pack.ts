import type { Preprocessing, TensorType } from "../manifest.ts";
import { floatToHalf, type Tensor } from "../runtime/tensor.ts";

/** Turns packed RGB pictures of the model's size into its input; keeps a buffer that comes back from a run. */
export interface Packer {
  /** `frames` holds `count` pictures; the shape is left to the caller's leading dimensions times the picture's own. */
  pack(frames: Uint8Array, leading: readonly number[], reuse?: ArrayBufferLike): Tensor;
}

/** value = (byte * scale - mean) / std, looked up; whole bytes for networks that normalise by themselves. */
export function createPacker(pre: Preprocessing, type: TensorType): Packer {
  const { width, height, layout, channels } = pre;
  const area = width * height;
  const order = channels === "rgb" ? [0, 1, 2] : [2, 1, 0];
  const table = new Float32Array(3 * 256);
  for (let c = 0; c < 3; c++)
    for (let v = 0; v < 256; v++)
      table[c * 256 + v] = (v * pre.scale - (pre.mean[c] ?? 0)) / (pre.std[c] ?? 1);
  const halves = type === "float16" ? Uint16Array.from(table, floatToHalf) : undefined;
  const shapeOf = (leading: readonly number[]): number[] =>
    layout === "chw" ? [...leading, 3, height, width] : [...leading, height, width, 3];

  /** Calls once per picture and channel with the places to read and write. */
  const each = (
    frames: Uint8Array,
    use: (channel: number, from: number, to: number, step: number) => void,
  ): void => {
    for (let start = 0; start < frames.length; start += area * 3)
      for (let c = 0; c < 3; c++) {
        const from = start + (order[c] ?? c);
        if (layout === "chw") use(c, from, start + c * area, 1);
        else use(c, from, start + c, 3);
      }
  };
  return {
    pack(frames, leading, reuse) {
      const shape = shapeOf(leading);
      const fits = (bytes: number): ArrayBufferLike =>
        reuse && reuse.byteLength === bytes ? reuse : new ArrayBuffer(bytes);
      if (type === "float32") {
        const data = new Float32Array(fits(frames.length * 4) as ArrayBuffer);
        each(frames, (c, from, to, step) => {
          const base = c * 256;
          for (let i = 0, at = from, out = to; i < area; i++, at += 3, out += step)
            data[out] = table[base + frames[at]!]!;
        });
        return { type, shape, data };
      }
      if (type === "float16" && halves) {
        const data = new Uint16Array(fits(frames.length * 2) as ArrayBuffer);
        each(frames, (c, from, to, step) => {
          const base = c * 256;
          for (let i = 0, at = from, out = to; i < area; i++, at += 3, out += step)
            data[out] = halves[base + frames[at]!]!;
        });
        return { type, shape, data };
      }
      const data = new Uint8Array(fits(frames.length) as ArrayBuffer);
      each(frames, (_, from, to, step) => {
        for (let i = 0, at = from, out = to; i < area; i++, at += 3, out += step) data[out] = frames[at]!;
      });
      return { type: "uint8", shape, data };
    },
  };
}
