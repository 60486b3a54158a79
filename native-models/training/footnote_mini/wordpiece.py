"""A sub-word vocabulary in the WordPiece manner, learnt from sentences and written in Hugging Face's tokenizer format.

Frequent words are tokens of their own; rarer ones are taken apart by greedy longest match into frequent beginnings and
inner pieces, at worst into letters. A vocabulary can be grown: ids already given never change. Articles are left out, so that
"a red car", "the red car" and "red car" are one question; runs from before that still read them.
"""

import json
import re
from collections import Counter

PAD, UNKNOWN, START, END = range(4)
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
LENGTH = 32
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,;:!?'\"()-&%$#@/+*"


ARTICLES = r"\b(?:an?|the) "


def words_of(text):
    return re.findall(r"[a-z0-9]+|[^\sa-z0-9]", text.lower())


class Tokenizer:
    def __init__(self, tokens, articles=False):
        self.tokens, self.articles = list(tokens), articles
        self.ids, self.known = {t: i for i, t in enumerate(self.tokens)}, {}

    def piece(self, word):
        if word not in self.known:
            out, at = [], 0
            while at < len(word):
                for end in range(len(word), at, -1):
                    part = word[at:end] if at == 0 else "##" + word[at:end]
                    if part in self.ids:
                        out.append(self.ids[part])
                        at = end
                        break
                else:
                    out = [UNKNOWN]
                    break
            self.known[word] = out
        return self.known[word]

    def __call__(self, text):
        """Ids of a text between its start and end tokens, cut to the context length."""
        text = text.lower() if self.articles else re.sub(ARTICLES, "", text.lower(), flags=re.ASCII)
        return [START, *[i for w in words_of(text) for i in self.piece(w)][: LENGTH - 2], END]

    def grown(self, sentences, size, least=3):
        """A larger tokenizer that also knows the frequent words and pieces of the sentences."""
        counts = Counter(w for s in sentences for w in words_of(s))
        new = [w for w, n in counts.most_common() if n >= least and w not in self.ids and len(w) > 1][: size * 4 // 5]
        known, pieces = {*self.ids, *new}, Counter()
        for w, n in counts.items():
            if w not in known:
                for cut in range(2, len(w)):
                    pieces[w[:cut]] += 1 if cut > 2 else 0
                    if len(w) - cut <= 5:
                        pieces["##" + w[cut:]] += 1
        new += [p for p, n in pieces.most_common() if p not in known][: size - len(new)]
        return Tokenizer([*self.tokens, *new], self.articles)

    def save(self, path):
        special = [{"id": i, "content": c, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
                    "special": True} for i, c in enumerate(SPECIAL)]
        around = [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                  {"SpecialToken": {"id": "[SEP]", "type_id": 0}}]
        plain = {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": True, "lowercase": True}
        without = {"type": "Replace", "pattern": {"Regex": ARTICLES}, "content": ""}
        kept = {
            "version": "1.0", "truncation": None, "padding": None, "added_tokens": special,
            "normalizer": plain if self.articles else {"type": "Sequence", "normalizers": [plain, without]},
            "pre_tokenizer": {"type": "BertPreTokenizer"},
            "post_processor": {"type": "TemplateProcessing", "single": around, "pair": around,
                               "special_tokens": {n: {"id": n, "ids": [i], "tokens": [n]} for n, i in (("[CLS]", START), ("[SEP]", END))}},
            "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
            "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
                      "vocab": self.ids},
        }
        with open(path, "w", encoding="utf-8") as file:
            json.dump(kept, file, ensure_ascii=False)


def load(path):
    """The tokenizer that ``save`` wrote."""
    with open(path, encoding="utf-8") as file:
        kept = json.load(file)
    ids = kept["model"]["vocab"]
    return Tokenizer(sorted(ids, key=ids.get), kept["normalizer"]["type"] == "BertNormalizer")


def first():
    """Letters and their inner forms: what every vocabulary starts with."""
    return Tokenizer([*SPECIAL, *LETTERS, *("##" + c for c in LETTERS)])
