import type { ByteSource } from "../../main/engine/models/onnx/byte-source.ts";
import { readFields, readNumber, readNumbers } from "../../main/engine/models/onnx/protobuf.ts";

/**
 * An ONNX file whose weights are rounded to so many bits, symmetrically with a scale for each output channel, as quantisers of
 * weights do; kept as floats, so that every operator takes them; and then changed, where that is asked for. Biases and single numbers stay as they are.
 */
export function roundedWeights(
  file: Uint8Array,
  bits: number,
  change: (value: number) => number = (value) => value,
): Uint8Array {
  const out = Uint8Array.from(file);
  const source: ByteSource = {
    length: out.length,
    byte: (at) => out[at] ?? 0,
    bytes: (at, length) => out.slice(at, at + length),
    close: () => {},
  };
  const most = 2 ** (bits - 1) - 1;
  const parts = function* (at: number, end: number, wanted: number) {
    for (const field of readFields(source, at, end))
      if (field.number === wanted && field.wire === 2) yield [field.at, field.at + field.length] as const;
  };
  const round = ([at, end]: readonly [number, number]): void => {
    const dims: number[] = [];
    let [type, from, to] = [0, 0, 0];
    for (const field of readFields(source, at, end)) {
      if (field.number === 1) dims.push(...readNumbers(source, field));
      if (field.number === 2) type = readNumber(field);
      // float_data, packed, or raw_data.
      if ((field.number === 4 || field.number === 9) && field.wire === 2)
        [from, to] = [field.at, field.at + field.length];
    }
    if (type !== 1 || dims.length < 2 || to - from < 4) return;
    const values = new Float32Array(out.slice(from, to).buffer);
    const channel = values.length / (dims[0] ?? 1);
    for (let start = 0; start < values.length; start += channel) {
      const part = values.subarray(start, start + channel);
      const scale = part.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) / most;
      if (scale > 0) part.set(part.map((value) => change(Math.round(value / scale) * scale)));
    }
    out.set(new Uint8Array(values.buffer), from);
  };
  for (const graph of parts(0, out.length, 7)) {
    for (const tensor of parts(...graph, 5)) round(tensor);
    // Constants among the nodes.
    for (const node of parts(...graph, 1))
      for (const attribute of parts(...node, 5)) for (const tensor of parts(...attribute, 5)) round(tensor);
  }
  return out;
}
