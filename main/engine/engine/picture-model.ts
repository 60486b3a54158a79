import { FootnoteError } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { Context } from "../context.ts";
import { bankPeaksOf, pictureChannelFor, type VectorChannel } from "../embed/channel.ts";
import { embedPicture, type Region } from "../embed/by-example.ts";
import { similarityCurve } from "../embed/curve.ts";
import { embedKey, embedStage } from "../embed/stage.ts";
import { decodeVectors, type StoredVectors } from "../embed/vectors.ts";
import type { Mark } from "../../../contract/moments.ts";
import type { FileData } from "../grounding/answer/file-data.ts";
import type { Question } from "../grounding/questions/tree.ts";
import { peakOf } from "../grounding/presence/presence.ts";
import { queryBank } from "../grounding/presence/query-bank.ts";
import { stageKey } from "../indexing/stage-keys.ts";
import type { Embedding } from "../indexing/stage-run.ts";
import type { ClipTextEncoder } from "../models/encoder/encoder.ts";
import type { Found, SearchRequest } from "../search/vector-search.ts";
import type { Picture } from "../models/preprocess/resample.ts";
import { createModelRuntime, type ModelRuntime } from "../models/model-runtime.ts";
import type { EnginePorts } from "../ports.ts";
import type { Store } from "../store/store.ts";
import { lessonsFor, type Lessons } from "./teaching.ts";
import { openVectorIndex } from "./vector-index.ts";

/** Files whose vectors and bank are kept in memory; an hour of windows at two rates is about 3 MB. */
const kept = 24;

export interface PictureModel {
  /** What files are indexed with; undefined while no picture model is installed. */
  embedding(): Embedding | undefined;
  /** For the window: which models there are, the one in use first. */
  readonly listed: readonly { readonly id: string; readonly title: string; readonly note: string }[];
  /** True for the model in use, by id or id@revision. */
  isInUse(name: string): boolean;
  /** A file with the model's view of its pictures, where that was indexed. */
  see(ctx: Context, file: FileData, lessons?: Lessons): Promise<FileData>;
  /** What a person's marks on a question's moments teach; undefined where they teach nothing. */
  learn(ctx: Context, question: Question, marks: readonly Mark[]): Promise<Lessons | undefined>;
  /** A file's index is complete: what the model saw of it goes into the library's vectors. */
  remember(ctx: Context, id: MediaId): Promise<void>;
  /** Files were removed, or are to be looked at anew. */
  forget(ids: readonly MediaId[]): Promise<void>;
  /** Called when vectors turn out to be lost, so that these files are looked at again. */
  onLost(listener: (ids: readonly MediaId[]) => void): void;
  /** Id and revision of the model in use. */
  readonly name: string | undefined;
  /** The vector of a picture or a part of it; undefined where there is no model. */
  look: ((ctx: Context, picture: Picture, region?: Region) => Promise<Float32Array>) | undefined;
  /** Cosine of a vector with what the model saw of a file, one value per step; undefined while it has not seen it. */
  likeness(id: MediaId, vector: Float32Array): Promise<{ curve: Float32Array; step: number } | undefined>;
  /** Files that show what a text says, best first; undefined where there is no model or no index. */
  search:
    | ((ctx: Context, query: string | Float32Array, request: SearchRequest) => Promise<Found>)
    | undefined;
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
    const entries = await runtime.encoders(ctx);
    const model = encoder && inUse(ctx, encoder, ports, store);
    const index = model?.index;
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
      see: (inner, file, lessons) => model?.see(inner, file, lessons) ?? Promise.resolve(file),
      learn: async (inner, question, marks) => await model?.learn(inner, question, marks),
      name: encoder && `${encoder.id}@${encoder.revision}`,
      look: encoder && ((inner, picture, region) => embedPicture(inner, encoder, picture, region)),
      likeness: async (id, vector) => {
        const vectors = await model?.load(id);
        return vectors && { curve: similarityCurve(vectors, vector), step: vectors.step };
      },
      remember: async (inner, id) => await index?.remember(inner, id),
      forget: async (ids) => await model?.forget(ids),
      onLost: (listener) => void model?.lost.add(listener),
      search: index && ((inner, query, request) => index.search(inner, query, request)),
      dispose: async () => {
        await index?.close();
        await runtime.dispose();
      },
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

/** An encoder with the vectors that it made; those of a library in memory stay in its database. */
function inUse(ctx: Context, encoder: ClipTextEncoder, { libraryDir }: EnginePorts, store: Store) {
  const model = embedKey(encoder);
  const key = stageKey("embed", { depth: "full", model });
  const lost = new Set<(ids: readonly MediaId[]) => void>();
  const index =
    libraryDir === ":memory:"
      ? undefined
      : openVectorIndex(ctx, {
          store,
          libraryDir,
          encoder,
          onLost: (ids) => {
            for (const listener of lost) listener(ids);
          },
        });
  const cache = new Map<MediaId, { vectors: StoredVectors; bank: readonly number[] | undefined }>();
  const embedding: Embedding = { key: model, begin: (inner, file) => embedStage(inner, encoder, file) };
  const load = async (id: MediaId): Promise<StoredVectors | undefined> => {
    if (index) return await index.vectorsOf(id);
    const row = store.results.get(id, "embed", key);
    return row?.state === "done" && row.data ? decodeVectors(row.data) : undefined;
  };
  const see = async (inner: Context, file: FileData, lessons?: Lessons): Promise<FileData> => {
    const id = file.mediaId;
    if (store.results.get(id, "embed", key)?.state !== "done") return file;
    const held = cache.get(id);
    const vectors = held?.vectors ?? (await load(id));
    if (!vectors) return file;
    cache.delete(id);
    const bank = held?.bank ?? (await index?.bankOf(inner, id, vectors));
    const picture = await pictureChannelFor(inner, encoder, vectors, {
      bank: { texts: queryBank, peakOf },
      ...(bank ? { knownPeaks: bank } : {}),
    });
    cache.set(id, { vectors, bank: picture.bank });
    if (cache.size > kept) cache.delete(cache.keys().next().value as MediaId);
    return { ...file, picture: lessons ? taughtChannel(picture, vectors, lessons) : picture };
  };
  const bankOf = async (inner: Context, id: MediaId, vectors: StoredVectors): Promise<readonly number[]> =>
    cache.get(id)?.bank ??
    (await index?.bankOf(inner, id, vectors)) ??
    (await bankPeaksOf(inner, encoder, vectors, { texts: queryBank, peakOf }));
  return {
    embedding,
    see,
    learn: (inner: Context, question: Question, marks: readonly Mark[]) =>
      lessonsFor(inner, { encoder, vectorsOf: load, bankOf }, question, marks),
    load: async (id: MediaId): Promise<StoredVectors | undefined> =>
      cache.get(id)?.vectors ?? (await load(id)),
    index,
    lost,
    forget: async (ids: readonly MediaId[]): Promise<void> => {
      for (const id of ids) cache.delete(id);
      await index?.forget(ids);
    },
  };
}

/** A file's channel that answers the one text that was taught as it was taught. */
function taughtChannel(
  channel: VectorChannel,
  vectors: StoredVectors,
  { statement, vector, offset, stars, rejections }: Lessons,
): NonNullable<FileData["picture"]> {
  const counted = [
    stars > 0 ? `${stars} that you starred` : "",
    rejections > 0 ? `${rejections} that you rejected` : "",
  ];
  const remark = `learned from ${counted.filter(Boolean).join(" and ")}`;
  return {
    ...channel,
    curveFor: async (text) =>
      text === statement
        ? similarityCurve(vectors, vector).map((value) => value + offset)
        : await channel.curveFor(text),
    remark: (text) => (text === statement ? remark : undefined),
  };
}
