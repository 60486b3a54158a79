import type { TinyModel } from "./models.ts";
import { floatTensor, intTensor, writeOnnx, type OnnxGraph, type OnnxNode, type OnnxTensor } from "./onnx-writer.ts";

/**
 * Speech networks of Whisper's and Moonshine's shapes and tensor names that understand a language of two words: a low tone says
 * "hello", a high one "world", a slot of time each. So a test from film to answer checks words, times and languages.
 */

const own = { name: "MIT", redistribute: true, research: false };
const json = (value: object): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const slots = 15;

/** Ids of Whisper's kind: text below the end token, then special tokens, then 1,501 times of 20 ms. */
const whisper = {
  text: ["Ġhello", "Ġworld", "!", "a", "b"],
  special: ["<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|de|>", "<|translate|>", "<|transcribe|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"],
} as const;
const idIn = (list: readonly string[], token: string): number => list.indexOf(token);
const whisperIds = [...whisper.text, ...whisper.special];
const timesFrom = whisperIds.length;
const whisperVocabulary = timesFrom + 1501;

const oneHot = (width: number, at: number, value: number): number[] => Array.from({ length: width }, (_, i) => (i === at ? value : 0));

interface Decoder {
  readonly vocabulary: number;
  /** Ids of the two words, and of the end. */
  readonly words: readonly [number, number];
  readonly end: number;
  /** Frames of the encoder for each slot. */
  readonly frames: number;
  /** Position of the first token that is said. */
  readonly begins: number;
  /** Whisper's ways: times before and after the words, languages and "no speech" at the first place, cross attention. */
  readonly times: boolean;
}

/**
 * A decoder with merged cache branches. `encoder_hidden_states` [1, frames, 2] say low or high for each frame; the token at
 * each place follows from the slot that belongs to it, so that the cache is needed for its length alone.
 */
function decoder({ vocabulary, words, end, frames, begins, times }: Decoder): OnnxGraph {
  const all = slots * frames;
  const hot = (name: string, at: number, value: number): OnnxTensor => floatTensor(name, [1, 1, vocabulary], oneHot(vocabulary, at, value));
  const tensors: OnnxTensor[] = [
    floatTensor("nothing", [1, all, 2], new Float32Array(all * 2)),
    intTensor("zero", [1], [0]), intTensor("one", [1], [1]), intTensor("two", [1], [2]), intTensor("whole", [1], [all]),
    intTensor("as_slots", [4], [1, slots, frames, 2]),
    floatTensor("half", [], [0.5]), floatTensor("flat", [], [0]),
    hot("says_low", words[0], 20), hot("says_high", words[1], 20), hot("says_end", end, 5),
    intTensor("scalar", [0], []), intTensor("at_0", [], [0]), intTensor("at_1", [], [1]), intTensor("at_2", [], [2]), intTensor("step", [], [1]),
    intTensor("last", [], [slots + begins]),
    intTensor("encoder_shape", [4], [1, 1, times ? all : 1, 1]),
  ];
  const nodes: OnnxNode[] = [
    { op: "Concat", inputs: ["encoder_hidden_states", "nothing"], outputs: ["long"], attributes: { axis: 1 } },
    { op: "Slice", inputs: ["long", "zero", "whole", "one"], outputs: ["cut"] },
    { op: "Reshape", inputs: ["cut", "as_slots"], outputs: ["by_slot"] },
    { op: "ReduceMean", inputs: ["by_slot"], outputs: ["heard"], attributes: { axes: [2], keepdims: 0 } },
    { op: "Greater", inputs: ["heard", "half"], outputs: ["is"] },
    { op: "Cast", inputs: ["is"], outputs: ["tones"], attributes: { to: 1 } },
    { op: "Slice", inputs: ["tones", "zero", "one", "two"], outputs: ["low"] },
    { op: "Slice", inputs: ["tones", "one", "two", "two"], outputs: ["high"] },
    { op: "Mul", inputs: ["low", "says_low"], outputs: ["low_says"] },
    { op: "Mul", inputs: ["high", "says_high"], outputs: ["high_says"] },
    { op: "Add", inputs: ["low_says", "high_says"], outputs: ["both"] },
    { op: "Add", inputs: ["both", "says_end"], outputs: ["said"] },
  ];
  let script = "said";
  if (times) {
    // A time after the last word: where the slot before was loud and this one is not, and always after the last slot.
    const stamps = new Float32Array(slots * vocabulary);
    for (let k = 0; k < slots; k++) stamps[k * vocabulary + timesFrom + (k * all) / slots] = 12;
    tensors.push(
      floatTensor("stamps", [1, slots, vocabulary], stamps),
      floatTensor("silent", [1, 1, 1], [0]),
      intTensor("but_last", [1], [slots - 1]),
      hot("first_time", timesFrom, 30),
      hot("english", idIn(whisperIds, "<|en|>"), 8), hot("german", idIn(whisperIds, "<|de|>"), 12), hot("nobody", idIn(whisperIds, "<|nospeech|>"), 14),
      floatTensor("full", [], [1]),
    );
    nodes.push(
      { op: "Add", inputs: ["low", "high"], outputs: ["loud"] },
      { op: "Slice", inputs: ["loud", "zero", "but_last", "one"], outputs: ["former"] },
      { op: "Concat", inputs: ["silent", "former"], outputs: ["before"], attributes: { axis: 1 } },
      { op: "Mul", inputs: ["before", "stamps"], outputs: ["stamped"] },
      { op: "Add", inputs: ["said", "stamped"], outputs: ["timed"] },
      // The language by the first tone; nobody speaks where there is none.
      { op: "Slice", inputs: ["high", "zero", "one", "one"], outputs: ["first_high"] },
      { op: "Mul", inputs: ["first_high", "german"], outputs: ["is_german"] },
      { op: "ReduceMax", inputs: ["loud"], outputs: ["any"], attributes: { axes: [1], keepdims: 1 } },
      { op: "Sub", inputs: ["full", "any"], outputs: ["none"] },
      { op: "Mul", inputs: ["none", "nobody"], outputs: ["is_nobody"] },
      { op: "Add", inputs: ["english", "is_german"], outputs: ["tongue"] },
      { op: "Add", inputs: ["tongue", "is_nobody"], outputs: ["opening"] },
      { op: "Concat", inputs: ["opening", "says_end", "first_time", "timed", "says_end"], outputs: ["script"], attributes: { axis: 1 } },
    );
    script = "script";
  } else {
    nodes.push({ op: "Concat", inputs: ["said", "says_end"], outputs: ["script"], attributes: { axis: 1 } });
    script = "script";
  }
  nodes.push(
    { op: "Shape", inputs: ["past_key_values.0.decoder.key"], outputs: ["past_shape"] },
    { op: "Gather", inputs: ["past_shape", "at_2"], outputs: ["past"], attributes: { axis: 0 } },
    { op: "Shape", inputs: ["input_ids"], outputs: ["ids_shape"] },
    { op: "Gather", inputs: ["ids_shape", "at_1"], outputs: ["count"], attributes: { axis: 0 } },
    { op: "Add", inputs: ["past", "count"], outputs: ["until"] },
    { op: "Range", inputs: ["past", "until", "step"], outputs: ["places"] },
    { op: "Min", inputs: ["places", "last"], outputs: ["rows"] },
    { op: "Gather", inputs: [script, "rows"], outputs: ["logits"], attributes: { axis: 1 } },
    // A cache of the right shapes with nothing in it but its length.
    { op: "Cast", inputs: ["places"], outputs: ["as_floats"], attributes: { to: 1 } },
    { op: "Unsqueeze", inputs: ["as_floats", "cache_axes"], outputs: ["new"] },
    ...["key", "value"].map((part): OnnxNode => ({ op: "Concat", inputs: [`past_key_values.0.decoder.${part}`, "new"], outputs: [`present.0.decoder.${part}`], attributes: { axis: 2 } })),
    ...["key", "value"].map((part): OnnxNode => ({ op: "Expand", inputs: ["flat", "encoder_shape"], outputs: [`present.0.encoder.${part}`] })),
  );
  tensors.push(intTensor("cache_axes", [3], [0, 1, 3]));
  const cache = ["decoder", "encoder"].flatMap((side) => ["key", "value"].map((part) => `0.${side}.${part}`));
  const outputs: OnnxGraph["outputs"][number][] = [
    { name: "logits", type: "float32", shape: ["batch_size", "decoder_sequence_length", vocabulary] },
    ...cache.map((name) => ({ name: `present.${name}`, type: "float32" as const, shape: ["batch_size", 1, "length", 1] })),
  ];
  if (times) {
    // Where each place of the text looks in the sound: the middle of its slot.
    tensors.push(
      floatTensor("frames", [1, all], Float32Array.from({ length: all }, (_, i) => i)),
      floatTensor("width", [], [frames]), floatTensor("middle", [], [frames / 2 - frames * (begins + 1)]), floatTensor("spread", [], [frames * frames * 4]), floatTensor("unit", [], [1]),
      intTensor("column", [1], [1]), intTensor("heads", [2], [0, 1]),
    );
    nodes.push(
      { op: "Unsqueeze", inputs: ["as_floats", "column"], outputs: ["place_column"] },
      { op: "Mul", inputs: ["place_column", "width"], outputs: ["reached"] },
      { op: "Add", inputs: ["reached", "middle"], outputs: ["centres"] },
      { op: "Sub", inputs: ["frames", "centres"], outputs: ["away"] },
      { op: "Mul", inputs: ["away", "away"], outputs: ["squared"] },
      { op: "Div", inputs: ["squared", "spread"], outputs: ["scaled"] },
      { op: "Add", inputs: ["scaled", "unit"], outputs: ["wide"] },
      { op: "Div", inputs: ["unit", "wide"], outputs: ["looks"] },
      { op: "Unsqueeze", inputs: ["looks", "heads"], outputs: ["cross_attentions.0"] },
    );
    outputs.push({ name: "cross_attentions.0", type: "float32", shape: ["batch_size", 1, "decoder_sequence_length", all] });
  }
  const used = new Set(nodes.flatMap((n) => n.inputs));
  return {
    nodes,
    tensors: tensors.filter((t) => used.has(t.name)),
    inputs: [
      { name: "input_ids", type: "int64", shape: ["batch_size", "decoder_sequence_length"] },
      { name: "encoder_hidden_states", type: "float32", shape: ["batch_size", "encoder_sequence_length", 2] },
      ...cache.map((name) => ({ name: `past_key_values.${name}`, type: "float32" as const, shape: ["batch_size", 1, name.includes("decoder") ? "past_decoder_sequence_length" : "encoder_sequence_length_out", 1] })),
      { name: "use_cache_branch", type: "bool", shape: [1] },
    ],
    outputs,
    opset: 17,
  };
}

/** Log-mel pictures [1, 80, 3000] to two numbers for each of 1,500 frames: a tone around 300 Hz, one around 2 kHz. */
function melEncoder(): OnnxGraph {
  const weights = new Float32Array(2 * 80);
  for (let bin = 0; bin < 80; bin++) {
    // Above what the quiet bins at the top hold.
    if (bin >= 65) for (const row of [0, 1]) weights[row * 80 + bin] = -6 / 15;
    if (bin >= 7 && bin <= 9) weights[bin] = 2;
    if (bin >= 43 && bin <= 45) weights[80 + bin] = 2;
  }
  return {
    nodes: [
      { op: "AveragePool", inputs: ["input_features"], outputs: ["pairs"], attributes: { kernel_shape: [2], strides: [2] } },
      { op: "Conv", inputs: ["pairs", "bins"], outputs: ["tones"], attributes: { kernel_shape: [1] } },
      { op: "Greater", inputs: ["tones", "loud"], outputs: ["is"] },
      { op: "Cast", inputs: ["is"], outputs: ["marks"], attributes: { to: 1 } },
      { op: "Transpose", inputs: ["marks"], outputs: ["last_hidden_state"], attributes: { perm: [0, 2, 1] } },
    ],
    tensors: [floatTensor("bins", [2, 80, 1], weights), floatTensor("loud", [], [2])],
    inputs: [{ name: "input_features", type: "float32", shape: ["batch_size", 80, 3000] }],
    outputs: [{ name: "last_hidden_state", type: "float32", shape: ["batch_size", 1500, 2] }],
    opset: 17,
  };
}

/** Samples [1, n] to the same two numbers for each 25 ms: loud, and by how much neighbouring samples differ. */
function waveEncoder(): OnnxGraph {
  const pool = { kernel_shape: [400], strides: [400] };
  return {
    nodes: [
      { op: "Unsqueeze", inputs: ["input_values", "axis"], outputs: ["wave"] },
      { op: "Abs", inputs: ["wave"], outputs: ["size"] },
      { op: "AveragePool", inputs: ["size"], outputs: ["level"], attributes: pool },
      { op: "Conv", inputs: ["wave", "difference"], outputs: ["change"], attributes: { kernel_shape: [2], pads: [0, 1] } },
      { op: "Abs", inputs: ["change"], outputs: ["rate"] },
      { op: "AveragePool", inputs: ["rate"], outputs: ["pace"], attributes: pool },
      { op: "Mul", inputs: ["level", "ratio"], outputs: ["bound"] },
      { op: "Greater", inputs: ["pace", "bound"], outputs: ["quick"] },
      { op: "Greater", inputs: ["level", "least"], outputs: ["loud"] },
      { op: "And", inputs: ["quick", "loud"], outputs: ["is_high"] },
      { op: "Not", inputs: ["quick"], outputs: ["slow"] },
      { op: "And", inputs: ["slow", "loud"], outputs: ["is_low"] },
      { op: "Concat", inputs: ["is_low", "is_high"], outputs: ["is"], attributes: { axis: 1 } },
      { op: "Cast", inputs: ["is"], outputs: ["marks"], attributes: { to: 1 } },
      { op: "Transpose", inputs: ["marks"], outputs: ["last_hidden_state"], attributes: { perm: [0, 2, 1] } },
    ],
    tensors: [intTensor("axis", [1], [1]), floatTensor("difference", [1, 1, 2], [-1, 1]), floatTensor("ratio", [], [0.35]), floatTensor("least", [], [0.02])],
    inputs: [{ name: "input_values", type: "float32", shape: ["batch_size", "num_samples"] }],
    outputs: [{ name: "last_hidden_state", type: "float32", shape: ["batch_size", "frames", 2] }],
    opset: 17,
  };
}

const added = (content: string, id: number) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true });

const common = (id: string, title: string) => ({
  schema: 1,
  id,
  revision: "1",
  title,
  task: "speech",
  origin: { kind: "by-hand", by: "native-models/tiny" },
  licence: own,
  goodFor: "Trying the path that speech takes; it knows two words.",
  cost: {},
  variants: [{ name: "fp32", networks: { encoder: "onnx/encoder_model.onnx", decoder: "onnx/decoder_model_merged.onnx" } }],
});
const networks = (input: string) => [
  { role: "encoder", inputs: [{ name: input, type: "float32", as: "sound" }], outputs: [{ name: "last_hidden_state", type: "float32", as: "hidden" }] },
  {
    role: "decoder",
    inputs: [{ name: "input_ids", type: "int64", as: "ids" }, { name: "encoder_hidden_states", type: "float32", as: "hidden" }],
    outputs: [{ name: "logits", type: "float32", as: "logits" }],
  },
];

/** Whisper's shape. Slots of two seconds; English begins low, German high. Without `attention` it gives no times of words. */
export function tinyWhisper({ attention = true } = {}): TinyModel {
  const model = {
    model_type: "whisper", architectures: ["WhisperForConditionalGeneration"], is_encoder_decoder: true, vocab_size: whisperVocabulary, d_model: 2, num_mel_bins: 80,
    encoder_layers: 1, encoder_attention_heads: 1, decoder_layers: 1, decoder_attention_heads: 1, max_source_positions: 1500, max_target_positions: 448, median_filter_width: 7,
    bos_token_id: 5, eos_token_id: 5, pad_token_id: 5, decoder_start_token_id: 6,
  };
  const { bos_token_id, eos_token_id, pad_token_id, decoder_start_token_id } = model;
  const graph = decoder({ vocabulary: whisperVocabulary, words: [0, 1], end: 5, frames: 100, begins: 3, times: true });
  return {
    manifest: { ...common("tiny-whisper", "Tiny Whisper"), family: "whisper", networks: networks("input_features") },
    files: {
      "onnx/encoder_model.onnx": writeOnnx(melEncoder()),
      "onnx/decoder_model_merged.onnx": writeOnnx(attention ? graph : { ...graph, outputs: graph.outputs.filter((o) => !o.name.startsWith("cross")) }),
      "config.json": json(model),
      "generation_config.json": json({
        bos_token_id, eos_token_id, pad_token_id, decoder_start_token_id, max_length: 448, is_multilingual: true,
        lang_to_id: { "<|en|>": 7, "<|de|>": 8 }, task_to_id: { transcribe: 10, translate: 9 }, no_timestamps_token_id: 13, max_initial_timestamp_index: 50, return_timestamps: false,
        begin_suppress_tokens: [5], ...(attention ? { alignment_heads: [[0, 0]] } : {}),
      }),
      "preprocessor_config.json": json({ feature_extractor_type: "WhisperFeatureExtractor", processor_class: "WhisperProcessor", chunk_length: 30, feature_size: 80, hop_length: 160, n_fft: 400, n_samples: 480000, nb_max_frames: 3000, sampling_rate: 16000, padding_value: 0 }),
      "tokenizer_config.json": json({ tokenizer_class: "WhisperTokenizer", bos_token: "<|endoftext|>", eos_token: "<|endoftext|>", unk_token: "<|endoftext|>", pad_token: "<|endoftext|>", model_max_length: 1024 }),
      "tokenizer.json": json({
        version: "1.0", truncation: null, padding: null, normalizer: null, post_processor: null,
        added_tokens: whisper.special.map((content, i) => added(content, whisper.text.length + i)),
        pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
        decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
        model: { type: "BPE", dropout: null, unk_token: null, continuing_subword_prefix: "", end_of_word_suffix: "", fuse_unk: false, vocab: Object.fromEntries(whisper.text.map((t, i) => [t, i])), merges: [] },
      }),
    },
  };
}

/** Moonshine's shape: samples in, words out, no times. Slots of one second. */
export function tinyMoonshine(): TinyModel {
  const text = ["<unk>", "<s>", "</s>", "▁hello", "▁world"];
  return {
    manifest: { ...common("tiny-moonshine", "Tiny Moonshine"), family: "moonshine", networks: networks("input_values") },
    files: {
      "onnx/encoder_model.onnx": writeOnnx(waveEncoder()),
      "onnx/decoder_model_merged.onnx": writeOnnx(decoder({ vocabulary: text.length, words: [3, 4], end: 2, frames: 40, begins: 0, times: false })),
      "config.json": json({
        model_type: "moonshine", architectures: ["MoonshineForConditionalGeneration"], is_encoder_decoder: true, vocab_size: text.length, hidden_size: 2,
        encoder_num_hidden_layers: 1, encoder_num_attention_heads: 1, encoder_num_key_value_heads: 1, decoder_num_hidden_layers: 1, decoder_num_attention_heads: 1, decoder_num_key_value_heads: 1,
        bos_token_id: 1, eos_token_id: 2, decoder_start_token_id: 1, max_position_embeddings: 194,
      }),
      "generation_config.json": json({ bos_token_id: 1, eos_token_id: 2, decoder_start_token_id: 1, max_length: 194 }),
      "preprocessor_config.json": json({ feature_extractor_type: "MoonshineFeatureExtractor", processor_class: "MoonshineProcessor", feature_size: 1, sampling_rate: 16000, padding_value: 0, do_normalize: false }),
      "tokenizer_config.json": json({ tokenizer_class: "PreTrainedTokenizerFast", bos_token: "<s>", eos_token: "</s>", unk_token: "<unk>", model_max_length: 1000 }),
      "tokenizer.json": json({
        version: "1.0", truncation: null, padding: null, normalizer: null, pre_tokenizer: null, post_processor: null,
        added_tokens: text.slice(0, 3).map((content, id) => added(content, id)),
        decoder: { type: "Sequence", decoders: [{ type: "Replace", pattern: { String: "▁" }, content: " " }, { type: "Fuse" }, { type: "Strip", content: " ", start: 1, stop: 0 }] },
        model: { type: "BPE", dropout: null, unk_token: "<unk>", continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: true, byte_fallback: false, vocab: Object.fromEntries(text.map((t, i) => [t, i])), merges: [] },
      }),
    },
  };
}
