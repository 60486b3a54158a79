import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { buildFrameTable } from "../../../main/engine/media/build-frame-table.ts";
import { exportClip, planClip } from "../../../main/engine/media/clip.ts";
import { planSmart } from "../../../main/engine/media/cut/smart-plan.ts";
import { inputOf, probeFile } from "../../../main/engine/media/probe.ts";
import { findTools } from "../../../main/engine/media/tools.ts";
import { runProgram } from "../../../main/engine/run-program/run.ts";
import * as made from "../../fixtures-made/made.ts";

const ctx = createContext();
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "footnote-smart-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function open(path: string) {
  const probe = await probeFile(ctx, path);
  return { path, probe, table: await buildFrameTable(ctx, path, probe) };
}

async function ffmpeg(...args: string[]): Promise<Buffer> {
  const tools = await findTools(ctx);
  const { code, stdout, stderr } = await runProgram(ctx, tools.ffmpeg.path, ["-v", "error", ...args]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return stdout;
}

/** A fingerprint of every decoded frame, at full size and depth. */
const fingerprints = async (path: string): Promise<string[]> =>
  (
    await ffmpeg(
      ...inputOf(path),
      "-map",
      "0:v:0",
      "-fps_mode",
      "passthrough",
      "-enc_time_base",
      "-1",
      "-f",
      "framemd5",
      "pipe:1",
    )
  )
    .toString()
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(",").at(-1)?.trim() ?? "");

/** Grey pixels of every frame, 16 x 12. */
async function pixels(path: string): Promise<Buffer[]> {
  const all = await ffmpeg(
    ...inputOf(path), "-map", "0:v:0", "-fps_mode", "passthrough", "-enc_time_base", "-1",
    "-vf", "scale=16:12:flags=area,format=gray", "-f", "rawvideo", "pipe:1",
  ); // prettier-ignore
  return Array.from({ length: all.length / 192 }, (_, i) => all.subarray(i * 192, (i + 1) * 192));
}
const difference = (a: Buffer, b: Buffer): number =>
  a.reduce((sum, v, i) => sum + Math.abs(v - (b[i] ?? 0)), 0) / a.length;

/** Cuts, and compares everything that was promised. */
async function check(
  path: string,
  start: number,
  end: number,
  name: string,
): Promise<{ copied: number; frames: number }> {
  const source = await open(path);
  const plan = planClip(source.table, { start, end, mode: "smart" });
  const inner = await planSmart(ctx, source, plan.startFrame, plan.endFrame);
  const out = join(folder, name);
  const held = await exportClip(ctx, source, { start, end, mode: "smart", out });
  const frames = plan.endFrame - plan.startFrame;
  expect(held).toEqual({
    out,
    start: plan.start,
    end: plan.end,
    frames,
    copied: inner.copyTo - inner.copyFrom,
  });
  const [all, cut] = await Promise.all([fingerprints(path), fingerprints(out)]);
  expect(cut.length).toBe(frames);
  expect(cut.slice(inner.copyFrom - plan.startFrame, inner.copyTo - plan.startFrame)).toEqual(
    all.slice(inner.copyFrom, inner.copyTo),
  );
  const [film, clip] = await Promise.all([pixels(path), pixels(out)]);
  const distance = (by: number) =>
    clip.reduce((sum, p, i) => sum + difference(p, film[plan.startFrame + i + by] ?? p), 0);
  for (const [i, picture] of clip.entries())
    expect(difference(picture, film[plan.startFrame + i] as Buffer)).toBeLessThan(3);
  expect(distance(0)).toBeLessThan(distance(1));
  expect(readdirSync(folder)).toEqual([name]);
  return held;
}

describe("a smart clip", () => {
  it.each([
    ["H.264 with B-frames", made.plainClip, 0.5, 3.5, "clip.mp4"],
    ["to mkv", made.plainClip, 0.5, 3.5, "clip.mkv"],
    ["a pyramid of B-frames", made.beepClip, 0.7, 5.3, "clip.mp4"],
    ["30000/1001, from the first frame", made.ntscClip, 0, 2.2, "clip.mov"],
    ["to the last frame", made.ntscClip, 0.5, 9, "clip.mp4"],
    ["variable rate", made.variableClip, 0.4, 3.6, "clip.mkv"],
    ["a transport stream that starts late", made.lateClip, 0.5, 2.6, "clip.mp4"],
    ["an edit list", made.editListClip, 0.2, 2.2, "clip.mp4"],
    ["10 bits, 4:2:2", made.deepClip, 0.5, 3.2, "clip.mp4"],
    ["turned", made.turnedClip, 0.5, 3.2, "clip.mp4"],
    ["H.265 with open groups", made.hevcClip, 0.4, 4.2, "clip.mp4"],
    ["H.265 to mkv", made.hevcClip, 0.4, 4.2, "clip.mkv"],
    ["H.265 to mov", made.hevcClip, 0.4, 4.2, "clip.mov"],
    ["VP9", made.webmKeysClip, 0.2, 1.7, "clip.webm"],
    ["VP9 to mkv, from the first frame", made.webmKeysClip, 0, 1.7, "clip.mkv"],
    ["VP9 in MP4", made.vp9Mp4Clip, 0.2, 1.7, "clip.mp4"],
  ])("is exact, and the middle is the film's own: %s", async (_, make, start, end, name) => {
    const { copied, frames } = await check(await make(), start, end, name);
    expect(copied).toBeGreaterThan(frames / 3);
    expect(copied).toBeLessThanOrEqual(frames);
  });

  it("encodes everything where the range holds no key frame", async () => {
    expect(await check(await made.plainClip(), 1.2, 1.8, "clip.mp4")).toMatchObject({
      copied: 0,
      frames: 15,
    });
  });

  it("copies everything where the range is whole groups", async () => {
    const held = await check(await made.plainClip(), 1, 3, "clip.mp4");
    expect(held.frames).toBe(50);
    expect(held.copied).toBeGreaterThanOrEqual(48);
  });

  it("keeps sound in step with pictures", async () => {
    const source = await open(await made.beepClip());
    const out = join(folder, "clip.mp4");
    const held = await exportClip(ctx, source, { start: 1.36, end: 5, mode: "smart", out });
    const sound = await ffmpeg(
      ...inputOf(out),
      "-map",
      "0:a",
      "-af",
      "aresample=async=1:first_pts=0",
      "-ac",
      "1",
      "-ar",
      "48000",
      "-f",
      "f32le",
      "pipe:1",
    );
    const samples = new Float32Array(sound.buffer, sound.byteOffset, sound.length >> 2);
    const heard = samples.findIndex((v) => Math.abs(v) > 0.1) / 48_000;
    const seen = (await pixels(out)).findIndex((p) => p.every((v) => v > 200)) / 25;
    expect(seen).toBeCloseTo(3 - held.start, 6);
    expect(Math.abs(heard - seen)).toBeLessThan(0.02);
  });

  it.each([
    ["a codec that cannot be joined", made.av1Clip, "clip.mkv", "sequence header"],
    ["a container that the codec does not go into", made.webmKeysClip, "clip.mov", ".webm"],
    ["open groups without IDR", made.openGroupsClip, "clip.mp4", "open groups"],
    ["a container without times", made.aviClip, "clip.mp4", "H.264, H.265"],
    ["interlaced pictures", made.interlacedClip, "clip.mp4", ""],
  ])("says why it cannot be, and what can: %s", async (_, make, name, words) => {
    const source = await open(await make());
    const out = join(folder, name);
    const failed = exportClip(ctx, source, { start: 0.3, end: 1.9, mode: "smart", out });
    await expect(failed).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringContaining(words) as string,
      hint: expect.stringContaining("exact") as string,
    });
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("in H.265 is of the kind that QuickTime plays: all settings in the head, none among the pictures", async () => {
    const source = await open(await made.hevcClip());
    const out = join(folder, "clip.mp4");
    await exportClip(ctx, source, { start: 0.4, end: 4.2, mode: "smart", out });
    const tools = await findTools(ctx);
    const told = await runProgram(ctx, tools.ffprobe.path, [
      "-v", "error", "-show_entries", "stream=codec_tag_string", "-of", "csv=p=0", out,
    ]); // prettier-ignore
    expect(told.stdout.toString().trim()).toBe("hvc1");
    const packets = await ffmpeg(...inputOf(out), "-map", "0:v", "-c", "copy", "-f", "data", "pipe:1");
    const types = new Set<number>();
    for (let at = 0; at < packets.length; at += 4 + packets.readUInt32BE(at))
      types.add(((packets[at + 4] ?? 0) >> 1) & 63);
    expect([32, 33, 34].filter((type) => types.has(type))).toEqual([]);
    expect(types.size).toBeGreaterThan(1);
  });

  it("shows a turned film upright", async () => {
    const source = await open(await made.turnedClip());
    expect(source.probe.video?.rotation).toBe(270);
    const out = join(folder, "clip.mp4");
    await exportClip(ctx, source, { start: 0.5, end: 3.2, mode: "smart", out });
    expect((await probeFile(ctx, out)).video).toMatchObject({ rotation: 270, width: 120, height: 160 });
    const ask = exportClip(ctx, source, { start: 0.5, end: 3.2, mode: "smart", out: join(folder, "a.mkv") });
    await expect(ask).rejects.toMatchObject({ code: "unsupported" });
  });

  it("ends with its context and leaves nothing behind", async () => {
    const source = await open(await made.beepClip());
    const stop = new AbortController();
    const cut = exportClip(createContext({ signal: stop.signal, progress: () => stop.abort() }), source, {
      start: 0.5,
      end: 5.5,
      mode: "smart",
      out: join(folder, "clip.mp4"),
    });
    await expect(cut).rejects.toMatchObject({ code: "cancelled" });
    expect(readdirSync(folder)).toEqual([]);
  });
});
