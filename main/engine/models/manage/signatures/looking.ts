import { FootnoteError } from "../../../../../contract/errors.ts";
import type { CheckedModel } from "../../check-model.ts";
import type { ModelNetwork } from "../../manifest.ts";
import { tensorOf } from "../described.ts";
import { missingFile, only, type Signature, type Value } from "./parts.ts";

/** What SmolVLM was taught to see a frame at, and a size that suits Qwen's patches, where no settings say another. */
const usual = { smolvlm: 512, "qwen-vl": 448 } as const;

/** What sees, what reads and what writes: names are those of the exports for transformers.js. */
export function looking(): Signature {
  const has = (values: readonly Value[], name: string): boolean => values.some((v) => v.name === name);
  const sees = (m: CheckedModel): boolean =>
    has(m.inputs, "pixel_values") && has(m.outputs, "image_features");
  const embeds = (m: CheckedModel): boolean => has(m.inputs, "input_ids") && has(m.outputs, "inputs_embeds");
  const writes = (m: CheckedModel): boolean => has(m.inputs, "inputs_embeds") && has(m.outputs, "logits");
  return {
    match: (models) => {
      const [vision, embed, decoder] = [only(models, sees), only(models, embeds), only(models, writes)];
      return vision.length > 0 && embed.length > 0 && decoder.length > 0
        ? new Map<ModelNetwork["role"], CheckedModel[]>([
            ["vision", vision],
            ["embed", embed],
            ["decoder", decoder],
          ])
        : undefined;
    },
    describe: (roles, settings) => {
      const parts = (["vision", "embed", "decoder"] as const).map((role) => roles.get(role)?.[0]);
      const [vision, embed, decoder] = parts;
      if (!vision || !embed || !decoder)
        throw new FootnoteError("internal", "a signature matched without its parts");
      for (const name of ["config.json", "preprocessor_config.json"])
        if (!settings.more.includes(name)) throw missingFile(name);
      if (!settings.tokenizer) throw missingFile("tokenizer.json");
      const family =
        has(vision.inputs, "grid_thw") || has(vision.inputs, "image_grid_thw") ? "qwen-vl" : "smolvlm";
      const { picture, patch } = settings.tiles;
      // Qwen's squares must fit into the picture without a rest.
      const side =
        family === "smolvlm"
          ? (picture ?? usual.smolvlm)
          : Math.max(1, Math.round(usual["qwen-vl"] / (patch ?? 28))) * (patch ?? 28);
      const pick = (values: readonly Value[], as: Readonly<Record<string, string>>) =>
        values.flatMap((v) => (as[v.name] === undefined ? [] : [tensorOf(v, as[v.name] ?? "")]));
      return {
        task: "video-language",
        family,
        goodFor: "Describing moments in words, and answering what is asked about their frames.",
        networks: [
          {
            role: "vision",
            inputs: pick(vision.inputs, { pixel_values: "pixels" }),
            outputs: pick(vision.outputs, { image_features: "features" }),
          },
          {
            role: "embed",
            inputs: pick(embed.inputs, { input_ids: "ids" }),
            outputs: pick(embed.outputs, { inputs_embeds: "embeddings" }),
          },
          {
            role: "decoder",
            inputs: pick(decoder.inputs, { inputs_embeds: "embeddings" }),
            outputs: pick(decoder.outputs, { logits: "logits" }),
          },
        ],
        preprocessing: {
          width: side,
          height: side,
          fit: "squash",
          filter: family === "smolvlm" ? "lanczos" : "bicubic",
          bars: [0, 0, 0],
          scale: 1 / 255,
          mean: settings.image.mean ?? [0.5, 0.5, 0.5],
          std: settings.image.std ?? [0.5, 0.5, 0.5],
          channels: "rgb",
          layout: "chw",
        },
        settings: { frames: 4, tokens: 96 },
        reasons: [
          `It sees pictures, reads and writes: a video-language model like ${family === "smolvlm" ? "SmolVLM" : "Qwen-VL"}.`,
          `It is shown up to 4 frames of ${side} x ${side} at once.`,
        ],
      };
    },
  };
}
