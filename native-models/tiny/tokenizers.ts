import { tinySpecial, tinyWords } from "./networks.ts";

/** A tokenizer.json that knows whole words only. */
export const wordTokenizer = (vocabulary: readonly string[] = [...tinySpecial, ...tinyWords]): object => ({
  version: "1.0",
  truncation: null,
  padding: null,
  added_tokens: tinySpecial.map((content, id) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true })),
  normalizer: { type: "Lowercase" },
  pre_tokenizer: { type: "Whitespace" },
  post_processor: null,
  decoder: null,
  model: { type: "WordLevel", vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])), unk_token: "[unk]" },
});

/** Bytes as CLIP's byte-pair code writes them: printable ones as themselves, others from 256 on. */
function byteSigns(): string[] {
  const plain = (b: number): boolean => (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
  let next = 256;
  return Array.from({ length: 256 }, (_, b) => String.fromCodePoint(plain(b) ? b : next++));
}

/** Merges that build each word from its last letter (with the end-of-word mark) forwards: words with a common end agree on it. */
function mergesFor(words: readonly string[]): [string, string][] {
  const merges = new Map<string, [string, string]>();
  for (const word of words) {
    const letters = word.split("");
    let right = `${letters.pop() ?? ""}</w>`;
    for (const left of letters.toReversed()) {
      merges.set(`${left} ${right}`, [left, right]);
      right = left + right;
    }
  }
  return [...merges.values()];
}

/** tokenizer.json of CLIP's kind: byte-pair pieces with `</w>`, a start and an end token, lower-cased. */
export function clipJson(vocabulary: readonly string[], merges: readonly (readonly [string, string])[]): object {
  const id = (token: string): number => vocabulary.indexOf(token);
  const special = (content: string) => ({ id: id(content), content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true });
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [special("<|startoftext|>"), special("<|endoftext|>")],
    normalizer: { type: "Sequence", normalizers: [{ type: "NFC" }, { type: "Replace", pattern: { Regex: "\\s+" }, content: " " }, { type: "Lowercase" }] },
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "Split", pattern: { Regex: "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+" }, behavior: "Removed", invert: true },
        { type: "ByteLevel", add_prefix_space: false, trim_offsets: true },
      ],
    },
    post_processor: { type: "RobertaProcessing", sep: ["<|endoftext|>", id("<|endoftext|>")], cls: ["<|startoftext|>", id("<|startoftext|>")], trim_offsets: false, add_prefix_space: false },
    decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true },
    model: { type: "BPE", dropout: null, unk_token: "<|endoftext|>", continuing_subword_prefix: "", end_of_word_suffix: "</w>", fuse_unk: false, vocab: Object.fromEntries(vocabulary.map((t, i) => [t, i])), merges: merges.map((m) => m.join(" ")) },
  };
}

/** Vocabulary and tokenizer.json of CLIP's kind, of whole words. */
export function clipTokenizer(words: readonly string[] = tinyWords): { vocabulary: string[]; json: object } {
  const signs = byteSigns();
  const merges = mergesFor(words);
  const vocabulary = [...signs, ...signs.map((s) => `${s}</w>`), ...merges.map((m) => m.join("")), "<|startoftext|>", "<|endoftext|>"];
  return { vocabulary, json: clipJson(vocabulary, merges) };
}

/** tokenizer.json of SigLIP's kind: SentencePiece unigrams, an end token, no start token. The first three pieces are `<pad>`, `</s>` and `<unk>`. */
export function siglipJson(pieces: readonly (readonly [string, number])[]): object {
  const special = (content: string, id: number) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true });
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: ["<pad>", "</s>", "<unk>"].map(special),
    normalizer: { type: "Sequence", normalizers: [{ type: "Lowercase" }, { type: "Replace", pattern: { Regex: "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~]" }, content: "" }, { type: "Precompiled", precompiled_charsmap: "" }, { type: "Replace", pattern: { Regex: "\\s+" }, content: " " }, { type: "Strip", strip_left: true, strip_right: true }] },
    pre_tokenizer: { type: "Metaspace", replacement: "▁", add_prefix_space: true, prepend_scheme: "always" },
    post_processor: { type: "TemplateProcessing", single: [{ Sequence: { id: "A", type_id: 0 } }, { SpecialToken: { id: "</s>", type_id: 0 } }], pair: [], special_tokens: { "</s>": { id: "</s>", ids: [1], tokens: ["</s>"] } } },
    decoder: { type: "Metaspace", replacement: "▁", add_prefix_space: true, prepend_scheme: "always" },
    model: { type: "Unigram", unk_id: 2, vocab: pieces, byte_fallback: false },
  };
}

/** Vocabulary and tokenizer.json of SigLIP's kind, of whole words. */
export function siglipTokenizer(words: readonly string[] = tinyWords): { vocabulary: string[]; json: object } {
  const letters = "abcdefghijklmnopqrstuvwxyz0123456789".split("");
  const pieces: [string, number][] = [
    ["<pad>", 0],
    ["</s>", 0],
    ["<unk>", 0],
    ...words.map((w): [string, number] => [`▁${w}`, -2]),
    ["▁", -4],
    ...letters.map((l): [string, number] => [l, -8]),
  ];
  return { vocabulary: pieces.map(([piece]) => piece.replace("▁", "")), json: siglipJson(pieces) };
}

/** tokenizer.json of Gemma's kind, as SigLIP 2 has it: byte pairs of SentencePiece, spaces as signs, unknown letters as bytes. */
export function gemmaJson(pieces: readonly string[], merges: readonly (readonly [string, string])[]): object {
  const special = (content: string, id: number) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true });
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: pieces.slice(0, 4).map(special),
    normalizer: { type: "Replace", pattern: { String: " " }, content: "▁" },
    pre_tokenizer: null,
    post_processor: null,
    decoder: { type: "Sequence", decoders: [{ type: "Replace", pattern: { String: "▁" }, content: " " }, { type: "ByteFallback" }, { type: "Fuse" }] },
    model: { type: "BPE", dropout: null, unk_token: "<unk>", continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: true, byte_fallback: true, vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])), merges: merges.map((m) => m.join(" ")) },
  };
}
