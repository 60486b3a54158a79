import { readFileSync, writeFileSync } from "node:fs";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { question, random, stored, truthOf } from "../../../bench/search/clusters.ts";
import type { MediaId } from "../../../contract/ids.ts";
import { createContext } from "../../../main/engine/context.ts";
import { restored } from "../../../main/engine/embed/vectors.ts";
import { openVectorFiles } from "../../../main/engine/search/files/vector-files.ts";
import { bestList, previous } from "../../../main/engine/search/scan/best.ts";
import { whole } from "../../../main/engine/search/record/slices.ts";
import { finestCells, spannedCells } from "../../../main/engine/search/record/cells.ts";
import { keyEvents } from "../../../main/engine/search/record/key-events.ts";
import { openVectorSearch, type VectorSearchOptions } from "../../../main/engine/search/vector-search.ts";
import { filmOf, idOf, scratch, space, twoRates, vectorsOf, width, world } from "./made.ts";

const ctx = createContext();
let folder: ReturnType<typeof scratch>;
let closing: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = scratch();
  closing = [];
});
afterEach(async () => {
  for (const close of closing) await close();
  folder.remove();
});
const open = async (options: VectorSearchOptions = {}) => {
  const search = await openVectorSearch(folder.dir, space, { threads: 0, ...options });
  closing.push(() => search.close());
  return search;
};
const films = 40;
const rows = 300;
const fill = async (search: Awaited<ReturnType<typeof open>>, from = 0, to = films): Promise<void> => {
  for (let n = from; n < to; n++) await search.add(idOf(n), vectorsOf(n, rows));
};
const queries = Array.from({ length: 40 }, (_, q) => question(world, q));
const truth = (list: readonly number[] = Array.from({ length: films }, (_, n) => n)) => {
  const best = truthOf(queries, 20);
  for (const n of list) best.look(n, filmOf(n, rows), width);
  return best.best.map((found) => new Set(found.map(({ film, row }) => `${idOf(film)} ${row}`)));
};
const recall = async (search: Awaited<ReturnType<typeof open>>, expected = truth()): Promise<number> => {
  let hits = 0;
  for (const [q, query] of queries.entries()) {
    const found = await search.search(ctx, query);
    hits += found.rows.filter(({ media, vector }) => expected[q]!.has(`${media} ${vector}`)).length;
  }
  return hits / (queries.length * 20);
};

describe("finding moments", () => {
  it("gives the twenty best of brute force in float, but for rounding to 8 bits", async () => {
    const search = await open();
    await fill(search);
    expect(search.state()).toMatchObject({ files: films, level: "finest", threads: 0 });
    expect(await recall(search)).toBeGreaterThanOrEqual(0.98);
  });

  it("gives exactly what scoring every stored vector gives, times and films included", async () => {
    const search = await open();
    await fill(search);
    for (const query of queries.slice(0, 10)) {
      const found = await search.search(ctx, query, { keep: 1e9, rows: 30 });
      const all = Array.from({ length: films }, (_, n) => {
        const rate = vectorsOf(n, rows).rates[0]!;
        return Array.from(rate.scales, (_, v) => {
          const vector = restored(rate, width, v);
          return { media: idOf(n), vector: v, score: vector.reduce((sum, x, i) => sum + x * query[i]!, 0) };
        });
      });
      const best = all
        .flat()
        .sort((a, b) => b.score - a.score)
        .slice(0, 30);
      for (const [i, row] of found.rows.entries()) {
        expect(row.score).toBeCloseTo(best[i]!.score, 4);
        expect(row).toMatchObject({ start: row.vector, end: row.vector + 1 });
      }
      const smooth = (n: number, v: number): number =>
        ((all[n]![v - 1] ?? all[n]![v]!).score +
          2 * all[n]![v]!.score +
          (all[n]![v + 1] ?? all[n]![v]!).score) /
        4;
      const perFile = all
        .map((list, n) => {
          const top = list.toSorted((a, b) => b.score - a.score).slice(0, 4);
          return { media: idOf(n), score: top.reduce((sum, one) => sum + smooth(n, one.vector), 0) / 4 };
        })
        .sort((a, b) => b.score - a.score);
      expect(found.files.slice(0, 10).map(({ media }) => media)).toEqual(
        perFile.slice(0, 10).map(({ media }) => media),
      );
      // Films are ranked by 8 bits.
      expect(found.files[0]!.score).toBeCloseTo(perFile[0]!.score, 2);
    }
  });

  it("finds the same in threads, after opening again, and whatever the order of adding", async () => {
    const one = await open();
    await fill(one);
    const expected = await Promise.all(queries.slice(0, 8).map((query) => one.search(ctx, query)));
    await one.close();
    closing = [];
    const threaded = await openVectorSearch(folder.dir, space, { threads: 3, threadsFrom: 1 });
    closing.push(() => threaded.close());
    expect(threaded.state()).toMatchObject({ threads: 3, files: films });
    for (const [q, found] of expected.entries())
      expect(await threaded.search(ctx, queries[q]!)).toEqual(found);
    const other = scratch();
    const backwards = await openVectorSearch(other.dir, space, { threads: 0 });
    for (let n = films - 1; n >= 0; n--) await backwards.add(idOf(n), vectorsOf(n, rows));
    for (const [q, found] of expected.entries())
      expect(await backwards.search(ctx, queries[q]!)).toEqual(found);
    await backwards.close();
    other.remove();
  });

  it("looks only in the films that are named", async () => {
    const search = await open();
    await fill(search, 0, 10);
    const found = await search.search(ctx, queries[0]!, { only: [idOf(3), idOf(5), idOf(999)] });
    expect(new Set(found.rows.map(({ media }) => media))).toEqual(new Set([idOf(3), idOf(5)]));
    expect(found.files).toHaveLength(2);
    expect((await search.search(ctx, queries[0]!, { only: [] })).rows).toEqual([]);
  });

  it("answers with nothing where there is nothing, and refuses a question of another width", async () => {
    const search = await open();
    expect(await search.search(ctx, queries[0]!)).toEqual({ rows: [], files: [] });
    await expect(search.search(ctx, new Float32Array(5))).rejects.toMatchObject({ code: "bad-arguments" });
    const aborted = new AbortController();
    aborted.abort();
    await expect(search.search(createContext({ signal: aborted.signal }), queries[0]!)).rejects.toMatchObject(
      { code: "cancelled" },
    );
  });

  it("keeps a film's second rate and searches the one nearest to a second", async () => {
    const search = await open();
    await search.add(idOf(1), twoRates(1));
    const found = await search.search(ctx, queries[0]!, { rows: 100 });
    expect(found.rows).toHaveLength(40);
    expect(search.read(idOf(1))).toEqual(twoRates(1));
  });
});

describe("a library that changes", () => {
  it("finds what was added and not what was removed or replaced", async () => {
    const search = await open();
    await fill(search, 0, 20);
    await search.remove([idOf(3), idOf(4), idOf(77)]);
    await search.add(idOf(5), vectorsOf(25, rows));
    const here = Array.from({ length: 20 }, (_, n) => n).filter((n) => ![3, 4, 5].includes(n));
    const best = truthOf(queries, 20);
    for (const n of here) best.look(n, filmOf(n, rows), width);
    best.look(5, filmOf(25, rows), width);
    const expected = best.best.map((found) => new Set(found.map(({ film, row }) => `${idOf(film)} ${row}`)));
    expect(await recall(search, expected)).toBeGreaterThanOrEqual(0.98);
    expect(search.state().files).toBe(18);
    await search.close();
    closing = [];
    const again = await open();
    expect(await recall(again, expected)).toBeGreaterThanOrEqual(0.98);
  });

  it("is compacted by itself when it is mostly waste, and finds the same", async () => {
    const search = await open();
    for (let n = 0; n < 12; n++) await search.add(idOf(n), vectorsOf(n, 2500));
    const before = search.state().disk;
    await search.remove([0, 1, 2, 3, 4, 5, 6].map(idOf));
    const found = await search.search(ctx, queries[0]!);
    await expect.poll(() => search.state().disk, { timeout: 20_000 }).toBeLessThan(before * 0.6);
    expect(await search.search(ctx, queries[0]!)).toEqual(found);
    expect(search.read(idOf(9))).toEqual(vectorsOf(9, 2500));
  });

  it("leaves a damaged film out, tells of it and finds the others", async () => {
    const search = await open();
    await fill(search, 0, 5);
    await search.close();
    closing = [];
    const files = openVectorFiles(folder.dir, space);
    const { path, body, head } = files.get(idOf(2))!;
    files.close();
    const bytes = readFileSync(path);
    const at = body + head.levels[0]!.bits.at + 5;
    bytes[at] = (bytes[at] ?? 0) ^ 255;
    writeFileSync(path, bytes);
    for (const threadsFrom of [1, 1e9]) {
      const lost: MediaId[] = [];
      const again = await openVectorSearch(folder.dir, space, {
        threads: 2,
        threadsFrom,
        onDamaged: (media) => void lost.push(media),
      });
      const found = await again.search(ctx, queries[0]!, { rows: 1e4, keep: 1e9 });
      await again.close();
      expect(lost).toEqual([idOf(2)]);
      expect(new Set(found.rows.map(({ media }) => media))).toEqual(new Set([0, 1, 3, 4].map(idOf)));
    }
  });

  it("is searched at a coarser level when memory is short, and still finds a short event", async () => {
    const search = await open({ memory: 30_000 });
    await fill(search);
    expect(search.state().level).not.toBe("finest");
    expect(await recall(search)).toBeGreaterThan(0.5);
    // Two seconds of something else in an otherwise still film: hidden in every mean, kept as a key event.
    const film = filmOf(1000, rows);
    const own = question(world, 555);
    for (let row = 0; row < rows; row++) film.set(film.slice(0, width), row * width);
    film.set(own, 150 * width);
    film.set(own, 151 * width);
    await search.add(idOf(1000), stored(film, width));
    const found = await search.search(ctx, own);
    expect(found.files[0]!.media).toBe(idOf(1000));
    expect([150, 151]).toContain(found.rows[0]!.vector);
  });
});

it("lets others of the thread have their turn while a long film is taken in, and stores the same", async () => {
  const here = scratch();
  const search = await openVectorSearch(here.dir, space, { threads: 0 });
  let turns = 0;
  let running = true;
  const tick = (): void => {
    turns++;
    if (running) setImmediate(tick);
  };
  setImmediate(tick);
  const long = vectorsOf(1, 20_000);
  await search.add(idOf(1), long);
  running = false;
  expect(turns).toBeGreaterThan(2);
  expect(search.read(idOf(1))).toEqual(long);
  await search.close();
  here.remove();
});

describe("what a film's cells are", () => {
  it("cells of every level cover each vector once, and the finest merge only what looks the same", () => {
    for (const n of [1, 2, 3]) {
      const rate = vectorsOf(n, 500).rates[0]!;
      for (const cells of [
        whole(finestCells(rate, width)),
        ...[4, 16, 64].map((span) => whole(spannedCells(rate, width, span))),
      ])
        expect(cells.counts.reduce((sum, count) => sum + count, 0)).toBe(500);
      expect(whole(spannedCells(rate, width, 64)).counts.length).toBe(Math.ceil(500 / 64));
      let at = 0;
      for (const count of whole(finestCells(rate, width)).counts) {
        expect(count).toBeLessThanOrEqual(4);
        const first = restored(rate, width, at);
        for (let v = at + 1; v < at + count; v++) {
          const other = restored(rate, width, v);
          expect(first.reduce((sum, x, i) => sum + x * other[i]!, 0)).toBeGreaterThanOrEqual(0.949);
        }
        at += count;
      }
    }
  });

  it("a still film is few cells, a film in which all changes one for each vector", () => {
    const still = new Float32Array(100 * width);
    for (let row = 0; row < 100; row++) still.set(filmOf(1, 1), row * width);
    expect(whole(finestCells(stored(still, width).rates[0]!, width)).counts.length).toBe(25);
    const { next } = random(9);
    const wild = Float32Array.from({ length: 100 * width }, () => next() - 0.5);
    for (let row = 0; row < 100; row++) {
      const one = wild.subarray(row * width, (row + 1) * width);
      const size = Math.hypot(...one);
      for (let i = 0; i < width; i++) one[i]! /= size;
    }
    expect(whole(finestCells(stored(wild, width).rates[0]!, width)).counts.length).toBe(100);
  });

  it("key events are few, far apart, and one where nothing changes", () => {
    const rate = vectorsOf(4, 600).rates[0]!;
    const { vectors } = whole(keyEvents(rate, width));
    expect(vectors.length).toBe(8);
    for (const a of vectors)
      for (const b of vectors)
        if (a < b) {
          const [x, y] = [restored(rate, width, a), restored(rate, width, b)];
          expect(Math.hypot(...x.map((value, i) => value - y[i]!)) ** 2).toBeGreaterThanOrEqual(0.19);
        }
    const still = new Float32Array(10 * width);
    for (let row = 0; row < 10; row++) still.set(filmOf(1, 1), row * width);
    expect(whole(keyEvents(stored(still, width).rates[0]!, width)).vectors.length).toBe(1);
  });
});

describe("keeping the best of many", () => {
  it("agrees with sorting, equal ones at the edge included", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 60_000, size: "max" }),
        fc.integer({ min: 1, max: 300 }),
        (values, most) => {
          const list = bestList(most);
          for (const [i, value] of values.entries()) if (value > list.threshold()) list.push(value, i, 0);
          const edge = values.toSorted((a, b) => b - a)[most - 1] ?? -Infinity;
          const found = list.finish();
          expect([...found.first]).toEqual(
            values.flatMap((value, i) => (values.length <= most || value >= edge ? [i] : [])),
          );
        },
      ),
      { numRuns: 20 },
    );
  });

  it("knows the next lower number", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const lower = previous(value);
        expect(lower).toBeLessThan(value);
        expect(Math.fround((lower + value) / 2) === lower || Math.fround((lower + value) / 2) === value).toBe(
          true,
        );
      }),
    );
  });
});
