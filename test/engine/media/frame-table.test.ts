import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { errorBody } from "../../../contract/errors.ts";
import { createContext } from "../../../main/engine/context.ts";
import { buildFrameTable } from "../../../main/engine/media/build-frame-table.ts";
import { decodeFrameTable, type FrameTable } from "../../../main/engine/media/frame-table.ts";
import { inputOf, probeFile } from "../../../main/engine/media/probe.ts";
import { findTools } from "../../../main/engine/media/tools.ts";
import { runProgram } from "../../../main/engine/run-program/run.ts";
import * as made from "../../fixtures-made/made.ts";

const ctx = createContext();

/** Presentation times as ffprobe says after decoding every frame. */
async function decodedTimes(path: string, stream: number): Promise<number[]> {
  const { ffprobe } = await findTools(ctx);
  const { stdout } = await runProgram(ctx, ffprobe.path, [
    "-v",
    "quiet",
    "-select_streams",
    String(stream),
    "-show_frames",
    "-show_entries",
    "frame=best_effort_timestamp",
    "-of",
    "json",
    ...inputOf(path),
  ]);
  const { frames } = JSON.parse(stdout.toString()) as { frames: { best_effort_timestamp?: number }[] };
  const known = frames.map((f) => f.best_effort_timestamp ?? Number.NaN);
  // The last pictures of an AVI come without a time; then they follow by the step before them.
  for (const [i, t] of known.entries())
    if (Number.isNaN(t) && i > 1) known[i] = 2 * (known[i - 1] as number) - (known[i - 2] as number);
  return known;
}

const times = (table: FrameTable): number[] => Array.from({ length: table.count }, (_, i) => table.pts(i));

async function both(path: string) {
  const probe = await probeFile(ctx, path);
  const table = await buildFrameTable(ctx, path, probe);
  return { probe, table, decoded: await decodedTimes(path, probe.video?.stream ?? 0) };
}

describe("the frame table equals what decoding every frame gives", () => {
  it.each([
    ["B-frames", made.plainClip],
    ["30000/1001", made.ntscClip],
    ["variable rate", made.variableClip],
    ["a late start", made.lateClip],
    ["AVI", made.aviClip],
    ["interlaced", made.interlacedClip],
    ["an edit list", made.editListClip],
    ["WebM", made.webmClip],
    ["VP9 in MP4", made.vp9Mp4Clip],
    ["H.265 with open groups", made.hevcClip],
    ["interlaced H.264", made.interlacedH264Clip],
    ["interlaced H.264 of a camera", made.interlacedTsClip],
    ["a start before zero", made.negativeClip],
    ["an empty edit", made.delayedClip],
    ["pixels that are not square", made.anamorphicClip],
    ["turned", made.stripeClip],
    ["a timecode track", made.timecodeClip],
  ])("%s", async (_, make) => {
    const { table, decoded } = await both(await make());
    expect(times(table)).toEqual(decoded);
  });

  it("repeated times: every frame has its own, a tick after the one it repeats", async () => {
    const { table, decoded } = await both(await made.repeatedClip());
    expect(new Set(decoded).size).toBe(40);
    expect(table.count).toBe(50);
    expect(times(table)).toEqual(decoded.map((t, i) => (i > 0 && t === decoded[i - 1] ? t + 1 : t)));
  });

  /** Why a file's table differs from ffprobe's list. */
  const exceptions: Record<string, string> = {
    "androidx__sample_vvc.mp4": "this ffmpeg has no VVC decoder; the packets tell the times all the same",
  };
  const folders = ["formats", "content"]
    .map((f) => join(made.material, "clips", f))
    .filter((f) => existsSync(f));
  const clips = folders.flatMap((f) => readdirSync(f).map((n) => join(f, n)));
  if (clips.length === 0) console.warn(`skipped: no real-world clips at ${made.material}`);
  it.skipIf(clips.length === 0)("real-world clips", { timeout: 300_000 }, async () => {
    const wrong: string[] = [];
    let compared = 0;
    const queue = [...clips];
    const worker = async () => {
      for (let path = queue.pop(); path; path = queue.pop()) {
        const name = path.split("/").pop() ?? path;
        try {
          const { table, decoded } = await both(path);
          compared++;
          const own = times(table);
          const at = own.findIndex((t, i) => t !== decoded[i]);
          if (!exceptions[name] && (own.length !== decoded.length || at >= 0))
            wrong.push(
              `${name}: ${own.length} frames, decoded ${decoded.length}; first difference ${at}: ${own[at]} ${decoded[at]}`,
            );
        } catch (error) {
          const { code } = errorBody(error);
          if (code !== "no-video" && !exceptions[name]) wrong.push(`${name}: ${code} ${String(error)}`);
        }
      }
    };
    await Promise.all([worker(), worker()]);
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(40);
  });
});

describe("what a container says of its pictures", () => {
  it.each([
    ["fields", made.interlacedH264Clip, { interlaced: true, width: 160, height: 120 }],
    ["fields in a transport stream", made.interlacedTsClip, { interlaced: true }],
    [
      "pixels that are not square",
      made.anamorphicClip,
      { codedWidth: 176, width: 256, height: 144, sampleAspectRatio: { num: 16, den: 11 } },
    ],
    ["a turn", made.stripeClip, { rotation: 270, codedWidth: 160, codedHeight: 96, width: 96, height: 160 }],
    ["a timecode", made.timecodeClip, { timecode: "01:00:00;02", frameRate: { num: 30_000, den: 1001 } }],
  ])("%s", async (_, make, expected) => {
    const { probe } = await both(await make());
    expect(probe.video).toMatchObject(expected);
  });
  it("times count from the first stream that begins", async () => {
    const { table } = await both(await made.delayedClip());
    expect(table.time(0)).toBeCloseTo(1.2, 2);
    const negative = (await both(await made.negativeClip())).table;
    expect(negative.pts(0) * negative.timeBase.num).toBeLessThan(0);
    expect(negative.time(0)).toBe(0);
  });
});

describe("a stored table", () => {
  it("comes back whole, in under 2 bytes a frame", async () => {
    const { table } = await both(await made.variableClip());
    const again = decodeFrameTable(table.encode());
    expect(times(again)).toEqual(times(table));
    expect(again.keyFrames()).toEqual(table.keyFrames());
    expect([again.origin, again.lastDuration, again.timeBase]).toEqual([
      table.origin,
      table.lastDuration,
      table.timeBase,
    ]);
    const plain = (await both(await made.plainClip())).table;
    expect(plain.encode().length / plain.count).toBeLessThan(2);
  });
  it("is refused when damaged", async () => {
    const { table } = await both(await made.plainClip());
    expect(() => decodeFrameTable(table.encode().subarray(0, 20))).toThrow(/cannot be read/);
  });
});

describe("frame, tick and second", () => {
  it("convert without drift on every frame", async () => {
    for (const make of [made.plainClip, made.ntscClip, made.variableClip, made.lateClip]) {
      const { table } = await both(await make());
      for (let i = 0; i < table.count; i++) {
        expect(table.at(table.pts(i))).toBe(i);
        expect(table.atTime(table.time(i))).toBe(i);
        expect(table.at(table.endPts(i) - 1)).toBe(i);
      }
      expect(() => table.pts(table.count)).toThrow(/no frame/);
    }
  });
});
