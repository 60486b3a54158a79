import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { FootnoteError } from "../../../contract/errors.ts";
import { checkAborted, type Context } from "../context.ts";
import { readAgreements, shortOf } from "./runtime/agreements.ts";
import { readPreferences } from "./runtime/preferences.ts";
import { ModelManifest, filesOf, modelKey, type ModelVariant } from "./manifest.ts";

/** Where models are found: what ships with the project, and the user's library. */
export interface ModelPlaces {
  /** Holds `manifests/*.json` and the built-in weights, `ID/`. */
  readonly modelsDir: string;
  /** The library; models are installed below `models/ID/REVISION`. ":memory:" has none. */
  readonly libraryDir: string;
}

/** "absent": built in, but its files were left out of this build; it is not offered. */
export type ModelState = "built-in" | "installed" | "available" | "absent";

/** A model of the catalogue or one that lies here already. */
export interface ModelEntry {
  readonly manifest: ModelManifest;
  readonly state: ModelState;
  /** Folder of its files; absent while it is only available. */
  readonly folder?: string;
  /** Variants whose files are here, best first: the one that a person prefers, then as the manifest lists them; one that was found too far from fp32 comes last. */
  readonly variants: readonly ModelVariant["name"][];
  /** The encoder that sees along with it, where its manifest names one and that is here; without it there are no variants. */
  readonly beside?: Beside;
}

/** An encoder that sees along with another. */
export interface Beside {
  readonly manifest: ModelManifest;
  readonly folder: string;
  readonly variant: ModelVariant["name"];
}

export interface Catalogue {
  readonly entries: readonly ModelEntry[];
  /** Manifests that could not be read, with the reason: shown, never fatal. */
  readonly problems: readonly { readonly file: string; readonly message: string }[];
}

const largestManifest = 4 * 1024 ** 2;

/** Folder of installed models; undefined for a library that is only in memory. */
export const installedDir = ({ libraryDir }: ModelPlaces): string | undefined =>
  libraryDir === ":memory:" ? undefined : join(libraryDir, "models");

/** Reads one manifest file. Errors: model-refused with the first thing that is wrong. */
export async function readManifest(file: string): Promise<ModelManifest> {
  const info = await stat(file).catch((cause: unknown) => {
    throw new FootnoteError("not-found", "There is no manifest.", { file, cause });
  });
  if (info.size > largestManifest)
    throw new FootnoteError("model-refused", "The manifest is too large.", { file });
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new FootnoteError("model-refused", "The manifest is no JSON.", { file, cause });
  }
  return parseManifest(json, file);
}

/** Checks a manifest against the schema. Errors: model-refused naming the field. */
export function parseManifest(json: unknown, file?: string): ModelManifest {
  const parsed = ModelManifest.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join(".") ?? "";
  throw new FootnoteError(
    "model-refused",
    `The manifest is wrong${where ? ` at ${where}` : ""}: ${issue?.message ?? "unknown"}.`,
    {
      ...(file === undefined ? {} : { file }),
      hint: "See docs/models.md for what a manifest holds.",
    },
  );
}

/** Every model known here: the catalogue, the built-in ones and what was installed, versions side by side. */
export async function loadCatalogue(ctx: Context, places: ModelPlaces): Promise<Catalogue> {
  const entries = new Map<string, ModelEntry>();
  const problems: { file: string; message: string }[] = [];
  const read = async (file: string, use: (manifest: ModelManifest) => Promise<void>): Promise<void> => {
    checkAborted(ctx);
    try {
      await use(await readManifest(file));
    } catch (error) {
      problems.push({ file, message: error instanceof Error ? error.message : String(error) });
    }
  };
  const agreements = await readAgreements(installedDir(places));
  const preferences = await readPreferences(installedDir(places));
  const here = async (folder: string, manifest: ModelManifest): Promise<ModelVariant["name"][]> => {
    const preferred = preferences[modelKey(manifest)]?.precision;
    const rank = (name: ModelVariant["name"]): number => {
      const agreement = agreements[`${modelKey(manifest)}/${name}`];
      if (name === preferred) return 0;
      return agreement !== undefined && shortOf(agreement) !== undefined ? 2 : 1;
    };
    return (await variantsIn(folder, manifest)).sort((a, b) => rank(a) - rank(b));
  };
  const shelf = join(places.modelsDir, "manifests");
  for (const name of await namesIn(shelf)) {
    if (!name.endsWith(".json")) continue;
    await read(join(shelf, name), async (manifest) => {
      const folder = join(places.modelsDir, manifest.id);
      const variants = manifest.origin.kind === "built-in" ? await here(folder, manifest) : [];
      const isHere = variants.length > 0;
      entries.set(modelKey(manifest), {
        manifest,
        variants,
        state: isHere ? "built-in" : manifest.origin.kind === "built-in" ? "absent" : "available",
        ...(isHere ? { folder } : {}),
      });
    });
  }
  const root = installedDir(places);
  for (const id of root ? await namesIn(root) : []) {
    if (!root || id.startsWith(".")) continue;
    for (const revision of await namesIn(join(root, id))) {
      if (revision.startsWith(".")) continue;
      const folder = join(root, id, revision);
      await read(join(folder, "manifest.json"), async (manifest) => {
        if (manifest.id !== id || manifest.revision !== revision)
          throw new FootnoteError("model-refused", `The folder holds ${modelKey(manifest)}.`);
        entries.set(modelKey(manifest), {
          manifest,
          folder,
          state: "installed",
          variants: await here(folder, manifest),
        });
      });
    }
  }
  return { entries: [...entries.values()].map((entry) => withBeside(entry, entries)), problems };
}

/** An entry with the one that sees along with it; as if its own files were missing where that one is not here. */
function withBeside(entry: ModelEntry, entries: ReadonlyMap<string, ModelEntry>): ModelEntry {
  const { beside } = entry.manifest;
  if (!beside || entry.folder === undefined) return entry;
  const { manifest, folder, variants: [variant] = [] } = entries.get(modelKey(beside)) ?? {};
  if (manifest && folder !== undefined && variant !== undefined && !manifest.beside)
    return { ...entry, beside: { manifest, folder, variant } };
  return { ...entry, variants: [], state: entry.state === "built-in" ? "absent" : entry.state };
}

/**
 * The entry of "ID" or "ID@REVISION". Of several revisions the one that is here wins, installed before built-in, then the
 * highest name. Errors: not-found with what there is.
 */
export function findModel({ entries }: Catalogue, name: string): ModelEntry {
  const [id, revision] = name.split("@");
  const rank = (e: ModelEntry): number => (e.state === "installed" ? 2 : e.state === "built-in" ? 1 : 0);
  const matches = entries
    .filter((e) => e.manifest.id === id && (revision === undefined || e.manifest.revision === revision))
    .sort((a, b) => rank(b) - rank(a) || (a.manifest.revision < b.manifest.revision ? 1 : -1));
  const [best] = matches;
  if (best) return best;
  const known = [...new Set(entries.map((e) => e.manifest.id))].sort().join(", ");
  throw new FootnoteError("not-found", `There is no model "${name}".`, {
    hint: known ? `Known models: ${known}.` : "No model is known here.",
  });
}

/** The same, but its files must be here. Errors: not-found, model-missing. */
export function findRunnable(catalogue: Catalogue, name: string): ModelEntry & { readonly folder: string } {
  const entry = findModel(catalogue, name);
  const { folder } = entry;
  const needs = entry.manifest.beside;
  if (folder !== undefined && needs && !entry.beside)
    throw new FootnoteError(
      "model-missing",
      `${entry.manifest.title} sees together with ${modelKey(needs)}, which is not here.`,
      { hint: "The models that are here: footnote models list" },
    );
  if (folder === undefined || entry.variants.length === 0)
    throw entry.state === "absent"
      ? new FootnoteError("model-missing", `${entry.manifest.title} was left out of this build.`, {
          hint: "The models that are here: footnote models list",
        })
      : new FootnoteError("model-missing", `${entry.manifest.title} is not installed.`, {
          hint: `Install it with: footnote models install ${entry.manifest.id}`,
        });
  return { ...entry, folder };
}

async function variantsIn(folder: string, manifest: ModelManifest): Promise<ModelVariant["name"][]> {
  const found: ModelVariant["name"][] = [];
  for (const { name } of manifest.variants) {
    const present = await Promise.all(
      filesOf(manifest, name).map((file) =>
        stat(join(folder, file.path)).then(
          (s) => s.isFile(),
          () => false,
        ),
      ),
    );
    if (present.every(Boolean)) found.push(name);
  }
  return found;
}

const namesIn = (folder: string): Promise<string[]> =>
  readdir(folder).then(
    (names) => names.sort(),
    () => [],
  );
