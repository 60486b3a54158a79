import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { film, question, stored } from "../../../bench/search/clusters.ts";
import { createContext } from "../../../main/engine/context.ts";
import { openVectorFiles } from "../../../main/engine/search/files/vector-files.ts";
import { cellsFrom } from "../../../main/engine/search/record/cells.ts";
import { chosenLevel, ladderOf } from "../../../main/engine/search/record/ladder.ts";
import {
  fileRecord,
  levelNames,
  levelOf,
  type LevelName,
} from "../../../main/engine/search/record/record.ts";
import { sceneStarts, shotStarts } from "../../../main/engine/search/record/shots.ts";
import { whole } from "../../../main/engine/search/record/slices.ts";
import { openVectorSearch } from "../../../main/engine/search/vector-search.ts";
import { idOf, scratch, space, vectorsOf, width, world } from "./made.ts";

const ctx = createContext();

/** A film of views, each held for some seconds: 0 and 1 are two views of one talk, 2 is another place. */
function views(script: readonly (readonly [view: number, seconds: number])[]) {
  const looks = [0, 1, 2].map((n) => question(world, 40 + n));
  const rows = script.reduce((sum, [, seconds]) => sum + seconds, 0);
  const out = new Float32Array(rows * width);
  let row = 0;
  for (const [view, seconds] of script)
    for (let s = 0; s < seconds; s++, row++) out.set(looks[view] ?? [], row * width);
  return stored(out, width).rates[0]!;
}

describe("shots and scenes of a film's vectors", () => {
  const rows = 400;
  const cuts: number[] = [];
  const rate = stored(film(world, 3, rows, cuts), width).rates[0]!;

  it("shots begin at the cuts, and a long one is several", () => {
    const starts = whole(shotStarts(rate, width, cuts));
    for (const cut of cuts) expect(starts).toContain(cut);
    starts.push(rows);
    for (let i = 1; i < starts.length; i++) expect(starts[i]! - starts[i - 1]!).toBeLessThanOrEqual(16);
  });

  it("without known cuts they begin where the picture changes", () => {
    const starts = new Set(whole(shotStarts(rate, width, undefined)));
    const found = cuts.filter((cut) => starts.has(cut)).length;
    expect(found / cuts.length).toBeGreaterThan(0.9);
    expect(starts.size).toBeLessThan(cuts.length * 2);
  });

  it("a still film is cut by its length alone", () => {
    expect(whole(shotStarts(views([[0, 40]]), width, undefined))).toEqual([0, 16, 32]);
  });

  it("shot and reverse shot are one scene, another place begins the next", () => {
    const talk = views([[0, 5], [1, 4], [0, 5], [1, 4], [2, 6], [2, 5]]); // prettier-ignore
    const shots = whole(shotStarts(talk, width, [0, 5, 9, 14, 18, 24]));
    expect(shots).toEqual([0, 5, 9, 14, 18, 24]);
    expect(whole(sceneStarts(talk, width, shots))).toEqual([0, 18]);
  });

  it("a scene ends after a minute", () => {
    const long = views([[0, 200]]);
    const shots = whole(shotStarts(long, width, []));
    expect(whole(sceneStarts(long, width, shots))).toEqual([0, 64, 128, 192]);
  });

  it("cells of both levels cover each vector once", () => {
    const shots = whole(shotStarts(rate, width, cuts));
    for (const starts of [shots, whole(sceneStarts(rate, width, shots))]) {
      const { counts } = whole(cellsFrom(rate, width, starts));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(rows);
    }
  });
});

describe("the level that is searched", () => {
  const sizes = (shot: number, scene: number) => (level: LevelName) => {
    const cells = { finest: 4000, "4 s": 1000, "16 s": 250, "64 s": 63, shot, scene }[level];
    return { level, cells, bytes: cells * 68 };
  };
  const at = (cells: number, shot: number, scene: number) =>
    chosenLevel(ladderOf(sizes(shot, scene)), cells * 68).level;

  it("is the one that tells most of those that fit", () => {
    expect([5000, 2000, 400, 150, 70, 1].map((room) => at(room, 600, 130))).toEqual([
      "finest",
      "shot",
      "scene",
      "scene",
      "64 s",
      "64 s",
    ]);
  });

  it("keeps to the clock where shots are long", () => {
    expect([2000, 400, 200].map((room) => at(room, 300, 70))).toEqual(["4 s", "shot", "scene"]);
  });
});

describe("files of vectors from before there were such levels", () => {
  let folder: ReturnType<typeof scratch>;
  beforeEach(() => void (folder = scratch()));
  afterEach(() => folder.remove());
  const paths = () => readdirSync(folder.dir).map((name) => join(folder.dir, name));
  /** As the first version wrote them: four levels in each record, version 1 in the header. */
  const writeOld = (films: number): void => {
    const files = openVectorFiles(folder.dir, space);
    for (let n = 0; n < films; n++) {
      const { head, body } = whole(fileRecord(idOf(n), vectorsOf(n, 300)));
      files.put({ head: { ...head, levels: head.levels.slice(0, 4) }, body });
    }
    files.close();
    const bytes = readFileSync(paths()[0]!);
    bytes.writeUInt32LE(1, 4);
    writeFileSync(paths()[0]!, bytes);
  };

  it("open, are searched at every level, and are not written to", async () => {
    writeOld(12);
    const before = readFileSync(paths()[0]!);
    const query = question(world, 5);
    const levels = new Set<string>();
    for (const memory of [1e9, 60_000, 25_000, 9_000, 1]) {
      const search = await openVectorSearch(folder.dir, space, { threads: 0, memory });
      levels.add(search.state().level);
      const { rows, files } = await search.search(ctx, query, { keep: 1e9 });
      expect(rows).toHaveLength(20);
      expect(files).toHaveLength(12);
      await search.close();
    }
    expect(levels.size).toBeGreaterThan(2);
    const search = await openVectorSearch(folder.dir, space, { threads: 0 });
    await search.add(idOf(20), vectorsOf(20, 300), [0, 100]);
    expect(search.list()).toHaveLength(13);
    await search.close();
    expect(paths()).toHaveLength(2);
    expect(readFileSync(paths()[0]!).equals(before)).toBe(true);
    const again = openVectorFiles(folder.dir, space);
    expect(again.get(idOf(3))!.head.levels).toHaveLength(4);
    expect(levelOf(again.get(idOf(3))!.head, "shot")).toBe(levelOf(again.get(idOf(3))!.head, "16 s"));
    expect(again.get(idOf(20))!.head.levels).toHaveLength(levelNames.length);
    again.close();
  });
});
