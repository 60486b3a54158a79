import type { TinyModel } from "./models.ts";
import { floatTensor, writeOnnx } from "./onnx-writer.ts";
import { wordTokenizer } from "./tokenizers.ts";

/** Words that mean the like to the tiny text encoder, a group each. */
const groups = [
  ["boat", "boats", "ship", "vessel", "yacht"],
  ["money", "cash", "coins", "payment"],
  ["happy", "glad", "cheerful"],
  ["man", "woman", "people", "child"],
  ["harbour", "port", "quay"],
] as const;

/** MiniLM's shape and tensor names: a vector for each token, right about the words of a few groups. */
export function tinySentences(): TinyModel {
  const words = ["[pad]", "[unk]", ...groups.flat()];
  const width = groups.length + 1;
  const table = words.flatMap((word) => [...groups.map((group) => ((group as readonly string[]).includes(word) ? 1 : 0)), word === "[pad]" ? 9 : 0]);
  const shape = ["batch_size", "sequence_length"];
  return {
    manifest: {
      schema: 1,
      id: "tiny-sentences",
      revision: "1",
      title: "Tiny text encoder",
      task: "text-embedding",
      family: "sentence-encoder",
      origin: { kind: "by-hand", by: "native-models/tiny" },
      licence: { name: "MIT", redistribute: true, research: false },
      goodFor: "Trying the path that words take by their meaning.",
      cost: {},
      variants: [{ name: "fp32", networks: { text: "onnx/model.onnx" } }],
      networks: [
        {
          role: "text",
          inputs: [
            { name: "input_ids", type: "int64", shape, as: "ids" },
            { name: "attention_mask", type: "int64", shape, as: "mask" },
            { name: "token_type_ids", type: "int64", shape, as: "types" },
          ],
          outputs: [{ name: "last_hidden_state", type: "float32", shape: [...shape, width], as: "tokens" }],
        },
      ],
      tokenizer: { file: "tokenizer.json", contextLength: 64, pad: "longest", padId: 0 },
      embedding: { width, normalised: false },
      settings: { pooling: "mean" },
    },
    files: {
      "onnx/model.onnx": writeOnnx({
        nodes: [{ op: "Gather", inputs: ["table", "input_ids"], outputs: ["last_hidden_state"], attributes: { axis: 0 } }],
        tensors: [floatTensor("table", [words.length, width], table)],
        inputs: [
          { name: "input_ids", type: "int64", shape },
          { name: "attention_mask", type: "int64", shape },
          { name: "token_type_ids", type: "int64", shape },
        ],
        outputs: [{ name: "last_hidden_state", type: "float32", shape: [...shape, width] }],
        opset: 17,
      }),
      "tokenizer.json": new TextEncoder().encode(JSON.stringify(wordTokenizer(words))),
    },
  };
}
