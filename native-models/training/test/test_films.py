"""How similarity over time is made of windows and shots: as the product does it."""

import unittest

import numpy as np
import torch

from footnote_mini.films import by_shot, curves, hubness


class Curves(unittest.TestCase):
    def test_two_rates_meet_on_one_grid(self):
        # Of a film of four seconds the last second is what is asked for.
        fast, slow = torch.zeros(8, 2), torch.zeros(4, 2)
        fast[6:, 0] = slow[3:, 0] = 1
        row = curves([(0.5, fast), (1, slow)], torch.tensor([[1.0, 0.0]]), 4.0)[0]
        self.assertEqual(len(row), 8)
        self.assertEqual(row[0], 0)
        self.assertEqual(row[-1], 1)
        self.assertTrue((np.diff(row) >= 0).all())

    def test_a_shot_is_its_inner_mean(self):
        row = np.array([[9.0, 9, 9, 1, 1, 9, 9, 5, 7]])
        means = by_shot(row, [3.5], 4.5)
        # A second beside each cut is left out of the longer shot, nothing of the shorter one.
        self.assertEqual(means.tolist(), [[row[0, 2:5].mean(), 6.0]])

    def test_the_more_things_fit_the_more_hubness(self):
        one, ten, every = torch.zeros(40, 1), torch.zeros(40, 1), torch.full((40, 1), 0.3)
        one[0], ten[:10] = 0.3, 0.3
        self.assertLess(float(hubness(one)), float(hubness(ten)))
        self.assertLess(float(hubness(ten)), float(hubness(every)))
        self.assertAlmostEqual(float(hubness(every)), 0.3, 5)


if __name__ == "__main__":
    unittest.main()
