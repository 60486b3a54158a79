import type { TinyModel } from "./models.ts";
import { floatTensor, intTensor, writeOnnx } from "./onnx-writer.ts";

/**
 * TransNetV2's shape: a shot ends with a picture when the red of the next is another by more than 20 of 255. So it is right only for
 * pictures of the right size, in the order red, green, blue, from 0 to 255.
 */
export function tinyShots({ logits = true } = {}): TinyModel {
  const input = { name: "frames", type: "float32" as const, shape: [1, 100, 27, 48, 3] };
  const outputs = ["single", "many"].map((name) => ({ name, type: "float32" as const, shape: [1, 100, 1] }));
  return {
    manifest: {
      schema: 1, id: "tiny-shots", revision: "1", title: "Tiny shot network", task: "shot-detection", family: "transnet",
      origin: { kind: "by-hand", by: "native-models/tiny" },
      licence: { name: "MIT", redistribute: true, research: false },
      goodFor: "Trying the path of a shot network.",
      cost: {},
      variants: [{ name: "fp32", networks: { network: "network.onnx" } }],
      networks: [{ role: "network", inputs: [{ ...input, as: "pixels" }], outputs: outputs.map((o, i) => ({ ...o, as: i === 0 ? "cuts" : "many" })) }],
    },
    files: {
      "network.onnx": writeOnnx({
        nodes: [
          { op: "Slice", inputs: ["frames", "zero", "one", "channel"], outputs: ["red"] },
          { op: "ReduceMean", inputs: ["red"], outputs: ["means"], attributes: { axes: [2, 3, 4], keepdims: 0 } },
          { op: "Slice", inputs: ["means", "one", "all", "one"], outputs: ["next"] },
          { op: "Slice", inputs: ["means", "last", "all", "one"], outputs: ["end"] },
          { op: "Concat", inputs: ["next", "end"], outputs: ["later"], attributes: { axis: 1 } },
          { op: "Sub", inputs: ["later", "means"], outputs: ["change"] },
          { op: "Abs", inputs: ["change"], outputs: ["size"] },
          { op: "Sub", inputs: ["size", "limit"], outputs: ["above"] },
          { op: "Unsqueeze", inputs: ["above", "two"], outputs: ["logits"] },
          { op: logits ? "Identity" : "Sigmoid", inputs: ["logits"], outputs: ["single"] },
          { op: "Identity", inputs: ["logits"], outputs: ["many"] },
        ],
        tensors: [intTensor("zero", [1], [0]), intTensor("one", [1], [1]), intTensor("two", [1], [2]), intTensor("channel", [1], [4]), intTensor("all", [1], [100]), intTensor("last", [1], [99]), floatTensor("limit", [], [20])],
        inputs: [input],
        outputs,
        opset: 17,
      }),
    },
  };
}
