import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MediaId } from "../../../contract/ids.ts";
import { createContext } from "../../../main/engine/context.ts";
import { createProxies } from "../../../main/engine/engine/proxies.ts";
import { buildFrameTable } from "../../../main/engine/media/build-frame-table.ts";
import type { VideoSource } from "../../../main/engine/media/decode-video.ts";
import { probeFile } from "../../../main/engine/media/probe.ts";
import { plainClip } from "../../fixtures-made/made.ts";
import { scratchFolder } from "./open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(() => folder.remove());

const id = MediaId.parse("m_film-one");
async function source(): Promise<VideoSource> {
  const ctx = createContext();
  const path = await plainClip();
  const probe = await probeFile(ctx, path);
  return { path, probe, table: await buildFrameTable(ctx, path, probe) };
}

test("each kind of stand-in has its own file; all go with their film", async () => {
  const proxies = createProxies(folder.dir);
  const audio = (await source()).probe.audioStream;
  const own = { audio, picture: "copy" } as const;
  const sound = { audio, picture: "encode" } as const;
  expect(await proxies.find(id, own)).toBeUndefined();
  // Two that ask at once share the work.
  await Promise.all([
    proxies.make(createContext(), id, source, own),
    proxies.make(createContext(), id, source, own),
  ]);
  expect(await proxies.find(id)).toBeUndefined();
  expect(await proxies.find(id, own)).toBeDefined();
  await proxies.make(createContext(), id, source, sound);
  // Its picture is the plain stand-in's, which is there now as well.
  const paths = [await proxies.find(id), await proxies.find(id, own), await proxies.find(id, sound)];
  expect(new Set(paths).size).toBe(3);
  expect(paths).not.toContain(undefined);
  const other = join(folder.dir, "proxies", "m_film-one-and-more.mp4");
  writeFileSync(other, "another film's");
  await proxies.remove(id);
  expect(readdirSync(join(folder.dir, "proxies"))).toEqual(["m_film-one-and-more.mp4"]);
  await proxies.close();
});

test("one window gives up, the other gets its stand-in all the same", async () => {
  const proxies = createProxies(folder.dir);
  const abort = new AbortController();
  const first = proxies.make(createContext({ signal: abort.signal }), id, source);
  const second = proxies.make(createContext(), id, source);
  abort.abort();
  await expect(first).rejects.toMatchObject({ code: "cancelled" });
  await second;
  expect(await proxies.find(id)).toBeDefined();
  await proxies.close();
});

test("clearing leaves what is being written", async () => {
  const proxies = createProxies(folder.dir);
  mkdirSync(join(folder.dir, "proxies"));
  const part = join(folder.dir, "proxies", ".footnote-12345678.part.mp4");
  writeFileSync(part, "half of it");
  writeFileSync(join(folder.dir, "proxies", "m_old-film.mp4"), "12345");
  utimesSync(part, 0, 0);
  expect(await proxies.clear()).toBe(5);
  expect(readdirSync(join(folder.dir, "proxies"))).toEqual([".footnote-12345678.part.mp4"]);
  await proxies.close();
});
