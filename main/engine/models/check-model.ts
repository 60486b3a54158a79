import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { FootnoteError } from "../../../contract/errors.ts";
import { checkAborted, type Context } from "../context.ts";
import type { ModelFile, ModelNetwork } from "./manifest.ts";
import { openByteSource } from "./onnx/byte-source.ts";
import {
  elementTypes,
  readModel,
  type GraphValue,
  type OnnxModel,
  type StoredTensor,
} from "./onnx/read-model.ts";

/** Operator sets that ONNX Runtime brings itself. All else needs code from elsewhere, which is never loaded. */
const knownDomains = new Set([
  "",
  "ai.onnx.ml",
  "com.microsoft",
  "com.microsoft.nchwc",
  "com.ms.internal.nhwc",
]);

/** What this build of ONNX Runtime can read at most. */
const newest = { ir: 13, opset: 26 } as const;
/** Largest constant, and largest tensor that the graph itself fills in, in bytes. */
const largestTensor = 4 * 1024 ** 3;
const largestFile = 16 * 1024 ** 3;

/** What was found in a model file that may be run. */
export interface CheckedModel {
  readonly path: string;
  readonly bytes: number;
  readonly opset: number;
  readonly producer: string;
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  readonly operators: ReadonlyMap<string, number>;
  /** Constants, counted. */
  readonly parameters: number;
  /** Files beside it that hold its weights. */
  readonly dataFiles: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Looks into an ONNX file before anything runs it: operator sets and domains, sizes of constants against the bytes that
 * are there, memory that fills itself, external weights only in its own folder, and, with `declared`, the inputs and
 * outputs that a manifest names. The weights are not loaded.
 * Errors: not-found, model-refused with the reason.
 */
export async function checkModel(ctx: Context, path: string, declared?: ModelNetwork): Promise<CheckedModel> {
  checkAborted(ctx);
  const refuse = (why: string, hint?: string): FootnoteError =>
    new FootnoteError("model-refused", `The model file was refused: ${why}.`, {
      file: path,
      ...(hint ? { hint } : {}),
    });
  const info = await stat(path).catch((cause: unknown) => {
    throw new FootnoteError("not-found", "There is no such model file.", { file: path, cause });
  });
  if (!info.isFile()) throw refuse("it is no file");
  if (info.size === 0) throw refuse("it is empty");
  if (info.size > largestFile) throw refuse("it is larger than 16 GB");
  const model = structureOf(path);

  if (model.irVersion > newest.ir)
    throw refuse(
      `it is written in ONNX format ${model.irVersion}; this build reads up to ${newest.ir}`,
      "Update Footnote, or export the model again for an older format.",
    );
  const own = new Set(model.functions.map((f) => `${f.domain}::${f.name}`));
  const foreign = [...model.operators.keys()].filter(
    (name) => !own.has(name) && !knownDomains.has(name.split("::")[0] ?? ""),
  );
  if (foreign.length > 0) throw refuse(foreignReason(foreign), "Export the model without custom operators.");
  const main = model.opsets.find((o) => o.domain === "")?.version;
  // Operator sets that are imported but not used do no harm.
  if (main === undefined) throw refuse("it does not say which operator set it uses");
  if (main < 1 || main > newest.opset)
    throw refuse(`it uses operator set ${main}; this build knows up to ${newest.opset}`);
  if (model.outputs.length === 0) throw refuse("it has no output");

  const dataFiles = new Map<string, number>();
  let parameters = 0;
  for (const tensor of model.tensors) {
    const { count, bytes } = sizeOf(tensor, refuse);
    parameters += count;
    if (tensor.external) await checkExternal(path, tensor, bytes, dataFiles, refuse);
    else if (elementTypes[tensor.type]?.bits && count > 0 && tensor.stored === 0)
      throw refuse(`constant "${tensor.name}" has no data`);
    else if (tensor.stored > 0 && tensor.type !== 8 && tensor.stored * 8 < count)
      throw refuse(`constant "${tensor.name}" says it has ${count} values in ${tensor.stored} bytes`);
  }
  checkFilled(model, refuse);
  for (const value of [...model.inputs, ...model.outputs]) checkShape(value, refuse);
  if (declared) checkDeclared(model, declared, refuse);
  return {
    path,
    bytes: info.size + [...dataFiles.values()].reduce((a, b) => a + b, 0),
    opset: main,
    producer: model.producer,
    inputs: model.inputs,
    outputs: model.outputs,
    operators: model.operators,
    parameters,
    dataFiles: [...dataFiles.keys()],
    metadata: model.metadata,
  };
}

type Refuse = (why: string, hint?: string) => FootnoteError;

function structureOf(path: string): OnnxModel {
  const source = openByteSource(path);
  try {
    return readModel(source);
  } catch (error) {
    if (!(error instanceof FootnoteError)) throw error;
    throw new FootnoteError(error.code, error.message, { file: path, cause: error });
  } finally {
    source.close();
  }
}

function foreignReason(names: readonly string[]): string {
  const first = names.slice(0, 3).map((name) => name.split("::").toReversed().join(" of "));
  const remote = names.some((n) => /azure|openai|triton/i.test(n));
  return `it needs operators that are not part of ONNX Runtime (${first.join(", ")})${remote ? ", which send data to a remote service" : ""}`;
}

function sizeOf(tensor: StoredTensor, refuse: Refuse): { count: number; bytes: number } {
  const element = elementTypes[tensor.type];
  if (!element) throw refuse(`constant "${tensor.name}" has the unknown type ${tensor.type}`);
  let count = 1;
  for (const dimension of tensor.dims) {
    if (dimension < 0) throw refuse(`constant "${tensor.name}" has a negative size`);
    count *= dimension;
  }
  const bytes = Math.ceil((count * element.bits) / 8);
  if (!(bytes <= largestTensor))
    throw refuse(`constant "${tensor.name}" would take ${tensor.dims.join(" x ")} values`);
  return { count, bytes };
}

/** Weights kept beside the model: the name must stay in its folder, also through links, and the stretch must be there. */
async function checkExternal(
  path: string,
  tensor: StoredTensor,
  bytes: number,
  known: Map<string, number>,
  refuse: Refuse,
): Promise<void> {
  const location = tensor.external?.["location"] ?? "";
  const folder = resolve(dirname(path));
  const away = (target: string): boolean => {
    const way = relative(folder, target);
    return way === "" || way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
  };
  const target = resolve(folder, location);
  if (
    location === "" ||
    location.includes("\0") ||
    isAbsolute(location) ||
    /^[A-Za-z]:|\\/.test(location) ||
    away(target)
  )
    throw refuse(`its weights lie outside its folder (${JSON.stringify(location.slice(0, 100))})`);
  let size = known.get(target);
  if (size === undefined) {
    const real = await realpath(target).catch(() => undefined);
    if (real === undefined)
      throw refuse(`its weights "${location}" are missing`, "Bring the file along, beside the model.");
    if (relative(await realpath(folder), real).startsWith(".."))
      throw refuse(`its weights "${location}" are a link to outside its folder`);
    const info = await stat(real);
    if (!info.isFile()) throw refuse(`its weights "${location}" are no file`);
    size = info.size;
    known.set(target, size);
  }
  const offset = Number(tensor.external?.["offset"] ?? 0);
  const length = Number(tensor.external?.["length"] ?? bytes);
  const sane = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0;
  if (!sane || length !== bytes || offset + length > size)
    throw refuse(`constant "${tensor.name}" points outside "${location}"`);
}

/** A few bytes can ask for any amount of memory by ConstantOfShape: where the shape is a constant it is known beforehand. */
function checkFilled(model: OnnxModel, refuse: Refuse): void {
  const shapes = new Map(model.tensors.filter((t) => t.values).map((t) => [t.name, t.values]));
  let total = 0;
  for (const name of model.filledShapes) {
    const shape = shapes.get(name);
    if (!shape) continue;
    total += 4 * shape.reduce((a, b) => a * Math.max(0, b), 1);
    if (!(total <= largestTensor)) throw refuse("it fills more than 4 GB of memory by itself");
  }
}

function checkShape(value: GraphValue, refuse: Refuse): void {
  const count = (value.shape ?? []).reduce<number>((a, d) => a * (typeof d === "number" ? d : 1), 1);
  if (!(count * 4 <= largestTensor))
    throw refuse(`"${value.name}" is declared as ${value.shape?.join(" x ")}`);
}

const generated: ReadonlySet<ModelNetwork["role"]> = new Set([
  "encoder",
  "decoder",
  "audio",
  "vision",
  "embed",
]);

function checkDeclared(model: OnnxModel, declared: ModelNetwork, refuse: Refuse): void {
  const compare = (what: string, wanted: ModelNetwork["inputs"], there: readonly GraphValue[]): void => {
    for (const tensor of wanted) {
      const found = there.find((v) => v.name === tensor.name);
      const names = there.map((v) => v.name).join(", ");
      if (!found) throw refuse(`it has no ${what} "${tensor.name}" (it has ${names || "none"})`);
      if (found.type !== undefined && found.type !== tensor.type)
        throw refuse(`${what} "${tensor.name}" is ${found.type}, the manifest says ${tensor.type}`);
      if (!tensor.shape || !found.shape) continue;
      const fits =
        tensor.shape.length === found.shape.length &&
        tensor.shape.every(
          (d, i) => typeof d === "string" || typeof found.shape?.[i] === "string" || found.shape?.[i] === d,
        );
      if (!fits)
        throw refuse(
          `${what} "${tensor.name}" is ${found.shape.join(" x ")}, the manifest says ${tensor.shape.join(" x ")}`,
        );
    }
  };
  compare("input", declared.inputs, model.inputs);
  compare("output", declared.outputs, model.outputs);
  // What writes text has a cache of past keys and values, by the layer; the library that runs it fills them in.
  if (generated.has(declared.role)) return;
  const named = new Set(declared.inputs.map((i) => i.name));
  // Some exports of a text network have a mask and some have none: it is given where it is asked for.
  const extra = model.inputs.find((i) => !named.has(i.name) && i.name !== "attention_mask");
  if (extra) throw refuse(`it wants the input "${extra.name}", which the manifest does not know`);
}

/** SHA-256 of a file, read in a stream. */
export async function hashFile(ctx: Context, path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    checkAborted(ctx);
    hash.update(chunk);
  }
  return hash.digest("hex");
}

/**
 * Compares a file with its declaration. Errors: model-missing when it is not there, model-refused when size or hash
 * differ. Returns what was found, for a declaration that could not be checked.
 */
export async function checkFile(
  ctx: Context,
  path: string,
  declared: ModelFile,
): Promise<{ size: number; sha256: string }> {
  const info = await stat(path).catch((cause: unknown) => {
    throw new FootnoteError("model-missing", `${declared.path} is missing.`, { file: path, cause });
  });
  const differs = (what: string): FootnoteError =>
    new FootnoteError("model-refused", `${declared.path} is not the declared file: ${what}.`, {
      file: path,
      hint: "Remove the model and install it again.",
    });
  if (declared.size !== undefined && info.size !== declared.size)
    throw differs(`it has ${info.size} bytes, declared are ${declared.size}`);
  const sha256 = await hashFile(ctx, path);
  if (declared.sha256 !== undefined && sha256 !== declared.sha256) throw differs("its SHA-256 differs");
  return { size: info.size, sha256 };
}
