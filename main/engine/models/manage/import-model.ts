import { copyFile, mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FootnoteError } from "../../../../contract/errors.ts";
import { checkAborted, type Context } from "../../context.ts";
import { findModel, loadCatalogue, type ModelEntry, type ModelPlaces } from "../catalogue.ts";
import { checkFile, checkModel } from "../check-model.ts";
import { createSentenceEncoder } from "../encoder/sentence-encoder.ts";
import { createDualEncoder } from "../encoder/dual-encoder.ts";
import { archiveKind, unpackArchive } from "../archive/unpack.ts";
import { incomingFolder, putModel, unpackingFolder, withRecorded } from "../install/place.ts";
import { filesOf, modelKey, networkOf, type ModelManifest } from "../manifest.ts";
import { isEncoder } from "../model-runtime.ts";
import type { Picture } from "../preprocess/resample.ts";
import { createChoices } from "../runtime/choices.ts";
import { openSession } from "../runtime/session.ts";
import { compareInstalled } from "./agreement.ts";
import { proposeModel } from "./propose.ts";
import { createTranscriber } from "../transformers/transcriber.ts";
import { createSoundEncoder } from "../transformers/sound-encoder.ts";
import { createVideoLanguageModel } from "../transformers/video-language.ts";
import { tryEncoder, tryLooking, trySentences, trySounds, trySpeech, type Trial } from "./try-model.ts";

export interface Imported {
  readonly entry: ModelEntry;
  readonly reasons: readonly string[];
  /** What an encoder made of the picture; undefined for detectors, which are opened only. */
  readonly trial: Trial | undefined;
}

export interface ImportOptions {
  /** Shown to the model; a drawn disc unless given. */
  readonly picture?: Picture;
  /** Changes to what was proposed, by the user's hand. */
  readonly adjust?: (proposed: ModelManifest) => ModelManifest;
}

/**
 * Brings in a folder, an .onnx file or an archive of a folder (.zip, .tar, .tar.gz): looks into it, copies what belongs to it to a
 * temporary place, checks it there, tries it on one picture, and only then gives it its place in the library. The original is
 * not touched.
 * Errors: not-found, model-refused, disk-full, cancelled, unsupported (a library in memory).
 */
export async function importModel(
  ctx: Context,
  places: ModelPlaces,
  path: string,
  options: ImportOptions = {},
): Promise<Imported> {
  if ((await stat(path).catch(() => undefined))?.isFile() && (await archiveKind(path)) !== undefined)
    return await importArchive(ctx, places, path, options);
  return await takeIn(ctx, places, path, options, copyFile);
}

/** An archive is unpacked beside the models, and its files move on from there. */
async function importArchive(
  ctx: Context,
  places: ModelPlaces,
  path: string,
  options: ImportOptions,
): Promise<Imported> {
  const into = await unpackingFolder(places);
  try {
    const folder = await unpackArchive(ctx, path, into);
    return await takeIn(ctx, places, folder, options, rename);
  } catch (error) {
    throw wordsFor(error);
  } finally {
    await rm(into, { recursive: true, force: true });
  }
}

const wordsFor = (error: unknown): unknown =>
  (error as NodeJS.ErrnoException).code === "ENOSPC"
    ? new FootnoteError("disk-full", "The disk is full.", { cause: error })
    : error;

/** Looks into a folder or file and gives what it holds its place; `bring` copies or moves each file. */
async function takeIn(
  ctx: Context,
  places: ModelPlaces,
  path: string,
  options: ImportOptions,
  bring: (from: string, to: string) => Promise<void>,
): Promise<Imported> {
  const proposal = await proposeModel(ctx, path);
  const manifest = options.adjust ? options.adjust(proposal.manifest) : proposal.manifest;
  const incoming = await incomingFolder(places, manifest);
  try {
    const found = new Map<string, { size: number; sha256: string }>();
    for (const [name, source] of proposal.sources) {
      checkAborted(ctx);
      const to = join(incoming, name);
      await mkdir(dirname(to), { recursive: true });
      await bring(source, to);
      const declared = manifest.files.find((f) => f.path === name);
      if (declared) found.set(name, await checkFile(ctx, to, declared));
    }
    const complete = manifest.variants.filter((v) =>
      filesOf(manifest, v.name).every((f) => found.has(f.path)),
    );
    const [variant] = complete;
    if (!variant)
      throw new FootnoteError("model-refused", "The folder does not hold all files of any precision.", {
        file: path,
        hint: `It needs ${filesOf(manifest, manifest.variants[0]?.name ?? "fp32")
          .map((f) => f.path)
          .join(", ")}.`,
      });
    for (const { networks } of complete)
      for (const [role, file] of Object.entries(networks))
        await checkModel(ctx, join(incoming, file), networkOf(manifest, role as "video"));
    const { trial, remarks } = await tryIt(ctx, manifest, incoming, variant, options.picture);
    await putModel(places, withRecorded(manifest, found), incoming);
    const compared = await compareInstalled(ctx, places, modelKey(manifest));
    return {
      entry: findModel(await loadCatalogue(ctx, places), modelKey(manifest)),
      reasons: [...proposal.reasons, ...remarks, ...compared],
      trial,
    };
  } catch (error) {
    await rm(incoming, { recursive: true, force: true });
    throw wordsFor(error);
  }
}

async function tryIt(
  ctx: Context,
  manifest: ModelManifest,
  folder: string,
  variant: ModelManifest["variants"][number],
  picture?: Picture,
): Promise<{ readonly trial: Trial | undefined; readonly remarks: readonly string[] }> {
  if (isEncoder({ manifest })) {
    const encoder = createDualEncoder(manifest, folder, {
      variant: variant.name,
      choices: createChoices(),
      provider: "cpu",
    });
    try {
      return { trial: await tryEncoder(ctx, encoder, picture), remarks: [] };
    } finally {
      await encoder.dispose();
    }
  }
  if (manifest.task === "speech")
    return {
      trial: undefined,
      remarks: [await trySpeech(ctx, createTranscriber(manifest, folder, variant.name))],
    };
  if (manifest.task === "sound-text")
    return {
      trial: undefined,
      remarks: [await trySounds(ctx, createSoundEncoder(manifest, folder, variant.name))],
    };
  if (manifest.task === "video-language")
    return {
      trial: undefined,
      remarks: [await tryLooking(ctx, createVideoLanguageModel(manifest, folder, variant.name), picture)],
    };
  if (manifest.task === "text-embedding")
    return {
      trial: undefined,
      remarks: [await trySentences(ctx, createSentenceEncoder(manifest, folder, variant.name))],
    };
  for (const file of Object.values(variant.networks))
    await (await openSession(ctx, join(folder, file))).dispose();
  return { trial: undefined, remarks: [] };
}
