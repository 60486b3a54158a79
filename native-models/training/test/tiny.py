"""A maker of scenes whose things are plain discs: what is tested is what is said of them, not their drawing."""

import cv2
import numpy as np

from footnote_mini.lexicon import SHAPES, SOLIDS
from footnote_mini.scenes import Maker
from footnote_mini.sprites import SIDE, paint


def disc(rng, colour):
    sprite = np.zeros((SIDE, SIDE, 4), np.uint8)
    ink = [*(int(v * 255) for v in paint(rng, colour)[::-1]), 255]
    cv2.circle(sprite, (SIDE // 2, SIDE // 2), SIDE // 2 - 2, ink, -1)
    return sprite


class TinyBank:
    """As sprites.Bank, with two emoji."""

    def __init__(self):
        rng = np.random.default_rng(0)
        self.emoji = [
            {"name": "volcano", "group": "travel", "broader": [], "keywords": ["eruption", "mountain"]},
            {"name": "cheese wedge", "group": "food", "broader": ["food"], "keywords": ["cheese"]},
        ]
        self.only_emoji, self.drawn_also = [0, 1], {}
        self.emoji_sprites, self.emoji_colour = [disc(rng, "brown"), disc(rng, "yellow")], ["brown", "yellow"]
        self.things = [*SHAPES, *SOLIDS, *(e["name"] for e in self.emoji)]

    def solid(self, rng, _thing, colour):
        return disc(rng, colour), True


def maker():
    return Maker(TinyBank())
