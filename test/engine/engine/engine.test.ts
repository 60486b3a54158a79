import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MediaId, TurnId } from "../../../contract/ids.ts";
import { ntscClip, plainClip, soundClip, variableClip } from "../../fixtures-made/made.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
let opened: OpenedEngine;
beforeEach(async () => {
  folder = scratchFolder();
  opened = await openEngine(join(folder.dir, "library"));
});
afterEach(async () => {
  await opened.engine.close();
  folder.remove();
});

const get = (id: string, part: string, init: RequestInit = {}): Promise<Response> =>
  opened.engine.bulk(new Request(`http://engine/media/${id}/${part}`, init));

test("a file is imported, indexed and answers a question with exact frames", async () => {
  const id = await opened.indexed(await plainClip());
  const file = await opened.engine.service.call("media.get", { id }, call);
  expect(file).toMatchObject({ state: "ready", progress: 1, searchable: file.duration, name: "plain.mp4" });
  expect(file.stages).toEqual({
    probe: "done",
    frames: "done",
    screen: "done",
    words: "done",
    thumbnails: "done",
    shots: "done",
    signals: "done",
    audio: "done",
  });
  expect(file.probe?.video).toMatchObject({ frames: 100, frameRate: { num: 25, den: 1 }, variable: false });
  const found = await opened.engine.service.call(
    "find",
    { question: "strong colours", mediaIds: [id] },
    call,
  );
  expect(found.answerable).toBe(true);
  expect(found.moments.length).toBeGreaterThan(0);
  for (const m of found.moments) {
    expect(m.start).toBeCloseTo(m.startFrame / 25, 3);
    expect(m.endFrame).toBeGreaterThan(m.startFrame);
  }
  const waveform = await opened.engine.service.call("media.waveform", { id, buckets: 40 }, call);
  expect(Math.max(...waveform.peaks)).toBeGreaterThan(0.1);
  const table = await opened.engine.service.call("media.frameTable", { id }, call);
  expect(table.count).toBe(100);
  expect(table.runs.reduce((sum, [, n]) => sum + n, 0)).toBe(100);
  expect(opened.events.some((e) => e.name === "library.changed")).toBe(true);
});

test("an answer is streamed, kept in the history, and told to every window", async () => {
  const id = await opened.indexed(await plainClip());
  const turnId = TurnId.parse("t_first-turn");
  const answer = await opened.engine.service.call(
    "chat.ask",
    { turnId, question: "how long is it?", mediaIds: [id] },
    call,
  );
  const streamed = opened.events
    .filter((e) => e.name === "chat.delta")
    .map((e) => (e.data as { text: string }).text)
    .join("");
  expect(streamed).toBe(answer.answer);
  expect(opened.events.filter((e) => e.name === "chat.answered")).toHaveLength(1);
  const { turns } = await opened.engine.service.call("chat.history", { limit: 10 }, call);
  expect(turns).toEqual([answer]);
  await opened.engine.service.call("chat.clear", {}, call);
  expect((await opened.engine.service.call("chat.history", { limit: 10 }, call)).turns).toEqual([]);
});

test("what cannot be read is refused with its name and the way out, and nothing of it stays", async () => {
  const make = (name: string, bytes: string | Uint8Array): string => {
    const path = join(folder.dir, name);
    writeFileSync(path, bytes);
    return path;
  };
  mkdirSync(join(folder.dir, "empty folder"));
  const cases: [string, string][] = [
    [join(folder.dir, "missing.mp4"), "not-found"],
    [join(folder.dir, "empty folder"), "not-found"],
    [make("zero.mp4", ""), "empty"],
    [make("text.mp4", "This is a letter, not a film.\n"), "unreadable"],
    [
      make(
        "noise.mp4",
        Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) % 251),
      ),
      "unreadable",
    ],
    [make("list.m3u8", "#EXTM3U\n#EXTINF:1,\nother.ts\n"), "unsupported"],
  ];
  for (const [path, code] of cases) {
    const { files, refused } = await opened.take(path);
    expect(files, path).toEqual([]);
    expect(refused, path).toEqual([expect.objectContaining({ code, file: path })]);
  }
  expect((await opened.engine.service.call("library.list", {}, call)).files).toEqual([]);
});

test("sound alone is taken for what it is", async () => {
  const id = await opened.indexed(await soundClip());
  const file = await opened.engine.service.call("media.get", { id }, call);
  expect(file).toMatchObject({
    state: "ready",
    stages: { frames: "skipped", signals: "skipped", audio: "done" },
  });
  expect((await get(id, "poster.jpg")).status).toBe(404);
  expect((await get(id, "file")).headers.get("content-type")).toMatch(/^audio\//);
});

test("a folder gives its films, also nested ones, and leaves the rest alone", async () => {
  const plain = await plainClip();
  mkdirSync(join(folder.dir, "shoot/day 2/.hidden"), { recursive: true });
  copyFileSync(plain, join(folder.dir, "shoot/day 2/a.mp4"));
  copyFileSync(plain, join(folder.dir, "shoot/day 2/.hidden/b.mp4"));
  writeFileSync(join(folder.dir, "shoot/notes.txt"), "notes");
  writeFileSync(join(folder.dir, "shoot/broken.mp4"), "broken");
  const { files, refused } = await opened.take(join(folder.dir, "shoot"));
  expect(files.map((f) => f.name)).toEqual(["a.mp4"]);
  expect(refused).toEqual([
    expect.objectContaining({ code: "unreadable", file: join(folder.dir, "shoot/broken.mp4") }),
  ]);
});

test("content is the identity: a copy is the same file, a renamed one is found, a changed one is noticed", async () => {
  const here = join(folder.dir, "one.mp4");
  copyFileSync(await plainClip(), here);
  const id = await opened.indexed(here);
  copyFileSync(here, join(folder.dir, "copy.mp4"));
  expect(await opened.indexed(join(folder.dir, "copy.mp4"))).toBe(id);
  rmSync(join(folder.dir, "copy.mp4"));

  mkdirSync(join(folder.dir, "moved"));
  renameSync(here, join(folder.dir, "moved/other name.mp4"));
  expect((await opened.engine.service.call("media.get", { id }, call)).state).toBe("missing");
  await expect(opened.engine.pathOf(id)).rejects.toMatchObject({
    code: "not-found",
    file: expect.any(String) as string,
  });
  expect((await opened.take(join(folder.dir, "moved"))).files.map((f) => f.id)).toEqual([id]);
  expect((await opened.engine.service.call("media.get", { id }, call)).state).toBe("ready");

  // Touched, but the same bytes: still the same file.
  const now = join(folder.dir, "moved/other name.mp4");
  utimesSync(now, new Date(), new Date(Date.now() + 5000));
  expect(await opened.engine.pathOf(id)).toBe(now);
  // Overwritten with other content: another file.
  appendFileSync(now, "more");
  await expect(opened.engine.pathOf(id)).rejects.toThrow(/changed since it was imported|no longer/);
  const { files } = await opened.take(now);
  expect(files[0]?.id).not.toBe(id);
});

test("a whole folder that was moved is found again in one action, with all that was known of its films", async () => {
  const { service } = opened.engine;
  const old = join(folder.dir, "shoot");
  mkdirSync(join(old, "day 1"), { recursive: true });
  const films = [await plainClip(), await ntscClip(), await variableClip()];
  for (const [i, film] of films.entries()) copyFileSync(film, join(old, "day 1", `take ${i}.mkv`));
  const before = (await opened.take(old)).files.map((f) => f.id);
  await opened.settled();
  renameSync(old, join(folder.dir, "archive"));
  const states = async (): Promise<string[]> =>
    (await service.call("library.list", {}, call)).files.map((f) => f.state);
  expect(await states()).toEqual(["missing", "missing", "missing"]);
  const { files } = await opened.take(join(folder.dir, "archive"));
  expect(files.map((f) => f.id).sort()).toEqual(before.sort());
  expect(files.every((f) => f.stages.signals === "done")).toBe(true);
  expect(await states()).toEqual(["ready", "ready", "ready"]);
  expect((await service.call("jobs.list", {}, call)).jobs.filter((j) => j.state !== "done")).toEqual([]);
});

test("a file whose content changed is noticed and analysed anew, without being asked", async () => {
  const { service } = opened.engine;
  const film = join(folder.dir, "cut.mp4");
  copyFileSync(await plainClip(), film);
  const id = await opened.indexed(film);
  copyFileSync(await ntscClip(), film);
  await service.call("library.list", {}, call);
  const now = async () => (await service.call("library.list", {}, call)).files;
  await expect.poll(async () => (await now()).length, { timeout: 10_000 }).toBe(2);
  const files = await opened.settled();
  expect(files.find((f) => f.id === id)).toMatchObject({ state: "missing" });
  expect(files.find((f) => f.id !== id)).toMatchObject({
    name: "cut.mp4",
    state: "ready",
    probe: { video: { frames: 120 } },
  });
  expect(opened.events.filter((e) => e.name === "notice")).toHaveLength(1);
});

test("bytes are served whole and in ranges, pictures and subtitles beside them", async () => {
  const film = join(folder.dir, "film.mp4");
  copyFileSync(await plainClip(), film);
  writeFileSync(join(folder.dir, "film.en.srt"), "1\n00:00:01,000 --> 00:00:02,000\n<b>Tom & Anna</b>\n");
  const id = await opened.indexed(film);
  const bytes = readFileSync(film);
  const whole = await get(id, "file");
  expect(whole.status).toBe(200);
  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
  const part = await get(id, "file", { headers: { range: "bytes=100-199" } });
  expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes 100-199/${bytes.length}`]);
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(100, 200))).toBe(true);
  const tail = await get(id, "file", { headers: { range: "bytes=-10" } });
  expect(Buffer.from(await tail.arrayBuffer()).equals(bytes.subarray(-10))).toBe(true);
  const beyond = await get(id, "file", { headers: { range: `bytes=${bytes.length}-` } });
  expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, `bytes */${bytes.length}`]);
  const head = await get(id, "file", { method: "HEAD" });
  expect([head.status, head.headers.get("content-length")]).toEqual([200, String(bytes.length)]);
  const frame = Buffer.from(await (await get(id, "frame/99.png")).arrayBuffer());
  expect(frame.subarray(1, 4).toString()).toBe("PNG");
  expect((await get(id, "frame/100.png")).status).toBe(404);
  const jpeg = Buffer.from(await (await get(id, "thumb.jpg?t=2.5")).arrayBuffer());
  expect(jpeg.readUInt16BE(0)).toBe(0xff_d8);
  expect(await (await get(id, "subtitles.vtt")).text()).toContain(
    "00:00:01.000 --> 00:00:02.000\nTom &amp; Anna",
  );
  expect((await get(id, "../library.sqlite")).status).toBe(404);
  expect((await get("m_unknown-file-id", "file")).status).toBe(404);
  expect((await get(id, "file", { method: "POST", body: "x" })).status).toBe(405);
});

test("removing forgets a file, its index and its pictures; the original stays", async () => {
  const film = join(folder.dir, "film.mp4");
  copyFileSync(await plainClip(), film);
  const before = readFileSync(film);
  const id = await opened.indexed(film);
  await opened.engine.service.call("library.remove", { ids: [id] }, call);
  expect((await opened.engine.service.call("library.list", {}, call)).files).toEqual([]);
  await expect(opened.engine.service.call("media.get", { id }, call)).rejects.toMatchObject({
    code: "not-found",
  });
  expect((await get(id, "thumb.jpg?t=1")).status).toBe(404);
  expect(readFileSync(film).equals(before)).toBe(true);
});

test("fast depth says what it did not look at; going back to full fills it in", async () => {
  await opened.engine.service.call("settings.set", { depth: "fast" }, call);
  const id = await opened.indexed(await plainClip());
  const fast = await opened.engine.service.call("media.get", { id }, call);
  expect(fast).toMatchObject({ state: "ready", stages: { shots: "absent", signals: "done" } });
  const pan = await opened.engine.service.call(
    "find",
    { question: "the camera pans left", mediaIds: [id] },
    call,
  );
  expect(pan).toMatchObject({ answerable: false, moments: [] });
  expect(pan.why).not.toBe("");
  await opened.engine.service.call("settings.set", { depth: "full" }, call);
  await opened.settled();
  expect((await opened.engine.service.call("media.get", { id }, call)).stages.shots).toBe("done");
  const again = await opened.engine.service.call(
    "find",
    { question: "the camera pans left", mediaIds: [id] },
    call,
  );
  expect(again.answerable).toBe(true);
});

test("a second engine on the same library is told who holds it", async () => {
  await expect(openEngine(join(folder.dir, "library"))).rejects.toMatchObject({
    code: "library-busy",
    message: expect.stringContaining("a test") as string,
  });
});

test("the sample is offered once, with its first question answered; removed, it stays away", async () => {
  const assets = join(folder.dir, "assets");
  mkdirSync(join(assets, "sample"), { recursive: true });
  copyFileSync(await plainClip(), join(assets, "sample/harbour.mp4"));
  writeFileSync(
    join(assets, "sample/questions.json"),
    JSON.stringify({ questions: ["the picture stands still", "it is loud"] }),
  );
  const library = join(folder.dir, "with sample");
  let own = await openEngine(library, { assetsDir: assets });
  const [file] = await own.settled();
  expect(file).toMatchObject({ sample: true, state: "ready" });
  const hello = await own.engine.service.call("engine.hello", { contract: 1, client: "test" }, call);
  expect(hello.sample).toEqual({ mediaId: file?.id, questions: ["the picture stands still", "it is loud"] });
  await expect
    .poll(async () =>
      (await own.engine.service.call("chat.history", { limit: 5 }, call)).turns.map((t) => t.question),
    )
    .toEqual(["the picture stands still"]);
  await own.engine.service.call("library.remove", { ids: [MediaId.parse(file?.id)] }, call);
  await own.engine.close();
  own = await openEngine(library, { assetsDir: assets });
  expect(await own.settled()).toEqual([]);
  await own.engine.close();
});

test("a sample that is gone from where it was is taken from where Footnote is now, once more of other content", async () => {
  const assetsIn = (name: string, film: string): string => {
    const assets = join(folder.dir, name);
    mkdirSync(join(assets, "sample"), { recursive: true });
    copyFileSync(film, join(assets, "sample/harbour.mp4"));
    writeFileSync(join(assets, "sample/questions.json"), JSON.stringify({ questions: ["it is loud"] }));
    return assets;
  };
  const [first, second] = [await plainClip(), await ntscClip()];
  const old = assetsIn("old assets", first);
  const library = join(folder.dir, "with a moved sample");
  const complaints: string[] = [];
  const opened = async (assetsDir: string, more: Parameters<typeof openEngine>[1] = {}) => {
    const log = (level: string, what: string) => void (/warn|error/.test(level) && complaints.push(what));
    const own = await openEngine(library, { assetsDir, log, ...more });
    const files = await own.settled();
    const hello = await own.engine.service.call("engine.hello", { contract: 1, client: "test" }, call);
    await own.engine.close();
    return { files, shown: hello.sample?.mediaId };
  };
  const before = await opened(old);
  rmSync(old, { recursive: true });
  // With a picture model since, which is to look at it where it is now.
  const modelsDir = fileURLToPath(new URL("../../../native-models", import.meta.url));
  const moved = await opened(assetsIn("new assets", first), { modelsDir, encoder: "footnote-mini" });
  expect(complaints).not.toContain("job failed");
  expect(moved.files.map(({ id, state, sample }) => ({ id, state, sample }))).toEqual([
    { id: before.files[0]?.id, state: "ready", sample: true },
  ]);
  // While the one that is known is there, another is not put beside it.
  const newer = assetsIn("newer assets", second);
  expect((await opened(newer)).files).toHaveLength(1);
  rmSync(join(folder.dir, "new assets"), { recursive: true });
  const other = await opened(newer);
  expect(other.files.map(({ state, sample }) => ({ state, sample }))).toEqual([
    { state: "ready", sample: true },
    { state: "missing", sample: false },
  ]);
  expect(other.shown).toBe(other.files[0]?.id);
});

test("a wrong version, an unknown file and an unpicked path are refused in the contract's words", async () => {
  const { service } = opened.engine;
  await expect(service.call("engine.hello", { contract: 999, client: "old" }, call)).rejects.toMatchObject({
    code: "version",
  });
  const stranger = MediaId.parse("m_nobody-knows-me");
  await expect(service.call("find", { question: "dark", mediaIds: [stranger] }, call)).rejects.toMatchObject({
    code: "not-found",
  });
  await expect(
    service.call("library.import", { picks: ["p_never-picked" as never] }, call),
  ).rejects.toMatchObject({ code: "denied" });
  await expect(service.call("files.roots", {}, call)).rejects.toMatchObject({ code: "unsupported" });
  await expect(
    service.call("find", { question: "dark", mediaIds: [], model: "nothing" }, call),
  ).rejects.toMatchObject({ code: "model-missing" });
});
