import { describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { buildFrameTable } from "../../../main/engine/media/build-frame-table.ts";
import { decodeAudio } from "../../../main/engine/media/decode-audio.ts";
import { decodeVideo, smallSize } from "../../../main/engine/media/decode-video.ts";
import { probeFile } from "../../../main/engine/media/probe.ts";
import * as made from "../../fixtures-made/made.ts";

const ctx = createContext();
async function open(path: string) {
  const probe = await probeFile(ctx, path);
  return { path, probe, table: await buildFrameTable(ctx, path, probe) };
}

describe("one decode", () => {
  it.each([
    ["B-frames", made.plainClip],
    ["30000/1001", made.ntscClip],
    ["variable rate", made.variableClip],
    ["a late start", made.lateClip],
    ["an edit list", made.editListClip],
    ["AVI", made.aviClip],
    ["interlaced", made.interlacedClip],
    ["interlaced H.264", made.interlacedH264Clip],
    ["interlaced H.264 of a camera", made.interlacedTsClip],
    ["a start before zero", made.negativeClip],
    ["repeated times", made.repeatedClip],
    ["an empty edit", made.delayedClip],
    ["pixels that are not square", made.anamorphicClip],
    ["turned", made.stripeClip],
    ["WebM", made.webmClip],
  ])("gives every sink its frames with their true index: %s", async (_, make) => {
    const source = await open(await make());
    const { table } = source;
    const indices: number[] = [];
    const model: number[] = [];
    const thumbnails: number[] = [];
    if (!source.probe.video) throw new Error("no video");
    const small = smallSize(source.probe.video);
    const summary = await decodeVideo(
      ctx,
      { ...source, depth: "full" },
      {
        small: { ...small, sink: { push: (f) => void indices.push(f.index) } },
        model: {
          width: 64,
          height: 64,
          framesPerSecond: 2,
          sink: {
            push: async (f) => {
              expect(f.time).toBe(table.time(f.index));
              expect(f.data.length).toBe(64 * 64 * 3);
              model.push(f.index);
              await new Promise((r) => setTimeout(r, 5)); // a slow sink holds the decoder back
            },
          },
        },
        thumbnails: {
          width: 80,
          everySeconds: 1,
          onThumbnail: (index, time, jpeg) => {
            expect(time).toBe(table.time(index));
            expect([jpeg[0], jpeg[1], jpeg.at(-2), jpeg.at(-1)]).toEqual([0xff, 0xd8, 0xff, 0xd9]);
            thumbnails.push(index);
          },
        },
      },
    );
    expect(summary).toEqual({ frames: table.count, missing: 0 });
    expect(indices).toEqual(Array.from({ length: table.count }, (_, i) => i));
    expect(model[0]).toBe(0);
    const length = table.endTime(table.count - 1) - table.time(0);
    expect(Math.abs(model.length - length * 2)).toBeLessThanOrEqual(1.5);
    expect(Math.abs(thumbnails.length - length)).toBeLessThanOrEqual(1);
    // One from each half second of a fixed grid: three in a row span more than one interval.
    for (let i = 2; i < model.length; i++)
      expect(table.time(model[i] as number) - table.time(model[i - 2] as number)).toBeGreaterThan(0.499);
  });

  it.each([
    ["H.264", made.plainClip],
    ["VP9", made.webmClip],
    ["VP9 with many key frames", made.webmKeysClip],
    ["a transport stream", made.lateClip],
    ["AVI", made.aviClip],
  ])("at fast depth gives the key frames: %s", async (_, make) => {
    const source = await open(await make());
    const indices: number[] = [];
    await decodeVideo(
      ctx,
      { ...source, depth: "fast" },
      { small: { width: 64, height: 48, sink: { push: (f) => void indices.push(f.index) } } },
    );
    expect(indices).toEqual(source.table.keyFrames());
  });

  it.each([
    ["VP9 with many key frames", made.webmKeysClip],
    ["VP9 in MP4", made.vp9Mp4Clip],
    ["H.264", made.plainClip],
    ["a long one in Matroska", made.longMkvClip],
    ["a long one in Matroska from zero on", made.longZeroClip],
    ["a long one in MP4", made.longMp4Clip],
    ["a long one with an edit list", made.longEditClip],
    ["H.265 with open groups", made.hevcClip],
    ["variable rate", made.variableClip],
    ["an edit list", made.editListClip],
    ["turned", made.turnedClip],
  ])("at fast depth the pictures are those of full depth: %s", async (_, make) => {
    const source = await open(await make());
    const seen = { full: new Map<number, Buffer>(), fast: new Map<number, Buffer>() };
    for (const depth of ["full", "fast"] as const)
      await decodeVideo(
        ctx,
        { ...source, depth },
        {
          small: {
            width: 64,
            height: 48,
            sink: { push: (f) => void seen[depth].set(f.index, Buffer.from(f.data)) },
          },
        },
      );
    expect([...seen.fast.keys()]).toEqual(source.table.keyFrames());
    for (const [index, data] of seen.fast) expect(data.equals(seen.full.get(index) as Buffer)).toBe(true);
  });

  it.each([
    ["H.264", made.plainClip, 31, 68],
    ["variable rate", made.variableClip, 20, 41],
    ["a transport stream", made.lateClip, 30, 75],
    ["an edit list", made.editListClip, 13, 14],
    ["AVI", made.aviClip, 20, 40],
    ["VP9", made.webmKeysClip, 5, 30],
  ])("decodes a range of frames and no more: %s", async (_, make, from, to) => {
    const source = await open(await make());
    const indices: number[] = [];
    const summary = await decodeVideo(
      ctx,
      { ...source, depth: "full", range: { from, to } },
      { small: { width: 64, height: 48, sink: { push: (f) => void indices.push(f.index) } } },
    );
    expect(indices).toEqual(Array.from({ length: to - from }, (_, i) => from + i));
    expect(summary).toEqual({ frames: to - from, missing: 0 });
  });

  it("shows a turned film upright", async () => {
    const source = await open(await made.stripeClip());
    let picture = Buffer.alloc(0);
    const push = ({ data }: { data: Uint8Array }) => void (picture = Buffer.from(data));
    await decodeVideo(
      ctx,
      { ...source, depth: "full" },
      { small: { width: 24, height: 40, sink: { push } } },
    );
    const bright = (x: number, y: number): boolean => (picture[(y * 24 + x) * 3] ?? 0) > 128;
    // To be turned by 270 degrees clockwise: what was coded along the top stands on the left, from top to bottom.
    expect([bright(1, 2), bright(1, 37), bright(22, 2), bright(12, 20)]).toEqual([true, true, false, false]);
  });

  it("ends with its context, and with a sink that fails", async () => {
    const source = await open(await made.plainClip());
    const stop = new AbortController();
    const sink = { push: (f: { index: number }) => (f.index === 5 ? stop.abort() : undefined) };
    const small = { width: 64, height: 48 };
    await expect(
      decodeVideo(
        createContext({ signal: stop.signal }),
        { ...source, depth: "full" },
        { small: { ...small, sink } },
      ),
    ).rejects.toMatchObject({ code: "cancelled" });
    const broken = { push: () => Promise.reject(new Error("sink broke")) };
    await expect(
      decodeVideo(ctx, { ...source, depth: "full" }, { small: { ...small, sink: broken } }),
    ).rejects.toThrow("sink broke");
  });

  it("takes one thread where a model is slow, and gives the same pictures", async () => {
    const source = await open(await made.plainClip());
    const run = async (pace?: number) => {
      const commands: string[] = [];
      const log = (_: string, __: string, more?: object): void => {
        const { command } = (more ?? {}) as { command?: string };
        if (command !== undefined) commands.push(command);
      };
      const pictures: Buffer[] = [];
      const sink = { push: ({ data }: { data: Uint8Array }) => void pictures.push(Buffer.from(data)) };
      const model = { width: 64, height: 64, framesPerSecond: 2, sink };
      await decodeVideo(
        createContext({ log }),
        { ...source, depth: "full" },
        { more: [pace === undefined ? model : { ...model, pace }] },
      );
      return { bound: commands.some((command) => command.includes("-threads 1 ")), pictures };
    };
    const [usual, slow, fast] = [await run(), await run(2), await run(1e6)];
    expect([usual.bound, slow.bound, fast.bound]).toEqual([false, true, false]);
    expect(usual.pictures.length).toBeGreaterThan(4);
    expect(Buffer.concat(slow.pictures).equals(Buffer.concat(usual.pictures))).toBe(true);
  });
});

describe("sound", () => {
  it("is heard at its time", async () => {
    const source = await open(await made.plainClip());
    let [samples, expected, energy] = [0, 0, 0];
    const seconds = await decodeAudio(
      ctx,
      { ...source, sampleRate: 16_000 },
      {
        push: (s, time) => {
          expect(time).toBeCloseTo(expected / 16_000, 9);
          expected += s.length;
          samples += s.length;
          for (const v of s) energy += v * v;
        },
      },
    );
    expect(seconds).toBe(samples / 16_000);
    expect(Math.abs(seconds - 4)).toBeLessThan(0.1);
    // ffmpeg's sine has an amplitude of 1/8.
    expect(Math.sqrt(energy / samples)).toBeCloseTo(0.125 / Math.SQRT2, 2);
  });
});
