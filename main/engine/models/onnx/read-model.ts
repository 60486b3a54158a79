import { FootnoteError } from "../../../../contract/errors.ts";
import type { ByteSource } from "./byte-source.ts";
import { readFields, readNumber, readNumbers, readText, type Field } from "./protobuf.ts";

/** Element types by their number in ONNX; those without a size here cannot be an initialiser. */
export const elementTypes: Readonly<Record<number, { readonly name: string; readonly bits: number }>> = {
  1: { name: "float32", bits: 32 },
  2: { name: "uint8", bits: 8 },
  3: { name: "int8", bits: 8 },
  4: { name: "uint16", bits: 16 },
  5: { name: "int16", bits: 16 },
  6: { name: "int32", bits: 32 },
  7: { name: "int64", bits: 64 },
  8: { name: "string", bits: 0 },
  9: { name: "bool", bits: 8 },
  10: { name: "float16", bits: 16 },
  11: { name: "float64", bits: 64 },
  12: { name: "uint32", bits: 32 },
  13: { name: "uint64", bits: 64 },
  14: { name: "complex64", bits: 64 },
  15: { name: "complex128", bits: 128 },
  16: { name: "bfloat16", bits: 16 },
  17: { name: "float8e4m3fn", bits: 8 },
  18: { name: "float8e4m3fnuz", bits: 8 },
  19: { name: "float8e5m2", bits: 8 },
  20: { name: "float8e5m2fnuz", bits: 8 },
  21: { name: "uint4", bits: 4 },
  22: { name: "int4", bits: 4 },
  23: { name: "float4e2m1", bits: 4 },
};

/** An input or output as the graph declares it; an unnamed free dimension is "?". */
export interface GraphValue {
  readonly name: string;
  /** Name of the element type; undefined for sequences, maps and the like. */
  readonly type: string | undefined;
  readonly shape: readonly (number | string)[] | undefined;
}

/** A stored constant. */
export interface StoredTensor {
  readonly name: string;
  readonly type: number;
  readonly dims: readonly number[];
  /** Bytes stored inside the file, however they are stored. */
  readonly stored: number;
  /** Small integer values, where they are few: shapes are among them. */
  readonly values: readonly number[] | undefined;
  readonly external: Readonly<Record<string, string>> | undefined;
}

/** What an ONNX file is made of, without its numbers. */
export interface OnnxModel {
  readonly irVersion: number;
  readonly producer: string;
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /** Of the graph and all graphs inside it, functions too. */
  readonly tensors: readonly StoredTensor[];
  /** How often each operator occurs, as "domain::type"; the standard domain is "". */
  readonly operators: ReadonlyMap<string, number>;
  /** Operators that the file brings itself. */
  readonly functions: readonly { readonly domain: string; readonly name: string }[];
  /** First input of each ConstantOfShape: the tensor that says how much memory it makes. */
  readonly filledShapes: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Bounds of what is read; a real model is far below each. */
export const readLimits = {
  nodes: 500_000,
  tensors: 200_000,
  depth: 16,
  names: 100_000,
  rank: 16,
  metadata: 1 << 20,
} as const;

interface Found {
  tensors: StoredTensor[];
  operators: Map<string, number>;
  filledShapes: string[];
  nodes: number;
}

const refuse = (why: string): FootnoteError =>
  new FootnoteError("model-refused", `The model file was refused: ${why}.`);

/**
 * Reads the structure of an ONNX file: operators, inputs, outputs, sizes; weights are stepped over, never loaded. All
 * lengths and counts are bounded, so a crafted file costs neither memory nor time.
 * Errors: model-refused.
 */
export function readModel(source: ByteSource): OnnxModel {
  const found: Found = { tensors: [], operators: new Map(), filledShapes: [], nodes: 0 };
  const opsets: { domain: string; version: number }[] = [];
  const functions: { domain: string; name: string }[] = [];
  const metadata: Record<string, string> = {};
  let irVersion = 0;
  let producer = "";
  let graph: ReturnType<typeof readGraph> | undefined;
  for (const field of readFields(source, 0, source.length)) {
    if (field.number === 1) irVersion = readNumber(field);
    else if (field.number === 2) producer = readText(source, field);
    else if (field.number === 7) {
      if (graph) throw refuse("it has two graphs");
      graph = readGraph(source, field, found, 0);
    } else if (field.number === 8) {
      if (opsets.push(readOpset(source, field)) > 64) throw refuse("it imports too many operator sets");
    } else if (field.number === 14) {
      const [key, value] = readPair(source, field, readLimits.metadata);
      if (Object.keys(metadata).length < 256) metadata[key] = value;
    } else if (field.number === 25) {
      functions.push(readFunction(source, field, found));
    }
  }
  if (!graph || irVersion === 0) throw refuse("it holds no ONNX graph");
  const stored = new Set(found.tensors.map((t) => t.name));
  return {
    irVersion,
    producer,
    opsets,
    // Older files list constants among the inputs.
    inputs: graph.inputs.filter((i) => !stored.has(i.name)),
    outputs: graph.outputs,
    tensors: found.tensors,
    operators: found.operators,
    functions,
    filledShapes: found.filledShapes,
    metadata,
  };
}

const parts = (source: ByteSource, field: Field) => {
  if (field.wire !== 2) throw refuse("a part of it is no message");
  return readFields(source, field.at, field.at + field.length);
};

function readGraph(source: ByteSource, field: Field, found: Found, depth: number) {
  if (depth > readLimits.depth) throw refuse("graphs are nested too deeply");
  const inputs: GraphValue[] = [];
  const outputs: GraphValue[] = [];
  for (const part of parts(source, field)) {
    if (part.number === 1) readNode(source, part, found, depth);
    else if (part.number === 5) addTensor(found, readTensor(source, part));
    else if (part.number === 11) inputs.push(readValue(source, part));
    else if (part.number === 12) outputs.push(readValue(source, part));
    else if (part.number === 15)
      for (const inner of parts(source, part))
        if (inner.number === 1 || inner.number === 2) addTensor(found, readTensor(source, inner));
    if (inputs.length + outputs.length > readLimits.names) throw refuse("it has too many inputs and outputs");
  }
  return { inputs, outputs };
}

function addTensor(found: Found, tensor: StoredTensor): void {
  if (found.tensors.push(tensor) > readLimits.tensors) throw refuse("it has too many constants");
}

function readNode(source: ByteSource, field: Field, found: Found, depth: number): void {
  if (++found.nodes > readLimits.nodes) throw refuse("it has too many operators");
  let type = "";
  let domain = "";
  let first: string | undefined;
  let output = "";
  const constants: StoredTensor[] = [];
  for (const part of parts(source, field)) {
    if (part.number === 1) first ??= readText(source, part);
    else if (part.number === 2) output ||= readText(source, part);
    else if (part.number === 4) type = readText(source, part);
    else if (part.number === 7) domain = readText(source, part);
    else if (part.number === 5) constants.push(...readAttribute(source, part, found, depth));
  }
  if (!type) throw refuse("an operator has no type");
  const name = `${domain === "ai.onnx" ? "" : domain}::${type}`;
  found.operators.set(name, (found.operators.get(name) ?? 0) + 1);
  // A constant node is known by the name of what it gives, which is how others refer to it.
  for (const tensor of constants)
    addTensor(found, type === "Constant" ? { ...tensor, name: output } : tensor);
  if (type === "ConstantOfShape" && first !== undefined) found.filledShapes.push(first);
}

function readAttribute(source: ByteSource, field: Field, found: Found, depth: number): StoredTensor[] {
  const tensors: StoredTensor[] = [];
  for (const part of parts(source, field)) {
    if (part.number === 5 || part.number === 10) tensors.push(readTensor(source, part));
    else if (part.number === 6 || part.number === 11) readGraph(source, part, found, depth + 1);
    else if (part.number === 22 || part.number === 23)
      for (const inner of parts(source, part))
        if (inner.number === 1 || inner.number === 2) tensors.push(readTensor(source, inner));
  }
  return tensors;
}

function readTensor(source: ByteSource, field: Field): StoredTensor {
  let name = "";
  let type = 0;
  let stored = 0;
  let location = 0;
  const dims: number[] = [];
  const values: number[] = [];
  const external: Record<string, string> = {};
  for (const part of parts(source, field)) {
    if (part.number === 1) dims.push(...readNumbers(source, part, readLimits.rank));
    else if (part.number === 2) type = readNumber(part);
    else if (part.number === 8) name = readText(source, part);
    else if (part.number === 13) {
      const [key, value] = readPair(source, part, 4096);
      external[key] = value;
    } else if (part.number === 14) location = readNumber(part);
    else if ([4, 5, 6, 7, 9, 10, 11].includes(part.number)) {
      stored += part.wire === 0 ? 8 : part.length;
      if (part.number === 7 && values.length < 64 && (part.wire === 0 || part.length <= 640))
        values.push(...readNumbers(source, part));
      if (part.number === 9 && type === 7 && part.wire === 2 && part.length <= 512 && part.length % 8 === 0) {
        const raw = source.bytes(part.at, part.length);
        const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
        for (let i = 0; i < raw.length; i += 8) values.push(Number(view.getBigInt64(i, true)));
      }
    }
    if (dims.length > readLimits.rank) throw refuse(`constant "${name}" has too many dimensions`);
  }
  return {
    name,
    type,
    dims,
    stored,
    values: type === 7 && values.length > 0 ? values : undefined,
    external: location === 1 || Object.keys(external).length > 0 ? external : undefined,
  };
}

/** ValueInfoProto: name = 1, type = 2 { tensor = 1 { elem = 1, shape = 2 { dim = 1 { value = 1, name = 2 } } } }. */
function readValue(source: ByteSource, field: Field): GraphValue {
  let name = "";
  let type: string | undefined;
  let shape: (number | string)[] | undefined;
  for (const part of parts(source, field)) {
    if (part.number === 1) name = readText(source, part);
    if (part.number !== 2) continue;
    for (const kind of parts(source, part)) {
      if (kind.number !== 1) continue;
      for (const inner of parts(source, kind)) {
        if (inner.number === 1) type = elementTypes[readNumber(inner)]?.name;
        if (inner.number === 2) shape = readShape(source, inner);
      }
    }
  }
  return { name, type, shape };
}

function readShape(source: ByteSource, field: Field): (number | string)[] {
  const shape: (number | string)[] = [];
  for (const part of parts(source, field)) {
    if (part.number !== 1) continue;
    let dimension: number | string = "?";
    for (const inner of parts(source, part)) {
      if (inner.number === 1) dimension = readNumber(inner);
      if (inner.number === 2) dimension = readText(source, inner) || "?";
    }
    // Exporters write 0 and -1 for "free".
    shape.push(typeof dimension === "number" && dimension <= 0 ? "?" : dimension);
    if (shape.length > readLimits.rank) throw refuse("an input has too many dimensions");
  }
  return shape;
}

function readOpset(source: ByteSource, field: Field): { domain: string; version: number } {
  let domain = "";
  let version = 0;
  for (const part of parts(source, field)) {
    if (part.number === 1) domain = readText(source, part);
    if (part.number === 2) version = readNumber(part);
  }
  return { domain: domain === "ai.onnx" ? "" : domain, version };
}

function readPair(source: ByteSource, field: Field, most: number): [string, string] {
  let key = "";
  let value = "";
  for (const part of parts(source, field)) {
    if (part.number === 1) key = readText(source, part);
    if (part.number === 2) value = readText(source, part, most);
  }
  return [key, value];
}

/** FunctionProto: name = 1, node = 7, domain = 10. */
function readFunction(source: ByteSource, field: Field, found: Found): { domain: string; name: string } {
  let name = "";
  let domain = "";
  for (const part of parts(source, field)) {
    if (part.number === 1) name = readText(source, part);
    if (part.number === 7) readNode(source, part, found, 1);
    if (part.number === 10) domain = readText(source, part);
  }
  return { domain, name };
}
