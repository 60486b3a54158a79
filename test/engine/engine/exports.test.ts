import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Args } from "../../../contract/calls.ts";
import { SaveId } from "../../../contract/ids.ts";
import { clipName, nameTaken } from "../../../main/engine/engine/export-names.ts";
import { createContext } from "../../../main/engine/context.ts";
import { probeFile } from "../../../main/engine/media/probe.ts";
import type { SavePlace } from "../../../main/engine/ports.ts";
import { beepClip, plainClip, av1Clip } from "../../fixtures-made/made.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
let opened: OpenedEngine;
let out = "";
const places = new Map<SaveId, SavePlace>();
const place = (name: string, path: string, kind: SavePlace["kind"]): SaveId => {
  const save = SaveId.parse(`s_${name}`);
  places.set(save, { path, kind });
  return save;
};
beforeEach(async () => {
  folder = scratchFolder();
  out = join(folder.dir, "out");
  mkdirSync(out);
  opened = await openEngine(join(folder.dir, "library"), { resolveSave: (save) => places.get(save) });
});
afterEach(async () => {
  await opened.engine.close();
  folder.remove();
});

test("many stretches are written at once; one that fails never stops the others, and progress is told", async () => {
  const { service } = opened.engine;
  const [plain, beep] = [await opened.indexed(await plainClip()), await opened.indexed(await beepClip())];
  const items = [
    { mediaId: plain, start: 0.5, end: 2.5 },
    { mediaId: plain, start: 90, end: 91 },
    { mediaId: beep, start: 1, end: 4, name: "../the flash" },
  ];
  const seen: number[] = [];
  const told = { ...call, progress: ({ done }: { done: number }) => void seen.push(done) };
  const ask = {
    save: place("folder", out, "folder"),
    items,
    mode: "smart",
    container: "mp4",
    overwrite: false,
  } as const;
  const { written, failed } = await service.call("export.clips", ask, told);
  expect(failed).toMatchObject([{ index: 1, error: { code: "out-of-range" } }]);
  expect(written).toMatchObject([
    { index: 0, name: "plain 00.00.00.500-00.00.02.500.mp4", start: 0.48, end: 2.52, frames: 51 },
    { index: 2, name: "_the flash.mp4", start: 1, end: 4, frames: 75 },
  ]);
  expect(written[0]?.copied).toBeGreaterThan(20);
  expect(readdirSync(out).sort()).toEqual(written.map((w) => w.name).sort());
  expect(Math.max(...seen)).toBeGreaterThan(2);
  // A second time nothing is replaced unless that is said.
  const again = await service.call("export.clips", ask, call);
  expect(again.failed.map((f) => f.error.code)).toEqual(["exists", "out-of-range", "exists"]);
  expect((await service.call("export.clips", { ...ask, overwrite: true }, call)).written.length).toBe(2);
});

test("a plan says where cuts will really fall, before anything is written", async () => {
  const { service } = opened.engine;
  const [plain, webm] = [await opened.indexed(await plainClip()), await opened.indexed(await av1Clip())];
  const items = [{ mediaId: plain, start: 1.48, end: 3.2 }];
  const plan = async (mode: "exact" | "fast" | "smart") =>
    (await service.call("export.plan", { items, mode }, call)).items;
  expect(await plan("exact")).toEqual([{ start: 1.48, end: 3.2, startFrame: 37, endFrame: 80 }]);
  expect(await plan("fast")).toMatchObject([
    { start: 1, startFrame: 25, copied: { startFrame: 25, endFrame: 80 } },
  ]);
  expect(await plan("smart")).toMatchObject([{ startFrame: 37, endFrame: 80, copied: { startFrame: 50 } }]);
  const other = await service.call(
    "export.plan",
    { items: [{ mediaId: webm, start: 0.5, end: 1 }], mode: "smart" },
    call,
  );
  expect(other.items).toMatchObject([
    { problem: { code: "unsupported", hint: expect.stringContaining("exact") as string } },
  ]);
  expect(readdirSync(out)).toEqual([]);
});

test("moments of several films become one reel", async () => {
  const { service } = opened.engine;
  const [plain, beep] = [await opened.indexed(await plainClip()), await opened.indexed(await beepClip())];
  const file = join(out, "reel.mp4");
  const ask = {
    save: place("reel00", file, "file"),
    items: [
      { mediaId: plain, start: 0, end: 1 },
      { mediaId: beep, start: 3, end: 4 },
    ],
    transition: { kind: "crossfade", seconds: 0.2 },
    overwrite: false,
  } satisfies Args<"export.reel">;
  const reel = await service.call("export.reel", ask, call);
  expect(reel).toMatchObject({ name: "reel.mp4", frames: 45, duration: 1.8 });
  expect((await probeFile(createContext(), file)).video?.frames).toBe(45);
  await expect(service.call("export.reel", ask, call)).rejects.toMatchObject({ code: "exists" });
});

test("only chosen places are written to", async () => {
  const { service } = opened.engine;
  const id = await opened.indexed(await plainClip());
  const items = [{ mediaId: id, start: 0, end: 1 }];
  const clips = { items, mode: "fast", container: "mp4", overwrite: false } as const;
  const unknown = SaveId.parse("s_never-chosen");
  await expect(service.call("export.clips", { ...clips, save: unknown }, call)).rejects.toMatchObject({
    code: "denied",
  });
  const file = place("onefile", join(out, "a.mp4"), "file");
  const two = { ...clips, save: file, items: [...items, ...items] };
  await expect(service.call("export.clips", two, call)).rejects.toMatchObject({ code: "bad-arguments" });
  const whole = {
    save: place("afolder", out, "folder"),
    items,
    transition: { kind: "cut", seconds: 0 },
    overwrite: true,
  } as const;
  await expect(service.call("export.reel", whole, call)).rejects.toMatchObject({ code: "bad-arguments" });
  writeFileSync(join(out, "keep.txt"), "x");
  expect(readdirSync(out)).toEqual(["keep.txt"]);
});

test.each([
  ["a/b\\c:d", "a_b_c_d"],
  ["..", "clip"],
  [".hidden", "hidden"],
  ["con", "clip con"],
  ["-rf", "rf"],
  ["50%d", "50_d"],
  ["\u202Eevil\n", "_evil_"],
])("the name %j becomes %j", (given, expected) => {
  expect(clipName(given)).toBe(expected);
});
test("names stay short and apart", () => {
  const long = clipName("ß".repeat(300), { start: 3723.45, end: 3724 });
  expect(Buffer.byteLength(long)).toBeLessThanOrEqual(180);
  expect(long.endsWith(" 01.02.03.450-01.02.04.000")).toBe(true);
  const taken = new Set<string>();
  expect([
    nameTaken(taken, "a", ".mp4"),
    nameTaken(taken, "A", ".mp4"),
    nameTaken(taken, "a", ".mp4"),
  ]).toEqual(["a.mp4", "A (2).mp4", "a (3).mp4"]);
});
