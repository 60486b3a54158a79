import { floatTensor, intTensor, type OnnxGraph, type OnnxNode, type OnnxTensor } from "./onnx-writer.ts";

/**
 * Networks of the right shape and tensor names, computed instead of trained, that are small and yet right about a few plain
 * things: which of red, green and blue fills the picture, how bright it is, and for clips whether brightness moves left or
 * right. So a test from film to answer checks meaning and not only shapes.
 */

/** Words the tiny text networks know, in order of their ids after the special ones. */
export const tinyWords = ["red", "green", "blue", "left", "right", "bright", "dark", "a", "the", "picture", "moving", "ball"] as const;
export const tinySpecial = ["[pad]", "[unk]"] as const;

/** What the numbers of an embedding stand for: red, green and blue over grey, motion to the right, brightness, a constant. */
export const tinyWidth = 6;

const meanings: Readonly<Record<string, readonly number[]>> = {
  red: [1, -0.5, -0.5, 0, 0, 0],
  green: [-0.5, 1, -0.5, 0, 0, 0],
  blue: [-0.5, -0.5, 1, 0, 0, 0],
  left: [0, 0, 0, -1, 0, 0],
  right: [0, 0, 0, 1, 0, 0],
  bright: [0, 0, 0, 0, 1, 0],
  dark: [0, 0, 0, 0, -1, 0],
};

/** Rows of the word table; a row of nearly nothing keeps unknown texts from being all zero. */
const wordTable = (vocabulary: readonly string[]): Float32Array =>
  Float32Array.from(vocabulary.flatMap((word) => meanings[word] ?? [0, 0, 0, 0, 0, word.startsWith("[") ? 0 : 0.02]));

const unit = (name: string, output: string): OnnxNode[] => [{ op: "LpNormalization", inputs: [name], outputs: [output], attributes: { axis: -1, p: 2 } }];

interface Shape {
  readonly size: number;
  readonly frames: number;
  readonly pixels: "float32" | "uint8";
  /** Mean and deviation that the host has put into the pixels, undone here. */
  readonly mean?: readonly [number, number, number];
  readonly std?: readonly [number, number, number];
}

/** [batch, frames, 3, size, size] (or without frames for an image encoder) to unit vectors. */
export function tinyVision(names: { readonly input: string; readonly output: string; readonly time: boolean }, { size, frames, pixels, mean = [0, 0, 0], std = [1, 1, 1] }: Shape): OnnxGraph {
  const tensors: OnnxTensor[] = [
    floatTensor("std", [3, 1, 1], std),
    floatTensor("mean", [3, 1, 1], mean),
    intTensor("axes_picture", [2], [-2, -1]),
    intTensor("axes_last", [1], [-1]),
    intTensor("axes_time", [1], [1]),
    // Colour over grey, and brightness around the middle.
    floatTensor("colours", [3, tinyWidth], [4, -2, -2, 0, 0.2, 0, -2, 4, -2, 0, 0.2, 0, -2, -2, 4, 0, 0.2, 0]),
    floatTensor("offset", [tinyWidth], [0, 0, 0, 0, -0.3, 0.05]),
    // The place of brightness from -1 (left) to 1 (right), and its change from the first to the last frame.
    floatTensor("ramp", [size, 1], Array.from({ length: size }, (_, x) => (2 * x) / (size - 1) - 1)),
    floatTensor("change", [frames, 1], Array.from({ length: frames }, (_, t) => (frames === 1 ? 0 : (t - (frames - 1) / 2) / frames))),
    floatTensor("motion", [1, tinyWidth], [0, 0, 0, 60, 0, 0]),
    intTensor("as_clip", [5], [0, frames, 3, size, size]),
  ];
  const scale: OnnxNode[] =
    pixels === "uint8"
      ? [
          { op: "Cast", inputs: [names.input], outputs: ["bytes"], attributes: { to: 1 } },
          { op: "Mul", inputs: ["bytes", "byte"], outputs: ["values"] },
        ]
      : [
          { op: "Mul", inputs: [names.input, "std"], outputs: ["scaled"] },
          { op: "Add", inputs: ["scaled", "mean"], outputs: ["values"] },
        ];
  if (pixels === "uint8") tensors.push(floatTensor("byte", [], [1 / 255]));
  const nodes: OnnxNode[] = [
    ...scale,
    { op: "Reshape", inputs: ["values", names.time ? "as_clip" : "as_still"], outputs: ["clip"] },
    { op: "ReduceMean", inputs: ["clip"], outputs: ["means"], attributes: { axes: [-2, -1], keepdims: 0 } },
    { op: "ReduceMean", inputs: ["means"], outputs: ["tone"], attributes: { axes: [1], keepdims: 0 } },
    { op: "MatMul", inputs: ["tone", "colours"], outputs: ["coloured"] },
    { op: "Add", inputs: ["coloured", "offset"], outputs: ["looks"] },
    { op: "ReduceMean", inputs: ["clip"], outputs: ["columns"], attributes: { axes: [2, 3], keepdims: 0 } },
    { op: "MatMul", inputs: ["columns", "ramp"], outputs: ["place"] },
    { op: "Transpose", inputs: ["place"], outputs: ["places"], attributes: { perm: [0, 2, 1] } },
    { op: "MatMul", inputs: ["places", "change"], outputs: ["shift"] },
    { op: "Squeeze", inputs: ["shift", "axes_last"], outputs: ["shifted"] },
    { op: "MatMul", inputs: ["shifted", "motion"], outputs: ["moves"] },
    { op: "Add", inputs: ["looks", "moves"], outputs: ["sum"] },
    ...unit("sum", names.output),
  ];
  if (!names.time) tensors.push(intTensor("as_still", [5], [-1, 1, 3, size, size]));
  const used = new Set(nodes.flatMap((n) => n.inputs));
  return {
    nodes,
    tensors: tensors.filter((t) => used.has(t.name)),
    inputs: [{ name: names.input, type: pixels, shape: ["batch", ...(names.time ? [frames] : []), 3, size, size] }],
    outputs: [{ name: names.output, type: "float32", shape: ["batch", tinyWidth] }],
    opset: 17,
  };
}

/** Token ids [batch, length] (and a mask, where `mask` is named) to unit vectors: the sum of the words' meanings. */
export function tinyText(names: { readonly ids: string; readonly mask?: string; readonly output: string }, vocabulary: readonly string[], length?: number): OnnxGraph {
  const shape = ["batch", length ?? "length"];
  const nodes: OnnxNode[] = [{ op: "Gather", inputs: ["table", names.ids], outputs: ["words"], attributes: { axis: 0 } }];
  let words = "words";
  if (names.mask !== undefined) {
    nodes.push(
      { op: "Cast", inputs: [names.mask], outputs: ["real"], attributes: { to: 1 } },
      { op: "Unsqueeze", inputs: ["real", "axes_last"], outputs: ["column"] },
      { op: "Mul", inputs: ["words", "column"], outputs: ["masked"] },
    );
    words = "masked";
  }
  nodes.push(
    { op: "ReduceSum", inputs: [words, "axes_time"], outputs: ["sum"], attributes: { keepdims: 0 } },
    { op: "Add", inputs: ["sum", "least"], outputs: ["whole"] },
    ...unit("whole", names.output),
  );
  return {
    nodes,
    tensors: [
      floatTensor("table", [vocabulary.length, tinyWidth], wordTable(vocabulary)),
      floatTensor("least", [tinyWidth], [0, 0, 0, 0, 0, 0.001]),
      intTensor("axes_time", [1], [1]),
      ...(names.mask === undefined ? [] : [intTensor("axes_last", [1], [-1])]),
    ],
    inputs: [
      { name: names.ids, type: "int64", shape },
      ...(names.mask === undefined ? [] : [{ name: names.mask, type: "int64" as const, shape }]),
    ],
    outputs: [{ name: names.output, type: "float32", shape: ["batch", tinyWidth] }],
    opset: 17,
  };
}
