import { availableParallelism, totalmem } from "node:os";
import { FootnoteError } from "../../../contract/errors.ts";
import type { MediaId } from "../../../contract/ids.ts";
import type { StoredVectors } from "../embed/vectors.ts";
import { checkAborted, createContext, type Context } from "../context.ts";
import { openVectorFiles, type VectorFileOptions, type KeptFile } from "./files/vector-files.ts";
import type { Space } from "./files/segment.ts";
import { chosenLevel, ladderOf } from "./record/ladder.ts";
import { levelOf, type LevelName } from "./record/record.ts";
import { placeBytes, placeOf } from "./scan/place.ts";
import { shardHere, shardInThread, type ShardLink } from "./scan/shard-link.ts";
import type { ShardFound } from "./scan/shard.ts";

export interface VectorSearchOptions extends VectorFileOptions {
  /**
   * Bytes of sign bits held in memory at most; a 16th of the machine's memory unless said, from 216 MiB to 1.5 GiB. A larger
   * library is searched at a coarser level.
   */
  readonly memory?: number;
  /** Threads; one less than there are cores and up to four unless said, none for a small library. 0: always in the calling thread. */
  readonly threads?: number;
  /** Cells from which threads are worth their cost; 60,000 unless said. */
  readonly threadsFrom?: number;
  /** Called for films whose vectors turn out to be damaged: they are no longer found. */
  readonly onDamaged?: (media: MediaId) => void;
}

export interface SearchRequest {
  /** Moments returned; 20 unless said. */
  readonly rows?: number;
  /** Films returned; 50 unless said. */
  readonly files?: number;
  /** Films that may be found; all unless said. */
  readonly only?: readonly MediaId[];
  /** Cells of the coarse pass that are looked at exactly; by the size of the library unless said. */
  readonly keep?: number;
}

/** A stored vector that fits, and the seconds that it was seen. */
export interface FoundRow {
  readonly media: MediaId;
  readonly vector: number;
  /** Cosine, from the vector of 8-bit numbers. */
  readonly score: number;
  readonly start: number;
  readonly end: number;
}

export interface FoundFile {
  readonly media: MediaId;
  /** Mean of its best few smoothed vectors. */
  readonly score: number;
  /** Seconds of the best of them. */
  readonly at: number;
}

export interface Found {
  /** Best first. */
  readonly rows: readonly FoundRow[];
  readonly files: readonly FoundFile[];
}

export interface SearchState {
  readonly files: number;
  readonly cells: number;
  /** What a cell stands for. */
  readonly level: LevelName;
  readonly threads: number;
  /** Of sign bits in memory, and of all files on disk. */
  readonly memory: number;
  readonly disk: number;
}

/** Search over the vectors of a library; see docs/search.md. One question after the other. */
export interface VectorSearch {
  readonly space: Space;
  has(media: MediaId): boolean;
  list(): MediaId[];
  /**
   * Puts a film's vectors in the place of its former ones; they are on the disk when it is done. `cuts`: seconds at which its
   * shots begin, where they are known. Costs in proportion to the film.
   */
  add(media: MediaId, vectors: StoredVectors, cuts?: readonly number[]): Promise<void>;
  remove(media: readonly MediaId[]): Promise<void>;
  /** The vectors exactly as they were put in. Errors: library-damaged. */
  read(media: MediaId): StoredVectors | undefined;
  putNote(media: MediaId, name: string, values: Float64Array): void;
  note(media: MediaId, name: string): Float64Array | undefined;
  search(ctx: Context, query: Float32Array, request?: SearchRequest): Promise<Found>;
  state(): SearchState;
  close(): Promise<void>;
}

/** Below so many cells one thread is quick enough: it compares some fifty million cells a second. */
const fewCells = 60_000;
/** A 16th of the machine's memory, within bounds; a library takes only what it needs of it. */
const usualMemory = Math.min(1536 * 2 ** 20, Math.max(216 * 2 ** 20, totalmem() / 16));

/** Opens the vectors of a space and loads what is searched. Errors: permission, disk-full, library-newer. */
export async function openVectorSearch(
  dir: string,
  space: Space,
  options: VectorSearchOptions = {},
): Promise<VectorSearch> {
  const files = openVectorFiles(dir, space, options);
  const memory = options.memory ?? usualMemory;
  // One core is left to the window and the decoder.
  const mostThreads = options.threads ?? Math.max(1, Math.min(4, availableParallelism() - 1));
  const handleOf = new Map<MediaId, number>();
  const mediaOf: MediaId[] = [];
  /** By handle: the shard that holds a film, and what it takes there. */
  const homes = new Map<number, { shard: number; cells: number; bytes: number }>();
  let shards: ShardLink[] = [];
  let loads: number[] = [];
  let layout: { level: LevelName; threads: number } = { level: "finest", threads: 0 };
  let closed = false;
  let tail: Promise<unknown> = Promise.resolve();
  const stopping = new AbortController();

  /** One thing after the other: a question's two passes belong together. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const run = tail.then(() => {
      if (closed) throw new FootnoteError("cancelled", "The library was closed.");
      return work();
    });
    tail = run.catch(() => undefined);
    return run;
  };
  const handle = (media: MediaId): number => {
    let known = handleOf.get(media);
    if (known === undefined) {
      known = mediaOf.length;
      mediaOf.push(media);
      handleOf.set(media, known);
    }
    return known;
  };
  const sizeAt = ({ head }: KeptFile, level: LevelName) => {
    const { cells } = levelOf(head, level);
    const events = level === "finest" ? 0 : head.events.count;
    return { cells: cells + events, bytes: placeBytes({ cells, events, width: space.width }) };
  };
  const sumOf = (level: LevelName, what: "cells" | "bytes"): number =>
    files.list().reduce((sum, file) => sum + sizeAt(file, level)[what], 0);
  /** The level that tells most of those that fit in memory, and whether threads are worth it. */
  const wanted = (): typeof layout => {
    const ladder = ladderOf((level) => ({
      level,
      cells: sumOf(level, "cells"),
      bytes: sumOf(level, "bytes"),
    }));
    const { level, cells } = chosenLevel(ladder, memory);
    return { level, threads: cells < (options.threadsFrom ?? fewCells) ? 0 : mostThreads };
  };
  const damaged = (handles: readonly number[]): void => {
    for (const one of handles) {
      homes.delete(one);
      const media = mediaOf[one];
      if (media !== undefined) options.onDamaged?.(media);
    }
  };
  /** Hands films to the shards that hold least. */
  const hand = async (kept: readonly KeptFile[]): Promise<void> => {
    const lists = shards.map((): KeptFile[] => []);
    for (const file of kept) {
      const number = handle(file.media);
      const size = sizeAt(file, layout.level);
      const before = homes.get(number);
      const shard = before?.shard ?? loads.indexOf(Math.min(...loads));
      loads[shard] = (loads[shard] ?? 0) + size.bytes - (before?.bytes ?? 0);
      homes.set(number, { shard, ...size });
      lists[shard]?.push(file);
    }
    const unread = await Promise.all(
      lists.map((list, i) =>
        list.length === 0
          ? Promise.resolve([])
          : (shards[i]?.add(list.map((f) => placeOf(f, handle(f.media), space.width, layout.level))) ??
            Promise.resolve([])),
      ),
    );
    damaged(unread.flat());
  };
  const build = async (): Promise<void> => {
    await Promise.all(shards.map((shard) => shard.close()));
    layout = wanted();
    shards =
      layout.threads === 0
        ? [shardHere(space.width)]
        : Array.from({ length: layout.threads }, () => shardInThread(space.width));
    loads = shards.map(() => 0);
    homes.clear();
    await hand(files.list());
  };
  /** After a change: the level and the threads may no longer be right. */
  const settle = async (changed: readonly KeptFile[]): Promise<void> => {
    const next = wanted();
    // Another level only where the one in use no longer fits: loading all anew takes its time.
    const fits = sumOf(layout.level, "bytes") <= memory;
    const grown = next.threads > layout.threads || (next.level !== layout.level && !fits);
    if (grown) await build();
    else await hand(changed);
  };
  const compactWhereWorth = async (): Promise<void> => {
    for (let path = files.wasted(); path !== undefined; path = files.wasted()) {
      const old = path;
      const moved = await files.compact(createContext({ signal: stopping.signal }), old);
      await inTurn(async () => {
        await hand(moved);
        await Promise.all(shards.map((shard) => shard.closeFile(old)));
        files.discard(old);
      });
    }
  };
  let compacting: Promise<void> | undefined;
  const compactSoon = (): void => {
    compacting ??= compactWhereWorth()
      .catch((error: unknown) => {
        if (!closed) options.log?.("warn", "vectors were not compacted", { message: String(error) });
      })
      .finally(() => {
        compacting = undefined;
      });
  };

  /** More of the library means more that comes near; a cell that stands for many seconds says less about each. */
  const usualKeep = (): number => {
    const cells = [...homes.values()].reduce((sum, home) => sum + home.cells, 0);
    return Math.max(1000, Math.ceil(cells / (layout.level === "finest" ? 1500 : 100)));
  };
  const search = async (ctx: Context, query: Float32Array, request: SearchRequest): Promise<Found> => {
    const { rows = 20, files: most = 50, only, keep = usualKeep() } = request;
    const lists = only && shards.map((): number[] => []);
    for (const media of only ?? []) {
      const number = handleOf.get(media);
      const home = number === undefined ? undefined : homes.get(number);
      if (number !== undefined && home) lists?.[home.shard]?.push(number);
    }
    const estimates = await Promise.all(
      shards.map((shard, i) =>
        shard.scan({ query, keep, ...(lists ? { only: Uint32Array.from(lists[i] ?? []) } : {}) }),
      ),
    );
    checkAborted(ctx);
    const threshold = edgeOf(estimates, keep);
    const parts = await Promise.all(
      shards.map((shard) => shard.rescore({ threshold, rows: Math.max(rows, 1), files: most })),
    );
    checkAborted(ctx);
    return merged(parts, rows, most);
  };
  const merged = (parts: readonly ShardFound[], rows: number, most: number): Found => {
    const times = timesReader();
    const found = parts
      .flatMap(({ handles, vectors, scores }) =>
        Array.from(handles, (number, i) => ({
          media: mediaOf[number] as MediaId,
          vector: vectors[i]!,
          score: scores[i]!,
        })),
      )
      .sort(
        (a, b) => b.score - a.score || (a.media < b.media ? -1 : a.media > b.media ? 1 : a.vector - b.vector),
      )
      .slice(0, rows)
      .map((row): FoundRow => ({ ...row, ...times(row.media, row.vector) }));
    const best = parts
      .flatMap(({ files: { handles, scores, best: at } }) =>
        Array.from(handles, (number, i) => ({
          media: mediaOf[number] as MediaId,
          score: scores[i]!,
          vector: at[i]!,
        })),
      )
      .sort((a, b) => b.score - a.score || (a.media < b.media ? -1 : 1))
      .slice(0, most)
      .map(({ media, score, vector }): FoundFile => {
        const { start, end } = times(media, vector);
        return { media, score, at: (start + end) / 2 };
      });
    return { rows: found, files: best };
  };
  /** Seconds in which a vector was seen; the runs of a film are read once a question. */
  const timesReader = () => {
    const known = new Map<MediaId, ReturnType<typeof files.spansOf>>();
    return (media: MediaId, vector: number): { start: number; end: number } => {
      let spansOf = known.get(media);
      if (!spansOf) known.set(media, (spansOf = files.spansOf(media)));
      return spansOf(vector);
    };
  };

  await build();
  compactSoon();
  return {
    space,
    has: (media) => files.get(media) !== undefined,
    list: () => files.list().map(({ media }) => media),
    add: (media, vectors, cuts) =>
      inTurn(async () => {
        const kept = files.put(await files.prepare(media, vectors, cuts));
        await settle([kept]);
        compactSoon();
      }),
    remove: (media) =>
      inTurn(async () => {
        const known = media.filter((one) => files.get(one));
        for (const one of known) files.remove(one);
        for (const [i, shard] of shards.entries()) {
          const here = known.map((one) => handle(one)).filter((number) => homes.get(number)?.shard === i);
          for (const number of here) loads[i] = (loads[i] ?? 0) - (homes.get(number)?.bytes ?? 0);
          for (const number of here) homes.delete(number);
          if (here.length > 0) await shard.remove(here);
        }
        compactSoon();
      }),
    read: (media) => files.read(media),
    putNote: (media, name, values) => files.putNote(media, name, values),
    note: (media, name) => files.note(media, name),
    search: (ctx, query, request = {}) => {
      if (query.length !== space.width)
        return Promise.reject(
          new FootnoteError(
            "bad-arguments",
            `A question of ${query.length} numbers cannot be compared with vectors of ${space.width}.`,
          ),
        );
      return inTurn(() => search(ctx, query, request));
    },
    state: () => ({
      files: homes.size,
      cells: [...homes.values()].reduce((sum, home) => sum + home.cells, 0),
      ...layout,
      memory: loads.reduce((sum, load) => sum + load, 0),
      disk: files.bytes(),
    }),
    close: async () => {
      stopping.abort();
      await compacting;
      await tail;
      closed = true;
      await Promise.all(shards.map((shard) => shard.close()));
      files.close();
    },
  };
}

/** The estimate of the last cell that is kept of all shards'. */
function edgeOf(lists: readonly Float32Array[], keep: number): number {
  const all = new Float32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all.length <= keep ? -Infinity : (all.sort()[all.length - keep] ?? -Infinity);
}
