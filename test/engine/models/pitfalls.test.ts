import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { findRunnable, loadCatalogue, parseManifest } from "../../../main/engine/models/catalogue.ts";
import { createPictureDetector } from "../../../main/engine/models/detectors/picture-detector.ts";
import { createDualEncoder } from "../../../main/engine/models/encoder/dual-encoder.ts";
import { createTextTokenizer } from "../../../main/engine/models/encoder/tokenizer.ts";
import type { ModelManifest } from "../../../main/engine/models/manifest.ts";
import { createChoices } from "../../../main/engine/models/runtime/choices.ts";
import { inferenceThreads } from "../../../main/engine/models/runtime/session.ts";
import { cosine } from "../../../main/engine/models/runtime/tensor.ts";
import { createShotNetwork } from "../../../main/engine/models/shots/shot-network.ts";
import { encodeVectors, decodeVectors, restored } from "../../../main/engine/embed/vectors.ts";
import { Rows } from "../../../main/engine/embed/rows.ts";
import { tinyDetr } from "../../../native-models/tiny/detectors.ts";
import { tinySiglip, tinyMini, type TinyModel } from "../../../native-models/tiny/models.ts";
import { tinyText } from "../../../native-models/tiny/networks.ts";
import { writeOnnx } from "../../../native-models/tiny/onnx-writer.ts";
import { tinyShots } from "../../../native-models/tiny/shots.ts";
import { siglipTokenizer } from "../../../native-models/tiny/tokenizers.ts";
import { root } from "../../fixtures-made/made.ts";
import { tinyLibrary } from "./tiny-library.ts";

// Mistakes that no network refuses: it only sees, hears or reads worse. Those of speech are tested with the room that listens.

const ctx = createContext();
const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

const shelf = join(root, "native-models", "manifests");
const catalogue: ModelManifest[] = readdirSync(shelf).map((name) =>
  parseManifest(JSON.parse(readFileSync(join(shelf, name), "utf8"))),
);
const declared = (id: string): ModelManifest => {
  const found = catalogue.find((m) => m.id === id);
  if (!found) throw new Error(`${id} is not in the catalogue`);
  return found;
};
async function placed(model: TinyModel) {
  const library = tinyLibrary([model]);
  ends.push(library.remove);
  return findRunnable(await loadCatalogue(ctx, library.places), model.manifest.id);
}

describe("words as they were taught", () => {
  it("CLIP reads a text at its end token, the highest of all: texts end with it, and padding never comes before it", () => {
    for (const id of ["clip-vit-base-patch16", "clip-vit-base-patch32"]) {
      const settings = declared(id).tokenizer;
      if (!settings) throw new Error("no tokenizer");
      expect(settings).toMatchObject({ endId: 49_407, padId: 49_407, contextLength: 77, pad: "length" });
      const long = Array.from({ length: 200 }, (_, i) => i + 1);
      const { ids } = createTextTokenizer(
        (text) => (text === "long" ? [49_406, ...long, 49_407] : [49_406, 320, 49_407]),
        settings,
      ).encode(["short", "long"]);
      const place = (row: number): number => {
        const own = [...ids.subarray(row * 77, (row + 1) * 77)];
        return own.indexOf(Math.max(...own));
      };
      expect([place(0), place(1)]).toEqual([2, 76]);
    }
  });

  it("SigLIP and SigLIP 2 see their padding: exactly 64 tokens, lower case, and a mask of ones where one is asked for", async () => {
    for (const id of ["siglip-base-patch16-224", "siglip2-base-patch16-256"])
      expect(declared(id).tokenizer).toMatchObject({ contextLength: 64, pad: "length", lowercase: true });
    // SigLIP 2's tokens are those of its own file: nothing is put back at the end of a text that was cut.
    expect(declared("siglip2-base-patch16-256").tokenizer).not.toHaveProperty("endId");
    const plain = tinySiglip();
    const { vocabulary } = siglipTokenizer();
    const masked: TinyModel = {
      ...plain,
      files: {
        ...plain.files,
        "text.onnx": writeOnnx(
          tinyText({ ids: "input_ids", mask: "attention_mask", output: "pooler_output" }, vocabulary, 64),
        ),
      },
    };
    const vectors: Float32Array[] = [];
    for (const model of [plain, masked]) {
      const entry = await placed(model);
      const encoder = createDualEncoder(entry.manifest, entry.folder, {
        variant: "fp32",
        choices: createChoices(),
        provider: "cpu",
      });
      vectors.push(await encoder.embedTexts(ctx, ["Red picture"]));
      await encoder.dispose();
    }
    expect([...(vectors[1] ?? [])].map((v) => v.toFixed(5))).toEqual(
      [...(vectors[0] ?? [])].map((v) => v.toFixed(5)),
    );
  });

  it("bge is read at its first token and asks with its sentence; e5 says which text asks and which answers", () => {
    expect(declared("bge-small-en-v1.5").settings).toMatchObject({
      pooling: "first",
      queryPrefix: "Represent this sentence for searching relevant passages: ",
    });
    expect(declared("bge-small-en-v1.5").settings).not.toHaveProperty("passagePrefix");
    expect(declared("multilingual-e5-small").settings).toMatchObject({
      pooling: "mean",
      queryPrefix: "query: ",
      passagePrefix: "passage: ",
    });
    expect(declared("all-minilm-l6-v2").settings).toEqual({ pooling: "mean" });
  });
});

describe("pictures as they were taught", () => {
  it("D-FINE takes the whole picture, squashed and in red, green and blue; its boxes are shares of it, whatever its shape", async () => {
    const entry = await placed(tinyDetr());
    const detector = createPictureDetector(entry.manifest, entry.folder, "fp32");
    expect(detector.size).toEqual({ width: 64, height: 64 });
    // The detector is given the squashed picture; a red thing at the lower right of a film of any shape is there in shares.
    const side = 64;
    const data = new Uint8Array(side * side * 3).fill(112);
    for (let y = 48; y < 64; y++) for (let x = 32; x < 48; x++) data.set([255, 0, 0], (y * side + x) * 3);
    const [person] = await detector.detect(ctx, { width: side, height: side, data });
    await detector.dispose();
    expect(person?.label).toBe("person");
    expect((person?.left ?? 0) + (person?.width ?? 0) / 2).toBeCloseTo(40 / 64, 1);
    expect((person?.top ?? 0) + (person?.height ?? 0) / 2).toBeCloseTo(56 / 64, 1);
  });

  it("TransNetV2 takes 100 pictures of 48 x 27, red first, from 0 to 255", async () => {
    const entry = await placed(tinyShots());
    const network = createShotNetwork(entry.manifest, entry.folder, "fp32");
    const pixels = 27 * 48 * 3;
    // The network's red: 40 of 255 more from picture 50 on. Seen from 0 to 1, or as blue, it would be nothing.
    const window = Uint8Array.from({ length: 100 * pixels }, (_, i) =>
      i % 3 === 0 && i >= 50 * pixels ? 40 : i % 3 === 2 && i >= 20 * pixels ? 200 : 0,
    );
    const chances = await network.judge(ctx, window);
    expect([...chances].flatMap((chance, i) => (chance > 0.5 ? [i] : []))).toEqual([49]);
    await expect(network.judge(ctx, window.subarray(0, 99 * pixels))).rejects.toMatchObject({
      code: "bad-arguments",
    });
    await network.dispose();
  });
});

describe("precision", () => {
  it("on a CPU 8-bit weights come first and 16-bit ones after the full ones, wherever a model has several", () => {
    for (const { id, variants } of catalogue) {
      const names = variants.map((v) => v.name);
      if (names.length > 1) expect([id, names[0]]).toEqual([id, "int8"]);
      if (names.includes("fp16")) expect(names.indexOf("fp16")).toBeGreaterThan(names.indexOf("fp32"));
    }
  });

  it("vectors have length 1 before they are rounded to 8 bits, however long the network's are", async () => {
    const entry = await placed(tinyMini());
    const encoder = createDualEncoder(entry.manifest, entry.folder, {
      variant: "fp32",
      choices: createChoices(),
      provider: "cpu",
    });
    const [vector] = [await encoder.embedTexts(ctx, ["red bright"])];
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    const rows = new Rows(encoder.width);
    rows.set(rows.reserve(), vector);
    const back = decodeVectors(
      encodeVectors({
        model: { id: "m", revision: "1" },
        width: encoder.width,
        step: 1,
        duration: 1,
        rates: [{ seconds: 1, hop: 1, weight: 1, vectorOf: Uint32Array.of(0), ...rows.first(1) }],
      }),
    );
    const [rate] = back.rates;
    if (!rate) throw new Error("no rate");
    const read = restored(rate, encoder.width, 0);
    expect(cosine(read, vector)).toBeGreaterThan(0.9999);
    expect(Math.hypot(...read)).toBeCloseTo(1, 2);
    await encoder.dispose();
  });

  it("one core is left to the user, and no batch is larger than 16", async () => {
    expect(inferenceThreads()).toBe(Math.max(1, availableParallelism() - 1));
    const entry = await placed(tinyMini());
    const encoder = createDualEncoder(entry.manifest, entry.folder, {
      variant: "fp32",
      choices: createChoices(),
    });
    expect(await encoder.batchSize(ctx)).toBeLessThanOrEqual(16);
    await encoder.dispose();
  });
});
