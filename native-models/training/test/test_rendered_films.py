"""Films of rendered clips: every question has its shots, and what is absent is in none."""

import json
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np
import torch

from footnote_mini import rendered_films
from footnote_mini.rendered import KEPT_ASIDE
from footnote_mini.scenes import SIZE

from .tiny import maker

FACTS = {"count": 1, "motion": "still", "place": "field", "time": "day", "weather": None, "camera": "still", "on": None, "over": None, "size": None}
THINGS = [("dog", "black"), ("dog", "white"), ("car", "red"), ("car", "blue"), ("sheep", None), ("cat", "orange"), ("ship", "green"), ("tree", None)]


class Numbers:
    """A model whose vectors are the brightness of what it sees."""

    def clips(self, pixels):
        return torch.from_numpy(pixels.mean((1, 2, 3, 4)))[:, None]


class Everything(set):
    """What every claim is true of."""

    def __ge__(self, _claims):
        return True


class Film(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        strips, lines, at = [], [], 0
        for i in range(len(THINGS) * 5 * KEPT_ASIDE):
            k = i // KEPT_ASIDE
            thing, colour = THINGS[k % len(THINGS)]
            data = cv2.imencode(".jpg", np.full((12 * SIZE, SIZE, 3), 5 * k, np.uint8))[1].tobytes()
            place, time = [("field", "day"), ("mountains", "night"), ("desert", "sunset"), ("forest", "day"), ("road", "night")][k // len(THINGS)]
            facts = {**FACTS, "thing": thing, "colour": colour, "paint": colour, "seen": {}, "place": place, "time": time}
            lines.append(json.dumps({"shard": "a.jpegs", "at": at, "bytes": len(data), "facts": facts}))
            strips.append(data)
            at += len(data)
        Path(self.folder.name, "a.jpegs").write_bytes(b"".join(strips))
        Path(self.folder.name, "a.jsonl").write_text("\n".join(lines))
        self.shots = rendered_films.Shots(Numbers(), maker(), self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def test_is_of_clips_that_were_kept_aside_and_its_windows_see_the_shot_they_lie_in(self):
        self.assertEqual(len(self.shots.scenes), len(THINGS) * 5)
        rates, duration, _, cuts = rendered_films.film(np.random.default_rng(1), self.shots)
        edges = [0.0, *cuts, duration]
        self.assertEqual(edges, sorted(edges))
        for hop, seen in rates:
            middles = (np.arange(len(seen)) + 0.5) * hop
            self.assertLess(abs(middles[-1] + hop / 2 - duration), hop)
            for start, end in zip(edges, edges[1:]):
                inside = seen[(middles > start) & (middles < end)]
                self.assertTrue((inside == inside[0]).all())

    def test_what_is_there_has_shots_and_what_is_absent_none(self):
        for seed in range(40):
            _, duration, questions, cuts = rendered_films.film(np.random.default_rng(seed), self.shots)
            edges = [0.0, *cuts, duration]
            there = [q for q in questions if q[2] == ""]
            self.assertEqual(len(there), 2)
            for said, windows, changed in questions:
                self.assertNotRegex(said, r"\btree(?! trunk)\b")
                self.assertEqual(changed == "", len(windows) > 0)
                self.assertTrue(changed == "" or changed in rendered_films.CHANGED)
                for start, end in windows:
                    self.assertEqual(edges[edges.index(start) + 1], end)

    def test_a_near_miss_is_true_of_no_shot(self):
        there = list(range(len(self.shots.scenes)))
        near = lambda rng: [rendered_films.absent(rng, self.shots, self.shots.scenes[i], there) for i in self.shots.askable]
        self.assertGreater(sum(one is not None for one in near(np.random.default_rng(3))), len(self.shots.askable) / 2)
        # A shot that shows everything leaves nothing to be absent.
        self.shots.facts[0] = Everything()
        self.assertEqual(set(near(np.random.default_rng(3))), {None})


if __name__ == "__main__":
    unittest.main()
