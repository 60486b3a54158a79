import type { MediaId } from "../../../contract/ids.ts";
import type { Mark } from "../../../contract/moments.ts";
import type { Context } from "../context.ts";
import { bankPeaksOf, pictureChannelFor, type VectorChannel } from "../embed/channel.ts";
import { similarityCurve } from "../embed/curve.ts";
import { embedKey, embedStage } from "../embed/stage.ts";
import { decodeVectors, type StoredVectors } from "../embed/vectors.ts";
import type { FileData } from "../grounding/answer/file-data.ts";
import { peakOf } from "../grounding/presence/presence.ts";
import { queryBank } from "../grounding/presence/query-bank.ts";
import type { Question } from "../grounding/questions/tree.ts";
import { stageKey } from "../indexing/stage-keys.ts";
import type { Embedding } from "../indexing/stage-run.ts";
import type { ClipTextEncoder } from "../models/encoder/encoder.ts";
import type { EnginePorts } from "../ports.ts";
import type { Store } from "../store/store.ts";
import { lessonsFor, type Lessons } from "./teaching.ts";
import { openVectorIndex } from "./vector-index.ts";

/** Files whose vectors and bank are kept in memory; an hour of windows at two rates is about 3 MB. */
const kept = 24;

/** An encoder with the vectors that it made; those of a library in memory stay in its database. */
export function openSeeing(
  ctx: Context,
  encoder: ClipTextEncoder,
  { libraryDir }: EnginePorts,
  store: Store,
) {
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
  const hasSeen = (id: MediaId): boolean => store.results.get(id, "embed", key)?.state === "done";
  const see = async (inner: Context, file: FileData, lessons?: Lessons): Promise<FileData | undefined> => {
    const id = file.mediaId;
    if (!hasSeen(id)) return undefined;
    const held = cache.get(id);
    const vectors = held?.vectors ?? (await load(id));
    if (!vectors) return undefined;
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
    encoder,
    name: `${encoder.id}@${encoder.revision}`,
    embedding,
    hasSeen,
    /** Files that it has seen. */
    seen: (): MediaId[] => store.results.holders("embed", key).map(({ id }) => id),
    /** A file with its view of the pictures; undefined where it has not seen them. */
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
    /** Other vectors of the file are there now. */
    drop: (id: MediaId): void => void cache.delete(id),
    close: async (): Promise<void> => {
      cache.clear();
      await index?.close();
    },
  };
}
export type Seeing = ReturnType<typeof openSeeing>;

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
