"""What is said of a clip is so, and what is said to be wrong of it is not. ``python3 -m unittest discover -s test -t .``"""

import unittest

import numpy as np

from footnote_mini.captions import contrary, describe, facts, is_dry, told_apart
from footnote_mini.rendered import Rendered

from .tiny import maker

CLIPS = 1500


class Sentences(unittest.TestCase):
    def setUp(self):
        self.maker = maker()

    def scenes(self):
        for seed in range(CLIPS):
            rng = np.random.default_rng(seed)
            scene = self.maker.scene(rng)
            if seed % 10 == 0:  # light, blur and few tones take colours
                self.maker.draw(rng, scene)
            yield seed, scene

    def test_claim_only_what_is_so(self):
        for seed, scene in self.scenes():
            for full in (False, True):
                said, claims = describe(np.random.default_rng(seed), scene, full)
                self.assertLessEqual(claims, facts(scene), said)

    def test_wrong_ones_are_wrong(self):
        for seed, scene in self.scenes():
            _, claims, wrong = told_apart(seed, self.maker, scene)
            self.assertLessEqual(claims, facts(scene))
            self.assertEqual(len(wrong), 3)
            for said, of in wrong:
                self.assertFalse(of <= facts(scene), said)

    def test_a_contrary_is_a_scene_of_which_its_claim_is_so(self):
        for seed, scene in self.scenes():
            other, claim = contrary(np.random.default_rng(seed), self.maker, scene)
            self.assertIn(claim, facts(other))


def told(**said):
    """A rendered clip's facts: a red child that goes left in a street by day, but for what is said."""
    return {"thing": "child", "colour": "red", "paint": "red", "count": 1, "motion": "left", "place": "village", "time": "day", "weather": None,
            "camera": "still", "on": None, "over": None, "seen": {"red": 0.8, "brown": 0.2}, "size": None, **said}


def rendered(*clips):
    made = Rendered.__new__(Rendered)
    made.maker, made.clips, made.there = maker(), [(b"", clip) for clip in clips], {"sea": {"lighthouse", "sailboat"}}
    return made


class RenderedClips(unittest.TestCase):
    def test_what_paint_is_also_seen_as_is_not_wrong(self):
        scene = rendered(told()).scene(0)
        self.assertIn("0:colour red", facts(scene))
        self.assertIn("0:colour brown", facts(scene))
        self.assertNotIn("0:colour orange", facts(scene))

    def test_paint_that_is_not_seen_is_neither_said_nor_wrong(self):
        scene = rendered(told(colour=None, seen={"brown": 0.9, "red": 0.1})).scene(0)
        self.assertIn("0:colour red", facts(scene))
        for seed in range(300):
            self.assertNotIn("red", describe(np.random.default_rng(seed), scene)[0].split())

    def test_what_is_seen_in_such_a_place_is_often_what_is_wrong(self):
        made = rendered(told(thing="lighthouse", place="sea", motion="still", colour=None, paint=None, seen=None))
        wrong = [said for seed in range(100) for said, _ in told_apart(seed, made.maker, made.scene(0))[2]]
        boats = [said for said in wrong if "boat" in said or "yacht" in said]
        self.assertGreater(len(boats), 20)

    def test_what_goes_left_goes(self):
        self.assertLessEqual({"0:motion left", "0:motion aside", "0:motion go"}, facts(rendered(told()).scene(0)))

    def test_on_a_wall_is_above_it(self):
        scene = rendered(told(on="wall", motion="still")).scene(0)
        self.assertEqual(scene["relation"], "above")
        self.assertIn("1:thing wall", facts(scene))

    def test_outdoors_without_weather_is_dry(self):
        dry, wet, room = (rendered(told(**said)).scene(0) for said in ({}, {"weather": "rain"}, {"place": "room"}))
        self.assertEqual([is_dry(dry), is_dry(wet), is_dry(room)], [True, False, False])
        self.assertIn("weather clear", facts(dry))


if __name__ == "__main__":
    unittest.main()
