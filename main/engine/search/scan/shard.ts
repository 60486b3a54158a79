import { closeSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";
import { createKernel } from "../kernel/choose.ts";
import { cellsPerScan, rowsPerDot, type Kernel, type KernelShape } from "../kernel/kernel.ts";
import { coarseQuery, fineQuery, strideOf, type FineQuery } from "../kernel/query.ts";
import { fineBytes, fineStep } from "../../embed/fine.ts";
import { fineAt, rowBytesOf } from "../record/layout.ts";
import { bestList } from "./best.ts";
import { placeBytes, type Part, type Place } from "./place.ts";

/** Bit planes of a question in the coarse pass. */
export const planes = 2;

/** Rows this near to each other are read at once. */
const nearRows = 6;
/** So many more than asked are ordered by their further bits. */
const refinedBeyond = 44;
/** A film's score is the mean of its best few vectors, each smoothed with its neighbours. */
const clipsPerFile = 4;

/** Vectors of one shard with their exact scores, and its films with theirs; parallel arrays. */
export interface ShardFound {
  readonly handles: Uint32Array;
  readonly vectors: Uint32Array;
  readonly scores: Float32Array;
  readonly files: {
    readonly handles: Uint32Array;
    readonly scores: Float32Array;
    readonly best: Uint32Array;
  };
}

export interface ScanRequest {
  readonly query: Float32Array;
  /** Cells kept. */
  readonly keep: number;
  /** Films that may be found, by handle; all unless said. */
  readonly only?: Uint32Array | undefined;
}

export interface RescoreRequest {
  /** Cells at or above are looked at exactly. */
  readonly threshold: number;
  /** Vectors and films returned. */
  readonly rows: number;
  readonly files: number;
}

/**
 * A part of the library: the sign bits of its films in memory, their vectors on disk. Films whose bytes fail their checksum
 * are left out and named by `add`. Not for two questions at once: `scan` leaves its cells for `rescore`.
 */
export interface Shard {
  /** Takes films in; returns the handles of those that could not be read. */
  add(places: readonly Place[]): number[];
  remove(handles: readonly number[]): void;
  /** Lets go of a file that is to be removed from the disk. */
  closeFile(path: string): void;
  /** Estimates of the best cells, in no order. */
  scan(request: ScanRequest): Float32Array;
  rescore(request: RescoreRequest): ShardFound;
  bytes(): number;
  close(): void;
}

interface Held {
  readonly place: Place;
  readonly bits: number;
  readonly factors: number;
  readonly cells: number;
  readonly counts: Uint16Array;
  readonly centre: Float32Array | undefined;
  /** Offsets as for the cells; -1 without events. */
  readonly eventBits: number;
  readonly eventFactors: number;
  readonly eventVectors: Uint32Array;
  base: number;
}

export function createShard(width: number, makeKernel: (shape: KernelShape) => Kernel = createKernel): Shard {
  const rowBytes = rowBytesOf(width);
  const stride = strideOf(width);
  const kernel = makeKernel({ width, rowBytes, planes });
  const held = new Map<number, Held>();
  const fds = new Map<string, number>();
  /** Memory of films that are gone; when it is much, everything is loaded anew. */
  let wasted = 0;
  let used = 0;
  let fine: FineQuery = { values: new Int16Array(width), scale: 0 };
  let asked: Float32Array = new Float32Array(width);
  let cells: ReturnType<ReturnType<typeof bestList>["finish"]> | undefined;

  const fdOf = (path: string): number => {
    let fd = fds.get(path);
    if (fd === undefined) fds.set(path, (fd = openSync(path, "r")));
    return fd;
  };
  const read = (path: string, at: number, into: Uint8Array): boolean =>
    into.length === 0 || readSync(fdOf(path), into, 0, into.length, at) === into.length;
  const checked = (path: string, part: Part, into: Uint8Array): boolean =>
    read(path, part.at, into) && crc32(into) === part.crc;
  const copyOf = (path: string, part: Part): ArrayBuffer | undefined => {
    const buffer = new ArrayBuffer(part.bytes);
    return checked(path, part, new Uint8Array(buffer)) ? buffer : undefined;
  };
  /** Reads a part into the kernel's memory; -1 when it is not what it was. */
  const placed = (path: string, part: Part): number => {
    const at = kernel.allocate(part.bytes);
    return checked(path, part, kernel.memory().subarray(at, at + part.bytes)) ? at : -1;
  };
  const take = (place: Place): boolean => {
    const { path } = place;
    try {
      const bits = placed(path, place.bits);
      const factors = placed(path, place.factors);
      const counts = copyOf(path, place.counts);
      const centre = place.centre && copyOf(path, place.centre);
      const none = place.events === 0;
      const eventBits = none ? 0 : placed(path, place.eventBits);
      const eventFactors = none ? 0 : placed(path, place.eventFactors);
      const eventVectors = none ? new ArrayBuffer(0) : copyOf(path, place.eventVectors);
      if (Math.min(bits, factors, eventBits, eventFactors) < 0 || !counts || !eventVectors) return false;
      if (place.centre && !centre) return false;
      const film = {
        place,
        bits,
        factors,
        cells: place.cells,
        counts: new Uint16Array(counts),
        centre: centre && new Float32Array(centre),
        eventBits,
        eventFactors,
        eventVectors: new Uint32Array(eventVectors),
        base: 0,
      };
      let covered = 0;
      for (const count of film.counts) covered += count;
      if (covered !== place.vectors || film.eventVectors.some((v) => v >= place.vectors)) return false;
      held.set(place.handle, film);
      used += placeBytes(place);
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === undefined) throw error;
      return false;
    }
  };
  const forget = (handle: number): void => {
    const film = held.get(handle);
    if (!film) return;
    held.delete(handle);
    used -= placeBytes(film.place);
    wasted += placeBytes(film.place);
  };
  const tidy = (): void => {
    if (wasted < 1 << 20 || wasted < used / 2) return;
    const places = [...held.values()].map((film) => film.place);
    held.clear();
    kernel.clear();
    [wasted, used] = [0, 0];
    for (const place of places) take(place);
  };

  /** Exact scores of vectors [from, to) of a film, into `out`. */
  const exact = (
    { place, base }: Held,
    from: number,
    to: number,
    out: (v: number, score: number) => void,
  ): void => {
    for (let start = from; start < to; start += rowsPerDot) {
      const count = Math.min(rowsPerDot, to - start);
      const memory = kernel.memory();
      const rows = memory.subarray(kernel.staging, kernel.staging + count * rowBytes);
      if (!read(place.path, place.values.at + start * rowBytes, rows)) return;
      const sums = kernel.dots(count);
      const view = new DataView(memory.buffer, kernel.staging, count * rowBytes);
      for (let i = 0; i < count; i++) {
        const scale = view.getFloat32((i + 1) * rowBytes - 4, true);
        out(start + i, base + sums[i]! * fine.scale * scale);
      }
    }
  };

  /** What the further bits of a vector add to its score. */
  const refinement = (film: Held, vector: number): number => {
    if (!film.place.fine) return 0;
    const row = new Uint8Array(rowBytes);
    if (!read(film.place.path, film.place.values.at + vector * rowBytes, row)) return 0;
    const bits = row.subarray(fineAt(width), fineAt(width) + fineBytes(width));
    const scale = new DataView(row.buffer).getFloat32(rowBytes - 4, true);
    let sum = 0;
    for (let i = 0; i < width; i++) sum += asked[i]! * fineStep(bits, 0, i);
    return sum * scale;
  };

  return {
    add: (places) => {
      for (const { handle } of places) forget(handle);
      return places.filter((place) => !take(place)).map(({ handle }) => handle);
    },
    remove: (handles) => {
      for (const handle of handles) forget(handle);
      tidy();
    },
    closeFile: (path) => {
      const fd = fds.get(path);
      if (fd !== undefined) closeSync(fd);
      fds.delete(path);
    },
    scan: ({ query, keep, only }) => {
      const coarse = coarseQuery(query, planes);
      fine = fineQuery(query);
      asked = query;
      kernel.ask(coarse, fine);
      const best = bestList(keep);
      const films = only ? [...only].flatMap((handle) => held.get(handle) ?? []) : held.values();
      for (const film of films) {
        film.base = 0;
        if (film.centre) for (let i = 0; i < width; i++) film.base += query[i]! * film.centre[i]!;
        const over = (bits: number, factors: number, count: number, mark: number): void => {
          for (let from = 0; from < count; from += cellsPerScan) {
            const hits = kernel.scan({
              bits: bits + from * stride,
              factors: factors + from * 4,
              count: Math.min(cellsPerScan, count - from),
              base: film.base,
              threshold: best.threshold(),
            });
            for (let i = 0; i < hits; i++)
              best.push(kernel.estimateAt(i), film.place.handle, mark + from + kernel.hitAt(i));
          }
        };
        over(film.bits, film.factors, film.cells, 0);
        // Events are numbered behind the cells.
        over(film.eventBits, film.eventFactors, film.place.events, film.cells);
      }
      cells = best.finish();
      return cells.values;
    },
    rescore: ({ threshold, rows, files }) => {
      const wanted = new Map<number, number[]>();
      for (let i = 0; i < (cells?.values.length ?? 0); i++) {
        if (!cells || cells.values[i]! < threshold) continue;
        const handle = cells.first[i]!;
        const list = wanted.get(handle) ?? [];
        list.push(cells.second[i]!);
        wanted.set(handle, list);
      }
      cells = undefined;
      const best = bestList(rows + refinedBeyond);
      const scored: { film: Held; scores: Map<number, number>; top: number }[] = [];
      for (const [handle, numbers] of wanted) {
        const film = held.get(handle);
        if (!film) continue;
        const scores = new Map<number, number>();
        let top = -Infinity;
        for (const [from, to] of rangesOf(film, numbers))
          exact(film, from, to, (vector, score) => {
            scores.set(vector, score);
            top = Math.max(top, score);
          });
        for (const [vector, score] of scores) if (score > best.threshold()) best.push(score, handle, vector);
        scored.push({ film, scores, top });
      }
      const near = best.finish();
      const refined = bestList(rows);
      for (const [i, score] of near.values.entries()) {
        const film = held.get(near.first[i]!);
        if (film) refined.push(score + refinement(film, near.second[i]!), near.first[i]!, near.second[i]!);
      }
      const found = refined.finish();
      const ranked = scored.sort((a, b) => b.top - a.top).slice(0, files);
      const clips = ranked.map(({ film, scores }) => fileScore(film, scores, exact));
      return {
        handles: found.first,
        vectors: found.second,
        scores: found.values,
        files: {
          handles: Uint32Array.from(ranked, ({ film }) => film.place.handle),
          scores: Float32Array.from(clips, ({ score }) => score),
          best: Uint32Array.from(clips, ({ best }) => best),
        },
      };
    },
    bytes: () => used,
    close: () => {
      for (const fd of fds.values()) closeSync(fd);
      fds.clear();
      held.clear();
    },
  };
}

/** Vectors of cells and events as ranges in order; near ones are one. */
function rangesOf({ counts, cells, eventVectors }: Held, numbers: readonly number[]): [number, number][] {
  const parts: [number, number][] = [];
  const sorted = numbers.toSorted((a, b) => a - b);
  let [cell, start] = [0, 0];
  for (const number of sorted) {
    if (number >= cells) {
      const vector = eventVectors[number - cells] ?? 0;
      parts.push([vector, vector + 1]);
      continue;
    }
    for (; cell < number; cell++) start += counts[cell]!;
    parts.push([start, start + counts[number]!]);
  }
  parts.sort((a, b) => a[0] - b[0]);
  const ranges: [number, number][] = [];
  for (const [from, to] of parts) {
    const last = ranges.at(-1);
    if (last && from - last[1] <= nearRows) last[1] = Math.max(last[1], to);
    else ranges.push([from, to]);
  }
  return ranges;
}

/** Mean of a film's best few vectors, each a quarter of both neighbours and half itself. */
function fileScore(
  film: Held,
  scores: ReadonlyMap<number, number>,
  exact: (film: Held, from: number, to: number, out: (v: number, score: number) => void) => void,
): { score: number; best: number } {
  const top = [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, clipsPerFile);
  let sum = 0;
  let best = { vector: top[0]?.[0] ?? 0, score: -Infinity };
  const near = new Map(scores);
  for (const [vector, own] of top) {
    const neighbours = [vector - 1, vector + 1].filter((v) => v >= 0 && v < film.place.vectors);
    for (const v of neighbours) if (!near.has(v)) exact(film, v, v + 1, (at, score) => near.set(at, score));
    const side = (v: number): number => near.get(v) ?? own;
    const smooth = (side(vector - 1) + 2 * own + side(vector + 1)) / 4;
    sum += smooth;
    if (smooth > best.score) best = { vector, score: smooth };
  }
  // A film with fewer vectors than that is as good as those it has.
  return { score: top.length > 0 ? sum / top.length : -Infinity, best: best.vector };
}
