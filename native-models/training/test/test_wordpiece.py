"""The vocabulary: what it knows stays, what it writes is what it reads."""

import tempfile
import unittest
from pathlib import Path

from footnote_mini.wordpiece import END, LENGTH, START, UNKNOWN, first, load


class Vocabulary(unittest.TestCase):
    def test_every_word_of_letters_can_be_read(self):
        self.assertNotIn(UNKNOWN, first()("Zebras, 12 of them: quick!"))
        self.assertIn(UNKNOWN, first()("日本"))

    def test_articles_are_left_out(self):
        read = first()
        self.assertEqual(read("a red car"), read("the red car"))
        self.assertEqual(read("a red car"), read("Red car"))
        self.assertNotEqual(read("another car"), read("other car"))

    def test_growing_keeps_the_ids(self):
        small = first()
        large = small.grown(["a red car goes left"] * 3, 40)
        self.assertEqual(large.tokens[: len(small.tokens)], small.tokens)
        self.assertLess(len(large("red car")), len(small("red car")))
        self.assertEqual(len(large("red car")), 4)

    def test_long_texts_are_cut(self):
        ids = first()("very " * 40)
        self.assertEqual([len(ids), ids[0], ids[-1]], [LENGTH, START, END])

    def test_what_is_saved_is_read_again(self):
        kept = first().grown(["sheep on a meadow"] * 3, 40)
        with tempfile.TemporaryDirectory() as folder:
            kept.save(Path(folder) / "tokenizer.json")
            again = load(Path(folder) / "tokenizer.json")
        self.assertEqual(again.tokens, kept.tokens)
        self.assertEqual(again("the sheep"), kept("the sheep"))


if __name__ == "__main__":
    unittest.main()
