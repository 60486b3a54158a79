import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { importModel } from "../../../main/engine/models/manage/import-model.ts";
import { boundariesOf } from "../../../main/engine/shots/network-detector.ts";
import { tinyShots } from "../../../native-models/tiny/shots.ts";
import { made } from "../../fixtures-made/made.ts";
import { tinyLibrary } from "../models/tiny-library.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
let models: ReturnType<typeof tinyLibrary>;
let opened: OpenedEngine | undefined;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(async () => {
  await opened?.engine.close();
  opened = undefined;
  models.remove();
  folder.remove();
});

/** Black, red and green for 4 s each, then blue to the end: from green to blue no red changes. */
const film = (): Promise<string> =>
  made("four-colours-16s.mp4", [
    ...["black", "red", "0x008000", "blue"].flatMap((c) => ["-f", "lavfi", "-i", `color=${c}:size=160x90:rate=25:duration=4`]),
    "-filter_complex", "[0][1][2][3]concat=n=4", "-c:v", "libx264", "-pix_fmt", "yuv420p",
  ]); // prettier-ignore

const shots = async (tiny: Parameters<typeof tinyLibrary>[0]) => {
  models = tinyLibrary(tiny);
  opened = await openEngine(join(folder.dir, "library"), {
    modelsDir: models.places.modelsDir,
    modelsHome: models.places.libraryDir,
  });
  const id = await opened.indexed(await film());
  return (await opened.engine.service.call("media.shots", { id }, call)).boundaries;
};

describe("a shot network", () => {
  it.each([true, false])(
    "says where shots end, seeing every frame as it was taught (logits: %s)",
    async (logits) => {
      expect(await shots([tinyShots({ logits })])).toEqual([
        { frame: 100, endFrame: 100, kind: "cut", score: 1 },
        { frame: 200, endFrame: 200, kind: "cut", score: 1 },
      ]);
    },
  );
  it("is not missed where there is none, nor where it fails", async () => {
    const broken = tinyShots();
    const measured = await shots([{ ...broken, files: { "network.onnx": new Uint8Array([1, 2, 3]) } }]);
    expect(measured.map((b) => b.frame)).toEqual([100, 200, 300]);
  });
  it("is known by its pictures", async () => {
    models = tinyLibrary([]);
    mkdirSync(join(folder.dir, "net"));
    writeFileSync(
      join(folder.dir, "net", "transnet.onnx"),
      tinyShots().files["network.onnx"] ?? new Uint8Array(),
    );
    const { entry } = await importModel(createContext(), models.places, join(folder.dir, "net"));
    expect(entry.manifest).toMatchObject({ task: "shot-detection", family: "transnet" });
  });
});

describe("boundaries from chances", () => {
  const frames = Array.from({ length: 12 }, (_, i) => i * 2);
  it("a short run is a cut at its likeliest, a long one gradual, the film's last frame ends no shot", () => {
    expect(boundariesOf([0, 0.6, 0.9, 0, 0, 0, 0, 0, 0, 0, 0, 0.9], frames, 0.5)).toEqual([
      { frame: 6, endFrame: 6, kind: "cut", score: 0.9 },
    ]);
    expect(boundariesOf([0, 0, 0.6, 0.7, 0.8, 0.7, 0.6, 0, 0, 0, 0, 0], frames, 0.5)).toEqual([
      { frame: 6, endFrame: 14, kind: "dissolve", score: 0.8 },
    ]);
    expect(boundariesOf([0.1, 0.2, 0.3], frames, 0.5)).toEqual([]);
  });
});
