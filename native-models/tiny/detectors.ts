import { cocoThings } from "../../main/engine/models/detectors/fastest-det.ts";
import type { TinyModel } from "./models.ts";
import { floatTensor, intTensor, writeOnnx, type OnnxGraph, type OnnxNode, type OnnxTensor } from "./onnx-writer.ts";

/**
 * Detectors of the published shapes and tensor names that are right about plain pictures: red squares are people, blue ones
 * cars, green ones dogs or faces; loud sound is speech.
 */

const own = { name: "MIT", redistribute: true, research: false };
const common = (id: string, title: string) => ({
  schema: 1,
  id,
  revision: "1",
  title,
  origin: { kind: "by-hand", by: "native-models/tiny" },
  licence: own,
  goodFor: "Trying the path that a detector takes.",
  cost: {},
  variants: [{ name: "fp32", networks: { network: "network.onnx" } }],
});

const things = { red: cocoThings.indexOf("person"), green: cocoThings.indexOf("dog"), blue: cocoThings.indexOf("car") } as const;

/** Red, green and blue over grey, 0 to 1, of each cell: "colour", [1, 3, cells, cells]. `order` says which input channel is which. */
const coloursOf = (input: string, cell: number, order: "bgr" | "rgb", scale: number): { nodes: OnnxNode[]; tensors: OnnxTensor[] } => {
  const [r, g, b] = order === "rgb" ? [0, 1, 2] : [2, 1, 0];
  const over = [r, g, b].flatMap((main) => [0, 1, 2].map((channel) => (channel === main ? 2 * scale : -scale)));
  return {
    nodes: [
      { op: "AveragePool", inputs: [input], outputs: ["cells"], attributes: { kernel_shape: [cell, cell], strides: [cell, cell] } },
      { op: "Conv", inputs: ["cells", "over"], outputs: ["above"], attributes: { kernel_shape: [1, 1] } },
      { op: "Clip", inputs: ["above", "none", "all"], outputs: ["colour"] },
    ],
    tensors: [floatTensor("over", [3, 3, 1, 1], over), floatTensor("none", [], [0]), floatTensor("all", [], [1])],
  };
};

/** FastestDet's shape: pictures of 160 x 160, one map of 85 numbers for each sixteenth. */
export function tinyObjects(): TinyModel {
  const side = 160;
  const rows = 5 + cocoThings.length;
  const weights = new Float32Array(rows * 3);
  weights.set([1, 1, 1], 0);
  for (const [i, thing] of [things.red, things.green, things.blue].entries()) weights[(5 + thing) * 3 + i] = 1;
  const offsets = new Float32Array(rows);
  // The middle of a cell (as tanh), and a box of a quarter of the picture (as sigmoid).
  offsets.set([0, 0.5493, 0.5493, -1.0986, -1.0986]);
  const colour = coloursOf("input.1", 16, "bgr", 1);
  const graph: OnnxGraph = {
    nodes: [...colour.nodes, { op: "Conv", inputs: ["colour", "rows", "offsets"], outputs: ["map"], attributes: { kernel_shape: [1, 1] } }],
    tensors: [...colour.tensors, floatTensor("rows", [rows, 3, 1, 1], weights), floatTensor("offsets", [rows], offsets)],
    inputs: [{ name: "input.1", type: "float32", shape: [1, 3, side, side] }],
    outputs: [{ name: "map", type: "float32", shape: [1, rows, side / 16, side / 16] }],
    opset: 17,
  };
  return {
    manifest: {
      ...common("tiny-objects", "Tiny object detector"),
      task: "object-detection",
      family: "object-detector",
      settings: { overlap: 0.15 },
      networks: [
        {
          role: "network",
          inputs: [{ name: "input.1", type: "float32", shape: [1, 3, side, side], as: "pixels" }],
          outputs: [{ name: "map", type: "float32", shape: [1, rows, side / 16, side / 16], as: "map" }],
        },
      ],
    },
    files: { "network.onnx": writeOnnx(graph) },
  };
}

/** The shape of RT-DETR and D-FINE: pictures of 64 x 64, sixteen queries, each looking at its own part of the picture. */
export function tinyDetr(): TinyModel {
  const side = 64;
  const labels = cocoThings.length;
  const weights = new Float32Array(labels * 3);
  for (const [i, thing] of [things.red, things.green, things.blue].entries()) weights[thing * 3 + i] = 12;
  const colour = coloursOf("pixel_values", 16, "rgb", 1);
  const boxes = Array.from({ length: 16 }, (_, i) => [((i % 4) + 0.5) / 4, (Math.floor(i / 4) + 0.5) / 4, 0.25, 0.25]).flat();
  const graph: OnnxGraph = {
    nodes: [
      ...colour.nodes,
      { op: "Conv", inputs: ["colour", "rows", "offsets"], outputs: ["map"], attributes: { kernel_shape: [1, 1] } },
      { op: "Reshape", inputs: ["map", "flat"], outputs: ["queries"] },
      { op: "Transpose", inputs: ["queries"], outputs: ["logits"], attributes: { perm: [0, 2, 1] } },
      { op: "Identity", inputs: ["boxes"], outputs: ["pred_boxes"] },
    ],
    tensors: [
      ...colour.tensors,
      floatTensor("rows", [labels, 3, 1, 1], weights),
      floatTensor("offsets", [labels], new Float32Array(labels).fill(-6)),
      intTensor("flat", [3], [1, labels, 16]),
      floatTensor("boxes", [1, 16, 4], boxes),
    ],
    inputs: [{ name: "pixel_values", type: "float32", shape: [1, 3, side, side] }],
    outputs: [
      { name: "logits", type: "float32", shape: [1, 16, labels] },
      { name: "pred_boxes", type: "float32", shape: [1, 16, 4] },
    ],
    opset: 17,
  };
  return {
    manifest: {
      ...common("tiny-detr", "Tiny detector by queries"),
      task: "object-detection",
      family: "detr",
      networks: [
        {
          role: "network",
          inputs: [{ name: "pixel_values", type: "float32", shape: [1, 3, side, side], as: "pixels" }],
          outputs: [
            { name: "logits", type: "float32", shape: [1, 16, labels], as: "logits" },
            { name: "pred_boxes", type: "float32", shape: [1, 16, 4], as: "boxes" },
          ],
        },
      ],
    },
    files: { "network.onnx": writeOnnx(graph) },
  };
}

/** YuNet's shape: pictures of 96 x 96, three strides of which only the middle one sees anything. */
export function tinyFaces(): TinyModel {
  const side = 96;
  const nodes: OnnxNode[] = [];
  const tensors: OnnxTensor[] = [
    floatTensor("none", [], [0]),
    floatTensor("all", [], [1]),
    floatTensor("green", [1, 3, 1, 1], [-1 / 255, 2 / 255, -1 / 255]),
    floatTensor("blind", [1, 3, 1, 1], [0, 0, 0]),
  ];
  const outputs: { name: string; shape: number[]; as: string }[] = [];
  for (const stride of [8, 16, 32]) {
    const cells = (side / stride) ** 2;
    tensors.push(
      intTensor(`flat_${stride}`, [3], [1, cells, 1]),
      floatTensor(`ones_${stride}`, [1, cells, 1], new Float32Array(cells).fill(1)),
      floatTensor(`place_${stride}`, [1, cells, 4], Array.from({ length: cells }, () => [0.5, 0.5, Math.log(2), Math.log(2)]).flat()),
    );
    nodes.push(
      { op: "AveragePool", inputs: ["input"], outputs: [`cells_${stride}`], attributes: { kernel_shape: [stride, stride], strides: [stride, stride] } },
      { op: "Conv", inputs: [`cells_${stride}`, stride === 16 ? "green" : "blind"], outputs: [`above_${stride}`], attributes: { kernel_shape: [1, 1] } },
      { op: "Clip", inputs: [`above_${stride}`, "none", "all"], outputs: [`clipped_${stride}`] },
      { op: "Reshape", inputs: [`clipped_${stride}`, `flat_${stride}`], outputs: [`cls_${stride}`] },
      { op: "Identity", inputs: [`ones_${stride}`], outputs: [`obj_${stride}`] },
      { op: "Identity", inputs: [`place_${stride}`], outputs: [`bbox_${stride}`] },
    );
    outputs.push(
      { name: `cls_${stride}`, shape: [1, cells, 1], as: "class" },
      { name: `obj_${stride}`, shape: [1, cells, 1], as: "object" },
      { name: `bbox_${stride}`, shape: [1, cells, 4], as: "box" },
    );
  }
  return {
    manifest: {
      ...common("tiny-faces", "Tiny face detector"),
      task: "face-detection",
      family: "face-detector",
      settings: { overlap: 0.1 },
      networks: [
        {
          role: "network",
          inputs: [{ name: "input", type: "float32", shape: [1, 3, side, side], as: "pixels" }],
          outputs: outputs.map((o) => ({ ...o, type: "float32" })),
        },
      ],
    },
    files: {
      "network.onnx": writeOnnx({
        nodes,
        tensors,
        inputs: [{ name: "input", type: "float32", shape: [1, 3, side, side] }],
        outputs: outputs.map(({ name, shape }) => ({ name, type: "float32" as const, shape })),
        opset: 17,
      }),
    },
  };
}

/** Silero's shape: 576 samples, a state and a rate; the chance of speech is the loudness, the state is handed on. */
export function tinyVoice(): TinyModel {
  return {
    manifest: {
      ...common("tiny-voice", "Tiny voice detector"),
      task: "voice-activity",
      family: "voice-activity",
      networks: [
        {
          role: "network",
          inputs: [
            { name: "input", type: "float32", shape: ["batch", "samples"], as: "samples" },
            { name: "state", type: "float32", shape: [2, "batch", 128], as: "state" },
            { name: "sr", type: "int64", shape: [], as: "rate" },
          ],
          outputs: [
            { name: "output", type: "float32", shape: ["batch", 1], as: "chance" },
            { name: "stateN", type: "float32", shape: [2, "batch", 128], as: "state" },
          ],
        },
      ],
    },
    files: {
      "network.onnx": writeOnnx({
        nodes: [
          { op: "Abs", inputs: ["input"], outputs: ["loud"] },
          { op: "ReduceMean", inputs: ["loud"], outputs: ["mean"], attributes: { axes: [1], keepdims: 1 } },
          { op: "Mul", inputs: ["mean", "louder"], outputs: ["chance"] },
          { op: "Clip", inputs: ["chance", "none", "all"], outputs: ["output"] },
          { op: "Identity", inputs: ["state"], outputs: ["stateN"] },
        ],
        tensors: [floatTensor("louder", [], [12]), floatTensor("none", [], [0]), floatTensor("all", [], [1])],
        inputs: [
          { name: "input", type: "float32", shape: ["batch", "samples"] },
          { name: "state", type: "float32", shape: [2, "batch", 128] },
          { name: "sr", type: "int64", shape: [] },
        ],
        outputs: [
          { name: "output", type: "float32", shape: ["batch", 1] },
          { name: "stateN", type: "float32", shape: [2, "batch", 128] },
        ],
        opset: 17,
      }),
    },
  };
}

/** PP-OCR's shape: pictures of any size, the chance of text for each pixel; what is bright is text. */
export function tinyTextFinder(): TinyModel {
  return {
    manifest: {
      ...common("tiny-text-finder", "Tiny text finder"),
      task: "text-detection",
      family: "pp-ocr-det",
      networks: [
        {
          role: "network",
          inputs: [{ name: "x", type: "float32", shape: ["batch", 3, "height", "width"], as: "pixels" }],
          outputs: [{ name: "map", type: "float32", shape: ["batch", 1, "height", "width"], as: "map" }],
        },
      ],
    },
    files: {
      "network.onnx": writeOnnx({
        nodes: [
          { op: "Conv", inputs: ["x", "mean"], outputs: ["bright"], attributes: { kernel_shape: [1, 1] } },
          { op: "Sigmoid", inputs: ["bright"], outputs: ["map"] },
        ],
        tensors: [floatTensor("mean", [1, 3, 1, 1], [1, 1, 1])],
        inputs: [{ name: "x", type: "float32", shape: ["batch", 3, "height", "width"] }],
        outputs: [{ name: "map", type: "float32", shape: ["batch", 1, "height", "width"] }],
        opset: 17,
      }),
    },
  };
}
