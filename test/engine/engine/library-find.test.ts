import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { MediaId } from "../../../contract/ids.ts";
import type { Moment } from "../../../contract/moments.ts";
import { mostLookedAt } from "../../../main/engine/engine/conversation.ts";
import { made } from "../../fixtures-made/made.ts";
import { tinyLibrary } from "../models/tiny-library.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

const places = (models: ReturnType<typeof tinyLibrary>) => ({
  modelsDir: models.places.modelsDir,
  modelsHome: models.places.libraryDir,
  encoder: "tiny-mini",
});

/** Six seconds of grey, with one colour for two of them. */
const film = (n: number, colour: string, from: number): Promise<string> =>
  made(`patch-${n}-${colour}-${from}.mp4`, [
    "-f", "lavfi", "-i", `color=0x${(40 + n * 5).toString(16).repeat(3)}:size=64x48:rate=8:duration=6`,
    "-f", "lavfi", "-i", `color=${colour}:size=64x48:rate=8:duration=2`,
    "-filter_complex", `[1]setpts=PTS+${from}/TB[c];[0][c]overlay=eof_action=pass`,
    "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
  ]); // prettier-ignore

describe("a library of more films than are looked at closely", () => {
  const folder = scratchFolder();
  const models = tinyLibrary();
  let opened: OpenedEngine;
  let ids: MediaId[] = [];
  beforeAll(async () => {
    const from = join(folder.dir, "films");
    mkdirSync(from);
    // Colours of many strengths, so that there is an order among them.
    for (let n = 0; n < mostLookedAt + 9; n++) {
      const strength = (90 + n * 5).toString(16);
      const colour = n % 4 === 0 ? `0x${strength}2020` : n % 4 === 1 ? `0x20${strength}20` : "0x606060";
      copyFileSync(await film(n, colour, 1 + (n % 3)), join(from, `film-${n}.mp4`));
    }
    writeFileSync(
      join(from, "film-30.srt"),
      "1\n00:00:02,000 --> 00:00:04,000\nThe lighthouse is dark tonight.\n",
    );
    opened = await openEngine(join(folder.dir, "library"), places(models));
    const { files } = await opened.take(from);
    ids = files.map((file) => file.id);
    await opened.settled();
  }, 300_000);
  afterAll(async () => {
    await opened.engine.close();
    models.remove();
    folder.remove();
  });
  const find = (question: string, mediaIds: MediaId[], more: object = {}) =>
    opened.engine.service.call("find", { question, mediaIds, limit: 1000, minConfidence: 0, ...more }, call);
  const best = (moments: readonly Moment[]) =>
    moments
      .toSorted((a, b) => b.confidence - a.confidence || a.file.localeCompare(b.file) || a.start - b.start)
      .map(({ file, startFrame, endFrame, confidence }) => ({ file, startFrame, endFrame, confidence }));

  it.each(["a red ball", "a green ball moving", "a green ball or a red ball"])(
    "gives the same best moments for %s as looking through every film",
    async (question) => {
      const wide = await find(question, []);
      expect(wide.coverage).toHaveLength(mostLookedAt);
      expect(wide.why).toContain(
        `Looked closely at the ${mostLookedAt} of ${ids.length} files that fit best, by what their pictures show.`,
      );
      const each = await Promise.all(ids.map((id) => find(question, [id])));
      const all = best(each.flatMap(({ moments }) => moments));
      expect(best(wide.moments).slice(0, 8)).toEqual(all.slice(0, 8));
      expect(all.length).toBeGreaterThan(20);
    },
  );

  it("finds what is said in one of them", async () => {
    const { moments } = await find("somebody says “the lighthouse is dark”", []);
    expect(moments.map(({ file, start, end }) => ({ file, start, end }))).toEqual([
      { file: "film-30.mp4", start: 2, end: 4 },
    ]);
    // With a slip in it, as from text that was read.
    const slip = await find("somebody says “the lighthuose is dark”", []);
    expect(slip.moments).toEqual([]);
    const near = await find("somebody says “lighthoose”", []);
    expect(near.moments.map(({ file }) => file)).toEqual(["film-30.mp4"]);
    const none = await find("somebody says “submarine”", []);
    expect(none).toMatchObject({ answerable: true, moments: [] });
  });

  it("looks at every film where the question is how many there are, or for the longest of all", async () => {
    for (const question of ["how many red balls are there", "the longest shot"])
      expect((await find(question, [])).coverage).toHaveLength(ids.length);
  });

  it("looks only at films that hold what is asked for of what is measured, and finds the same", async () => {
    const red = await find("something red", []);
    expect(red.coverage.length).toBeLessThan(mostLookedAt);
    expect(red.why).toContain("the others hold nothing of it");
    const each = await Promise.all(ids.map((id) => find("something red", [id])));
    expect(best(red.moments)).toEqual(best(each.flatMap(({ moments }) => moments)));
    expect(red.moments.length).toBeGreaterThan(3);
    expect(await find("the picture is purple", [])).toMatchObject({ answerable: true, moments: [] });
  });

  it("keeps to the films that pass the filters, and to those that are named", async () => {
    const filtered = await find("a red ball file:film-1", []);
    expect(new Set(filtered.coverage.map(({ mediaId }) => mediaId)).size).toBe(11);
    expect(filtered.moments.every(({ file }) => file.startsWith("film-1"))).toBe(true);
    const spoken = await find("a red ball has:speech", []);
    expect(spoken.coverage).toHaveLength(1);
    expect((await find("a red ball file:nothing", [])).why).toBe(
      "No file passes the filters of the question.",
    );
    const named = ids.slice(2, 2 + mostLookedAt + 3);
    const some = await find("a red ball", named);
    expect(some.coverage).toHaveLength(mostLookedAt);
    expect(some.coverage.every(({ mediaId }) => named.includes(mediaId))).toBe(true);
    await expect(find("a red ball", [...ids, "m_notInTheLibrary" as MediaId])).rejects.toMatchObject({
      code: "not-found",
    });
  });

  it("does not find a film that was removed", async () => {
    const first = (await find("a red ball", [])).moments[0];
    if (!first) throw new Error("nothing red");
    await opened.engine.service.call("library.remove", { ids: [first.mediaId] }, call);
    const after = await find("a red ball", []);
    expect(after.moments.some(({ mediaId }) => mediaId === first.mediaId)).toBe(false);
    expect(after.coverage).toHaveLength(mostLookedAt);
  });
});

describe("the vectors of a library", () => {
  let folder: ReturnType<typeof scratchFolder>;
  let models: ReturnType<typeof tinyLibrary>;
  let opened: OpenedEngine | undefined;
  beforeEach(() => {
    folder = scratchFolder();
    models = tinyLibrary();
  });
  afterEach(async () => {
    await opened?.engine.close();
    models.remove();
    folder.remove();
  });
  const library = (): string => join(folder.dir, "library");
  const open = async (): Promise<OpenedEngine> => (opened = await openEngine(library(), places(models)));
  const ask = async (id: MediaId) =>
    (await opened!.engine.service.call("find", { question: "a red ball", mediaIds: [id] }, call)).moments;
  const inDatabase = (): number[] => {
    const db = new Database(join(library(), "library.sqlite"), { readonly: true });
    const rows = db.prepare("SELECT length(data) AS n FROM result WHERE stage = 'embed'").all() as {
      n: number;
    }[];
    db.close();
    return rows.map(({ n }) => n);
  };

  it("lie in files beside the database, not in it, and are there after a restart", async () => {
    const engine = await open();
    const id = await engine.indexed(await film(1, "0xe02020", 2));
    const before = await ask(id);
    expect(before.length).toBeGreaterThan(0);
    expect(inDatabase()).toEqual([null]);
    expect(readdirSync(join(library(), "vectors"))).toHaveLength(1);
    await engine.engine.close();
    await open();
    expect(await ask(id)).toEqual(before);
  });

  it("that a process left in the database are taken over at the next start", async () => {
    const engine = await open();
    const id = await engine.indexed(await film(1, "0xe02020", 2));
    const before = await ask(id);
    await engine.engine.close();
    // As after an indexing that ended before its vectors were taken over: put them back, without the files.
    const { openVectorFiles } = await import("../../../main/engine/search/files/vector-files.ts");
    const { encodeVectors } = await import("../../../main/engine/embed/vectors.ts");
    const vectors = join(library(), "vectors");
    const place = join(vectors, readdirSync(vectors)[0]!);
    const db = new Database(join(library(), "library.sqlite"));
    const { key } = db.prepare("SELECT key FROM result WHERE stage = 'embed'").get() as { key: string };
    const files = openVectorFiles(place, {
      model: { id: "tiny-mini", revision: "1" },
      key: key.split("/").slice(2).join("/"),
      width: 6,
    });
    const blob = encodeVectors(files.read(id)!);
    files.close();
    rmSync(vectors, { recursive: true });
    db.prepare("UPDATE result SET data = ? WHERE stage = 'embed'").run(blob);
    db.close();
    await open();
    expect(await ask(id)).toEqual(before);
    await expect.poll(inDatabase, { timeout: 60_000 }).toEqual([null]);
  });

  it("that are lost are made again from the films", async () => {
    const engine = await open();
    const id = await engine.indexed(await film(1, "0xe02020", 2));
    const before = await ask(id);
    await engine.engine.close();
    rmSync(join(library(), "vectors"), { recursive: true });
    const again = await open();
    await expect
      .poll(async () => (await again.engine.service.call("media.get", { id }, call)).stages.embed, {
        timeout: 90_000,
      })
      .toBe("done");
    await again.settled();
    expect(existsSync(join(library(), "vectors"))).toBe(true);
    await expect.poll(() => ask(id), { timeout: 60_000 }).toEqual(before);
  });

  it("of a newer Footnote are left alone, and films are still indexed and asked", async () => {
    const engine = await open();
    const id = await engine.indexed(await film(1, "0xe02020", 2));
    await engine.engine.close();
    const place = join(library(), "vectors", readdirSync(join(library(), "vectors"))[0]!, "000001.vec");
    const bytes = readFileSync(place);
    bytes.writeUInt32LE(99, 4);
    writeFileSync(place, bytes);
    const notes: string[] = [];
    opened = await openEngine(library(), {
      ...places(models),
      log: (level, text) => void (level === "warn" && notes.push(text)),
    });
    expect(await ask(id)).toEqual([]);
    const other = await opened.indexed(await film(5, "0xf02020", 1));
    expect((await ask(other)).length).toBeGreaterThan(0);
    expect(readFileSync(place).equals(bytes)).toBe(true);
    expect(notes).toContain("the vectors of the library cannot be used");
  });
});
