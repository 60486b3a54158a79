import { join } from "node:path";
import { FootnoteError } from "../../../../contract/errors.ts";
import type { Context } from "../../context.ts";
import { findModel, loadCatalogue, type ModelPlaces } from "../catalogue.ts";
import { checkFile, checkModel } from "../check-model.ts";
import { filesOf, networkOf } from "../manifest.ts";

export interface VerifiedFile {
  readonly path: string;
  readonly state: "sound" | "damaged" | "missing" | "not installed";
  /** Checked against a declared hash, or only against the one recorded at the install. */
  readonly against: "declared" | "recorded" | "nothing";
  readonly message?: string;
}

/** Reads every file of a model again and compares size, hash and, for networks, structure. Errors: not-found, model-missing. */
export async function verifyModel(
  ctx: Context,
  places: ModelPlaces,
  name: string,
): Promise<{ id: string; revision: string; sound: boolean; files: VerifiedFile[] }> {
  const { manifest, folder, variants } = findModel(await loadCatalogue(ctx, places), name);
  if (folder === undefined)
    throw new FootnoteError("model-missing", `${manifest.title} is not installed.`, {
      hint: `Install it with: footnote models install ${manifest.id}`,
    });
  // What no complete variant needs was not asked for; with none complete, everything is.
  const needed = new Set(
    (variants.length > 0 ? variants : manifest.variants.map((v) => v.name)).flatMap((v) =>
      filesOf(manifest, v).map((f) => f.path),
    ),
  );
  const files: VerifiedFile[] = [];
  for (const file of manifest.files) {
    const against = file.recorded ? "recorded" : file.unverified ? "nothing" : "declared";
    if (!needed.has(file.path)) {
      files.push({ path: file.path, state: "not installed", against });
      continue;
    }
    ctx.progress({ done: files.length, total: manifest.files.length, text: file.path });
    try {
      const path = join(folder, file.path);
      await checkFile(ctx, path, file);
      const role = manifest.variants
        .flatMap((v) => Object.entries(v.networks))
        .find(([, p]) => p === file.path)?.[0];
      if (role !== undefined) await checkModel(ctx, path, networkOf(manifest, role as "video"));
      files.push({ path: file.path, state: "sound", against });
    } catch (error) {
      if (!(error instanceof FootnoteError) || error.code === "cancelled") throw error;
      files.push({
        path: file.path,
        state: error.code === "model-missing" ? "missing" : "damaged",
        against,
        message: error.message,
      });
    }
  }
  return {
    id: manifest.id,
    revision: manifest.revision,
    sound: files.every((f) => f.state === "sound" || f.state === "not installed"),
    files,
  };
}
