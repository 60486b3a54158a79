import { crc32 } from "node:zlib";
import { join } from "node:path";
import { FootnoteError, errorBody } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import { breathe, type Context } from "../context.ts";
import { bankPeaksOf, textVectors } from "../embed/channel.ts";
import { embedKey } from "../embed/stage.ts";
import { decodeVectors, type StoredVectors } from "../embed/vectors.ts";
import { peakOf } from "../grounding/presence/presence.ts";
import { queryBank } from "../grounding/presence/query-bank.ts";
import { resultsOf } from "../indexing/read-results.ts";
import { stageKey } from "../indexing/stage-keys.ts";
import type { ClipTextEncoder } from "../models/encoder/encoder.ts";
import { openVectorSearch, type SearchRequest, type Found } from "../search/vector-search.ts";
import { spaceFolder } from "../search/files/vector-files.ts";
import type { Store } from "../store/store.ts";

/** Peaks of the bank are kept under a name that changes with its sentences. */
const bankNote = `bank ${crc32(Buffer.from(queryBank.join("\n"))).toString(16)}`;

export interface VectorIndexParts {
  readonly store: Store;
  readonly libraryDir: string;
  readonly encoder: ClipTextEncoder;
  /** Films whose vectors are gone or damaged: they count as not looked at by the model. */
  readonly onLost: (ids: readonly MediaId[]) => void;
}

/** The vectors of a library under one model. */
export interface VectorIndex {
  /** Takes what the embedding stage stored of a film out of the database into the index. Errors: disk-full. */
  remember(ctx: Context, id: MediaId): Promise<void>;
  forget(ids: readonly MediaId[]): Promise<void>;
  /** Undefined while the model has not seen the film. */
  vectorsOf(id: MediaId): Promise<StoredVectors | undefined>;
  /** Peaks of the bank of general sentences on a film; made once. */
  bankOf(ctx: Context, id: MediaId, vectors: StoredVectors): Promise<readonly number[]>;
  /** Peaks of the bank by this model and others together; made once. `models`: all of them. */
  sharedBankOf(
    id: MediaId,
    models: readonly string[],
    make: () => Promise<number[]>,
  ): Promise<readonly number[]>;
  /** Films that show what a text says or what a vector of the model's space stands for, best first. */
  search(ctx: Context, query: string | Float32Array, request: SearchRequest): Promise<Found>;
  close(): Promise<void>;
}

/**
 * Opens the index in the background and brings it and the database into agreement: what the database still holds is moved
 * over, what it no longer knows is removed, what was lost is made again. Vectors lie in one place at any time, and a film
 * counts as seen by the model only while they do.
 */
export function openVectorIndex(ctx: Context, parts: VectorIndexParts): VectorIndex {
  const { store, libraryDir, encoder, onLost } = parts;
  const key = stageKey("embed", { depth: "full", model: embedKey(encoder) });
  const space = {
    model: { id: encoder.id, revision: encoder.revision },
    key: embedKey(encoder),
    width: encoder.width,
  };
  const lose = (ids: readonly MediaId[]): void => {
    if (ids.length === 0) return;
    for (const id of ids) store.results.forget(id, "embed", key);
    onLost(ids);
  };
  const damaged: MediaId[] = [];
  const opening = openVectorSearch(spaceFolder(join(libraryDir, "vectors"), space), space, {
    log: ctx.log,
    onDamaged: (id) => void damaged.push(id),
  });
  /** Seconds at which shots begin; undefined where nobody looked for cuts. */
  const cutsOf = (id: MediaId): number[] | undefined => {
    const results = resultsOf(store, id);
    const [shots, table] = [results.shots(), results.table()];
    return shots && table && shots.map(({ frame }) => table.time(Math.min(frame, table.count - 1)));
  };
  /** Moves one film's vectors over. The database lets go of them only when the files have them for good. */
  const move = async (id: MediaId): Promise<boolean> => {
    const search = await opening;
    const row = store.results.get(id, "embed", key);
    if (row?.state !== "done" || !row.data) return false;
    let vectors: StoredVectors;
    try {
      vectors = decodeVectors(row.data);
    } catch (error) {
      ctx.log("warn", "stored vectors cannot be read", { message: errorBody(error).message });
      lose([id]);
      return false;
    }
    await search.add(id, vectors, cutsOf(id));
    store.results.dropData(id, "embed", key);
    return true;
  };
  const agree = async (): Promise<void> => {
    const search = await opening;
    await search.remove(damaged);
    const holders = new Map(store.results.holders("embed", key).map(({ id, held }) => [id, held]));
    await search.remove(search.list().filter((id) => !holders.has(id)));
    lose([...holders].filter(([id, held]) => !held && !search.has(id)).map(([id]) => id));
    for (const [id, held] of holders) {
      if (!held) continue;
      await breathe(ctx);
      await move(id);
    }
  };
  const agreed = opening.then(agree);
  /** The search, once it agrees with the database; undefined where the files cannot be used, which is said once. */
  const usable = agreed.then(
    () => opening,
    (error: unknown) => {
      if (!ctx.signal.aborted)
        ctx.log("warn", "the vectors of the library cannot be used", { message: errorBody(error).message });
      return undefined;
    },
  );

  const vectorsOf = async (id: MediaId): Promise<StoredVectors | undefined> => {
    const row = store.results.get(id, "embed", key);
    if (row?.state !== "done") return undefined;
    if (row.data) return decodeVectors(row.data);
    const search = await usable;
    if (!search) return undefined;
    try {
      return search.read(id);
    } catch (error) {
      if (!(error instanceof FootnoteError) || error.code !== "library-damaged") throw error;
      await search.remove([id]);
      lose([id]);
      return undefined;
    }
  };
  /** Numbers, one for each sentence of the bank, that are kept with a film's vectors. */
  const keptPeaks = async (id: MediaId, name: string, make: () => Promise<number[]>) => {
    const search = await usable;
    const kept = search?.note(id, name);
    if (kept?.length === queryBank.length) return [...kept];
    const peaks = await make();
    if (search?.has(id)) search.putNote(id, name, Float64Array.from(peaks));
    return peaks;
  };
  const bankOf: VectorIndex["bankOf"] = (inner, id, vectors) =>
    keptPeaks(id, bankNote, () => bankPeaksOf(inner, encoder, vectors, { texts: queryBank, peakOf }));
  return {
    remember: async (inner, id) => {
      // Where the files cannot be used, the database keeps what it has; films are still indexed and asked.
      if (!(await usable) || !(await move(id))) return;
      const vectors = await vectorsOf(id);
      if (vectors) await bankOf(inner, id, vectors);
    },
    forget: async (ids) => await (await usable)?.remove(ids),
    vectorsOf,
    bankOf,
    sharedBankOf: (id, models, make) =>
      keptPeaks(id, `${bankNote} ${crc32(Buffer.from(models.join("\n"))).toString(16)}`, make),
    search: async (inner, query, request) => {
      const search = await usable;
      if (!search) return { rows: [], files: [] };
      const [vector] = typeof query === "string" ? await textVectors(inner, encoder, [query]) : [query];
      return vector ? await search.search(inner, vector, request) : { rows: [], files: [] };
    },
    close: async () => {
      await usable;
      const search = await opening.catch(() => undefined);
      await search?.close();
    },
  };
}
