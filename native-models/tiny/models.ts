import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tinySpecial, tinyText, tinyVision, tinyWidth, tinyWords } from "./networks.ts";
import { writeOnnx } from "./onnx-writer.ts";
import { clipTokenizer, siglipTokenizer, wordTokenizer } from "./tokenizers.ts";

/** A tiny model: its manifest without the files' sizes and hashes, and the files. */
export interface TinyModel {
  readonly manifest: Readonly<Record<string, unknown>> & { readonly id: string; readonly revision: string };
  readonly files: Readonly<Record<string, Uint8Array>>;
}

const json = (value: object): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const own = { name: "MIT", redistribute: true, research: false };
const common = (id: string, title: string) => ({
  schema: 1,
  id,
  revision: "1",
  title,
  origin: { kind: "by-hand", by: "native-models/tiny" },
  licence: own,
  embedding: { width: tinyWidth, normalised: true },
  goodFor: "Trying the path that a model takes; it knows seven words.",
  cost: {},
});

/** Shape and tensor names of the built-in clip encoder. */
export function tinyMini(size = 32, pixels: "float32" | "uint8" = "uint8"): TinyModel {
  const vocabulary = [...tinySpecial, ...tinyWords];
  return {
    manifest: {
      ...common("tiny-mini", "Tiny clip encoder"),
      task: "video-text",
      family: "footnote-mini",
      variants: [{ name: "fp32", networks: { video: "video.onnx", text: "text.onnx" } }],
      networks: [
        { role: "video", inputs: [{ name: "pixel_values", type: pixels, shape: ["batch", 8, 3, size, size], as: "pixels" }], outputs: [{ name: "video_embeds", type: "float32", shape: ["batch", tinyWidth], as: "embedding" }] },
        {
          role: "text",
          inputs: [
            { name: "input_ids", type: "int64", shape: ["batch", "length"], as: "ids" },
            { name: "attention_mask", type: "int64", shape: ["batch", "length"], as: "mask" },
          ],
          outputs: [{ name: "text_embeds", type: "float32", shape: ["batch", tinyWidth], as: "embedding" }],
        },
      ],
      preprocessing: { width: size, height: size, fit: "squash", filter: "bicubic", mean: [0, 0, 0], std: [1, 1, 1] },
      windows: { framesPerWindow: 8, rates: [{ seconds: 1, hop: 0.5 }, { seconds: 4, hop: 1 }] },
      tokenizer: { file: "tokenizer.json", contextLength: 16, pad: "longest", padId: 0 },
      similarity: { scale: 20, bias: 0, sigmoid: false },
    },
    files: {
      "video.onnx": writeOnnx(tinyVision({ input: "pixel_values", output: "video_embeds", time: true }, { size, frames: 8, pixels })),
      "text.onnx": writeOnnx(tinyText({ ids: "input_ids", mask: "attention_mask", output: "text_embeds" }, vocabulary)),
      "tokenizer.json": json(wordTokenizer(vocabulary)),
    },
  };
}

const clipMean = [0.48145466, 0.4578275, 0.40821073] as const;
const clipStd = [0.26862954, 0.26130258, 0.27577711] as const;

/** Shape, preprocessing and tensor names of CLIP. */
export function tinyClip(size = 32): TinyModel {
  const { vocabulary, json: tokenizer } = clipTokenizer();
  const end = vocabulary.indexOf("<|endoftext|>");
  const meaning = vocabulary.map((token) => (token.endsWith("</w>") ? token.slice(0, -4) : token.startsWith("<|") ? "[x]" : token));
  return {
    manifest: {
      ...common("tiny-clip", "Tiny CLIP"),
      task: "image-text",
      family: "clip",
      variants: [{ name: "fp32", networks: { image: "vision.onnx", text: "text.onnx" } }],
      networks: [
        { role: "image", inputs: [{ name: "pixel_values", type: "float32", shape: ["batch", 3, size, size], as: "pixels" }], outputs: [{ name: "image_embeds", type: "float32", shape: ["batch", tinyWidth], as: "embedding" }] },
        { role: "text", inputs: [{ name: "input_ids", type: "int64", shape: ["batch", 77], as: "ids" }], outputs: [{ name: "text_embeds", type: "float32", shape: ["batch", tinyWidth], as: "embedding" }] },
      ],
      preprocessing: { width: size, height: size, fit: "centre-crop", filter: "bicubic", mean: [...clipMean], std: [...clipStd] },
      windows: { framesPerWindow: 1, rates: [{ seconds: 1, hop: 1 }] },
      tokenizer: { file: "tokenizer.json", contextLength: 77, pad: "length", padId: end, endId: end },
      similarity: { scale: 100, bias: 0, sigmoid: false },
      prompts: ["a picture {}", "{}"],
    },
    files: {
      "vision.onnx": writeOnnx(tinyVision({ input: "pixel_values", output: "image_embeds", time: false }, { size, frames: 1, pixels: "float32", mean: clipMean, std: clipStd })),
      "text.onnx": writeOnnx(tinyText({ ids: "input_ids", output: "text_embeds" }, meaning, 77)),
      "tokenizer.json": json(tokenizer),
    },
  };
}

/** Shape, preprocessing and tensor names of SigLIP. */
export function tinySiglip(size = 32): TinyModel {
  const { vocabulary, json: tokenizer } = siglipTokenizer();
  return {
    manifest: {
      ...common("tiny-siglip", "Tiny SigLIP"),
      task: "image-text",
      family: "siglip",
      variants: [{ name: "fp32", networks: { image: "vision.onnx", text: "text.onnx" } }],
      networks: [
        { role: "image", inputs: [{ name: "pixel_values", type: "float32", shape: ["batch", 3, size, size], as: "pixels" }], outputs: [{ name: "pooler_output", type: "float32", shape: ["batch", tinyWidth], as: "embedding" }] },
        { role: "text", inputs: [{ name: "input_ids", type: "int64", shape: ["batch", 64], as: "ids" }], outputs: [{ name: "pooler_output", type: "float32", shape: ["batch", tinyWidth], as: "embedding" }] },
      ],
      preprocessing: { width: size, height: size, fit: "squash", filter: "bicubic", mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
      windows: { framesPerWindow: 1, rates: [{ seconds: 1, hop: 1 }] },
      tokenizer: { file: "tokenizer.json", contextLength: 64, pad: "length", padId: 0, endId: 1, lowercase: true },
      similarity: { scale: 10, bias: -5, sigmoid: true },
    },
    files: {
      "vision.onnx": writeOnnx(tinyVision({ input: "pixel_values", output: "pooler_output", time: false }, { size, frames: 1, pixels: "float32", mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] })),
      "text.onnx": writeOnnx(tinyText({ ids: "input_ids", output: "pooler_output" }, vocabulary, 64)),
      "tokenizer.json": json(tokenizer),
    },
  };
}

/** Shape and tensor names of X-CLIP's and ViCLIP's kind: a window of frames, CLIP's words. */
export function tinyXClip(size = 32, frames = 8): TinyModel {
  const { vocabulary, json: tokenizer } = clipTokenizer();
  const mean = [0.485, 0.456, 0.406] as const;
  const std = [0.229, 0.224, 0.225] as const;
  const end = vocabulary.indexOf("<|endoftext|>");
  const words = vocabulary.map((token) => (token.endsWith("</w>") ? token.slice(0, -4) : token.startsWith("<|") ? "[x]" : token));
  return {
    manifest: {
      ...common("tiny-xclip", "Tiny X-CLIP"),
      task: "video-text",
      family: "x-clip",
      variants: [{ name: "fp32", networks: { video: "video.onnx", text: "text.onnx" } }],
      networks: [
        { role: "video", inputs: [{ name: "pixel_values", type: "float32", shape: ["batch", frames, 3, size, size], as: "pixels" }], outputs: [{ name: "video_embeds", type: "float32", shape: ["batch", tinyWidth], as: "embedding" }] },
        {
          role: "text",
          inputs: [
            { name: "input_ids", type: "int64", shape: ["batch", "length"], as: "ids" },
            { name: "attention_mask", type: "int64", shape: ["batch", "length"], as: "mask" },
          ],
          outputs: [{ name: "text_embeds", type: "float32", shape: ["batch", tinyWidth], as: "embedding" }],
        },
      ],
      preprocessing: { width: size, height: size, fit: "centre-crop", filter: "bilinear", mean: [...mean], std: [...std] },
      windows: { framesPerWindow: frames, rates: [{ seconds: 2, hop: 2 }] },
      tokenizer: { file: "tokenizer.json", contextLength: 77, pad: "length", padId: end, endId: end },
      similarity: { scale: 100, bias: 0, sigmoid: false },
    },
    files: {
      "video.onnx": writeOnnx(tinyVision({ input: "pixel_values", output: "video_embeds", time: true }, { size, frames, pixels: "float32", mean, std })),
      "text.onnx": writeOnnx(tinyText({ ids: "input_ids", mask: "attention_mask", output: "text_embeds" }, words)),
      "tokenizer.json": json(tokenizer),
    },
  };
}

/** Writes a tiny model as an installed one, with sizes and hashes: FOLDER/manifest.json and its files. Returns the manifest. */
export function placeModel(folder: string, { manifest, files }: TinyModel): Record<string, unknown> {
  mkdirSync(folder, { recursive: true });
  const declared = Object.entries(files).map(([path, data]) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), data);
    return { path, size: data.length, sha256: createHash("sha256").update(data).digest("hex") };
  });
  const whole = { ...manifest, files: declared };
  writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(whole, null, 2)}\n`);
  return whole;
}
