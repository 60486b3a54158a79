import Database from "better-sqlite3";
import { spawn } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { JobId, MediaId, TurnId } from "../../../contract/ids.ts";
import type { ChatAnswer } from "../../../contract/moments.ts";
import { migrations } from "../../../main/engine/store/migrations/index.ts";
import { openPictureCache } from "../../../main/engine/store/picture-cache.ts";
import { openStore, type Store } from "../../../main/engine/store/store.ts";
import { scratchFolder } from "../engine/open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
let store: Store | undefined;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(() => {
  store?.close();
  store = undefined;
  folder.remove();
});
const open = (): Store => (store = openStore(folder.dir, "a test"));
const id = MediaId.parse("m_film-number-one");
const row = { id, name: "film.mp4", size: 10, addedAt: 1, sample: false };

describe("migrations", () => {
  test("a new library is at the newest schema, in WAL mode, with every table", () => {
    open();
    const db = new Database(join(folder.dir, "library.sqlite"), { readonly: true });
    expect(db.pragma("user_version", { simple: true })).toBe(migrations.length);
    expect(db.pragma("journal_mode", { simple: true })).toBe("wal");
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as {
      name: string;
    }[];
    expect(tables.map((t) => t.name)).toEqual(
      expect.arrayContaining([
        "media",
        "location",
        "result",
        "cue",
        "cue_text",
        "job",
        "turn",
        "setting",
        "mark",
      ]),
    );
    db.close();
  });
  test("every step works on what the steps before it leave", () => {
    const db = new Database(":memory:");
    for (const { sql } of migrations) expect(() => db.exec(sql)).not.toThrow();
    db.close();
  });
  test("an older library is copied aside before it is changed", () => {
    // A library of schema 1 as it would be found by a version that has one more step.
    open().media.add(row);
    store?.close();
    store = undefined;
    const step = { name: "a step of tomorrow", sql: "ALTER TABLE media ADD COLUMN note TEXT" };
    (migrations as { name: string; sql: string }[]).push(step);
    try {
      expect(open().media.get(id)?.name).toBe("film.mp4");
      expect(readdirSync(folder.dir)).toContain(`library.sqlite.schema-${migrations.length - 1}.backup`);
      const backup = new Database(join(folder.dir, `library.sqlite.schema-${migrations.length - 1}.backup`));
      expect(backup.prepare("SELECT count(*) AS n FROM media").get()).toEqual({ n: 1 });
      expect(backup.pragma("user_version", { simple: true })).toBe(migrations.length - 1);
      backup.close();
    } finally {
      (migrations as { name: string; sql: string }[]).pop();
    }
  });
  test("a library of the first schema keeps all it had, and can hold marks afterwards", () => {
    const old = new Database(join(folder.dir, "library.sqlite"));
    old.exec(migrations[0]?.sql ?? "");
    old.pragma("user_version = 1");
    old.prepare("INSERT INTO media (id, name, size, added_at) VALUES (?, 'old.mp4', 5, 1)").run(id);
    old.close();
    const { media, marks } = open();
    expect(media.get(id)?.name).toBe("old.mp4");
    marks.put({
      mediaId: id,
      range: { start: 0, end: 1, timeBase: { num: 1, den: 25 } },
      kind: "star",
      question: "",
      madeAt: 1,
    });
    expect(marks.list()).toHaveLength(1);
    expect(readdirSync(folder.dir)).toContain("library.sqlite.schema-1.backup");
  });
  test("a library of a newer Footnote is refused and stays as it is", () => {
    open();
    store?.close();
    store = undefined;
    const file = join(folder.dir, "library.sqlite");
    const db = new Database(file);
    db.pragma("user_version = 999");
    db.pragma("wal_checkpoint(TRUNCATE)");
    db.close();
    const before = readFileSync(file);
    expect(open).toThrow(expect.objectContaining({ code: "library-newer" }) as Error);
    expect(readFileSync(file).equals(before)).toBe(true);
  });
  test("a damaged database is named as such, and left where it is", () => {
    const file = join(folder.dir, "library.sqlite");
    writeFileSync(file, "this is no database, though it has the name of one");
    expect(open).toThrow(expect.objectContaining({ code: "library-damaged", file }) as Error);
    expect(readFileSync(file, "utf8")).toContain("no database");
  });
});

describe("one owner", () => {
  test("a second process is told who holds the library, and gets it once that is killed", async () => {
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL("hold-child.ts", import.meta.url)), folder.dir],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    // Whatever happens here, it is not left holding the run.
    onTestFinished(() => void child.kill("SIGKILL"));
    await new Promise((ready) => child.stdout.once("data", ready));
    expect(open).toThrow(
      expect.objectContaining({
        code: "library-busy",
        message: expect.stringContaining(`the holder (process ${child.pid}`) as string,
        hint: expect.stringContaining("http://127.0.0.1:1/") as string,
      }) as Error,
    );
    const gone = new Promise((ended) => child.once("exit", ended));
    child.kill("SIGKILL");
    await gone;
    expect(open().media.list()).toEqual([]);
  });
});

describe("tables", () => {
  test("a result is kept under its key, superseded, and gone with its file", () => {
    const { media, results } = open();
    media.add(row);
    results.put(id, { stage: "shots", key: "v1/full", state: "done", data: Uint8Array.from([1]) }, 1);
    results.put(id, { stage: "shots", key: "v2/full", state: "done", data: Uint8Array.from([2]) }, 2);
    expect([...(results.latest(id, "shots")?.data ?? [])]).toEqual([2]);
    expect([...(results.get(id, "shots", "v1/full")?.data ?? [])]).toEqual([1]);
    results.keepOnly(id, "shots", "v2/full");
    expect(results.get(id, "shots", "v1/full")).toBeUndefined();
    media.remove(id);
    expect(results.latest(id, "shots")).toBeUndefined();
  });
  test("writes together are all or none", () => {
    const opened = open();
    expect(() =>
      opened.together(() => {
        opened.media.add(row);
        throw new Error("in the middle");
      }),
    ).toThrow();
    expect(opened.media.list()).toEqual([]);
  });
  test("a path that holds other content now belongs to that", () => {
    const { media } = open();
    const other = MediaId.parse("m_film-number-two");
    media.add(row);
    media.add({ ...row, id: other, name: "new.mp4" });
    media.addLocation(id, { path: "/films/a.mp4", size: 10, modified: 1 }, 1);
    media.addLocation(other, { path: "/films/a.mp4", size: 12, modified: 2 }, 2);
    expect(media.locations(id)).toEqual([]);
    expect(media.idAt({ path: "/films/a.mp4", size: 12, modified: 2 })).toBe(other);
  });
  test("words are found by stem, whatever a person types", () => {
    const { media, cues } = open();
    media.add(row);
    cues.replace(id, [
      { start: 0, end: 1, text: "The ferries were waiting.", source: "subtitle", language: "en" },
    ]);
    expect(cues.filesMatching(["ferry"], 5)).toEqual([id]);
    expect(cues.filesMatching(["wait"], 5)).toEqual([id]);
    expect(cues.filesMatching(["train"], 5)).toEqual([]);
    for (const hostile of ['"', "a OR b", "NEAR(", "*", "text:", "'; DROP TABLE cue; --", "", "ünï"])
      expect(() => cues.filesMatching([hostile], 5), hostile).not.toThrow();
    // Each source is replaced by itself: text on screen and subtitles are made at other times.
    cues.replace(id, [{ start: 3, end: 4, text: "EXIT", source: "screen" }], ["screen"]);
    expect(cues.filesMatching(["exit"], 5)).toEqual([id]);
    cues.replace(id, [{ start: 0, end: 1, text: "Another line", source: "subtitle" }], ["subtitle"]);
    expect(cues.list(id).map((cue) => cue.text)).toEqual(["Another line", "EXIT"]);
    cues.replace(id, []);
    expect(cues.filesMatching(["ferry"], 5)).toEqual([]);
  });
  test("settings and notes survive; unknown and broken rows fall back", () => {
    open().settings.set({ theme: "light" });
    store?.settings.setNote("seen", "yes");
    store?.close();
    const db = new Database(join(folder.dir, "library.sqlite"));
    db.prepare("INSERT INTO setting VALUES ('depth', '\"sideways\"'), ('future', '1')").run();
    db.close();
    expect(open().settings.get()).toEqual({
      theme: "light",
      timeDisplay: "timecode",
      depth: "full",
      reducedMotion: false,
      decoder: "auto",
      networkOff: false,
      saved: [],
      recent: [],
    });
    expect(store?.settings.note("seen")).toBe("yes");
    expect(store?.settings.note("unseen")).toBeUndefined();
  });
  test("the conversation comes back in its order, a turn of another shape left out", () => {
    const { turns } = open();
    const turn = (n: number): ChatAnswer => ({
      turnId: TurnId.parse(`t_turn-${n}`),
      question: `question ${n}`,
      answer: "",
      footnotes: [],
      intent: "find",
      steps: [],
      mediaIds: [],
      askedAt: n,
    });
    for (const n of [1, 2, 3]) turns.put(turn(n));
    const db = new Database(join(folder.dir, "library.sqlite"));
    db.prepare("INSERT INTO turn VALUES ('t_old-turn', 9, '{\"old\":true}')").run();
    db.close();
    expect(turns.latest(3).map((t) => t.question)).toEqual(["question 2", "question 3"]);
    turns.clear();
    expect(turns.latest(9)).toEqual([]);
  });
  test("one mark a range, replaced, taken away, and gone with its file", () => {
    const { media, marks } = open();
    media.add(row);
    const range = { start: 100, end: 250, timeBase: { num: 1, den: 12_800 } };
    marks.put({ mediaId: id, range, kind: "star", question: "dark", madeAt: 1 });
    marks.put({ mediaId: id, range, kind: "reject", question: "bright", madeAt: 2 });
    expect(marks.list()).toEqual([{ mediaId: id, range, kind: "reject", question: "bright", madeAt: 2 }]);
    marks.remove({ mediaId: id, range: { ...range, end: 251 } });
    expect(marks.list()).toHaveLength(1);
    marks.remove({ mediaId: id, range });
    expect(marks.list()).toEqual([]);
    marks.put({ mediaId: id, range, kind: "star", question: "", madeAt: 3 });
    media.remove(id);
    expect(marks.list()).toEqual([]);
  });
  test("the nearest thumbnail, and whole files forgotten when there is no room", () => {
    const { pictures } = open();
    pictures.put(
      id,
      [1, 2, 4].map((time) => ({ time, jpeg: Uint8Array.from([time]) })),
    );
    expect([0, 1.4, 2.9, 3.1, 99].map((t) => pictures.nearest(id, t)?.[0])).toEqual([1, 1, 2, 4, 4]);
    expect(pictures.nearest(MediaId.parse("m_nobody-here"), 1)).toBeUndefined();
    pictures.remove(id);
    expect(pictures.count(id)).toBe(0);
  });
  test("pictures are bounded: the file whose pictures are oldest goes first", async () => {
    const cache = openPictureCache(folder.dir, 1000);
    const other = MediaId.parse("m_film-number-two");
    cache.put(id, [{ time: 0, jpeg: new Uint8Array(600) }]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    cache.put(other, [{ time: 0, jpeg: new Uint8Array(600) }]);
    cache.evict();
    expect([cache.count(id), cache.count(other)]).toEqual([0, 1]);
    cache.close();
  });
  test("damaged pictures are begun anew and keep no library shut", () => {
    open().media.add(row);
    store?.close();
    writeFileSync(join(folder.dir, "pictures.sqlite"), "no database at all, only text of some length");
    const again = open();
    expect(again.pictures.count(id)).toBe(0);
    again.pictures.put(id, [{ time: 1, jpeg: Uint8Array.from([7]) }]);
    expect(again.pictures.nearest(id, 1)?.[0]).toBe(7);
  });
  test("work that a killed process left running is queued again", () => {
    const { jobs, media } = open();
    media.add(row);
    const job = {
      id: JobId.parse("j_one-job"),
      kind: "index",
      mediaId: id,
      title: "film",
      state: "running",
      attempts: 1,
      notBefore: 0,
      error: undefined,
    } as const;
    jobs.put(job, 1);
    expect(jobs.requeueInterrupted()).toBe(1);
    expect(jobs.get(job.id)?.state).toBe("queued");
  });
});
