import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { usualLimits, type ArchiveLimits } from "../../../main/engine/models/archive/rules.ts";
import { archiveKind, unpackArchive } from "../../../main/engine/models/archive/unpack.ts";
import { importModel } from "../../../main/engine/models/manage/import-model.ts";
import { listModels } from "../../../main/engine/models/manage/list.ts";
import { tinyClip, tinyMini, type TinyModel } from "../../../native-models/tiny/models.ts";
import { tarOf, zipOf, type Packed } from "./archives.ts";
import { tinyLibrary } from "./tiny-library.ts";

const ctx = createContext();
const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

function empty() {
  const library = tinyLibrary([]);
  ends.push(library.remove);
  mkdirSync(library.folder, { recursive: true });
  return library;
}
const kinds = [
  ["model.zip", zipOf],
  ["model.tar", tarOf],
  ["model.tar.gz", (entries: readonly Packed[]) => gzipSync(tarOf(entries))],
] as const;

/** Writes an archive and an empty folder, and unpacks the one into the other. */
function unpack(name: string, bytes: Uint8Array, limits: ArchiveLimits = usualLimits, inner = ctx) {
  const { folder } = empty();
  const into = join(folder, "into");
  mkdirSync(into);
  writeFileSync(join(folder, name), bytes);
  return { folder, into, done: unpackArchive(inner, join(folder, name), into, limits) };
}
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const refusedFor = (why: RegExp) => ({
  code: "model-refused",
  message: expect.stringMatching(why) as string,
});

/** A model as it is carried: its folder with its manifest, in an archive. */
async function carried(tiny: TinyModel, below: string): Promise<Packed[]> {
  const other = tinyLibrary([tiny]);
  ends.push(other.remove);
  const from = other.folderOf(tiny.manifest.id);
  return readdirSync(from).map((name) => ({ name: `${below}${name}`, data: readFileSync(join(from, name)) }));
}

describe.each(kinds)("a model in %s", (name, pack) => {
  it("comes in with its manifest, from a folder in it or from its top, with its hashes checked", async () => {
    for (const below of ["My Model/", ""]) {
      const { folder, places } = empty();
      const entries = await carried(tinyMini(), below);
      writeFileSync(join(folder, name), pack([...entries, { name: "__MACOSX/._x", data: bytes("junk") }]));
      const { entry } = await importModel(ctx, places, join(folder, name));
      expect([entry.manifest.id, entry.state]).toEqual(["tiny-mini", "installed"]);
      // Nothing of the unpacking is left, and the archive stays.
      expect(readdirSync(join(places.libraryDir, "models", ".incoming"))).toEqual([]);
      expect(existsSync(join(folder, name))).toBe(true);
    }
    const { folder, places } = empty();
    const changed = (await carried(tinyMini(), "")).map((one) =>
      one.name === "text.onnx"
        ? { ...one, data: Buffer.concat([one.data ?? Buffer.alloc(0), Buffer.alloc(1)]) }
        : one,
    );
    writeFileSync(join(folder, name), pack(changed));
    await expect(importModel(ctx, places, join(folder, name))).rejects.toMatchObject(
      refusedFor(/text\.onnx is not the declared file/),
    );
    expect((await listModels(ctx, places)).models).toEqual([]);
    expect(readdirSync(join(places.libraryDir, "models", ".incoming"))).toEqual([]);
  });

  it("is known by its networks without one, and called after the archive", async () => {
    const { folder, places } = empty();
    const files = Object.entries(tinyClip().files).map(([file, data]) => ({ name: file, data }));
    writeFileSync(join(folder, name), pack(files));
    const { entry } = await importModel(ctx, places, join(folder, name));
    expect([entry.manifest.id, entry.manifest.family]).toEqual(["own-model", "clip"]);
  });

  it.each(["../evil", "a/../../evil", "/etc/evil", "C:/evil", "a\\..\\evil", "a//b", "a:evil"])(
    "never writes outside of its folder: %s",
    async (path) => {
      const { folder, into, done } = unpack(name, pack([{ name: path, data: bytes("x") }]));
      await expect(done).rejects.toMatchObject(refusedFor(/lies outside of it|no plain name/));
      expect(existsSync(join(folder, "evil")) || existsSync("/etc/evil")).toBe(false);
      expect(readdirSync(into, { recursive: true, withFileTypes: true }).some((e) => e.isFile())).toBe(false);
    },
  );

  it("is refused with a link in it, with a name twice, with nothing in it", async () => {
    const link = {
      name: "weights",
      data: bytes("/etc/passwd"),
      mode: 0o120777,
      type: "2",
      link: "/etc/passwd",
    };
    const asTar = { ...link, data: new Uint8Array() };
    await expect(unpack(name, pack([name.endsWith("zip") ? link : asTar])).done).rejects.toMatchObject(
      refusedFor(/“weights” is a link/),
    );
    const twice = [
      { name: "a.json", data: bytes("1") },
      { name: "A.json", data: bytes("2") },
    ];
    await expect(unpack(name, pack(twice)).done).rejects.toMatchObject(refusedFor(/is in it twice/));
    for (const clash of [
      ["a", "a/b"],
      ["a/b", "a"],
    ]) {
      const both = pack(clash.map((path) => ({ name: path, data: bytes("x") })));
      await expect(unpack(name, both).done).rejects.toMatchObject(refusedFor(/is a file and a folder in it/));
    }
    await expect(unpack(name, pack([])).done).rejects.toMatchObject(refusedFor(/./));
  });

  it("is refused when it becomes too large, by the bytes that come and not by what it says", async () => {
    const data = new Uint8Array(3_000_000);
    const large = pack([{ name: "zeros.bin", data }]);
    const limits = { ...usualLimits, bytes: 1_000_000 };
    await expect(unpack(name, large, limits).done).rejects.toMatchObject(refusedFor(/larger than 1 MB/));
    const many = pack(Array.from({ length: 5 }, (_, i) => ({ name: `f${i}`, data: bytes("x") })));
    await expect(unpack(name, many, { ...usualLimits, entries: 4 }).done).rejects.toMatchObject(
      refusedFor(/more than 4 files/),
    );
    if (name !== "model.tar")
      await expect(unpack(name, large, { ...usualLimits, freely: 1_000_000 }).done).rejects.toMatchObject(
        refusedFor(/100 times as large/),
      );
  });

  it("is refused when it was cut off, wherever that was", async () => {
    const noise = Uint8Array.from({ length: 60_000 }, (_, i) => (i * i * 31 + (i >> 3)) % 251);
    const sound = pack([
      { name: "a.bin", data: noise },
      { name: "b.bin", data: noise.toReversed() },
    ]);
    for (const part of [0.3, 0.6, 0.95]) {
      const { done } = unpack(name, sound.subarray(0, Math.floor(sound.length * part)));
      await expect(done).rejects.toMatchObject(refusedFor(/damaged or incomplete|its end is missing/));
    }
  });

  it("stops when asked to", async () => {
    const stop = new AbortController();
    stop.abort();
    const stopped = createContext({ signal: stop.signal });
    const { done } = unpack(name, pack([{ name: "a", data: bytes("x") }]), usualLimits, stopped);
    await expect(done).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("an archive", () => {
  it("is known by its first bytes, whatever it is called", async () => {
    const { folder } = empty();
    const one = [{ name: "a", data: bytes("x") }];
    for (const [kind, data] of [
      ["zip", zipOf(one)],
      ["tar", tarOf(one)],
      ["tar.gz", gzipSync(tarOf(one))],
      [undefined, bytes("hello, this is no archive")],
    ] as const) {
      writeFileSync(join(folder, "thing.bin"), data);
      expect(await archiveKind(join(folder, "thing.bin"))).toBe(kind);
    }
    await expect(archiveKind(join(folder, "none"))).rejects.toMatchObject({ code: "not-found" });
  });

  it("that is encrypted is refused with the way out; one whose table lies is refused", async () => {
    const data = bytes("some words");
    await expect(unpack("a.zip", zipOf([{ name: "a", data, encrypted: true }])).done).rejects.toMatchObject({
      ...refusedFor(/it is encrypted/),
      hint: expect.stringMatching(/import the folder/) as string,
    });
    await expect(
      unpack("a.zip", zipOf([{ name: "a", data, claims: { crc: 1 } }])).done,
    ).rejects.toMatchObject(refusedFor(/checksum differs/));
    await expect(
      unpack("a.zip", zipOf([{ name: "a", data, claims: { size: 3 } }])).done,
    ).rejects.toMatchObject(refusedFor(/damaged/));
    const gone = tarOf([{ name: "a", data }], false);
    await expect(unpack("a.tar", gone).done).rejects.toMatchObject(refusedFor(/its end is missing/));
    await expect(unpack("a.tar", tarOf([{ name: "pipe", type: "6" }])).done).rejects.toMatchObject(
      refusedFor(/a device or pipe/),
    );
  });
});
