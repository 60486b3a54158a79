import type { TinyModel } from "./models.ts";
import { floatTensor, intTensor, writeOnnx, type OnnxGraph, type OnnxTensor } from "./onnx-writer.ts";

/**
 * Video-language networks of SmolVLM's and Qwen2-VL's shapes and tensor names that know three colours. What they write follows from
 * the pictures, from the question and from the cache: "a red picture", or "red" where the question has the word "colour"; asked
 * for "everything" they go round in circles.
 */

/** What a number of an embedding means: the first three are what the pictures give. */
const marks = ["red", "green", "blue", "begin", "article", "named", "noun", "asks-colour", "asks-all"] as const;
const width = marks.length;
const mark = (name: (typeof marks)[number]): number => marks.indexOf(name);

const special = ["<|endoftext|>", "<|im_start|>", "<end_of_utterance>", "<image>", "<fake_token_around_image>", "<global-img>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>", "[unk]"] as const;
const words = ["a", "red", "green", "blue", "picture", "colour", "everything", ":"] as const;
const vocabulary: readonly string[] = [...special, ...words];
const id = (token: string): number => vocabulary.indexOf(token);

/** Token ids to embeddings: each word its mark. */
function embed(): OnnxGraph {
  const table = new Float32Array(vocabulary.length * width);
  const set = (token: string, name: (typeof marks)[number]): void => void (table[id(token) * width + mark(name)] = 1);
  set(":", "begin");
  set("a", "article");
  for (const colour of ["red", "green", "blue"]) set(colour, "named");
  set("picture", "noun");
  set("colour", "asks-colour");
  set("everything", "asks-all");
  return {
    nodes: [{ op: "Gather", inputs: ["table", "input_ids"], outputs: ["inputs_embeds"], attributes: { axis: 0 } }],
    tensors: [floatTensor("table", [vocabulary.length, width], table)],
    inputs: [{ name: "input_ids", type: "int64", shape: ["batch_size", "sequence_length"] }],
    outputs: [{ name: "inputs_embeds", type: "float32", shape: ["batch_size", "sequence_length", width] }],
    opset: 17,
  };
}

/** From marks to tokens: rows of [mark, token, strength]. */
function weights(name: string, rows: readonly [(typeof marks)[number], readonly string[], number][]): OnnxTensor {
  const data = new Float32Array(width * vocabulary.length);
  for (const [from, tokens, strength] of rows) for (const token of tokens) data[mark(from) * vocabulary.length + id(token)] = strength;
  return floatTensor(name, [width, vocabulary.length], data);
}

const colours = ["red", "green", "blue"];
const end = "<end_of_utterance>";

/** The cache holds every embedding seen so far: colours and the question are read from its sum, the next word from the last one. */
function decoder(end_: string, positions: readonly (number | string)[]): OnnxGraph {
  const share = new Float32Array(3 * vocabulary.length);
  for (const [i, colour] of colours.entries()) share[i * vocabulary.length + id(colour)] = 10;
  const cache = ["key", "value"];
  return {
    nodes: [
      { op: "Unsqueeze", inputs: ["inputs_embeds", "one"], outputs: ["new"] },
      ...cache.map((part) => ({ op: "Concat", inputs: [`past_key_values.0.${part}`, "new"], outputs: [`present.0.${part}`], attributes: { axis: 2 } })),
      { op: "ReduceSum", inputs: ["present.0.key", "two"], outputs: ["all"], attributes: { keepdims: 0 } },
      { op: "Slice", inputs: ["all", "zero", "three", "two"], outputs: ["light"] },
      { op: "ReduceSum", inputs: ["light", "two"], outputs: ["sum"], attributes: { keepdims: 1 } },
      { op: "Add", inputs: ["sum", "little"], outputs: ["some"] },
      { op: "Div", inputs: ["light", "some"], outputs: ["shares"] },
      { op: "MatMul", inputs: ["shares", "by_colour"], outputs: ["coloured"] },
      { op: "Slice", inputs: ["all", "asks", "asks_end", "two"], outputs: ["asked"] },
      { op: "Min", inputs: ["asked", "full"], outputs: ["short"] },
      { op: "Slice", inputs: ["all", "asks_end", "asks_all_end", "two"], outputs: ["wanted"] },
      { op: "Min", inputs: ["wanted", "full"], outputs: ["long"] },
      { op: "MatMul", inputs: ["inputs_embeds", "plain"], outputs: ["by_word"] },
      { op: "MatMul", inputs: ["inputs_embeds", "when_short"], outputs: ["if_short"] },
      { op: "Mul", inputs: ["if_short", "short"], outputs: ["shortened"] },
      { op: "MatMul", inputs: ["inputs_embeds", "when_long"], outputs: ["if_long"] },
      { op: "Mul", inputs: ["if_long", "long"], outputs: ["lengthened"] },
      { op: "Sum", inputs: ["by_word", "shortened", "lengthened", "coloured"], outputs: ["logits"] },
    ],
    tensors: [
      intTensor("zero", [1], [0]), intTensor("one", [1], [1]), intTensor("two", [1], [2]), intTensor("three", [1], [3]),
      intTensor("asks", [1], [mark("asks-colour")]), intTensor("asks_end", [1], [mark("asks-all")]), intTensor("asks_all_end", [1], [width]),
      floatTensor("little", [], [1e-6]), floatTensor("full", [], [1]),
      floatTensor("by_colour", [3, vocabulary.length], share),
      weights("plain", [["begin", ["a"], 20], ["article", colours, 20], ["named", ["picture"], 20], ["noun", [end_], 20]]),
      weights("when_short", [["begin", ["a"], -20], ["begin", colours, 20], ["named", ["picture"], -20], ["named", [end_], 20]]),
      weights("when_long", [["named", colours, 40]]),
    ],
    inputs: [
      { name: "inputs_embeds", type: "float32", shape: ["batch_size", "sequence_length", width] },
      { name: "attention_mask", type: "int64", shape: ["batch_size", "total_sequence_length"] },
      { name: "position_ids", type: "int64", shape: positions },
      ...cache.map((part) => ({ name: `past_key_values.0.${part}`, type: "float32" as const, shape: ["batch_size", 1, "past_sequence_length", width] })),
    ],
    outputs: [
      { name: "logits", type: "float32", shape: ["batch_size", "sequence_length", vocabulary.length] },
      ...cache.map((part) => ({ name: `present.0.${part}`, type: "float32" as const, shape: ["batch_size", 1, "total_sequence_length", width] })),
    ],
    opset: 17,
  };
}

const side = 32;
const tokensOfPicture = 4;
const light = floatTensor("as_light", [3, width], Float32Array.from({ length: 3 * width }, (_, i) => (i % width === Math.floor(i / width) ? 1 : 0)));
const half = floatTensor("half", [], [0.5]);

/** SmolVLM's: pictures [batch, pictures, 3, side, side], -1 to 1, to four tokens for each that hold its mean colour. */
const seesPictures = (): OnnxGraph => ({
  nodes: [
    { op: "Mul", inputs: ["pixel_values", "half"], outputs: ["scaled"] },
    { op: "Add", inputs: ["scaled", "half"], outputs: ["bright"] },
    { op: "ReduceMean", inputs: ["bright"], outputs: ["means"], attributes: { axes: [-2, -1], keepdims: 0 } },
    { op: "Cast", inputs: ["pixel_attention_mask"], outputs: ["seen"], attributes: { to: 1 } },
    { op: "ReduceMean", inputs: ["seen"], outputs: ["part"], attributes: { axes: [-2, -1], keepdims: 0 } },
    { op: "Unsqueeze", inputs: ["part", "last"], outputs: ["column"] },
    { op: "Mul", inputs: ["means", "column"], outputs: ["real"] },
    { op: "Reshape", inputs: ["real", "apart"], outputs: ["single"] },
    { op: "MatMul", inputs: ["single", "as_light"], outputs: ["token"] },
    { op: "Concat", inputs: Array.from({ length: tokensOfPicture }, () => "token"), outputs: ["image_features"], attributes: { axis: 1 } },
  ],
  tensors: [half, light, intTensor("last", [1], [-1]), intTensor("apart", [3], [-1, 1, 3])],
  inputs: [
    { name: "pixel_values", type: "float32", shape: ["batch_size", "num_images", 3, side, side] },
    { name: "pixel_attention_mask", type: "bool", shape: ["batch_size", "num_images", side, side] },
  ],
  outputs: [{ name: "image_features", type: "float32", shape: ["num_patches", tokensOfPicture, width] }],
  opset: 17,
});

const patch = 4;
const inPatch = 2 * patch * patch;

/** Qwen2-VL's: patches of two frames, the four of a merged square one after the other, to one token for each square. */
const seesPatches = (): OnnxGraph => ({
  nodes: [
    { op: "Mul", inputs: ["pixel_values", "half"], outputs: ["scaled"] },
    { op: "Add", inputs: ["scaled", "half"], outputs: ["bright"] },
    { op: "Reshape", inputs: ["bright", "squares"], outputs: ["by_square"] },
    { op: "ReduceMean", inputs: ["by_square"], outputs: ["means"], attributes: { axes: [1, 3], keepdims: 0 } },
    { op: "MatMul", inputs: ["means", "as_light"], outputs: ["image_features"] },
  ],
  tensors: [half, light, intTensor("squares", [4], [-1, 4, 3, inPatch])],
  inputs: [
    { name: "pixel_values", type: "float32", shape: ["num_patches", 3 * inPatch] },
    { name: "grid_thw", type: "int64", shape: ["num_images", 3] },
  ],
  outputs: [{ name: "image_features", type: "float32", shape: ["num_tokens", width] }],
  opset: 17,
});

const json = (value: object): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

const tokenizer = (): Uint8Array =>
  json({
    version: "1.0", truncation: null, padding: null, normalizer: { type: "Lowercase" }, pre_tokenizer: { type: "Whitespace" }, post_processor: null, decoder: null,
    added_tokens: special.map((content, i) => ({ id: i, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true })),
    model: { type: "WordLevel", vocab: Object.fromEntries(vocabulary.map((word, i) => [word, i])), unk_token: "[unk]" },
  });

const manifestOf = (name: string, title: string, family: string, size: number, grid: string) => ({
  schema: 1,
  id: name,
  revision: "1",
  title,
  task: "video-language",
  family,
  origin: { kind: "by-hand", by: "native-models/tiny" },
  licence: { name: "MIT", redistribute: true, research: false },
  goodFor: "Trying the path of models that write about pictures; it knows three colours.",
  cost: {},
  variants: [{ name: "fp32", networks: { vision: "onnx/vision_encoder.onnx", embed: "onnx/embed_tokens.onnx", decoder: "onnx/decoder_model_merged.onnx" } }],
  networks: [
    {
      role: "vision",
      inputs: [{ name: "pixel_values", type: "float32", as: "pixels" }, { name: grid, type: grid === "grid_thw" ? "int64" : "bool", as: "grid" }],
      outputs: [{ name: "image_features", type: "float32", as: "features" }],
    },
    { role: "embed", inputs: [{ name: "input_ids", type: "int64", as: "ids" }], outputs: [{ name: "inputs_embeds", type: "float32", as: "embeddings" }] },
    { role: "decoder", inputs: [{ name: "inputs_embeds", type: "float32", as: "embeddings" }], outputs: [{ name: "logits", type: "float32", as: "logits" }] },
  ],
  preprocessing: { width: size, height: size, fit: "squash", filter: "lanczos", mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
});
const layers = { num_attention_heads: 1, num_key_value_heads: 1, num_hidden_layers: 1, hidden_size: width, head_dim: width, vocab_size: vocabulary.length };
const normal = { do_resize: true, do_rescale: true, rescale_factor: 1 / 255, do_normalize: true, image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] };

/** SmolVLM's shape. With `template` "file", what a conversation looks like stands in a file of its own. */
export function tinySmolVlm({ template = "config" }: { readonly template?: "config" | "file" | "none" } = {}): TinyModel {
  const chat = "<|im_start|>{% for message in messages %}{{message['role'] | capitalize}}{% if message['content'][0]['type'] == 'image' %}{{':'}}{% else %}{{': '}}{% endif %}{% for line in message['content'] %}{% if line['type'] == 'text' %}{{line['text']}}{% elif line['type'] == 'image' %}{{ '<image>' }}{% endif %}{% endfor %}<end_of_utterance>\n{% endfor %}{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}";
  return {
    manifest: { ...manifestOf("tiny-smolvlm", "Tiny SmolVLM", "smolvlm", side, "pixel_attention_mask"), settings: { frames: 4, tokens: 24 } },
    files: {
      "onnx/vision_encoder.onnx": writeOnnx(seesPictures()),
      "onnx/embed_tokens.onnx": writeOnnx(embed()),
      "onnx/decoder_model_merged.onnx": writeOnnx(decoder(end, ["batch_size", "sequence_length"])),
      "config.json": json({ model_type: "smolvlm", architectures: ["SmolVLMForConditionalGeneration"], image_token_id: id("<image>"), text_config: { model_type: "llama", ...layers }, vision_config: { image_size: side } }),
      "generation_config.json": json({ eos_token_id: id(end), pad_token_id: 0 }),
      "preprocessor_config.json": json({ image_processor_type: "SmolVLMImageProcessor", processor_class: "SmolVLMProcessor", do_image_splitting: true, size: { longest_edge: 2 * side }, max_image_size: { longest_edge: side }, resample: 1, ...normal }),
      "processor_config.json": json({ processor_class: "SmolVLMProcessor", image_seq_len: tokensOfPicture }),
      "tokenizer_config.json": json({ tokenizer_class: "PreTrainedTokenizerFast", eos_token: end, unk_token: "[unk]", pad_token: special[0], ...(template === "config" ? { chat_template: chat } : {}) }),
      "tokenizer.json": tokenizer(),
      ...(template === "file" ? { "chat_template.json": json({ chat_template: chat }) } : {}),
    },
  };
}

/** Qwen2-VL's shape: the frames of a film as one picture with a dimension of time. */
export function tinyQwenVl(): TinyModel {
  const chat = "{% for message in messages %}<|im_start|>{{message['role']}}\n{% for line in message['content'] %}{% if line['type'] == 'image' %}<|vision_start|><|image_pad|><|vision_end|>{% else %}{{line['text']}}{% endif %}{% endfor %}<end_of_utterance>\n{% endfor %}{% if add_generation_prompt %}{{ 'assistant :' }}{% endif %}";
  const size = 4 * patch;
  return {
    manifest: { ...manifestOf("tiny-qwen-vl", "Tiny Qwen-VL", "qwen-vl", size, "grid_thw"), settings: { frames: 5, tokens: 24 } },
    files: {
      "onnx/vision_encoder.onnx": writeOnnx(seesPatches()),
      "onnx/embed_tokens.onnx": writeOnnx(embed()),
      "onnx/decoder_model_merged.onnx": writeOnnx(decoder(end, [3, "batch_size", "sequence_length"])),
      "config.json": json({ model_type: "qwen2_vl", architectures: ["Qwen2VLForConditionalGeneration"], ...layers, image_token_id: id("<|image_pad|>"), video_token_id: id("<|video_pad|>"), vision_start_token_id: id("<|vision_start|>"), vision_config: { spatial_merge_size: 2 } }),
      "generation_config.json": json({ eos_token_id: id(end), pad_token_id: 0 }),
      "preprocessor_config.json": json({ image_processor_type: "Qwen2VLImageProcessor", processor_class: "Qwen2VLProcessor", min_pixels: 64, max_pixels: 4096, patch_size: patch, merge_size: 2, temporal_patch_size: 2, resample: 3, ...normal }),
      "tokenizer_config.json": json({ tokenizer_class: "PreTrainedTokenizerFast", eos_token: end, unk_token: "[unk]", pad_token: special[0], chat_template: chat }),
      "tokenizer.json": tokenizer(),
    },
  };
}
