import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { MediaId } from "../../../contract/ids.ts";
import { createContext } from "../../../main/engine/context.ts";
import { findTools } from "../../../main/engine/media/tools.ts";
import { runProgram } from "../../../main/engine/run-program/run.ts";
import { openPictureCache } from "../../../main/engine/store/picture-cache.ts";
import { rampClip, soundClip } from "../../fixtures-made/made.ts";
import { openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
let opened: OpenedEngine;
let id: MediaId;
beforeEach(async () => {
  folder = scratchFolder();
  opened = await openEngine(join(folder.dir, "library"));
  id = await opened.indexed(await rampClip());
});
afterEach(async () => {
  await opened.engine.close();
  folder.remove();
});

const get = (part: string, signal?: AbortSignal): Promise<Response> =>
  opened.engine.bulk(new Request(`http://engine/media/${id}/${part}`, signal ? { signal } : {}));

/** The mean brightness of each tile, and the size of the whole strip. */
async function tiles(
  jpeg: Buffer,
  count: number,
): Promise<{ light: number[]; width: number; height: number }> {
  const { ffmpeg, ffprobe } = await findTools(createContext());
  const size = await runProgram(
    createContext(),
    ffprobe.path,
    ["-v", "error", "-show_entries", "stream=width,height", "-of", "csv=p=0", "-f", "mjpeg", "-i", "pipe:0"],
    { stdin: jpeg },
  );
  const [width = 0, height = 0] = size.stdout.toString().trim().split(",").map(Number);
  const grey = await runProgram(
    createContext(),
    ffmpeg.path,
    [
      "-v",
      "error",
      "-f",
      "mjpeg",
      "-i",
      "pipe:0",
      "-vf",
      `scale=${count}:1:flags=area:out_range=pc,format=gray`,
      "-f",
      "rawvideo",
      "pipe:1",
    ],
    { stdin: jpeg },
  );
  return { light: [...grey.stdout], width, height };
}
const frameOf = (light: number): number => (light - 20) / 1.75;

test("a strip of the whole film is made of kept thumbnails", async () => {
  const answer = await get("strip.jpg?start=0&end=12&count=6&h=48");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("image/jpeg");
  const strip = await tiles(Buffer.from(await answer.arrayBuffer()), 6);
  expect(strip).toMatchObject({ width: 6 * 86, height: 48 });
  for (const [i, light] of strip.light.entries())
    expect(Math.abs(frameOf(light) - (10 + i * 20))).toBeLessThan(2);
});

test("zoomed in further than thumbnails, each tile is its exact frame", async () => {
  const answer = await get("strip.jpg?start=6.2&end=7.2&count=10&h=32");
  const strip = await tiles(Buffer.from(await answer.arrayBuffer()), 10);
  for (const [i, light] of strip.light.entries()) expect(Math.round(frameOf(light))).toBe(62 + i);
  // Several tiles of one frame, up to the end of the film.
  const close = await get("strip.jpg?start=11.8&end=12&count=8&h=32");
  const last = await tiles(Buffer.from(await close.arrayBuffer()), 8);
  expect(last.light.map((l) => Math.round(frameOf(l)))).toEqual([118, 118, 118, 118, 119, 119, 119, 119]);
});

test("the same strip comes from the library, whoever asks for it", async () => {
  const bodies = await Promise.all(
    Array.from({ length: 6 }, async () =>
      Buffer.from(await (await get("strip.jpg?start=2&end=3&count=5&h=40")).arrayBuffer()),
    ),
  );
  for (const body of bodies) expect(body.equals(bodies[0] as Buffer)).toBe(true);
});

test.each([
  ["strip.jpg?start=5&end=5", 400],
  ["strip.jpg?start=0&end=12&count=0", 400],
  ["strip.jpg?start=0&end=12&count=1000", 400],
  ["strip.jpg?start=0&end=12&count=100&h=360", 400],
  ["strip.jpg?start=a&end=12", 400],
  ["strip.jpg?start=0&end=12&h=3", 400],
])("%s is answered with %i", async (part, status) => {
  expect((await get(part)).status).toBe(status);
});

test("a film without pictures has none, and whoever scrolled on stops the work", async () => {
  const sound = await opened.indexed(await soundClip());
  expect(
    (await opened.engine.bulk(new Request(`http://engine/media/${sound}/strip.jpg?start=0&end=2`))).status,
  ).toBe(404);
  expect((await get("strip.jpg?start=1&end=2&count=7", AbortSignal.abort())).status).toBe(500);
});

test("the poster is the thumbnail with most to see", async () => {
  const answer = await get("poster.jpg");
  expect(answer.status).toBe(200);
  const { light } = await tiles(Buffer.from(await answer.arrayBuffer()), 1);
  expect(frameOf(light[0] ?? 0)).toBeGreaterThanOrEqual(5);
  expect(frameOf(light[0] ?? 0)).toBeLessThanOrEqual(37);
});

test("strips are bounded: the longest unused go", () => {
  const cache = openPictureCache(":memory:", 1e9, 1000);
  const jpeg = new Uint8Array(300);
  for (const name of ["a", "b", "c"]) cache.strips.put(id, name, jpeg);
  expect(cache.strips.get(id, "a")).toBeDefined();
  cache.strips.put(id, "d", jpeg);
  expect(["a", "b", "c", "d"].filter((name) => cache.strips.get(id, name))).toEqual(["a", "c", "d"]);
  expect(cache.strips.bytes()).toBe(900);
  cache.strips.put(id, "d", new Uint8Array(100));
  expect(cache.strips.bytes()).toBe(700);
  cache.remove(id);
  expect(cache.strips.bytes()).toBe(0);
  cache.close();
});
