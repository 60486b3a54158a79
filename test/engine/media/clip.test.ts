import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { buildFrameTable } from "../../../main/engine/media/build-frame-table.ts";
import { exportClip, planClip } from "../../../main/engine/media/clip.ts";
import { inputOf, probeFile } from "../../../main/engine/media/probe.ts";
import { snapshot } from "../../../main/engine/media/snapshot.ts";
import { findTools } from "../../../main/engine/media/tools.ts";
import { runProgram } from "../../../main/engine/run-program/run.ts";
import * as made from "../../fixtures-made/made.ts";

const ctx = createContext();
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "footnote-clip-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function open(path: string) {
  const probe = await probeFile(ctx, path);
  return { path, probe, table: await buildFrameTable(ctx, path, probe) };
}

/** Grey pixels of every frame of a file, 16 x 12. */
async function pixels(path: string): Promise<Buffer[]> {
  const { ffmpeg } = await findTools(ctx);
  const { stdout } = await runProgram(ctx, ffmpeg.path, [
    "-v",
    "error",
    ...inputOf(path),
    "-fps_mode",
    "passthrough",
    "-vf",
    "scale=16:12:flags=area,format=gray",
    "-f",
    "rawvideo",
    "pipe:1",
  ]);
  return Array.from({ length: stdout.length / 192 }, (_, i) => stdout.subarray(i * 192, (i + 1) * 192));
}
const difference = (a: Buffer, b: Buffer): number =>
  a.reduce((sum, v, i) => sum + Math.abs(v - (b[i] ?? 0)), 0) / a.length;

describe("an exact clip", () => {
  it.each([
    ["B-frames and sound", made.plainClip, 1.48, 2.6],
    ["30000/1001", made.ntscClip, 0.5, 3.2],
    ["variable rate", made.variableClip, 0.9, 2.2],
    ["a late start", made.lateClip, 0.72, 1.6],
    ["an edit list", made.editListClip, 0.4, 1.6],
  ])("holds the frames that were on screen: %s", async (_, make, start, end) => {
    const source = await open(await make());
    const plan = planClip(source.table, { start, end, mode: "exact" });
    const out = join(folder, "clip.mp4");
    const held = await exportClip(ctx, source, { start, end, mode: "exact", out });
    expect(held).toEqual({
      out,
      start: plan.start,
      end: plan.end,
      frames: plan.endFrame - plan.startFrame,
      copied: 0,
    });
    const [all, cut] = await Promise.all([pixels(source.path), pixels(out)]);
    expect(cut.length).toBe(held.frames);
    for (const [i, picture] of cut.entries()) {
      expect(difference(picture, all[plan.startFrame + i] as Buffer)).toBeLessThan(4);
    }
    // Nearer to its own frames than to their neighbours: an off-by-one cannot pass.
    const shift = (by: number) =>
      cut.reduce((sum, p, i) => sum + difference(p, all[plan.startFrame + i + by] ?? p), 0);
    expect(shift(0)).toBeLessThan(shift(1));
    if (plan.startFrame > 0) expect(shift(0)).toBeLessThan(shift(-1));
    expect(readdirSync(folder)).toEqual(["clip.mp4"]);
  });

  it("keeps its sound as long as its pictures", async () => {
    const source = await open(await made.plainClip());
    const out = join(folder, "clip.mp4");
    await exportClip(ctx, source, { start: 1, end: 2, mode: "exact", out });
    const probe = await probeFile(ctx, out);
    const sound = probe.streams.find((s) => s.kind === "audio");
    expect(Math.abs((sound?.duration ?? 0) - 1)).toBeLessThan(0.05);
  });
});

describe("a clip of a film with several sounds", () => {
  it.each([
    ["exact", "clip.mp4"],
    ["fast", "clip.mkv"],
    ["smart", "clip.mp4"],
    ["exact", "clip.webm"],
  ] as const)("has them all, with their languages: %s to %s", async (mode, name) => {
    const source = await open(await made.twoSoundsClip());
    const out = join(folder, name);
    await exportClip(ctx, source, { start: 0.52, end: 2.6, mode, out });
    const sounds = (await probeFile(ctx, out)).streams.filter((s) => s.kind === "audio");
    expect(sounds.map((s) => s.language)).toEqual(["eng", "deu"]);
    // The second one is the tone, not the silence again.
    const { ffmpeg } = await findTools(ctx);
    const loudness = await Promise.all(
      [0, 1].map(async (n) => {
        const args = [
          "-v",
          "error",
          ...inputOf(out),
          "-map",
          `0:a:${n}`,
          "-f",
          "s16le",
          "-ac",
          "1",
          "pipe:1",
        ];
        const { stdout } = await runProgram(ctx, ffmpeg.path, args);
        const samples = new Int16Array(stdout.buffer, stdout.byteOffset, stdout.length >> 1);
        return samples.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
      }),
    );
    expect(loudness[0]).toBeLessThan(100);
    expect(loudness[1]).toBeGreaterThan(2000);
  });
});

describe("a fast clip", () => {
  it.each([
    ["mp4", made.plainClip, "clip.mp4"],
    ["to mkv", made.plainClip, "clip.mkv"],
    ["from ts", made.lateClip, "clip.mkv"],
    ["from mkv", made.variableClip, "clip.mkv"],
  ])("says where it really starts and ends: %s", async (_, make, name) => {
    const source = await open(await make());
    const plan = planClip(source.table, { start: 1.5, end: 2.5, mode: "fast" });
    expect(source.table.isKey(plan.startFrame)).toBe(true);
    const out = join(folder, name);
    const held = await exportClip(ctx, source, { start: 1.5, end: 2.5, mode: "fast", out });
    const [all, cut] = await Promise.all([pixels(source.path), pixels(out)]);
    expect(cut.length).toBe(held.frames);
    const first = source.table.atTime(held.start);
    expect(cut[0]).toEqual(all[first]);
    expect(first).toBe(plan.startFrame);
    expect(held.end).toBeGreaterThanOrEqual(2.4);
    expect(cut.at(-1)).toEqual(all[source.table.atTime(held.end - 1e-3)]);
  });
});

describe("an export that cannot be", () => {
  it("never replaces a file unasked, and leaves nothing behind", async () => {
    const source = await open(await made.plainClip());
    const out = join(folder, "clip.mp4");
    writeFileSync(out, "mine");
    const ask = { start: 0, end: 1, mode: "exact", out } as const;
    await expect(exportClip(ctx, source, ask)).rejects.toMatchObject({ code: "exists" });
    expect(await exportClip(ctx, source, { ...ask, overwrite: true })).toMatchObject({ frames: 25 });
    await expect(exportClip(ctx, source, { ...ask, out: join(folder, "a.txt") })).rejects.toMatchObject({
      code: "unsupported",
    });
    await expect(exportClip(ctx, source, { ...ask, out: join(folder, "no", "a.mp4") })).rejects.toMatchObject(
      { code: "not-found" },
    );
    await expect(
      exportClip(ctx, source, { ...ask, start: 9, end: 10, out: join(folder, "b.mp4") }),
    ).rejects.toMatchObject({ code: "out-of-range" });
    const stopped = createContext({ signal: AbortSignal.abort() });
    await expect(exportClip(stopped, source, { ...ask, out: join(folder, "c.mp4") })).rejects.toMatchObject({
      code: "cancelled",
    });
    expect(readdirSync(folder)).toEqual(["clip.mp4"]);
  });
});

describe("a snapshot", () => {
  it.each([
    ["B-frames", made.plainClip],
    ["variable rate", made.variableClip],
    ["a late start", made.lateClip],
    ["an edit list", made.editListClip],
    ["AVI", made.aviClip],
  ])("is bit-identical to ffmpeg's own decode: %s", async (_, make) => {
    const source = await open(await make());
    const { ffmpeg } = await findTools(ctx);
    for (const frame of [0, 13, 26, source.table.count - 1]) {
      const out = join(folder, `${frame}.png`);
      await snapshot(ctx, source, frame, out);
      const raw = async (args: string[]) =>
        (
          await runProgram(ctx, ffmpeg.path, [
            "-v",
            "error",
            ...args,
            "-pix_fmt",
            "rgb24",
            "-f",
            "rawvideo",
            "pipe:1",
          ])
        ).stdout;
      const own = await raw(inputOf(out));
      const reference = await raw([
        ...inputOf(source.path), "-vf", `select=eq(n\\,${frame})`, "-fps_mode", "passthrough", "-frames:v", "1",
      ]); // prettier-ignore
      expect(own.length).toBeGreaterThan(0);
      expect(own.equals(reference)).toBe(true);
      await expect(snapshot(ctx, source, frame, out)).rejects.toMatchObject({ code: "exists" });
    }
  });
});
