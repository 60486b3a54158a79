import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { buildFrameTable } from "../../../main/engine/media/build-frame-table.ts";
import type { VideoSource } from "../../../main/engine/media/decode-video.ts";
import { describeVideo } from "../../../main/engine/media/frame-table.ts";
import { inputOf, probeFile } from "../../../main/engine/media/probe.ts";
import { makeReel } from "../../../main/engine/media/reel/make-reel.ts";
import { planReel } from "../../../main/engine/media/reel/reel-plan.ts";
import { findTools } from "../../../main/engine/media/tools.ts";
import { runProgram } from "../../../main/engine/run-program/run.ts";
import * as made from "../../fixtures-made/made.ts";

const ctx = createContext();
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "footnote-reel-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function open(path: string): Promise<VideoSource> {
  const probe = await probeFile(ctx, path);
  const table = await buildFrameTable(ctx, path, probe);
  if (!probe.video) return { path, probe, table };
  return { path, probe: { ...probe, video: describeVideo(probe.video, table) }, table };
}
async function ffmpeg(...args: string[]): Promise<Buffer> {
  const tools = await findTools(ctx);
  const { code, stdout, stderr } = await runProgram(ctx, tools.ffmpeg.path, ["-v", "error", ...args]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return stdout;
}
/** Grey pixels of every frame, 16 x 12. */
async function pixels(path: string): Promise<Buffer[]> {
  const all = await ffmpeg(
    ...inputOf(path), "-map", "0:v:0", "-fps_mode", "passthrough", "-enc_time_base", "-1",
    "-vf", "scale=16:12:flags=area,format=gray", "-f", "rawvideo", "pipe:1",
  ); // prettier-ignore
  return Array.from({ length: all.length / 192 }, (_, i) => all.subarray(i * 192, (i + 1) * 192));
}
async function samples(path: string): Promise<Float32Array> {
  const raw = await ffmpeg(
    ...inputOf(path), "-map", "0:a", "-af", "aresample=async=1:first_pts=0", "-ac", "1", "-ar", "48000", "-f", "f32le", "pipe:1",
  ); // prettier-ignore
  return new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length));
}
const difference = (a: Buffer, b: Buffer): number =>
  a.reduce((sum, v, i) => sum + Math.abs(v - (b[i] ?? 0)), 0) / a.length;
const mixed = (a: Buffer, b: Buffer, share: number): Buffer =>
  Buffer.from(a.map((v, i) => Math.round(v * (1 - share) + (b[i] ?? 0) * share)));

describe("a reel", () => {
  it("joined by cuts holds just the frames of its moments, in order", async () => {
    const [plain, beep] = [await open(await made.plainClip()), await open(await made.beepClip())];
    const out = join(folder, "reel.mp4");
    const items = [
      { source: plain, start: 1.2, end: 2 },
      { source: plain, start: 0.4, end: 0.8 },
      { source: plain, start: 3.6, end: 4 },
    ];
    const reel = await makeReel(ctx, { items, transition: { kind: "cut", seconds: 1 }, out });
    expect(reel).toMatchObject({ frames: 40, duration: 1.6 });
    expect(reel.places.map((p) => [p.start, p.end])).toEqual(
      [
        [0, 0.8],
        [0.8, 1.2],
        [1.2, 1.6],
      ].map((p) => p.map((t) => expect.closeTo(t, 9) as number)),
    );
    const [film, cut] = await Promise.all([pixels(plain.path), pixels(out)]);
    const expected = [...film.slice(30, 50), ...film.slice(10, 20), ...film.slice(90, 100)];
    expect(cut.length).toBe(40);
    for (const [i, picture] of cut.entries())
      expect(difference(picture, expected[i] as Buffer)).toBeLessThan(3);
    expect(readdirSync(folder)).toEqual(["reel.mp4"]);
    // Films of another size are fitted between bars.
    const other = join(folder, "other.mp4");
    await makeReel(ctx, {
      items: [items[1], { source: beep, start: 1, end: 2 }] as typeof items,
      transition: { kind: "cut", seconds: 0 },
      out: other,
    });
    expect((await probeFile(ctx, other)).video).toMatchObject({ width: 160, height: 120 });
    expect((await pixels(other)).length).toBe(35);
  });

  it("cross-fades pictures and sound over the same time", async () => {
    const [plain, beep] = [await open(await made.plainClip()), await open(await made.beepClip())];
    const out = join(folder, "reel.mov");
    const items = [
      { source: plain, start: 0, end: 2 },
      { source: beep, start: 2, end: 4 },
    ];
    const reel = await makeReel(ctx, { items, transition: { kind: "crossfade", seconds: 0.4 }, out });
    expect(reel.frames).toBe(90);
    expect(reel.places[1]?.start).toBeCloseTo(1.6, 9);
    const [a, b, film] = await Promise.all([pixels(plain.path), pixels(beep.path), pixels(out)]);
    expect(film.length).toBe(90);
    for (let i = 0; i < 40; i++) expect(difference(film[i] as Buffer, a[i] as Buffer)).toBeLessThan(3);
    for (let i = 50; i < 90; i++)
      expect(difference(film[i] as Buffer, b[50 + i - 40] as Buffer)).toBeLessThan(3);
    for (let k = 0; k < 10; k++) {
      const between = mixed(a[40 + k] as Buffer, b[50 + k] as Buffer, k / 10);
      expect(difference(film[40 + k] as Buffer, between)).toBeLessThan(8);
    }
    // The flash of the second film is seen when its beep is heard.
    const seen = film.findIndex((p) => p.every((v) => v > 200)) / 25;
    expect(seen).toBeCloseTo(2.6, 6);
    const sound = await samples(out);
    const heard = sound.findIndex((v, i) => i > 48_000 * 2.2 && Math.abs(v) > 0.1) / 48_000;
    expect(Math.abs(heard - seen)).toBeLessThan(0.02);
    expect(Math.abs(sound.length / 48_000 - 3.6)).toBeLessThan(0.025);
    // The first film's tone is gone once the cross-fade is over.
    const loudness = (from: number, to: number) =>
      Math.sqrt(
        sound.subarray(from * 48_000, to * 48_000).reduce((sum, v) => sum + v * v, 0) /
          ((to - from) * 48_000),
      );
    expect(loudness(0.5, 1.5)).toBeGreaterThan(0.05);
    expect(loudness(2.1, 2.5)).toBeLessThan(0.002);
  });

  it("dips to black between its moments, silent at the bottom", async () => {
    const plain = await open(await made.plainClip());
    const out = join(folder, "reel.mkv");
    const items = [
      { source: plain, start: 0, end: 2 },
      { source: plain, start: 2, end: 4 },
    ];
    const reel = await makeReel(ctx, { items, transition: { kind: "dip", seconds: 0.8 }, out });
    expect(reel.frames).toBe(100);
    const [film, whole] = await Promise.all([pixels(out), pixels(plain.path)]);
    const light = (p: Buffer | undefined) => (p ?? Buffer.alloc(1)).reduce((sum, v) => sum + v, 0) / 192;
    expect(light(film[49])).toBeLessThan(light(whole[49]) * 0.25);
    expect(light(film[50])).toBeLessThan(light(whole[50]) * 0.25);
    expect(difference(film[38] as Buffer, whole[38] as Buffer)).toBeLessThan(3);
    expect(difference(film[62] as Buffer, whole[62] as Buffer)).toBeLessThan(3);
    const sound = await samples(out);
    const peak = (from: number, to: number) =>
      sound.subarray(from * 48_000, to * 48_000).reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    expect(peak(1.98, 2.02)).toBeLessThan(0.03);
    expect(peak(1, 1.2)).toBeGreaterThan(0.1);
  });

  it("mixes rates, sizes, unevenly spaced films and films without sound", async () => {
    const items = await Promise.all(
      [made.ntscClip, made.variableClip, made.lateClip, made.webmClip, made.aviClip].map(async (make) => ({
        source: await open(await make()),
        start: 0.5,
        end: 1.7,
      })),
    );
    const plan = planReel(items, { kind: "crossfade", seconds: 0.25 });
    expect(plan.frameRate).toEqual({ num: 30_000, den: 1001 });
    const out = join(folder, "reel.mp4");
    const reel = await makeReel(ctx, { items, transition: { kind: "crossfade", seconds: 0.25 }, out });
    expect(reel.frames).toBe(plan.frames);
    const probe = await probeFile(ctx, out);
    const sound = probe.streams.find((s) => s.kind === "audio");
    expect(Math.abs((sound?.duration ?? 0) - reel.duration)).toBeLessThan(0.025);
  });

  it("shortens a transition that its moments are too short for", async () => {
    const source = await open(await made.plainClip());
    const items = [0, 1, 2].map((start) => ({ source, start, end: start + 0.2 }));
    const { parts, frames } = planReel(items, { kind: "crossfade", seconds: 5 });
    expect(parts.map((p) => [p.at, p.length, p.sharedBefore, p.sharedAfter])).toEqual([
      [0, 5, 0, 2],
      [3, 5, 2, 2],
      [6, 5, 2, 0],
    ]);
    expect(frames).toBe(11);
  });

  it("never replaces a file unasked, ends with its context and leaves nothing behind", async () => {
    const source = await open(await made.plainClip());
    const out = join(folder, "reel.mp4");
    const ask = {
      items: [{ source, start: 0, end: 4 }],
      transition: { kind: "cut", seconds: 0 },
      out,
    } as const;
    writeFileSync(out, "mine");
    await expect(makeReel(ctx, ask)).rejects.toMatchObject({ code: "exists" });
    await expect(makeReel(ctx, { ...ask, items: [] })).rejects.toMatchObject({ code: "bad-arguments" });
    await expect(makeReel(ctx, { ...ask, out: join(folder, "reel.txt") })).rejects.toMatchObject({
      code: "unsupported",
    });
    await expect(makeReel(ctx, { ...ask, out: join(folder, "no", "reel.mp4") })).rejects.toMatchObject({
      code: "not-found",
    });
    const stop = new AbortController();
    const stopped = createContext({ signal: stop.signal, progress: () => stop.abort() });
    await expect(makeReel(stopped, { ...ask, out: join(folder, "b.mp4") })).rejects.toMatchObject({
      code: "cancelled",
    });
    expect(readdirSync(folder)).toEqual(["reel.mp4"]);
    expect(await makeReel(ctx, { ...ask, overwrite: true })).toMatchObject({ frames: 100 });
  });
});
