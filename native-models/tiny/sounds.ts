import type { TinyModel } from "./models.ts";
import { floatTensor, intTensor, writeOnnx } from "./onnx-writer.ts";
import { wordTokenizer } from "./tokenizers.ts";

const json = (value: object): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const meanings: Readonly<Record<string, readonly number[]>> = {
  low: [1, 0, 0], hum: [1, 0, 0], engine: [1, 0, 0], high: [0, 1, 0], whistle: [0, 1, 0], whistling: [0, 1, 0],
};
const words = ["[pad]", "[unk]", ...Object.keys(meanings)];

/** CLAP's shape and tensor names: right about a low tone (300 Hz: a hum) and a high one (2 kHz: a whistle). */
export function tinyClap(): TinyModel {
  const weights = new Float32Array(64 * 3);
  for (let bin = 0; bin < 64; bin++) {
    // Decibels above the quiet top of the picture.
    if (bin >= 50) for (const row of [0, 1]) weights[bin * 3 + row] = -1 / 14;
    if (bin === 3 || bin === 4) weights[bin * 3] = 0.5;
    if (bin >= 28 && bin <= 30) weights[bin * 3 + 1] = 1 / 3;
  }
  const shape = ["batch_size", "sequence_length"];
  return {
    manifest: {
      schema: 1, id: "tiny-clap", revision: "1", title: "Tiny CLAP", task: "sound-text", family: "clap",
      origin: { kind: "by-hand", by: "native-models/tiny" },
      licence: { name: "MIT", redistribute: true, research: false },
      goodFor: "Trying the path that sounds take.",
      cost: {},
      variants: [{ name: "fp32", networks: { audio: "onnx/audio_model.onnx", text: "onnx/text_model.onnx" } }],
      networks: [
        { role: "audio", inputs: [{ name: "input_features", type: "float32", as: "sound" }], outputs: [{ name: "audio_embeds", type: "float32", as: "embedding" }] },
        { role: "text", inputs: [{ name: "input_ids", type: "int64", as: "ids" }, { name: "attention_mask", type: "int64", as: "mask" }], outputs: [{ name: "text_embeds", type: "float32", as: "embedding" }] },
      ],
      embedding: { width: 3, normalised: false },
    },
    files: {
      "onnx/audio_model.onnx": writeOnnx({
        nodes: [
          { op: "ReduceMean", inputs: ["input_features"], outputs: ["bins"], attributes: { axes: [1, 2], keepdims: 0 } },
          { op: "MatMul", inputs: ["bins", "weights"], outputs: ["tones"] },
          { op: "Sub", inputs: ["tones", "least"], outputs: ["above"] },
          { op: "Relu", inputs: ["above"], outputs: ["loud"] },
          { op: "Add", inputs: ["loud", "base"], outputs: ["audio_embeds"] },
        ],
        tensors: [floatTensor("weights", [64, 3], weights), floatTensor("least", [3], [25, 25, 0]), floatTensor("base", [3], [0, 0, 1])],
        inputs: [{ name: "input_features", type: "float32", shape: ["batch_size", 1, "frames", 64] }],
        outputs: [{ name: "audio_embeds", type: "float32", shape: ["batch_size", 3] }],
        opset: 17,
      }),
      "onnx/text_model.onnx": writeOnnx({
        nodes: [
          { op: "Gather", inputs: ["table", "input_ids"], outputs: ["words"], attributes: { axis: 0 } },
          { op: "ReduceSum", inputs: ["words", "axis"], outputs: ["sum"], attributes: { keepdims: 0 } },
          { op: "Add", inputs: ["sum", "base"], outputs: ["text_embeds"] },
        ],
        tensors: [
          floatTensor("table", [words.length, 3], words.flatMap((word) => meanings[word] ?? [0, 0, 0])),
          intTensor("axis", [1], [1]),
          floatTensor("base", [3], [0, 0, 0.1]),
        ],
        inputs: [{ name: "input_ids", type: "int64", shape }, { name: "attention_mask", type: "int64", shape }],
        outputs: [{ name: "text_embeds", type: "float32", shape: ["batch_size", 3] }],
        opset: 17,
      }),
      "config.json": json({ model_type: "clap", architectures: ["ClapModel"], projection_dim: 3 }),
      "preprocessor_config.json": json({
        feature_extractor_type: "ClapFeatureExtractor", processor_class: "ClapProcessor", chunk_length_s: 10, feature_size: 64, fft_window_size: 1024, frequency_max: 14000, frequency_min: 50,
        hop_length: 480, max_length_s: 10, n_fft: 1024, nb_frequency_bins: 513, nb_max_frames: 1000, nb_max_samples: 480000, padding: "repeatpad", sampling_rate: 48000, top_db: null, truncation: "rand_trunc", return_attention_mask: false,
      }),
      "tokenizer_config.json": json({ tokenizer_class: "PreTrainedTokenizerFast", unk_token: "[unk]", pad_token: "[pad]", model_max_length: 512 }),
      "tokenizer.json": json(wordTokenizer(words)),
    },
  };
}
