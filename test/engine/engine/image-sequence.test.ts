import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { firstOfSequences, imageInput } from "../../../main/engine/media/image-sequence.ts";
import { identify } from "../../../main/engine/media/identify.ts";
import { findTools } from "../../../main/engine/media/tools.ts";
import { runProgram } from "../../../main/engine/run-program/run.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

const ctx = createContext();
let folder: ReturnType<typeof scratchFolder>;
let opened: OpenedEngine;
let shots = "";
beforeEach(async () => {
  folder = scratchFolder();
  opened = await openEngine(join(folder.dir, "library"), { readScreen: false });
  shots = join(folder.dir, "50% scan %d");
  mkdirSync(shots);
  const { ffmpeg } = await findTools(ctx);
  const pattern = `${shots.replaceAll("%", "%%")}/frame_%04d.png`;
  const film = [
    "-f",
    "lavfi",
    "-i",
    "testsrc2=size=96x64:rate=25:duration=2",
    "-start_number",
    "98",
    pattern,
  ];
  expect((await runProgram(ctx, ffmpeg.path, ["-v", "error", ...film])).code).toBe(0);
});
afterEach(async () => {
  await opened.engine.close();
  folder.remove();
});

test("numbered pictures in a row are one film, whole in a folder or named by the first", async () => {
  const { service, bulk } = opened.engine;
  const id = await opened.indexed(shots);
  const file = await service.call("media.get", { id }, call);
  expect(file).toMatchObject({
    name: "frame_0098.png",
    state: "ready",
    duration: 2,
    probe: { video: { frames: 50, width: 96, height: 64, frameRate: { num: 25, den: 1 } } },
  });
  expect(await opened.indexed(join(shots, "frame_0098.png"))).toBe(id);
  const still = await bulk(new Request(`http://engine/media/${id}/frame/49.png`));
  expect(still.status).toBe(200);
  await service.call("media.proxy", { id }, call);
  expect((await bulk(new Request(`http://engine/media/${id}/proxy`))).status).toBe(200);
  const { sha256, bytes } = await service.call("media.checksum", { id }, call);
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(bytes).toBeGreaterThan(50 * 500);
});

test("a picture from the middle is a film of one frame; a few photos in a folder are none", async () => {
  const one = await opened.indexed(join(shots, "frame_0120.png"));
  const file = await opened.engine.service.call("media.get", { id: one }, call);
  expect(file).toMatchObject({ state: "ready", probe: { video: { frames: 1 } } });
  for (const name of readdirSync(shots).slice(10)) rmSync(join(shots, name));
  const { files, refused } = await opened.take(shots);
  expect(files).toEqual([]);
  expect(refused).toMatchObject([{ code: "not-found" }]);
});

test("the identity is that of all pictures", async () => {
  const first = join(shots, "frame_0098.png");
  const { id } = await identify(ctx, first);
  expect((await identify(ctx, first)).id).toBe(id);
  copyFileSync(join(shots, "frame_0100.png"), join(shots, "frame_0147.png"));
  const changed = (await identify(ctx, first)).id;
  expect(changed).not.toBe(id);
  rmSync(join(shots, "frame_0147.png"));
  expect(new Set([id, changed, (await identify(ctx, first)).id]).size).toBe(3);
});

test("names are taken as they are: no pattern of a name is followed", () => {
  expect(imageInput(join(shots, "frame_0098.png"))).toEqual([
    "-f", "image2", "-framerate", "25", "-pattern_type", "sequence", "-start_number", "98",
    "-i", `file:${shots.replaceAll("%", "%%")}/frame_%04d.png`,
  ]); // prettier-ignore
  expect(imageInput("/a/b%03d.png")?.slice(-3)).toEqual(["none", "-i", "file:/a/b%03d.png"]);
  expect(imageInput("/a/film.mp4")).toBeUndefined();
  const names = Array.from({ length: 30 }, (_, i) => `x${i + 5}.jpg`);
  expect(firstOfSequences(["y1.jpg", "y2.jpg", "z.png", ...names.toReversed()])).toEqual(["x5.jpg"]);
});
