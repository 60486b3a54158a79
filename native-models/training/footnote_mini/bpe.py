"""A byte-level BPE vocabulary, learnt from captions and written in the Hugging Face tokenizer format."""

import json
import re
from collections import Counter

PAD, END = 0, 1
LENGTH = 32


def byte_letters():
    """GPT-2's printable letter for each byte."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [b for b in range(256) if b not in plain]
    return {b: chr(b) for b in plain} | {b: chr(256 + i) for i, b in enumerate(rest)}


LETTERS = byte_letters()


def pieces(text):
    return ["".join(LETTERS[b] for b in p.encode()) for p in re.findall(r" ?[a-z]+| ?[0-9]+| ?[^\sa-z0-9]+", text.lower())]


def join(parts, pair):
    out, i = [], 0
    while i < len(parts):
        hit = i + 1 < len(parts) and (parts[i], parts[i + 1]) == pair
        out.append(parts[i] + parts[i + 1] if hit else parts[i])
        i += 2 if hit else 1
    return out


def learn(captions, merges=400):
    """The vocabulary (token -> id) and merges, most frequent pair first, ties by spelling."""
    words = Counter(p for c in captions for p in pieces(c))
    split, rules = {w: list(w) for w in words}, []
    for _ in range(merges):
        pairs = Counter()
        for w, n in words.items():
            for pair in zip(split[w], split[w][1:]):
                pairs[pair] += n
        if not pairs:
            break
        best = max(pairs, key=lambda p: (pairs[p], p))
        rules.append(best)
        split = {w: join(s, best) for w, s in split.items()}
    tokens = ["[PAD]", "[END]", *(LETTERS[b] for b in range(256))]
    for a, b in rules:
        if a + b not in tokens:
            tokens.append(a + b)
    return {t: i for i, t in enumerate(tokens)}, rules


class Tokenizer:
    def __init__(self, vocabulary, rules):
        self.vocabulary, self.rules, self.known = vocabulary, [tuple(r) for r in rules], {}
        self.rank = {r: i for i, r in enumerate(self.rules)}

    def piece(self, word):
        if word not in self.known:
            parts = list(word)
            while len(parts) > 1:
                best = min(zip(parts, parts[1:]), key=lambda p: self.rank.get(p, 1 << 30))
                if best not in self.rank:
                    break
                parts = join(parts, best)
            self.known[word] = [self.vocabulary[p] for p in parts]
        return self.known[word]

    def __call__(self, text):
        """Ids of a text, cut to the context length, with its end token."""
        return [i for p in pieces(text) for i in self.piece(p)][: LENGTH - 1] + [END]

    def save(self, path):
        special = [{"id": i, "content": c, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
                    "special": True} for i, c in ((PAD, "[PAD]"), (END, "[END]"))]
        end = [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[END]", "type_id": 0}}]
        json.dump({
            "version": "1.0", "truncation": None, "padding": None, "added_tokens": special,
            "normalizer": {"type": "Lowercase"},
            "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
            "post_processor": {"type": "TemplateProcessing", "single": end, "pair": end,
                               "special_tokens": {"[END]": {"id": "[END]", "ids": [END], "tokens": ["[END]"]}}},
            "decoder": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
            "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
                      "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False,
                      "vocab": self.vocabulary, "merges": [" ".join(r) for r in self.rules]},
        }, open(path, "w", encoding="utf-8"), ensure_ascii=False)
