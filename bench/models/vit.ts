import { open } from "node:fs/promises";
import {
  floatTensor,
  intTensor,
  onnxParts,
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
} from "../../native-models/tiny/onnx-writer.ts";

/** Shape of a vision transformer. */
export interface VitShape {
  readonly size: number;
  readonly patch: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly output: number;
}

/** CLIP's ViT-B/32 image tower: 12 layers, width 768, 224 px, 88 M parameters. */
export const vitB32: VitShape = { size: 224, patch: 32, width: 768, layers: 12, heads: 12, output: 512 };

/** Weights that keep the numbers in bounds through the layers; a fixed recurrence, so every run measures the same network. */
function weights(count: number, deviation: number, seed: number): Float32Array {
  const out = new Float32Array(count);
  let state = (seed * 2654435761) >>> 0 || 1;
  for (let i = 0; i < count; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    out[i] = ((state >>> 0) / 2 ** 31 - 1) * deviation * 1.732;
  }
  return out;
}

/** The graph, with the operators that exporters of such networks use. */
export function vitGraph({ size, patch, width, layers, heads, output }: VitShape): OnnxGraph {
  const nodes: OnnxNode[] = [];
  const tensors: OnnxTensor[] = [];
  let seed = 1;
  const matrix = (name: string, rows: number, columns: number): string => {
    tensors.push(floatTensor(name, [rows, columns], weights(rows * columns, 1 / Math.sqrt(rows), seed++)));
    return name;
  };
  const vector = (name: string, length: number, value: number): string => {
    tensors.push(floatTensor(name, [length], new Float32Array(length).fill(value)));
    return name;
  };
  const node = (
    op: string,
    inputs: string[],
    output: string,
    attributes: OnnxNode["attributes"] = {},
  ): string => {
    nodes.push({ op, inputs, outputs: [output], attributes });
    return output;
  };
  const linear = (input: string, name: string, rows: number, columns: number): string =>
    node(
      "Add",
      [
        node("MatMul", [input, matrix(`${name}.w`, rows, columns)], `${name}.m`),
        vector(`${name}.b`, columns, 0),
      ],
      name,
    );
  const norm = (input: string, name: string): string =>
    node("LayerNormalization", [input, vector(`${name}.g`, width, 1), vector(`${name}.o`, width, 0)], name, {
      axis: -1,
      epsilon: { float: 1e-5 },
    });
  const cells = (size / patch) ** 2;
  const depth = width / heads;

  tensors.push(
    floatTensor(
      "patches.w",
      [width, 3, patch, patch],
      weights(width * 3 * patch * patch, 1 / Math.sqrt(3 * patch * patch), seed++),
    ),
    intTensor("flat", [3], [0, width, cells]),
    floatTensor("class", [1, 1, width], weights(width, 0.02, seed++)),
    floatTensor("places", [1, cells + 1, width], weights((cells + 1) * width, 0.02, seed++)),
    intTensor("split", [4], [0, cells + 1, heads, depth]),
    intTensor("join", [3], [0, cells + 1, width]),
    floatTensor("root", [], [1 / Math.sqrt(depth)]),
    floatTensor("quick", [], [1.702]),
    intTensor("first", [], [0]),
    intTensor("one", [1], [1]),
    intTensor("class.shape", [2], [1, width]),
  );
  node("Conv", ["pixel_values", "patches.w"], "patches", {
    kernel_shape: [patch, patch],
    strides: [patch, patch],
  });
  node("Transpose", [node("Reshape", ["patches", "flat"], "patches.flat")], "cells", { perm: [0, 2, 1] });
  // The class token, as often as there are pictures.
  node("Shape", ["pixel_values"], "shape");
  node("Gather", ["shape", "one0"], "batch", { axis: 0 });
  tensors.push(intTensor("one0", [1], [0]));
  node("Concat", ["batch", "class.shape"], "class.wanted", { axis: 0 });
  node("Expand", ["class", "class.wanted"], "class.all");
  node("Concat", ["class.all", "cells"], "tokens", { axis: 1 });
  let x = norm(node("Add", ["tokens", "places"], "placed"), "pre");
  for (let l = 0; l < layers; l++) {
    const n = norm(x, `l${l}.n1`);
    const part = (name: string, perm: number[]): string =>
      node(
        "Transpose",
        [node("Reshape", [linear(n, `l${l}.${name}`, width, width), "split"], `l${l}.${name}.s`)],
        `l${l}.${name}.t`,
        { perm },
      );
    const q = node("Mul", [part("q", [0, 2, 1, 3]), "root"], `l${l}.q.r`);
    const scores = node("Softmax", [node("MatMul", [q, part("k", [0, 2, 3, 1])], `l${l}.qk`)], `l${l}.a`, {
      axis: -1,
    });
    const mixed = node(
      "Transpose",
      [node("MatMul", [scores, part("v", [0, 2, 1, 3])], `l${l}.av`)],
      `l${l}.av.t`,
      { perm: [0, 2, 1, 3] },
    );
    x = node(
      "Add",
      [x, linear(node("Reshape", [mixed, "join"], `l${l}.av.j`), `l${l}.o`, width, width)],
      `l${l}.x1`,
    );
    const h = linear(norm(x, `l${l}.n2`), `l${l}.f1`, width, width * 4);
    // CLIP's quick GELU.
    const gelu = node(
      "Mul",
      [h, node("Sigmoid", [node("Mul", [h, "quick"], `l${l}.g1`)], `l${l}.g2`)],
      `l${l}.g3`,
    );
    x = node("Add", [x, linear(gelu, `l${l}.f2`, width * 4, width)], `l${l}.x2`);
  }
  const pooled = norm(node("Gather", [x, "first"], "pooled", { axis: 1 }), "post");
  node("MatMul", [pooled, matrix("project", width, output)], "image_embeds");
  return {
    nodes,
    tensors,
    inputs: [{ name: "pixel_values", type: "float32", shape: ["batch", 3, size, size] }],
    outputs: [{ name: "image_embeds", type: "float32", shape: ["batch", output] }],
    opset: 17,
  };
}

export const parametersOf = (graph: OnnxGraph): number =>
  graph.tensors.reduce((sum, t) => sum + (t.type === "float32" ? t.data.length / 4 : 0), 0);

/** Writes the file piece by piece. */
export async function writeGraph(path: string, graph: OnnxGraph): Promise<void> {
  const file = await open(path, "w");
  try {
    let small: Uint8Array[] = [];
    for (const part of onnxParts(graph)) {
      small.push(part);
      if (small.length < 2000 && part.length < 1 << 16) continue;
      await file.write(Buffer.concat(small));
      small = [];
    }
    await file.write(Buffer.concat(small));
  } finally {
    await file.close();
  }
}
