import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { ModelPlaces } from "../../../main/engine/models/catalogue.ts";
import {
  placeModel,
  tinyClip,
  tinyMini,
  tinySiglip,
  type TinyModel,
} from "../../../native-models/tiny/models.ts";

/** A library of its own in a temporary folder, with tiny models installed. */
export function tinyLibrary(models: readonly TinyModel[] = [tinyMini(), tinyClip(), tinySiglip()]) {
  const folder = mkdtempSync(join(tmpdir(), "footnote-models-"));
  const places: ModelPlaces = { modelsDir: join(folder, "native"), libraryDir: join(folder, "library") };
  const folderOf = (id: string, revision = "1"): string => join(places.libraryDir, "models", id, revision);
  for (const model of models) placeModel(folderOf(model.manifest.id, model.manifest.revision), model);
  return { folder, places, folderOf, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The same for one test, gone when it ends. */
export function ownLibrary(models: readonly TinyModel[]) {
  const all = tinyLibrary(models);
  onTestFinished(all.remove);
  return all;
}
