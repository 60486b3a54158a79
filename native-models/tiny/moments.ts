import type { TinyModel } from "./models.ts";
import { tinyWidth } from "./networks.ts";
import { floatTensor, intTensor, writeOnnx, type OnnxNode } from "./onnx-writer.ts";

/**
 * A head of Moment-DETR's shape and tensor names on the vectors of the tiny clip encoder: saliency is how well a clip fits the
 * mean of the words; one query tells the middle and the length of what fits, weighted by how well; the others find nothing.
 */
export function tinyMomentHead(encoder = "tiny-mini"): TinyModel {
  const width = tinyWidth;
  const [clips, words] = [
    { name: "src_vid", type: "float32" as const, shape: ["batch", "clips", width + 2] },
    { name: "src_txt", type: "float32" as const, shape: ["batch", "words", width] },
  ];
  const masks = [
    { name: "src_vid_mask", type: "float32" as const, shape: ["batch", "clips"] },
    { name: "src_txt_mask", type: "float32" as const, shape: ["batch", "words"] },
  ];
  const outputs = [
    { name: "pred_logits", type: "float32" as const, shape: ["batch", 2, 2] },
    { name: "pred_spans", type: "float32" as const, shape: ["batch", 2, 2] },
    { name: "saliency_scores", type: "float32" as const, shape: ["batch", "clips"] },
  ];
  const nodes: OnnxNode[] = [
    { op: "Slice", inputs: ["src_vid", "zero", "width", "two"], outputs: ["seen"] },
    { op: "Slice", inputs: ["src_vid", "width", "after", "two"], outputs: ["place"] },
    { op: "ReduceMean", inputs: ["src_txt"], outputs: ["mean"], attributes: { axes: [1], keepdims: 1 } },
    { op: "Transpose", inputs: ["mean"], outputs: ["column"], attributes: { perm: [0, 2, 1] } },
    { op: "MatMul", inputs: ["seen", "column"], outputs: ["fits"] },
    { op: "Squeeze", inputs: ["fits", "two"], outputs: ["fit"] },
    { op: "Mul", inputs: ["fit", "src_vid_mask"], outputs: ["saliency_scores"] },
    { op: "Greater", inputs: ["fits", "quarter"], outputs: ["is"] },
    { op: "Cast", inputs: ["is"], outputs: ["weights"], attributes: { to: 1 } },
    // Shares of the film: begin and end of each clip, of those that fit the mean of both and their number.
    { op: "ReduceMean", inputs: ["place"], outputs: ["middles"], attributes: { axes: [2], keepdims: 1 } },
    { op: "Mul", inputs: ["middles", "weights"], outputs: ["weighted"] },
    { op: "ReduceSum", inputs: ["weighted", "one"], outputs: ["sum"], attributes: { keepdims: 1 } },
    { op: "ReduceSum", inputs: ["weights", "one"], outputs: ["many"], attributes: { keepdims: 1 } },
    { op: "Add", inputs: ["many", "least"], outputs: ["some"] },
    { op: "Div", inputs: ["sum", "some"], outputs: ["centre"] },
    { op: "ReduceMean", inputs: ["weights"], outputs: ["share"], attributes: { axes: [1], keepdims: 1 } },
    { op: "Concat", inputs: ["centre", "share"], outputs: ["span"], attributes: { axis: 2 } },
    { op: "Mul", inputs: ["span", "nothing"], outputs: ["none"] },
    { op: "Concat", inputs: ["span", "none"], outputs: ["pred_spans"], attributes: { axis: 1 } },
    // Two classes for each query: there, and not there.
    { op: "Greater", inputs: ["many", "half"], outputs: ["any"] },
    { op: "Cast", inputs: ["any"], outputs: ["there"], attributes: { to: 1 } },
    { op: "Mul", inputs: ["there", "sure"], outputs: ["surely"] },
    { op: "Sub", inputs: ["surely", "doubt"], outputs: ["yes"] },
    { op: "Neg", inputs: ["yes"], outputs: ["no"] },
    { op: "Concat", inputs: ["yes", "no"], outputs: ["first"], attributes: { axis: 2 } },
    { op: "Concat", inputs: ["no", "yes"], outputs: ["second"], attributes: { axis: 2 } },
    { op: "Concat", inputs: ["first", "second"], outputs: ["pred_logits"], attributes: { axis: 1 } },
  ];
  const as = (names: readonly { name: string; type: string; shape: readonly (string | number)[] }[], words_: readonly string[]) => names.map((t, i) => ({ ...t, as: words_[i] ?? "" }));
  return {
    manifest: {
      schema: 1,
      id: "tiny-moments",
      revision: "1",
      title: "Tiny moment head",
      task: "moment-retrieval",
      family: "moment-head",
      origin: { kind: "by-hand", by: "native-models/tiny" },
      licence: { name: "MIT", redistribute: true, research: false },
      goodFor: "Trying the path of a head that finds moments.",
      cost: {},
      variants: [{ name: "fp32", networks: { network: "head.onnx" } }],
      networks: [{ role: "network", inputs: as([clips, words, ...masks], ["clips", "words", "clip-mask", "word-mask"]), outputs: as(outputs, ["scores", "spans", "saliency"]) }],
      settings: { encoder, clip: 1, longest: 75, place: 1, spans: "centre-width" },
    },
    files: {
      "head.onnx": writeOnnx({
        nodes,
        tensors: [
          intTensor("zero", [1], [0]), intTensor("one", [1], [1]), intTensor("two", [1], [2]), intTensor("width", [1], [width]), intTensor("after", [1], [width + 2]),
          floatTensor("half", [], [0.5]), floatTensor("quarter", [], [0.25]), floatTensor("least", [], [1e-6]), floatTensor("nothing", [], [0]), floatTensor("sure", [], [6]), floatTensor("doubt", [], [3]),
        ],
        inputs: [clips, words, ...masks],
        outputs,
        opset: 17,
      }),
    },
  };
}
