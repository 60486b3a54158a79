import { FootnoteError } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { Context } from "../context.ts";
import { pictureChannelFor } from "../embed/channel.ts";
import { embedKey, embedStage } from "../embed/stage.ts";
import { decodeVectors, type StoredVectors } from "../embed/vectors.ts";
import type { FileData } from "../grounding/answer/file-data.ts";
import { peakOf } from "../grounding/presence/presence.ts";
import { queryBank } from "../grounding/presence/query-bank.ts";
import { stageKey } from "../indexing/stage-keys.ts";
import type { Embedding } from "../indexing/stage-run.ts";
import type { ClipTextEncoder } from "../models/encoder/encoder.ts";
import { createModelRuntime, type ModelRuntime } from "../models/model-runtime.ts";
import type { EnginePorts } from "../ports.ts";
import type { Store } from "../store/store.ts";

/** Files whose vectors and bank are kept in memory; an hour of windows at two rates is about 2 MB. */
const kept = 24;

export interface PictureModel {
  /** What files are indexed with; undefined while no picture model is installed. */
  embedding(): Embedding | undefined;
  /** For the window: which models there are, the one in use first. */
  readonly listed: readonly { readonly id: string; readonly title: string; readonly note: string }[];
  /** True for the model in use, by id or id@revision. */
  isInUse(name: string): boolean;
  /** A file with the model's view of its pictures, where that was indexed. */
  see(ctx: Context, file: FileData): Promise<FileData>;
  dispose(): Promise<void>;
}

/**
 * The picture model of an engine: the one asked for by the host, else one that the user installed, else the built-in one.
 * Errors: model-missing when the one asked for is not here.
 */
export async function openPictureModel(
  ctx: Context,
  ports: EnginePorts,
  store: Store,
): Promise<PictureModel> {
  const runtime = createModelRuntime({
    modelsDir: ports.modelsDir,
    libraryDir: ports.modelsHome ?? ports.libraryDir,
  });
  try {
    const encoder = await chosen(ctx, runtime, ports);
    const model = encoder && inUse(encoder, store);
    const entries = await runtime.encoders(ctx);
    return {
      embedding: () => model?.embedding,
      listed: entries
        .map(({ manifest, state }) => ({
          id: manifest.id,
          title: manifest.title,
          note: `${manifest.id === encoder?.id ? "in use, " : ""}${state}, ${manifest.licence.name}`,
        }))
        .sort((a, b) => Number(b.id === encoder?.id) - Number(a.id === encoder?.id)),
      isInUse: (name) =>
        encoder !== undefined && [encoder.id, `${encoder.id}@${encoder.revision}`].includes(name),
      see: (inner, file) => model?.see(inner, file) ?? Promise.resolve(file),
      dispose: () => runtime.dispose(),
    };
  } catch (error) {
    await runtime.dispose();
    throw error;
  }
}

async function chosen(
  ctx: Context,
  runtime: ModelRuntime,
  ports: EnginePorts,
): Promise<ClipTextEncoder | undefined> {
  if (ports.encoder !== undefined) return await runtime.encoder(ctx, ports.encoder);
  const entries = await runtime.encoders(ctx);
  const best = entries.find((e) => e.state === "installed") ?? entries[0];
  if (!best) return undefined;
  try {
    return await runtime.encoder(ctx, `${best.manifest.id}@${best.manifest.revision}`);
  } catch (error) {
    // A damaged model must not keep the library shut; everything that needs none works.
    ports.log("warn", "the picture model cannot be used", {
      model: best.manifest.id,
      message: error instanceof FootnoteError ? error.message : String(error),
    });
    return undefined;
  }
}

function inUse(encoder: ClipTextEncoder, store: Store) {
  const key = embedKey(encoder);
  const cache = new Map<MediaId, { vectors: StoredVectors; bank: readonly number[] | undefined }>();
  const embedding: Embedding = { key, begin: (ctx, file) => embedStage(ctx, encoder, file) };
  const see = async (ctx: Context, file: FileData): Promise<FileData> => {
    const row = store.results.get(file.mediaId, "embed", stageKey("embed", { depth: "full", model: key }));
    if (row?.state !== "done" || !row.data) return file;
    const known = cache.get(file.mediaId) ?? { vectors: decodeVectors(row.data), bank: undefined };
    cache.delete(file.mediaId);
    const picture = await pictureChannelFor(ctx, encoder, known.vectors, {
      bank: { texts: queryBank, peakOf },
      ...(known.bank ? { knownPeaks: known.bank } : {}),
    });
    cache.set(file.mediaId, { vectors: known.vectors, bank: picture.bank });
    if (cache.size > kept) cache.delete(cache.keys().next().value as MediaId);
    return { ...file, picture };
  };
  return { embedding, see };
}
