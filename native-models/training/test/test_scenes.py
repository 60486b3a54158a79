"""Scenes follow from their seed, and what is kept for measuring is never drawn for training."""

import unittest

import numpy as np

from footnote_mini.lexicon import SHAPES, SOLIDS
from footnote_mini.scenes import STYLES, held_out

from .tiny import maker


class Scenes(unittest.TestCase):
    def setUp(self):
        self.maker = maker()

    def entities(self, combinations):
        for seed in range(2000):
            for e in self.maker.scene(np.random.default_rng(seed), combinations)["entities"]:
                if e["colour"] and e["thing"] in {*SHAPES, *SOLIDS}:
                    yield e

    def test_a_clip_follows_from_its_seed(self):
        one, same, other = (self.maker.clip(seed) for seed in (5, 5, 6))
        self.assertTrue((one[0] == same[0]).all())
        self.assertEqual(one[2:], same[2:])
        self.assertFalse((one[0] == other[0]).all())

    def test_kept_combinations_are_not_learnt(self):
        kept = [held_out(e["colour"], e["thing"]) for e in self.entities("seen")]
        self.assertGreater(len(kept), 1000)
        self.assertFalse(any(kept))

    def test_measuring_asks_for_them(self):
        self.assertTrue(all(held_out(e["colour"], e["thing"]) for e in self.entities("unseen")))

    def test_kept_style_is_not_learnt(self):
        self.assertNotIn("hollow", STYLES)

    def test_a_colour_that_cannot_be_seen_is_not_said(self):
        for seed in range(200):
            scene = self.maker.scene(np.random.default_rng(seed))
            for e in scene["entities"]:  # painted over
                e["sprite"] = np.where(e["sprite"][..., 3:] > 0, np.array([0, 255, 0, 255], np.uint8), 0).astype(np.uint8)
            scene["weather"] = None
            self.maker.draw(np.random.default_rng(seed), scene)
            for e in scene["entities"]:
                self.assertIn(e["colour"], (None, "green"))


if __name__ == "__main__":
    unittest.main()
