"""Letters are laid over what is learnt from, and no picture is lost below them."""

import unittest

import numpy as np

from footnote_mini.lettering import lettered
from footnote_mini.scenes import LETTERED

from .tiny import maker


class Lettering(unittest.TestCase):
    def test_much_of_the_picture_stays(self):
        for seed in range(200):
            frames = np.full((8, 3, 64, 64), 90, np.uint8)
            before = frames.copy()
            after = lettered(np.random.default_rng(seed), frames)
            self.assertTrue((frames == before).all())
            other = (after[-1] != before[-1]).any(0).mean()
            self.assertGreater(other, 0.001)
            self.assertLess(other, 0.5)

    def test_they_may_come_in_and_then_stay(self):
        strength = []
        for seed in range(100):
            after = lettered(np.random.default_rng(seed), np.full((8, 3, 64, 64), 90, np.uint8))
            strength.append([int(np.abs(f.astype(int) - 90).sum()) for f in after])
        self.assertTrue(all(a <= b for row in strength for a, b in zip(row, row[1:])))
        late = sum(row[0] == 0 for row in strength)
        self.assertTrue(10 < late < 60, late)

    def test_a_clip_with_letters_is_one_with_words_on_it(self):
        drawn = maker()
        seen = 0
        for seed in range(300):
            pixels = np.full((8, 3, 64, 64), 90, np.uint8)
            after, _, _, _, true, _ = drawn.lesson(seed, drawn.scene(np.random.default_rng(seed)), pixels)
            if (after != pixels).any():
                seen += 1
                self.assertIn("text", true)
        self.assertTrue(0.5 * LETTERED < seen / 300 < 1.6 * LETTERED, seen)


if __name__ == "__main__":
    unittest.main()
