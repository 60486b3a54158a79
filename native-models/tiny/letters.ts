import type { TinyModel } from "./models.ts";
import { floatTensor, writeOnnx } from "./onnx-writer.ts";

/** PP-OCR's shape of a recogniser, with an alphabet of three: ink in the upper half is A, in the lower B, in both C. */
export function tinyLetters(): TinyModel {
  const input = { name: "x", type: "float32" as const, shape: ["batch", 3, 48, "width"] };
  const output = { name: "softmax_0", type: "float32" as const, shape: ["batch", "steps", 5] };
  return {
    manifest: {
      schema: 1, id: "tiny-letters", revision: "1", title: "Tiny recogniser", task: "text-recognition", family: "pp-ocr-rec",
      origin: { kind: "by-hand", by: "native-models/tiny" },
      licence: { name: "MIT", redistribute: true, research: false },
      goodFor: "Trying the path of a recogniser.",
      cost: {},
      variants: [{ name: "fp32", networks: { network: "rec.onnx" } }],
      networks: [{ role: "network", inputs: [{ ...input, as: "pixels" }], outputs: [{ ...output, as: "letters" }] }],
      settings: { dictionary: "dict.txt" },
    },
    files: {
      "rec.onnx": writeOnnx({
        nodes: [
          // Ink is dark: -1 of the normalised picture. Halves of the height, eight columns at a time.
          { op: "AveragePool", inputs: ["x"], outputs: ["cells"], attributes: { kernel_shape: [24, 8], strides: [24, 8] } },
          { op: "ReduceMean", inputs: ["cells"], outputs: ["grey"], attributes: { axes: [1], keepdims: 0 } },
          { op: "Less", inputs: ["grey", "zero"], outputs: ["is"] },
          { op: "Cast", inputs: ["is"], outputs: ["ink"], attributes: { to: 1 } },
          { op: "Transpose", inputs: ["ink"], outputs: ["steps"], attributes: { perm: [0, 2, 1] } },
          { op: "MatMul", inputs: ["steps", "weights"], outputs: ["sums"] },
          { op: "Add", inputs: ["sums", "base"], outputs: ["logits"] },
          { op: "Softmax", inputs: ["logits"], outputs: ["softmax_0"], attributes: { axis: 2 } },
        ],
        tensors: [
          floatTensor("zero", [], [0]),
          // Nothing, A, B, C, space by upper and lower ink.
          floatTensor("weights", [2, 5], [-20, 20, -20, 15, -20, -20, -20, 20, 15, -20]),
          floatTensor("base", [5], [10, 0, 0, -8, 0]),
        ],
        inputs: [input],
        outputs: [output],
        opset: 17,
      }),
      "dict.txt": new TextEncoder().encode("A\nB\nC\n"),
    },
  };
}
