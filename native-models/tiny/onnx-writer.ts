/** A small writer of ONNX files: enough for networks made by hand, for tests and for measuring. Field numbers are those of onnx.proto3. */

/** Element types by their ONNX number. */
export const onnxTypes = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10 } as const;
export type OnnxType = keyof typeof onnxTypes;

type Part = Uint8Array;

function varint(value: number | bigint): Part {
  let rest = BigInt.asUintN(64, BigInt(value));
  const out: number[] = [];
  while (rest > 127n) {
    out.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  out.push(Number(rest));
  return Uint8Array.from(out);
}

const utf8 = new TextEncoder();
const tag = (number: number, wire: number): Part => varint((number << 3) | wire);
const integer = (number: number, value: number | bigint): Part[] => [tag(number, 0), varint(value)];
const sizeOf = (parts: readonly Part[]): number => parts.reduce((sum, p) => sum + p.length, 0);
const message = (number: number, parts: readonly Part[]): Part[] => [tag(number, 2), varint(sizeOf(parts)), ...parts];
const text = (number: number, value: string): Part[] => message(number, [utf8.encode(value)]);
const float = (number: number, value: number): Part[] => [tag(number, 5), new Uint8Array(Float32Array.of(value).buffer)];

export type Attribute = number | bigint | string | readonly number[] | { readonly float: number } | { readonly floats: readonly number[] } | OnnxTensor;

export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly dims: readonly number[];
  /** Little-endian bytes in row-major order. */
  readonly data: Uint8Array;
  /** Kept in a file beside the model instead. */
  readonly external?: { readonly location: string; readonly offset?: number; readonly length?: number };
}

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly domain?: string;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly tensors: readonly OnnxTensor[];
  readonly opset?: number;
  readonly irVersion?: number;
  readonly domains?: Readonly<Record<string, number>>;
}

export const floatTensor = (name: string, dims: readonly number[], values: ArrayLike<number>): OnnxTensor => {
  const data = values instanceof Float32Array ? values : Float32Array.from(values);
  return { name, type: "float32", dims, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
};

export const intTensor = (name: string, dims: readonly number[], values: readonly number[]): OnnxTensor => ({
  name,
  type: "int64",
  dims,
  data: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
});

function tensorParts(tensor: OnnxTensor): Part[] {
  const head = [
    ...message(1, tensor.dims.map((d) => varint(d))),
    ...integer(2, onnxTypes[tensor.type]),
    ...text(8, tensor.name),
  ];
  const { external } = tensor;
  if (!external) return [...head, ...message(9, [tensor.data])];
  const pairs: [string, string][] = [["location", external.location]];
  if (external.offset !== undefined) pairs.push(["offset", String(external.offset)]);
  if (external.length !== undefined) pairs.push(["length", String(external.length)]);
  return [...head, ...pairs.flatMap(([key, value]) => message(13, [...text(1, key), ...text(2, value)])), ...integer(14, 1)];
}

function attributeParts(name: string, value: Attribute): Part[] {
  const head = text(1, name);
  const kind = (type: number): Part[] => integer(20, type);
  if (typeof value === "number" || typeof value === "bigint") return [...head, ...integer(3, value), ...kind(2)];
  if (typeof value === "string") return [...head, ...text(4, value), ...kind(3)];
  if (Array.isArray(value)) return [...head, ...value.flatMap((v: number) => integer(8, v)), ...kind(7)];
  if ("float" in value) return [...head, ...float(2, value.float), ...kind(1)];
  if ("floats" in value) return [...head, ...value.floats.flatMap((v) => float(7, v)), ...kind(6)];
  return [...head, ...message(5, tensorParts(value as OnnxTensor)), ...kind(4)];
}

const nodeParts = (node: OnnxNode): Part[] => [
  ...node.inputs.flatMap((name) => text(1, name)),
  ...node.outputs.flatMap((name) => text(2, name)),
  ...text(3, node.outputs[0] ?? node.op),
  ...text(4, node.op),
  ...Object.entries(node.attributes ?? {}).flatMap(([name, value]) => message(5, attributeParts(name, value))),
  ...(node.domain === undefined ? [] : text(7, node.domain)),
];

const valueParts = ({ name, type, shape }: OnnxValue): Part[] => [
  ...text(1, name),
  ...message(2, message(1, [
    ...integer(1, onnxTypes[type]),
    ...message(2, shape.flatMap((d) => message(1, typeof d === "number" ? integer(1, d) : text(2, d)))),
  ])),
];

/** The file as pieces, so that hundreds of megabytes of weights are written without being copied together first. */
export function onnxParts(graph: OnnxGraph): Uint8Array[] {
  const body = [
    ...graph.nodes.flatMap((node) => message(1, nodeParts(node))),
    ...text(2, "main"),
    ...graph.tensors.flatMap((tensor) => message(5, tensorParts(tensor))),
    ...graph.inputs.flatMap((value) => message(11, valueParts(value))),
    ...graph.outputs.flatMap((value) => message(12, valueParts(value))),
  ];
  return [
    ...integer(1, graph.irVersion ?? 8),
    ...text(2, "footnote"),
    ...message(7, body),
    ...message(8, [...text(1, ""), ...integer(2, graph.opset ?? 17)]),
    ...Object.entries(graph.domains ?? {}).flatMap(([domain, version]) => message(8, [...text(1, domain), ...integer(2, version)])),
  ];
}

/** The whole file. */
export const writeOnnx = (graph: OnnxGraph): Uint8Array => Buffer.concat(onnxParts(graph));
