import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FootnoteError } from "../../../../contract/errors.ts";
import { installedDir, type ModelPlaces } from "../catalogue.ts";
import { modelKey, type ModelFile, type ModelManifest } from "../manifest.ts";

/** Where a model is put together before it is one: beside its final place, so that the move is a rename. */
export async function incomingFolder(places: ModelPlaces, manifest: ModelManifest): Promise<string> {
  const root = installedDir(places);
  if (root === undefined) throw new FootnoteError("unsupported", "A library in memory cannot hold models.");
  const folder = join(root, ".incoming", modelKey(manifest));
  await mkdir(folder, { recursive: true });
  return folder;
}

/** What a process that ended in the middle left there is swept away after a day. */
const staleAfter = 24 * 3600_000;

/** A new folder to unpack an archive into, beside the models, so that what is in it can be moved to its place. */
export async function unpackingFolder(places: ModelPlaces): Promise<string> {
  const root = installedDir(places);
  if (root === undefined) throw new FootnoteError("unsupported", "A library in memory cannot hold models.");
  const incoming = join(root, ".incoming");
  await mkdir(incoming, { recursive: true });
  for (const name of await readdir(incoming)) {
    if (!name.startsWith("archive-")) continue;
    const info = await stat(join(incoming, name)).catch(() => undefined);
    if (info && Date.now() - info.mtimeMs > staleAfter)
      await rm(join(incoming, name), { recursive: true, force: true });
  }
  return await mkdtemp(join(incoming, "archive-"));
}

export const finalFolder = (places: ModelPlaces, manifest: ModelManifest): string =>
  join(installedDir(places) ?? "", manifest.id, manifest.revision);

/** The manifest with what was found of each file: a declared one stays, an undeclared one is marked as recorded here. */
export const withRecorded = (
  manifest: ModelManifest,
  found: ReadonlyMap<string, { size: number; sha256: string }>,
): ModelManifest => ({
  ...manifest,
  files: manifest.files.map((file): ModelFile => {
    const seen = found.get(file.path);
    if (!seen || (file.size !== undefined && file.sha256 !== undefined)) return file;
    const { unverified: _, ...rest } = file;
    return { ...rest, ...seen, recorded: true };
  }),
});

/**
 * Gives a checked folder its name. A revision that is there already gets the new files beside its own (another precision);
 * the manifest comes last, so that a model is there wholly or not at all.
 */
export async function putModel(
  places: ModelPlaces,
  manifest: ModelManifest,
  incoming: string,
): Promise<string> {
  const folder = finalFolder(places, manifest);
  const there = await stat(join(folder, "manifest.json")).then(
    () => true,
    () => false,
  );
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  if (!there) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(dirname(folder), { recursive: true });
    await writeFile(join(incoming, "manifest.json"), text);
    await rename(incoming, folder);
    return folder;
  }
  const names = await readdir(incoming, { recursive: true, withFileTypes: true });
  for (const entry of names) {
    if (!entry.isFile() || /\.part(\.tag)?$/.test(entry.name)) continue;
    const from = join(entry.parentPath, entry.name);
    const to = join(folder, from.slice(incoming.length + 1));
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
  }
  const part = join(folder, "manifest.json.part");
  await writeFile(part, text);
  await rename(part, join(folder, "manifest.json"));
  await rm(incoming, { recursive: true, force: true });
  return folder;
}
