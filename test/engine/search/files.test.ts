import {
  appendFileSync,
  copyFileSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { similarityCurve } from "../../../main/engine/embed/curve.ts";
import { createContext } from "../../../main/engine/context.ts";
import { openVectorFiles, spaceFolder } from "../../../main/engine/search/files/vector-files.ts";
import { question } from "../../../bench/search/clusters.ts";
import { idOf, scratch, space, twoRates, vectorsOf, world } from "./made.ts";

let folder: ReturnType<typeof scratch>;
beforeEach(() => {
  folder = scratch();
});
afterEach(() => folder.remove());
const open = (more: Parameters<typeof openVectorFiles>[2] = {}) => openVectorFiles(folder.dir, space, more);
const segments = (): string[] =>
  readdirSync(folder.dir)
    .filter((name) => name.endsWith(".vec"))
    .sort();
const only = (): string => join(folder.dir, segments()[0]!);

describe("vectors on disk", () => {
  it("come back exactly, rates, runs, centre and all, and so does the curve", () => {
    const files = open();
    const given = [twoRates(1), vectorsOf(2, 1), vectorsOf(3, 500)];
    given.forEach((vectors, i) => files.add(idOf(i), vectors));
    const check = (from: typeof files): void => {
      for (const [i, vectors] of given.entries()) {
        expect(from.read(idOf(i))).toEqual(vectors);
        const query = question(world, i);
        expect(similarityCurve(from.read(idOf(i))!, query)).toEqual(similarityCurve(vectors, query));
      }
      expect(from.read(idOf(9))).toBeUndefined();
    };
    check(files);
    files.close();
    const again = open();
    check(again);
    again.close();
  });

  it("give the seconds of each vector, repeated rows as one", () => {
    const files = open();
    const vectors = twoRates(1);
    files.add(idOf(1), { ...vectors, rates: [{ ...vectors.rates[1]!, hop: 1 }] });
    const spans = files.spansOf(idOf(1));
    expect([0, 1, 2, 3].map(spans)).toEqual([
      { start: 0, end: 2 },
      { start: 2, end: 3 },
      { start: 3, end: 6 },
      { start: 6, end: 7 },
    ]);
    files.close();
  });

  it("are replaced and removed, in this process and the next", () => {
    const files = open();
    files.add(idOf(1), vectorsOf(1));
    files.add(idOf(2), vectorsOf(2));
    files.putNote(idOf(2), "peaks", Float64Array.of(1, 2));
    files.add(idOf(1), vectorsOf(3));
    files.remove(idOf(2));
    files.remove(idOf(7));
    const check = (from: typeof files): void => {
      expect(from.list().map((kept) => kept.media)).toEqual([idOf(1)]);
      expect(from.read(idOf(1))).toEqual(vectorsOf(3));
      expect(from.note(idOf(2), "peaks")).toBeUndefined();
    };
    check(files);
    files.close();
    const again = open();
    check(again);
    // A film that comes back is there, without what was known of it before.
    again.add(idOf(2), vectorsOf(4));
    expect(again.read(idOf(2))).toEqual(vectorsOf(4));
    expect(again.note(idOf(2), "peaks")).toBeUndefined();
    again.close();
  });

  it("keep notes with a film", () => {
    const files = open();
    files.add(idOf(1), vectorsOf(1));
    files.putNote(idOf(1), "peaks", Float64Array.of(1, 2));
    files.putNote(idOf(1), "peaks", Float64Array.of(3));
    files.close();
    const again = open();
    expect(again.note(idOf(1), "peaks")).toEqual(Float64Array.of(3));
    expect(again.note(idOf(1), "others")).toBeUndefined();
    again.close();
  });

  it("of another model, revision, precision or width are refused, never mixed", () => {
    const files = open();
    files.add(idOf(1), vectorsOf(1));
    const other = vectorsOf(2);
    for (const wrong of [
      { ...other, model: { id: "made-up", revision: "2" } },
      { ...other, model: { id: "other", revision: "1" } },
      { ...other, width: 48 },
    ])
      expect(() => files.add(idOf(2), wrong)).toThrow(expect.objectContaining({ code: "bad-arguments" }));
    expect(files.list()).toHaveLength(1);
    files.close();
    const folders = new Set(
      [
        space,
        { ...space, key: "int8/v1" },
        { ...space, width: 48 },
        { ...space, model: { id: "made-up", revision: "2" } },
      ].map((one) => spaceFolder("vectors", one)),
    );
    expect(folders.size).toBe(4);
    // Found in the wrong folder all the same, a file is put aside and not read.
    const notes: string[] = [];
    const strange = openVectorFiles(
      folder.dir,
      { ...space, key: "int8/v1" },
      { log: (_level, text) => void notes.push(text) },
    );
    expect(strange.list()).toEqual([]);
    expect(notes).toEqual(["a file of vectors was put aside"]);
    expect(readdirSync(folder.dir)).toEqual(["000001.vec.bad"]);
    strange.close();
  });

  it("of a newer Footnote are left alone", () => {
    const files = open();
    files.add(idOf(1), vectorsOf(1));
    files.close();
    const bytes = readFileSync(only());
    bytes.writeUInt32LE(99, 4);
    writeFileSync(only(), bytes);
    expect(() => open()).toThrow(expect.objectContaining({ code: "library-newer" }));
    expect(readFileSync(only()).equals(bytes)).toBe(true);
  });
});

describe("after a crash", () => {
  it("an unfinished end is cut off, whatever was written of it", () => {
    const files = open();
    files.add(idOf(1), vectorsOf(1, 20));
    const whole = statSync(only()).size;
    files.close();
    const kept = readFileSync(only());
    const more = open();
    more.add(idOf(2), vectorsOf(2, 20));
    more.close();
    const both = readFileSync(only());
    // The record was written in part or in full, the state that counts it was not.
    for (const end of [whole + 1, whole + 40, Math.floor((whole + both.length) / 2), both.length]) {
      writeFileSync(only(), Buffer.concat([kept, both.subarray(whole, end)]));
      const again = open();
      expect(again.list().map(({ media }) => media)).toEqual([idOf(1)]);
      expect(statSync(only()).size).toBe(whole);
      expect(again.read(idOf(1))).toEqual(vectorsOf(1, 20));
      again.add(idOf(3), vectorsOf(3, 20));
      again.close();
      const third = open();
      expect(third.list().map(({ media }) => media)).toEqual([idOf(1), idOf(3)]);
      third.close();
    }
  });

  it("a state that promises more than is there gives what is whole", () => {
    const files = open();
    for (const n of [1, 2, 3]) files.add(idOf(n), vectorsOf(n, 20));
    const at = files.get(idOf(3))!.body;
    files.close();
    truncateSync(only(), at + 100);
    const again = open();
    expect(again.list().map(({ media }) => media)).toEqual([idOf(1), idOf(2)]);
    expect(again.read(idOf(2))).toEqual(vectorsOf(2, 20));
    again.close();
  });

  it("a half-written state leaves the one before", () => {
    const files = open();
    files.add(idOf(1), vectorsOf(1, 20));
    files.add(idOf(2), vectorsOf(2, 20));
    files.close();
    const bytes = readFileSync(only());
    // Two places are written in turn; break either.
    for (const place of [3072, 3584]) {
      const broken = Buffer.from(bytes);
      broken.fill(0xff, place + 8, place + 12);
      writeFileSync(only(), broken);
      const again = open();
      const found = again.list().map(({ media }) => media);
      expect(found[0]).toBe(idOf(1));
      for (const media of found) expect(again.read(media)).toBeDefined();
      again.close();
    }
  });

  it("a broken header puts the file aside, and the folder goes on", () => {
    const files = open();
    files.add(idOf(1), vectorsOf(1, 20));
    files.close();
    const bytes = readFileSync(only());
    bytes[30] = (bytes[30] ?? 0) ^ 1;
    writeFileSync(only(), bytes);
    const again = open();
    expect(again.list()).toEqual([]);
    again.add(idOf(2), vectorsOf(2, 20));
    expect(again.read(idOf(2))).toEqual(vectorsOf(2, 20));
    again.close();
  });

  it("numbers that changed on the disk are noticed when they are read", () => {
    const files = open();
    const { body, head } = files.add(idOf(1), vectorsOf(1, 20));
    const at = body + head.rates[0]!.values.at + 33;
    files.close();
    const bytes = readFileSync(only());
    bytes[at] = (bytes[at] ?? 0) ^ 4;
    writeFileSync(only(), bytes);
    const again = open();
    expect(() => again.read(idOf(1))).toThrow(expect.objectContaining({ code: "library-damaged" }));
    again.close();
  });

  it("a file that is no such file is put aside", () => {
    appendFileSync(join(folder.dir, "000003.vec"), "something else");
    const files = open();
    files.add(idOf(1), vectorsOf(1, 5));
    expect(segments()).toEqual(["000004.vec"]);
    files.close();
  });
});

describe("copying anew", () => {
  const big = { segmentBytes: 1 << 30 };
  it("drops what was replaced or removed and keeps the rest as it is", async () => {
    const files = open(big);
    for (let n = 0; n < 12; n++) files.add(idOf(n), vectorsOf(n, 2000));
    files.putNote(idOf(11), "peaks", Float64Array.of(5));
    expect(files.wasted()).toBeUndefined();
    for (let n = 0; n < 7; n++) files.remove(idOf(n));
    const before = files.bytes();
    const path = files.wasted();
    expect(path).toBe(only());
    const moved = await files.compact(createContext(), path!);
    expect(moved.map(({ media }) => media)).toEqual([7, 8, 9, 10, 11].map(idOf));
    files.discard(path!);
    expect(files.bytes()).toBeLessThan(before * 0.55);
    const check = (from: typeof files): void => {
      expect(
        from
          .list()
          .map(({ media }) => media)
          .sort(),
      ).toEqual([7, 8, 9, 10, 11].map(idOf));
      for (const n of [7, 9, 11]) expect(from.read(idOf(n))).toEqual(vectorsOf(n, 2000));
      expect(from.note(idOf(11), "peaks")).toEqual(Float64Array.of(5));
      expect(from.read(idOf(2))).toBeUndefined();
    };
    check(files);
    files.close();
    const again = open(big);
    check(again);
    again.close();
  });

  it("killed before the old file is thrown away, films are there once and the old file goes", async () => {
    const files = open(big);
    for (let n = 0; n < 6; n++) files.add(idOf(n), vectorsOf(n, 2000));
    for (let n = 0; n < 4; n++) files.remove(idOf(n));
    const old = only();
    copyFileSync(old, `${old}.copy`);
    await files.compact(createContext(), old);
    files.close();
    expect(segments().length).toBeGreaterThan(1);
    const again = open(big);
    expect(
      again
        .list()
        .map(({ media }) => media)
        .sort(),
    ).toEqual([4, 5].map(idOf));
    expect(again.read(idOf(5))).toEqual(vectorsOf(5, 2000));
    expect(segments()).not.toContain("000001.vec");
    again.close();
  });

  it("keeps a removal as long as an older file still holds what it removes", async () => {
    const files = open({ segmentBytes: 1 << 18 });
    files.add(idOf(1), vectorsOf(1, 4000));
    for (const n of [2, 3, 4, 5]) files.add(idOf(n), vectorsOf(n, 2000));
    files.remove(idOf(1));
    // The removal lies in the last file; copy that.
    const last = join(folder.dir, segments().at(-1)!);
    await files.compact(createContext(), last);
    files.discard(last);
    files.close();
    const again = open();
    expect(again.read(idOf(1))).toBeUndefined();
    again.close();
  });

  it("what comes in while it runs is not lost", async () => {
    const files = open(big);
    for (let n = 0; n < 6; n++) files.add(idOf(n), vectorsOf(n, 2000));
    for (let n = 0; n < 4; n++) files.remove(idOf(n));
    const old = only();
    const copying = files.compact(createContext(), old);
    await new Promise((later) => setImmediate(later));
    files.add(idOf(5), vectorsOf(50, 100));
    files.add(idOf(8), vectorsOf(8, 100));
    files.remove(idOf(4));
    await copying;
    files.discard(old);
    const check = (from: typeof files): void => {
      expect(
        from
          .list()
          .map(({ media }) => media)
          .sort(),
      ).toEqual([5, 8].map(idOf));
      expect(from.read(idOf(5))).toEqual(vectorsOf(50, 100));
    };
    check(files);
    files.close();
    const again = open(big);
    check(again);
    again.close();
  });
});
