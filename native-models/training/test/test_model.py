import tempfile
import unittest

import numpy as np
import torch

from footnote_mini.model import Model, Pair
from footnote_mini.net import Mini
from footnote_mini.wordpiece import LENGTH, first

torch.manual_seed(3)
SEEN = np.random.default_rng(5).integers(0, 256, (3, 8, 3, 64, 64), np.uint8)
SAID = ["a red ball", "snow falls"]


def weights_of(folder):
    tokenizer = first()
    net = Mini(len(tokenizer.tokens), LENGTH, {})
    torch.save({"mean": net.state_dict(), "tokens": tokenizer.tokens, "arguments": {"seed": 1}}, f"{folder}/checkpoint.pt")
    return Model(folder)


class Beside(unittest.TestCase):
    def test_cosines_are_the_weighted_mean(self):
        with tempfile.TemporaryDirectory() as a, tempfile.TemporaryDirectory() as b:
            one, other = weights_of(a), weights_of(b)
        near = lambda model: model.clips(SEEN) @ model.texts(SAID).T
        pair = Pair(one, other, 0.3)
        self.assertGreater((near(one) - near(other)).abs().max(), 0.01)
        self.assertTrue(torch.allclose(near(pair), 0.7 * near(one) + 0.3 * near(other), atol=1e-5))
        self.assertEqual(tuple(pair.clips(SEEN).shape), (3, 512))
        self.assertTrue(torch.allclose(pair.texts(SAID).norm(dim=1), torch.ones(2), atol=1e-5))
        self.assertEqual(pair.parameters(), one.parameters() + other.parameters())

    def test_a_share_is_a_part(self):
        for share in (0, 1):
            with self.assertRaises(ValueError):
                Pair(None, None, share)


if __name__ == "__main__":
    unittest.main()
