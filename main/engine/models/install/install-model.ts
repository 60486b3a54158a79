import { mkdir, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FootnoteError } from "../../../../contract/errors.ts";
import { checkAborted, type Context } from "../../context.ts";
import { findModel, loadCatalogue, type ModelEntry, type ModelPlaces } from "../catalogue.ts";
import { checkFile, checkModel } from "../check-model.ts";
import {
  filesOf,
  knownSize,
  networkOf,
  type ModelFile,
  type ModelManifest,
  type ModelVariant,
} from "../manifest.ts";
import { download } from "./download.ts";
import { finalFolder, incomingFolder, putModel, withRecorded } from "./place.ts";
import { policyFromEnv, type NetworkPolicy } from "./request.ts";

export interface InstallOptions {
  readonly variant?: ModelVariant["name"];
  /** Address of a mirror that a team keeps: MIRROR/ID/REVISION/FILE. */
  readonly mirror?: string;
  readonly policy?: NetworkPolicy;
  /** Free bytes of the disk; asked from the system unless said. */
  readonly freeSpace?: () => Promise<number>;
  readonly tries?: number;
  readonly backoffMs?: number;
}

/** What a person agrees to before anything is fetched. */
export interface InstallPlan {
  readonly id: string;
  readonly revision: string;
  readonly title: string;
  readonly variant: ModelVariant["name"];
  readonly host: string;
  readonly licence: ModelManifest["licence"];
  readonly files: readonly {
    readonly path: string;
    readonly address: string;
    readonly size: number | undefined;
  }[];
  /** Bytes to fetch; undefined where a size is not known. */
  readonly bytes: number | undefined;
  /** Files whose size and hash are not declared: they are recorded as they come. */
  readonly unverified: readonly string[];
}

/** Left free beside the model: a full disk harms more than a missing model. */
const reserve = 200 * 1024 ** 2;

/** What installing would do: nothing is fetched. Errors: not-found, unsupported (nothing to fetch it from). */
export async function planInstall(
  ctx: Context,
  places: ModelPlaces,
  name: string,
  options: InstallOptions = {},
): Promise<InstallPlan> {
  return (await prepare(ctx, places, name, options)).plan;
}

async function prepare(
  ctx: Context,
  places: ModelPlaces,
  name: string,
  { variant: wanted, mirror }: InstallOptions,
) {
  const { manifest } = findModel(await loadCatalogue(ctx, places), name);
  const variant = wanted ?? manifest.variants[0]?.name ?? "fp32";
  if (!manifest.variants.some((v) => v.name === variant))
    throw new FootnoteError("not-found", `${manifest.title} does not come as ${variant}.`, {
      hint: `It comes as ${manifest.variants.map((v) => v.name).join(", ")}.`,
    });
  const base =
    mirror === undefined
      ? manifest.origin.url
      : `${mirror.replace(/\/+$/, "")}/${manifest.id}/${manifest.revision}`;
  if (base === undefined)
    throw new FootnoteError("unsupported", `${manifest.title} has no address to be fetched from.`, {
      hint: "Import its folder with: footnote models import FOLDER",
    });
  const wantedFiles = filesOf(manifest, variant);
  const addressOf = (file: ModelFile): string =>
    `${base.replace(/\/+$/, "")}/${mirror === undefined ? (file.remote ?? file.path) : file.path}`;
  const plan: InstallPlan = {
    id: manifest.id,
    revision: manifest.revision,
    title: manifest.title,
    variant,
    host: new URL(base).host,
    licence: manifest.licence,
    files: wantedFiles.map((file) => ({ path: file.path, address: addressOf(file), size: file.size })),
    bytes: knownSize(wantedFiles),
    unverified: wantedFiles.filter((f) => f.unverified).map((f) => f.path),
  };
  return { manifest, variant, wantedFiles, plan };
}

/**
 * Fetches a model of the catalogue that the user agreed to: every file to a temporary folder of the library, resumed after a
 * break, checked against its declaration and, for networks, looked into; then moved to its place in one step. What is not
 * declared beforehand is recorded in the installed manifest. An aborted or failed install leaves nothing but the temporary
 * files, from which the next one goes on.
 * Errors: denied (network off), not-found, model-refused, disk-full, disconnected, timeout, too-large, cancelled.
 */
export async function installModel(
  ctx: Context,
  places: ModelPlaces,
  name: string,
  options: InstallOptions = {},
): Promise<ModelEntry> {
  const { manifest, variant, wantedFiles, plan } = await prepare(ctx, places, name, options);
  const policy = options.policy ?? policyFromEnv();
  const incoming = await incomingFolder(places, manifest);
  const freeSpace = options.freeSpace ?? (() => statfs(incoming).then((s) => s.bavail * s.bsize));
  const before = finalFolder(places, manifest);
  const found = new Map<string, { size: number; sha256: string }>();
  let done = 0;
  for (const [i, file] of wantedFiles.entries()) {
    checkAborted(ctx);
    const path = join(incoming, file.path);
    await mkdir(dirname(path), { recursive: true });
    const kept = (await present(ctx, path, file)) ?? (await present(ctx, join(before, file.path), file));
    if (kept) found.set(file.path, kept);
    else {
      const told = done;
      found.set(
        file.path,
        await download(ctx, plan.files[i]?.address ?? "", path, file, {
          policy,
          room: (await freeSpace()) - reserve,
          ...(options.tries === undefined ? {} : { tries: options.tries }),
          ...(options.backoffMs === undefined ? {} : { backoffMs: options.backoffMs }),
          onBytes: (bytes) =>
            ctx.progress({
              done: told + bytes,
              ...(plan.bytes === undefined ? {} : { total: plan.bytes }),
              text: file.path,
            }),
        }),
      );
    }
    done += found.get(file.path)?.size ?? 0;
  }
  const networks = manifest.variants.find((v) => v.name === variant)?.networks ?? {};
  for (const [role, file] of Object.entries(networks)) {
    const path = join(incoming, file);
    const declared = networkOf(manifest, role as "video");
    // A file that was here before was checked then.
    if (await present(ctx, path, { path: file, unverified: true })) await checkModel(ctx, path, declared);
  }
  const whole = withRecorded(await mergedWith(ctx, places, manifest), found);
  await putModel(places, whole, incoming);
  ctx.log("info", "model installed", { model: `${manifest.id}@${manifest.revision}`, variant });
  return findModel(await loadCatalogue(ctx, places), `${manifest.id}@${manifest.revision}`);
}

/** Hashes recorded at an earlier install of another precision stay recorded. */
async function mergedWith(
  ctx: Context,
  places: ModelPlaces,
  manifest: ModelManifest,
): Promise<ModelManifest> {
  const there = (await loadCatalogue(ctx, places)).entries.find(
    (e) =>
      e.state === "installed" && e.manifest.id === manifest.id && e.manifest.revision === manifest.revision,
  );
  if (!there) return manifest;
  const known = new Map(there.manifest.files.map((f) => [f.path, f]));
  return { ...manifest, files: manifest.files.map((f) => known.get(f.path) ?? f) };
}

/** A file that is there already and fits its declaration; one that does not is fetched again. */
async function present(
  ctx: Context,
  path: string,
  file: ModelFile,
): Promise<{ size: number; sha256: string } | undefined> {
  return checkFile(ctx, path, file).catch((error: unknown) => {
    if (error instanceof FootnoteError && (error.code === "model-missing" || error.code === "model-refused"))
      return undefined;
    throw error;
  });
}
