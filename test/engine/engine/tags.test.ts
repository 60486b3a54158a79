import Database from "better-sqlite3";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MediaId } from "../../../contract/ids.ts";
import { matchesFilters } from "../../../main/engine/grounding/answer/file-filters.ts";
import { parseQuestion } from "../../../main/engine/grounding/questions/parse.ts";
import { migrations } from "../../../main/engine/store/migrations/index.ts";
import { openStore } from "../../../main/engine/store/store.ts";
import { aviClip, plainClip } from "../../fixtures-made/made.ts";
import { call, openEngine, scratchFolder } from "./open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(() => folder.remove());

test("files get words and lose them, whatever their case; a question narrows by them", async () => {
  const opened = await openEngine(join(folder.dir, "library"));
  const { engine, events } = opened;
  const indexed = (path: string) => opened.indexed(path);
  try {
    const { service } = engine;
    const [a, b] = [await indexed(await plainClip()), await indexed(await aviClip())];
    const tagsOf = async (id: MediaId) => (await service.call("media.get", { id }, call)).tags;
    expect(await tagsOf(a)).toBeUndefined();
    await service.call("tags.change", { ids: [a, b], add: ["Night", "day two"], remove: [] }, call);
    await service.call("tags.change", { ids: [b], add: ["night"], remove: ["DAY TWO"] }, call);
    expect([await tagsOf(a), await tagsOf(b)]).toEqual([["day two", "Night"], ["Night"]]);

    const filesOf = async (question: string) => {
      const { moments } = await service.call("find", { question, mediaIds: [] }, call);
      return [...new Set(moments.map((m) => m.mediaId))];
    };
    expect((await filesOf("tag:night")).toSorted()).toEqual([a, b].toSorted());
    expect(await filesOf('tag:"day two"')).toEqual([a]);
    expect(await filesOf('-tag:"day two"')).toEqual([b]);
    await service.call("tags.change", { ids: [a], add: [], remove: ["night"] }, call);
    expect(await filesOf("tag:night")).toEqual([b]);

    const gone = MediaId.parse("m_not-here");
    await expect(
      service.call("tags.change", { ids: [b, gone], add: ["x"], remove: [] }, call),
    ).rejects.toMatchObject({ code: "not-found" });
    expect(await tagsOf(b)).toEqual(["Night"]);
    // Like clocks, tags are of the content: it has them again when it comes back.
    await service.call("library.remove", { ids: [b] }, call);
    expect(await indexed(await aviClip())).toBe(b);
    expect(await tagsOf(b)).toEqual(["Night"]);
    await new Promise((later) => setTimeout(later, 400));
    expect(
      events.some((e) => e.name === "library.changed" && JSON.stringify(e.data).includes('"tags":["Night"]')),
    ).toBe(true);
  } finally {
    await engine.close();
  }
});

test("of a file that nobody tagged the name says what it is; of another its tags do", () => {
  const passes = (question: string, file: string, tags?: readonly string[]) =>
    matchesFilters({ file, ...(tags ? { tags } : {}) }, parseQuestion(question).filters);
  expect(passes("tag:car", "carphone.mp4")).toBe(true);
  expect(passes("tag:car", "carphone.mp4", ["interview"])).toBe(false);
  expect(passes("tag:CAR", "x.mp4", ["car"])).toBe(true);
  expect(passes("tag:car", "x.mp4", ["cars"])).toBe(false);
  expect(passes("tag:car*", "x.mp4", ["cars"])).toBe(true);
  expect(passes("file:phone", "carphone.mp4")).toBe(true);
});

test("a library of the schema before tags keeps what it had and can hold them", () => {
  const old = new Database(join(folder.dir, "library.sqlite"));
  const before = migrations.findIndex((step) => step.name === "tags");
  expect(before).toBeGreaterThan(0);
  for (const { sql } of migrations.slice(0, before)) old.exec(sql);
  old.pragma(`user_version = ${before}`);
  const id = MediaId.parse("m_an-older-film");
  old.prepare("INSERT INTO media (id, name, size, added_at) VALUES (?, 'old.mp4', 5, 1)").run(id);
  old.close();
  const store = openStore(folder.dir, "a test");
  expect(store.media.get(id)?.name).toBe("old.mp4");
  store.tags.add(id, "kept");
  store.tags.add(id, "KEPT");
  expect(store.tags.list(id)).toEqual(["kept"]);
  store.close();
});
