import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { importModel } from "../../../main/engine/models/manage/import-model.ts";
import { listModels } from "../../../main/engine/models/manage/list.ts";
import { proposeModel } from "../../../main/engine/models/manage/propose.ts";
import { removeModel } from "../../../main/engine/models/manage/remove.ts";
import { tinyClap } from "../../../native-models/tiny/sounds.ts";
import { tinyQwenVl, tinySmolVlm } from "../../../native-models/tiny/looking.ts";
import { tinySentences } from "../../../native-models/tiny/sentences.ts";
import { tinyMoonshine, tinyWhisper } from "../../../native-models/tiny/speech.ts";
import {
  tinyClip,
  tinyMini,
  tinySiglip,
  tinyXClip,
  type TinyModel,
} from "../../../native-models/tiny/models.ts";
import { material } from "../../fixtures-made/made.ts";
import { tinyLibrary } from "./tiny-library.ts";

const ctx = createContext();
const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

/** A folder as a publisher leaves it: networks, settings, no manifest. */
function bare(model: TinyModel, more: Record<string, string | Uint8Array> = {}) {
  const library = tinyLibrary([]);
  ends.push(library.remove);
  const folder = join(library.folder, "My Model v2");
  mkdirSync(folder);
  for (const [name, data] of Object.entries({ ...model.files, ...more })) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), data);
  }
  return { ...library, folder };
}

describe("a model that the user brings", () => {
  it.each([
    ["footnote-mini", tinyMini(), [8, 32, 32]],
    ["clip", tinyClip(), [1, 32, 32]],
    ["siglip", tinySiglip(), [1, 32, 32]],
    ["x-clip", tinyXClip(), [8, 32, 32]],
  ] as const)(
    "is recognised by its inputs, tried on a picture and taken in: %s",
    async (family, model, [frames, height, width]) => {
      const { folder, places } = bare(model);
      const { entry, reasons, trial } = await importModel(ctx, places, folder);
      expect(entry.manifest).toMatchObject({
        family,
        id: "own-my-model-v2",
        windows: { framesPerWindow: frames },
        preprocessing: { height, width },
        embedding: { width: 6 },
        licence: { redistribute: false },
      });
      expect(reasons.join(" ")).toMatch(/reads words/);
      expect(trial?.answers).toHaveLength(10);
      expect(trial?.answers[0]?.text).toBe("a red circle on white");
      expect(existsSync(join(folder, "tokenizer.json"))).toBe(true);
      expect((await listModels(ctx, places)).models.map((m) => [m.id, m.state])).toEqual([
        ["own-my-model-v2", "installed"],
      ]);
    },
  );

  it.each([
    ["whisper", tinyWhisper(), /tells when each word was said/],
    ["moonshine", tinyMoonshine(), /does not tell when/],
  ] as const)(
    "writes speech: %s is known by its networks and tried on quiet",
    async (family, model, says) => {
      const { folder, places } = bare(model);
      const { entry, reasons, trial } = await importModel(ctx, places, folder);
      expect(entry.manifest).toMatchObject({ family, task: "speech", variants: [{ name: "fp32" }] });
      expect(entry.manifest.files.map((f) => f.path)).toEqual(
        expect.arrayContaining(["config.json", "tokenizer.json", "onnx/decoder_model_merged.onnx"]),
      );
      expect(reasons.join(" ")).toMatch(says);
      expect(reasons.join(" ")).toMatch(/two seconds of quiet it wrote nothing/);
      expect(trial).toBeUndefined();
      rmSync(join(folder, "config.json"));
      await expect(proposeModel(ctx, folder)).rejects.toThrow(/no config\.json/);
    },
  );

  it("compares texts: known by its words alone, tried on three lines", async () => {
    const { folder, places } = bare(tinySentences());
    const { entry, reasons } = await importModel(ctx, places, folder);
    expect(entry.manifest).toMatchObject({ task: "text-embedding", family: "sentence-encoder" });
    expect(reasons.join(" ")).toMatch(/nearest of three lines is “The ship has left the harbour\.”/);
  });

  it("hears: known by its two networks, tried on a tone", async () => {
    const { folder, places } = bare(tinyClap());
    const { entry, reasons } = await importModel(ctx, places, folder);
    expect(entry.manifest).toMatchObject({ task: "sound-text", family: "clap", embedding: { width: 3 } });
    expect(reasons.join(" ")).toMatch(/sounds to it like a high whistle/);
  });

  it.each([
    ["smolvlm", tinySmolVlm({ template: "file" }), 32, "chat_template.json"],
    ["qwen-vl", tinyQwenVl(), 448, "tokenizer_config.json"],
  ] as const)(
    "writes about pictures: %s is known by its three networks and tried on a disc",
    async (family, model, side, template) => {
      const { folder, places } = bare(model);
      const { entry, reasons } = await importModel(ctx, places, folder);
      expect(entry.manifest).toMatchObject({
        task: "video-language",
        family,
        preprocessing: { width: side, height: side, fit: "squash" },
      });
      expect(entry.manifest.files.map((f) => f.path)).toContain(template);
      expect(reasons.join(" ")).toMatch(/Of a red disc on white it wrote “a red picture”/);
    },
  );

  it("is prepared as the settings beside it say", async () => {
    const settings = {
      size: { shortest_edge: 40 },
      crop_size: { height: 32, width: 32 },
      do_center_crop: true,
      image_mean: [0.1, 0.2, 0.3],
      image_std: [0.4, 0.5, 0.6],
      resample: 2,
      rescale_factor: 0.00392156862745098,
    };
    const { folder } = bare(tinyClip(), { "preprocessor_config.json": JSON.stringify(settings) });
    const { manifest } = await proposeModel(ctx, folder);
    expect(manifest.preprocessing).toMatchObject({
      fit: "centre-crop",
      filter: "bilinear",
      mean: [0.1, 0.2, 0.3],
      std: [0.4, 0.5, 0.6],
      width: 32,
    });
  });

  it("keeps precisions apart by the names of files, also one folder down", async () => {
    const clip = tinyClip();
    const moved: Record<string, Uint8Array> = {};
    for (const [name, data] of Object.entries(clip.files)) {
      if (!name.endsWith(".onnx")) moved[name] = data;
      else
        for (const ending of [".onnx", "_quantized.onnx"])
          moved[`onnx/${name.replace(".onnx", ending)}`] = data;
      if (name === "text.onnx") moved["onnx/text_fp16.onnx"] = data;
    }
    const { folder } = bare({ ...clip, files: moved });
    const { manifest } = await proposeModel(ctx, folder);
    expect(manifest.variants.map((v) => v.name)).toEqual(["int8", "fp32"]);
    expect(manifest.files.map((f) => f.path)).not.toContain("onnx/text_fp16.onnx");
  });

  it("comes with its manifest from another machine", async () => {
    const other = tinyLibrary([tinyMini()]);
    const here = tinyLibrary([]);
    ends.push(other.remove, here.remove);
    const { entry } = await importModel(ctx, here.places, other.folderOf("tiny-mini"));
    expect([entry.manifest.id, entry.state]).toEqual(["tiny-mini", "installed"]);
    rmSync(join(other.folderOf("tiny-mini"), "text.onnx"));
    await expect(importModel(ctx, here.places, other.folderOf("tiny-mini"))).rejects.toMatchObject({
      code: "model-refused",
      hint: expect.stringMatching(/text\.onnx/) as string,
    });
  });

  it("is refused with what was seen, and leaves nothing behind", async () => {
    const { folder, places } = bare({
      ...tinyClip(),
      files: { "only.onnx": tinyClip().files["vision.onnx"] ?? new Uint8Array() },
    });
    await expect(importModel(ctx, places, folder)).rejects.toMatchObject({
      code: "model-refused",
      message: expect.stringMatching(
        /only\.onnx takes pixel_values \(float32 batch x 3 x 32 x 32\)/,
      ) as string,
    });
    await expect(proposeModel(ctx, join(folder, "none"))).rejects.toMatchObject({ code: "not-found" });
    const damaged = bare(tinyClip(), { "tokenizer.json": '{"model":{"type":"Nonsense"}}' });
    await expect(importModel(ctx, damaged.places, damaged.folder)).rejects.toMatchObject({
      code: "model-refused",
    });
    expect((await listModels(ctx, damaged.places)).models).toEqual([]);
    const wordless = bare(tinyClip());
    rmSync(join(wordless.folder, "tokenizer.json"));
    await expect(proposeModel(ctx, wordless.folder)).rejects.toThrow(/no tokenizer\.json/);
  });
});

const onnx = join(material, "onnx");
const there = existsSync(onnx);
if (!there) process.stdout.write(`skipped: real model files are not at ${onnx}\n`);
describe.skipIf(!there)("real files that the user brings", () => {
  it.each([
    ["silero/silero_vad.onnx", "voice-activity"],
    ["yunet/yunet_n_320_320.onnx", "face-detector"],
    ["detectors/FastestDet.onnx", "object-detector"],
  ])("%s is taken for a %s", async (file, family) => {
    const library = tinyLibrary([]);
    ends.push(library.remove);
    const { entry } = await importModel(ctx, library.places, join(onnx, file));
    expect(entry.manifest.family).toBe(family);
    await removeModel(ctx, library.places, entry.manifest.id);
  });

  it("what nobody knows is refused by name, what must not run with the reason", async () => {
    await expect(proposeModel(ctx, join(onnx, "misc/mnist.onnx"))).rejects.toMatchObject({
      code: "model-refused",
      message: expect.stringMatching(/Input3 \(float32 1 x 1 x 28 x 28\)/) as string,
    });
    await expect(proposeModel(ctx, join(onnx, "misc/azure_remote_call_model_NEGATIVE.onnx"))).rejects.toThrow(
      /remote service/,
    );
  });
});
