import { FootnoteError } from "../../../../../contract/errors.ts";
import type { CheckedModel } from "../../check-model.ts";
import type { ModelNetwork } from "../../manifest.ts";
import { tensorOf, type Described } from "../described.ts";
import type { FoundSettings } from "../found-settings.ts";
import { fixed, idOf, ids, only, pixels, vector, widthOf, words, type Signature } from "./parts.ts";

const sees = (model: CheckedModel, dimensions: number): boolean =>
  model.inputs.length === 1 && pixels(model, dimensions) !== undefined && vector(model) !== undefined;
const reads = (model: CheckedModel): boolean =>
  ids(model) !== undefined &&
  model.inputs.every((i) => i.type === "int64" || i.type === "int32") &&
  vector(model) !== undefined;

function encoder(
  role: "video" | "image",
  dimensions: number,
  describe: (
    vision: CheckedModel,
    text: CheckedModel,
    settings: FoundSettings,
  ) => Omit<Described, "networks">,
): Signature {
  return {
    match: (models) => {
      const [vision, text] = [only(models, (m) => sees(m, dimensions)), only(models, reads)];
      return vision.length > 0 && text.length > 0
        ? new Map<ModelNetwork["role"], CheckedModel[]>([
            [role, vision],
            ["text", text],
          ])
        : undefined;
    },
    describe: (roles, settings) => {
      const [vision, text] = [roles.get(role)?.[0], roles.get("text")?.[0]];
      const [picture, seen, words, read] = [
        vision && pixels(vision, dimensions),
        vision && vector(vision),
        text && ids(text),
        text && vector(text),
      ];
      if (!vision || !text || !picture || !seen || !words || !read)
        throw new FootnoteError("internal", "a signature matched without its parts");
      const inputs = text.inputs.map((i) => tensorOf(i, i.name === words.name ? "ids" : "mask"));
      return {
        ...describe(vision, text, settings),
        networks: [
          { role, inputs: [tensorOf(picture, "pixels")], outputs: [tensorOf(seen, "embedding")] },
          { role: "text", inputs, outputs: [tensorOf(read, "embedding")] },
        ],
      };
    },
  };
}

const clipNumbers = {
  mean: [0.48145466, 0.4578275, 0.40821073] as [number, number, number],
  std: [0.26862954, 0.26130258, 0.27577711] as [number, number, number],
};
/** What X-CLIP and ViCLIP expect where no settings lie beside them. */
const imageNet = {
  mean: [0.485, 0.456, 0.406] as [number, number, number],
  std: [0.229, 0.224, 0.225] as [number, number, number],
};
const halves = {
  mean: [0.5, 0.5, 0.5] as [number, number, number],
  std: [0.5, 0.5, 0.5] as [number, number, number],
};
const common = {
  bars: [0, 0, 0] as [number, number, number],
  scale: 1 / 255,
  channels: "rgb" as const,
  layout: "chw" as const,
};

/** A network that sees a window of frames, and one that reads. */
export const clipEncoder: Signature = encoder("video", 5, (vision, text, settings) => {
  const shape = pixels(vision, 5)?.shape ?? [];
  const [frames, height, width] = [
    fixed(shape[1]) ?? 8,
    fixed(shape[3]) ?? settings.image.height ?? 224,
    fixed(shape[4]) ?? settings.image.width ?? 224,
  ];
  const end = idOf(settings, "<|endoftext|>");
  // X-CLIP and ViCLIP read words as CLIP does, and were shown a few frames of longer clips.
  const clip = end !== undefined;
  return {
    task: "video-text",
    family: clip ? "x-clip" : "footnote-mini",
    preprocessing: {
      ...common,
      width,
      height,
      ...(clip
        ? ({ fit: "centre-crop", filter: "bilinear", ...imageNet } as const)
        : ({ fit: "squash", filter: "bicubic", mean: [0, 0, 0], std: [1, 1, 1] } as const)),
      ...settings.image,
    },
    windows: {
      framesPerWindow: frames,
      rates: clip
        ? [{ seconds: 2, hop: 2, weight: 1 }]
        : [
            { seconds: 1, hop: 0.5, weight: 1 },
            { seconds: 4, hop: 1, weight: 1 },
          ],
    },
    ...(clip ? { similarity: { scale: 100, bias: 0, sigmoid: false } } : {}),
    tokenizer: words(
      settings,
      clip
        ? {
            contextLength: fixed(ids(text)?.shape?.[1]) ?? 77,
            pad: "length",
            padId: end,
            endId: end,
          }
        : {
            padId: idOf(settings, "[pad]") ?? idOf(settings, "<pad>") ?? 0,
            contextLength: fixed(ids(text)?.shape?.[1]) ?? 77,
            pad: fixed(ids(text)?.shape?.[1]) === undefined ? "longest" : "length",
          },
    ),
    embedding: { width: widthOf(vision, text), normalised: false },
    goodFor: "Finding what a text says in clips of several frames.",
    reasons: [
      `It sees ${frames} pictures of ${width} x ${height} at once and reads words: a clip encoder${clip ? " like X-CLIP or ViCLIP" : ""}.`,
      clip
        ? `A vector is made of ${frames} frames of every two seconds.`
        : "Windows of one and of four seconds are assumed.",
    ],
  };
});

/** A network that sees one picture, and one that reads. */
export const pictureEncoder: Signature = encoder("image", 4, (vision, text, settings) => {
  const shape = pixels(vision, 4)?.shape ?? [];
  const [height, width] = [
    fixed(shape[2]) ?? settings.image.height ?? 224,
    fixed(shape[3]) ?? settings.image.width ?? 224,
  ];
  const sigmoid =
    settings.tokenizer?.json.model?.type === "Unigram" ||
    (vector(vision)?.name === "pooler_output" && vector(text)?.name === "pooler_output");
  const end = idOf(settings, "<|endoftext|>");
  return {
    task: "image-text",
    family: sigmoid ? "siglip" : "clip",
    preprocessing: {
      ...common,
      fit: sigmoid ? "squash" : "centre-crop",
      filter: "bicubic",
      ...(sigmoid ? halves : clipNumbers),
      ...settings.image,
      width,
      height,
    },
    windows: { framesPerWindow: 1, rates: [{ seconds: 1, hop: 1, weight: 1 }] },
    tokenizer: sigmoid
      ? words(settings, {
          contextLength: fixed(ids(text)?.shape?.[1]) ?? 64,
          pad: "length",
          padId: idOf(settings, "<pad>") ?? idOf(settings, "</s>") ?? 0,
          lowercase: true,
        })
      : words(settings, {
          contextLength: fixed(ids(text)?.shape?.[1]) ?? 77,
          pad: "length",
          padId: end ?? 0,
          ...(end === undefined ? {} : { endId: end }),
        }),
    embedding: { width: widthOf(vision, text), normalised: false },
    ...(sigmoid ? {} : { similarity: { scale: 100, bias: 0, sigmoid: false } }),
    goodFor: "Finding what a text says in single pictures.",
    reasons: [
      `It sees one picture of ${width} x ${height} and reads words, like ${sigmoid ? "SigLIP" : "CLIP"}.`,
      settings.image.mean
        ? "Preprocessing is that of preprocessor_config.json."
        : `Preprocessing is assumed to be ${sigmoid ? "SigLIP" : "CLIP"}'s.`,
    ],
  };
});
