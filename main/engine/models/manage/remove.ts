import { readdir, rm, rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import { FootnoteError } from "../../../../contract/errors.ts";
import type { Context } from "../../context.ts";
import { keepAgreements } from "../runtime/agreements.ts";
import { keepPreference } from "../runtime/preferences.ts";
import { findModel, installedDir, loadCatalogue, type ModelPlaces } from "../catalogue.ts";
import { modelKey } from "../manifest.ts";

/** Deletes an installed model's files. What was indexed with it stays, and answers again once it is back. Errors: not-found, unsupported. */
export async function removeModel(
  ctx: Context,
  places: ModelPlaces,
  name: string,
): Promise<{ id: string; revision: string }> {
  const { manifest, state, folder } = findModel(await loadCatalogue(ctx, places), name);
  if (state !== "installed" || folder === undefined)
    throw new FootnoteError(
      state === "built-in" ? "unsupported" : "not-found",
      state === "built-in"
        ? `${manifest.title} is part of Footnote and cannot be removed.`
        : `${manifest.title} is not installed.`,
    );
  await rm(folder, { recursive: true, force: true });
  await keepAgreements(installedDir(places), modelKey(manifest));
  await keepPreference(installedDir(places), modelKey(manifest));
  const parent = dirname(folder);
  if ((await readdir(parent)).length === 0) await rmdir(parent);
  ctx.log("info", "model removed", { model: modelKey(manifest) });
  return { id: manifest.id, revision: manifest.revision };
}
