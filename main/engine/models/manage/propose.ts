import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { FootnoteError } from "../../../../contract/errors.ts";
import { checkAborted, type Context } from "../../context.ts";
import { parseManifest, readManifest } from "../catalogue.ts";
import { checkModel, hashFile, type CheckedModel } from "../check-model.ts";
import { ModelPath, type ModelFile, type ModelManifest, type ModelNetwork } from "../manifest.ts";
import { readSettings, type FoundSettings } from "./found-settings.ts";
import type { Described, FoundRoles } from "./described.ts";
import { signatures } from "./signatures.ts";

/** What was seen in a folder or file, and what it is taken for. */
export interface Proposal {
  readonly manifest: ModelManifest;
  /** Where each file of the manifest lies now. */
  readonly sources: ReadonlyMap<string, string>;
  /** Why it is taken for this, and what is assumed, in sentences for the user. */
  readonly reasons: readonly string[];
}

type VariantName = ModelManifest["variants"][number]["name"];

const variantOf = (file: string): VariantName =>
  /(_|-|\.)(quantized|int8|uint8|q8)\b/i.test(file)
    ? "int8"
    : /(_|-|\.)(fp16|half)\b/i.test(file)
      ? "fp16"
      : /(_|-|\.)(q4|bnb4|q4f16)\b/i.test(file)
        ? "q4"
        : "fp32";

/**
 * Looks into a folder or an .onnx file that the user brings: a manifest that lies there is taken at its word after a check;
 * otherwise inputs and outputs are compared with those of the known families, and preprocessing is read from the settings
 * files beside it. Nothing is copied or run. Errors: not-found, model-refused with what was seen.
 */
export async function proposeModel(ctx: Context, path: string): Promise<Proposal> {
  const info = await stat(path).catch((cause: unknown) => {
    throw new FootnoteError("not-found", "There is no such folder or file.", { file: path, cause });
  });
  const folder = info.isDirectory() ? path : dirname(path);
  if (info.isDirectory() && (await isFile(join(path, "manifest.json")))) return fromManifest(path);
  const files = info.isDirectory() ? await onnxFilesIn(path) : [path];
  if (files.length === 0)
    throw new FootnoteError("model-refused", "There is no .onnx file in the folder.", { file: path });
  const checked: CheckedModel[] = [];
  let refusal: unknown;
  for (const file of files) {
    checkAborted(ctx);
    try {
      checked.push(await checkModel(ctx, file));
    } catch (error) {
      refusal ??= error;
    }
  }
  if (checked.length === 0) throw refusal;
  for (const signature of signatures) {
    const roles = signature.match(checked);
    if (!roles) continue;
    const settings = await readSettings(folder);
    return build(ctx, path, folder, signature.describe(roles, settings), roles, settings);
  }
  const seen = checked
    .map((m) => `${basename(m.path)} takes ${valuesOf(m.inputs)} and gives ${valuesOf(m.outputs)}`)
    .join("; ");
  throw new FootnoteError("model-refused", `No known kind of model: ${seen}.`, {
    file: path,
    hint: "docs/models.md lists the families and their inputs; with a manifest.json beside it any names will do.",
  });
}

const valuesOf = (values: CheckedModel["inputs"]): string =>
  values
    .slice(0, 4)
    .map((v) => `${v.name} (${v.type ?? "?"} ${v.shape?.join(" x ") ?? "?"})`)
    .join(", ") || "nothing";
const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (s) => s.isFile(),
    () => false,
  );

/** A folder with a manifest, as it is carried to a machine without network. */
async function fromManifest(folder: string): Promise<Proposal> {
  const manifest = await readManifest(join(folder, "manifest.json"));
  const sources = new Map<string, string>();
  for (const file of manifest.files) {
    for (const name of [file.path, file.remote]) {
      const path = name === undefined ? undefined : join(folder, name);
      if (path === undefined || sources.has(file.path) || !(await isFile(path))) continue;
      sources.set(file.path, path);
    }
  }
  return { manifest, sources, reasons: ["The folder has a manifest."] };
}

/** Model files in a folder and one below (many publish them in `onnx/`). */
async function onnxFilesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile() && entry.name.endsWith(".onnx")) found.push(path);
    if (!entry.isDirectory() || entry.name.startsWith(".")) continue;
    for (const inner of await readdir(path)) if (inner.endsWith(".onnx")) found.push(join(path, inner));
  }
  return found.sort().slice(0, 50);
}

/** Families that a library runs, which reads settings of its own beside the networks. */
const generating: ReadonlySet<ModelManifest["family"]> = new Set([
  "whisper",
  "moonshine",
  "clap",
  "smolvlm",
  "qwen-vl",
]);

async function build(
  ctx: Context,
  path: string,
  folder: string,
  described: Described,
  roles: FoundRoles,
  settings: FoundSettings,
): Promise<Proposal> {
  const { reasons, ...parts } = described;
  const sources = new Map<string, string>();
  const nameOf = (file: string): string => {
    const name = relative(folder, file).split(sep).join("/");
    return ModelPath.safeParse(name).success
      ? name
      : basename(file)
          .replace(/[^A-Za-z0-9._-]/g, "_")
          .replace(/^\.+/, "m");
  };
  const add = (file: string): string => {
    const name = nameOf(file);
    sources.set(name, resolve(file));
    return name;
  };
  const variants = new Map<VariantName, Partial<Record<ModelNetwork["role"], string>>>();
  for (const [role, models] of roles)
    for (const model of models) {
      const variant = variantOf(basename(model.path));
      const networks = variants.get(variant) ?? {};
      networks[role] ??= add(model.path);
      variants.set(variant, networks);
      for (const data of model.dataFiles) sources.set(nameOf(data), data);
    }
  const complete = [...variants].filter(([, networks]) =>
    [...roles.keys()].every((role) => networks[role] !== undefined),
  );
  const read = generating.has(parts.family) ? [...settings.files, ...settings.more] : settings.files;
  for (const file of read) add(join(folder, file));
  const files: ModelFile[] = [];
  const used = new Set(complete.flatMap(([, networks]) => Object.values(networks)));
  for (const [name, source] of sources) {
    if (name.endsWith(".onnx") && !used.has(name)) {
      sources.delete(name);
      continue;
    }
    files.push({
      path: name,
      size: (await stat(source)).size,
      sha256: await hashFile(ctx, source),
      recorded: true,
    });
  }
  const title = basename(path).replace(/\.onnx$/, "");
  const id = `own-${
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 50) || "model"
  }`;
  const order: readonly VariantName[] = ["int8", "fp32", "fp16", "q8", "q4"];
  const manifest = parseManifest(
    {
      ...parts,
      schema: 1,
      id,
      // The content names the revision: the same file imported again is the same model.
      revision: createHash("sha256")
        .update(
          files
            .map((f) => f.sha256 ?? "")
            .sort()
            .join(" "),
        )
        .digest("hex")
        .slice(0, 12),
      title,
      origin: { kind: "by-hand" },
      licence: {
        name: "not stated",
        redistribute: false,
        research: true,
        note: "Imported by hand: its terms are the user's to know.",
      },
      files,
      variants: complete
        .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
        .map(([name, networks]) => ({ name, networks })),
      cost: { disk: files.reduce((sum, f) => sum + (f.size ?? 0), 0) },
    },
    path,
  );
  return { manifest, sources, reasons };
}
