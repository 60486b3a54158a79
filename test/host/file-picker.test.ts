import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createFilePicker, type FilePicker } from "../../main/host/file-picker.ts";
import { createPicks, type Picks } from "../../main/host/picks.ts";
import { createSaves } from "../../main/host/saves.ts";
import { scratchFolder } from "../engine/engine/open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
let picks: Picks;
let picker: FilePicker;
beforeEach(() => {
  folder = scratchFolder();
  const top = join(folder.dir, "films");
  mkdirSync(join(top, "day 2/.hidden"), { recursive: true });
  mkdirSync(join(folder.dir, "private"));
  writeFileSync(join(folder.dir, "private/diary.mp4"), "x");
  for (const name of ["b10.mp4", "b9.mov", "notes.txt", ".secret.mp4"]) writeFileSync(join(top, name), "xx");
  symlinkSync(join(folder.dir, "private"), join(top, "way out"));
  symlinkSync(join(top, "day 2"), join(top, "way in"));
  picks = createPicks();
  picker = createFilePicker([top, top], picks);
});
afterEach(() => folder.remove());

const root = () => picker.roots()[0]?.id ?? ("r_none-at-all" as never);

test("a root is shown once, by its name and never by its path", () => {
  expect(picker.roots()).toEqual([{ id: expect.stringMatching(/^r_/) as string, name: "films" }]);
});
test("folders come first, names in their natural order, hidden ones not at all", async () => {
  const { entries, truncated } = await picker.list(root(), []);
  expect(entries.map((e) => `${e.kind} ${e.name} ${e.media}`)).toEqual([
    "folder day 2 false",
    "folder way in false",
    "folder way out false",
    "file b9.mov true",
    "file b10.mp4 true",
    "file notes.txt false",
  ]);
  expect(truncated).toBe(false);
  expect((await picker.list(root(), ["day 2"])).entries).toEqual([]);
});
test("a pick is an id behind which only this side knows the path", async () => {
  const [pick] = await picker.pick(root(), [["b9.mov"]]);
  expect(pick).toMatch(/^p_/);
  expect(pick && picks.resolve(pick)).toBe(join(folder.dir, "films/b9.mov"));
  expect(await picker.pick(root(), [["b9.mov"]])).toEqual([pick]);
});
test.each([
  [[".."]],
  [["..", "private"]],
  [["day 2", "..", "..", "private"]],
  [["day 2/../../private"]],
  [["."]],
  [[".secret.mp4"]],
  [["day 2", ".hidden"]],
  [["a\u0000b"]],
])("%j is hidden or leaves the folder", async (path) => {
  await expect(picker.list(root(), path)).rejects.toMatchObject({ code: "denied" });
  await expect(picker.pick(root(), [path])).rejects.toMatchObject({ code: "denied" });
});
test("a link that leads outside is not followed, one that stays inside is", async () => {
  await expect(picker.list(root(), ["way out"])).rejects.toMatchObject({ code: "denied" });
  await expect(picker.pick(root(), [["way out", "diary.mp4"]])).rejects.toMatchObject({ code: "denied" });
  expect((await picker.list(root(), ["way in"])).entries).toEqual([]);
});
test("a root nobody opened, and a folder that is gone", async () => {
  await expect(picker.list("r_somewhere-else" as never, [])).rejects.toMatchObject({ code: "denied" });
  await expect(picker.list(root(), ["gone"])).rejects.toMatchObject({ code: "not-found" });
});

test("a place to save is an id, only inside of what was opened", async () => {
  const saves = createSaves();
  const own = createFilePicker([join(folder.dir, "films")], picks, saves);
  const id = own.roots()[0]?.id ?? ("r_none-at-all" as never);
  const fresh = await own.save(id, ["day 2"], "clip.mp4");
  expect(fresh.exists).toBe(false);
  expect(saves.resolve(fresh.save)).toEqual({ path: join(folder.dir, "films/day 2/clip.mp4"), kind: "file" });
  expect((await own.save(id, [], "b9.mov")).exists).toBe(true);
  const whole = await own.save(id, ["day 2"]);
  expect(saves.resolve(whole.save)).toEqual({ path: join(folder.dir, "films/day 2"), kind: "folder" });
  symlinkSync(join(folder.dir, "private/diary.mp4"), join(folder.dir, "films/out.mp4"));
  for (const [path, name] of [
    [[], "../x.mp4"],
    [[], ".hidden.mp4"],
    [["way out"], "x.mp4"],
    [[".."], "x.mp4"],
    [[], "out.mp4"],
    [[], "a\\b.mp4"],
  ] as const)
    await expect(own.save(id, path, name)).rejects.toMatchObject({ code: "denied" });
  await expect(own.save(id, ["b9.mov"])).rejects.toMatchObject({ code: "not-a-file" });
});
