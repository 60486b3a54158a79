import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { findRunnable, loadCatalogue } from "../../../main/engine/models/catalogue.ts";
import { createMomentHead } from "../../../main/engine/models/moments/moment-head.ts";
import { candidatesOf } from "../../../main/engine/models/moments/span-forms.ts";
import { proposeModel } from "../../../main/engine/models/manage/propose.ts";
import { tinyClip, tinyMini } from "../../../native-models/tiny/models.ts";
import { tinyMomentHead } from "../../../native-models/tiny/moments.ts";
import { made } from "../../fixtures-made/made.ts";
import { tinyLibrary } from "../models/tiny-library.ts";
import { call, openEngine, scratchFolder, type OpenedEngine } from "./open-engine.ts";

let folder: ReturnType<typeof scratchFolder>;
let models: ReturnType<typeof tinyLibrary> | undefined;
let opened: OpenedEngine | undefined;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(async () => {
  await opened?.engine.close();
  opened = undefined;
  models?.remove();
  folder.remove();
});

/** A white square that crosses to the right from 12 s to 20 s; before it stands, after it is gone. */
const film = (): Promise<string> =>
  made("square-crosses-and-goes-30s.mp4", [
    "-f", "lavfi", "-i", "color=black:size=160x90:rate=25:duration=30",
    "-f", "lavfi", "-i", "color=white:size=30x30:rate=25:duration=30",
    "-filter_complex", "[0][1]overlay=x='5+15*(min(max(t,12),20)-12)':y=30:enable='lt(t,20)'",
    "-c:v", "libx264", "-pix_fmt", "yuv420p",
  ]); // prettier-ignore

const find = async (question: string) => {
  const { files } = (await opened?.engine.service.call("library.list", {}, call)) ?? { files: [] };
  return await opened?.engine.service.call("find", { question, mediaIds: files.map((f) => f.id) }, call);
};

describe("a head that was taught to find moments", () => {
  it("says where the moment is, the encoder's similarity whether it is there; only on its own encoder", async () => {
    models = tinyLibrary([tinyMini(), tinyMomentHead()]);
    const places = { modelsDir: models.places.modelsDir, modelsHome: models.places.libraryDir };
    opened = await openEngine(join(folder.dir, "library"), { ...places, encoder: "tiny-mini" });
    await opened.indexed(await film());
    const found = await find("right ball");
    const [best] = found?.moments ?? [];
    expect(JSON.stringify(best?.reasons)).toContain("where it is, by Tiny moment head");
    expect(Math.abs((best?.start ?? 0) - 12)).toBeLessThanOrEqual(2);
    expect(best?.end).toBeGreaterThan(17);
    expect(best?.end).toBeLessThan(23);
    await opened.engine.close();
    const other = tinyLibrary([tinyClip(), tinyMomentHead()]);
    models.remove();
    models = other;
    opened = await openEngine(join(folder.dir, "other"), {
      modelsDir: other.places.modelsDir,
      modelsHome: other.places.libraryDir,
    });
    await opened.indexed(await film());
    expect(JSON.stringify((await find("right ball"))?.moments)).not.toContain("Tiny moment head");
  });

  it("looks at a long film in windows, and finds what lies far behind", async () => {
    models = tinyLibrary([tinyMomentHead()]);
    const entry = findRunnable(await loadCatalogue(createContext(), models.places), "tiny-moments");
    const head = createMomentHead(entry.manifest, entry.folder, "fp32");
    const width = 6;
    const clips = new Float32Array(400 * width);
    for (let i = 0; i < 400; i++) clips[i * width + (i >= 300 && i < 310 ? 0 : 5)] = 1;
    const red = Float32Array.from([1, 0, 0, 0, 0, 0]);
    const { spans, saliency } = await head.locate(createContext(), clips, "red", () => Promise.resolve(red));
    expect(spans[0]?.score).toBeGreaterThan(0.9);
    expect(spans[0]?.start).toBeCloseTo(300, 0);
    expect(spans[0]?.end).toBeCloseTo(310, 0);
    expect(saliency).toHaveLength(400);
    expect([...saliency.subarray(298, 312)].map(Math.round).join("")).toBe("00111111111100");
    await expect(
      head.locate(createContext(), clips.subarray(1), "red", () => Promise.resolve(red)),
    ).rejects.toMatchObject({ code: "model-refused" });
    await head.dispose();
  });

  it("writes spans in one of three forms", () => {
    const scores = Float32Array.from([0, 5]);
    const two = (spans: number[], form: "centre-width" | "start-end" | "offsets") =>
      candidatesOf({ scores, classes: 1, spans: Float32Array.from(spans), form }, 100);
    expect(two([0.5, 0.25, 0.1, 0.001], "centre-width")).toEqual([{ start: 37.5, end: 62.5, score: 0.5 }]);
    expect(two([0.1, 0.3, 0.4, 0.4], "start-end")[0]).toMatchObject({
      start: expect.closeTo(10, 4) as number,
      end: expect.closeTo(30, 4) as number,
    });
    expect(two([0, 0, 0.01, 0.05], "offsets")[0]).toMatchObject({
      start: expect.closeTo(0.5, 4) as number,
      end: expect.closeTo(6.5, 4) as number,
      score: 1,
    });
    const pairs = candidatesOf(
      {
        scores: Float32Array.from([3, -3]),
        classes: 2,
        spans: Float32Array.from([0.5, 1]),
        form: "centre-width",
      },
      10,
    );
    expect(pairs[0]?.score).toBeCloseTo(1 / (1 + Math.exp(-6)), 6);
  });

  it("is known by its tensors, but its encoder must be named", async () => {
    models = tinyLibrary([]);
    const bare = tinyMomentHead();
    mkdirSync(join(folder.dir, "head"));
    writeFileSync(join(folder.dir, "head", "head.onnx"), bare.files["head.onnx"] ?? new Uint8Array());
    await expect(proposeModel(createContext(), join(folder.dir, "head"))).rejects.toThrow(/which encoder/);
  });
});
