import { tinyClip, type TinyModel } from "../../../native-models/tiny/models.ts";
import { tinyVision } from "../../../native-models/tiny/networks.ts";
import { writeOnnx } from "../../../native-models/tiny/onnx-writer.ts";

/** A CLIP whose second precision sees colours shifted by so much: as rounding does, only more. */
export function twoPrecisions(
  shift: number,
  agreement?: { readonly cosine: number; readonly of: string },
): TinyModel {
  const clip = tinyClip();
  const mean = [0.48145466 + shift, 0.4578275 - shift, 0.40821073] as const;
  const std = [0.26862954, 0.26130258, 0.27577711] as const;
  const other = tinyVision(
    { input: "pixel_values", output: "image_embeds", time: false },
    { size: 32, frames: 1, pixels: "float32", mean, std },
  );
  return {
    manifest: {
      ...clip.manifest,
      variants: [
        {
          name: "int8",
          networks: { image: "vision_int8.onnx", text: "text.onnx" },
          ...(agreement ? { agreement } : {}),
        },
        { name: "fp32", networks: { image: "vision.onnx", text: "text.onnx" } },
      ],
    },
    files: { ...clip.files, "vision_int8.onnx": writeOnnx(other) },
  };
}
