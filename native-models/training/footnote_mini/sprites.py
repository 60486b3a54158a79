"""Pictures of single things, ready to be laid into a scene: shapes, low-poly solids and emoji.

All sprites are SIDE x SIDE x 4, uint8, premultiplied BGRA. A sprite is found by its thing's name; solids and shapes
come in the colour asked for, emoji in their own.
"""

import colorsys
import json
import math
from pathlib import Path

import cv2
import numpy as np

from . import lowpoly
from .lexicon import COLOURS, SHAPES, SOLIDS

SIDE = 80


def paint(rng, colour):
    """A colour of the named kind, as (r, g, b) in 0..1."""
    _, hue, saturation, value = COLOURS[colour]
    h = rng.uniform(*hue) % 360 / 360
    return colorsys.hsv_to_rgb(h, rng.uniform(*saturation), rng.uniform(*value))


def colour_name(bgra):
    """The basic colour that covers at least half of a sprite, or None: how an emoji's own colour gets its word."""
    seen = bgra[..., 3] > 200
    if seen.sum() < 50:
        return None
    rgb = bgra[seen][:, 2::-1].astype(np.float32)
    hsv = cv2.cvtColor(rgb[None] / 255, cv2.COLOR_RGB2HSV)[0]
    best, share = None, 0.5
    for name, (_, hue, saturation, value) in COLOURS.items():
        low, high = hue[0] % 360, hue[1] % 360
        h = hsv[:, 0]
        wide = hue[1] - hue[0] >= 360
        near = np.ones(len(h), bool) if wide else ((h >= low) & (h <= high) if low <= high else (h >= low) | (h <= high))
        near &= (hsv[:, 1] >= saturation[0] - 0.05) & (hsv[:, 1] <= saturation[1] + 0.05)
        near &= (hsv[:, 2] >= value[0] - 0.05) & (hsv[:, 2] <= value[1] + 0.05)
        if near.mean() > share:
            best, share = name, float(near.mean())
    return best


def colour_shares(bgr):
    """How much of these pixels, [n,3] of 0..255, is seen in each basic colour, whatever light falls on them: {colour: 0..1}. What lies
    between two colours is seen in both."""
    if len(bgr) == 0:
        return dict.fromkeys(COLOURS, 0.0)
    hue, saturation, value = np.moveaxis(cv2.cvtColor(bgr[None, :, ::-1].astype(np.float32) / 255, cv2.COLOR_RGB2HSV)[0], 1, 0)
    out = {}
    for colour, (_, hues, least, light) in COLOURS.items():
        if colour == "black":
            near = value < 0.25
        elif colour == "white":
            near = (saturation < 0.12) & (value > 0.72)
        elif colour == "grey":
            near = (saturation < 0.15) & (value > 0.25) & (value < 0.75)
        else:
            low, high = (hues[0] - 8) % 360, (hues[1] + 8) % 360
            near = (hue >= low) & (hue <= high) if low <= high else (hue >= low) | (hue <= high)
            near &= (saturation >= least[0] * 0.6) & (value >= light[0] * 0.55)
            if colour == "brown":
                near &= value < 0.65
        out[colour] = float(near.mean())
    return out


def _spokes(n, radii, turn=-np.pi / 2):
    a = turn + np.arange(n) * 2 * np.pi / n
    r = np.resize(radii, n)
    return np.stack([np.cos(a) * r, np.sin(a) * r], 1)


def _outline(shape):
    """Corners of a shape within the unit circle, y down."""
    if shape == "heart":
        t = np.linspace(0, 2 * np.pi, 40)
        x = 16 * np.sin(t) ** 3
        y = -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t))
        return np.stack([x, y], 1) / 17
    if shape == "cross":
        t = 0.33
        return np.array([(-t, -1), (t, -1), (t, -t), (1, -t), (1, t), (t, t), (t, 1), (-t, 1), (-t, t), (-1, t), (-1, -t), (-t, -t)])
    if shape == "arrow":
        return np.array([(-1, -0.25), (0.2, -0.25), (0.2, -0.65), (1, 0), (0.2, 0.65), (0.2, 0.25), (-1, 0.25)])
    if shape == "crescent":
        a = np.linspace(0.6, 2 * np.pi - 0.6, 30)
        out = np.stack([np.cos(a), np.sin(a)], 1)
        back = np.stack([0.35 + 0.72 * np.cos(a[::-1]), 0.78 * np.sin(a[::-1])], 1)
        return np.concatenate([out, back])
    if shape == "semicircle":
        a = np.linspace(np.pi, 2 * np.pi, 30)
        return np.stack([np.cos(a), np.sin(a) + 0.4], 1)
    if shape in ("circle", "ring"):
        return _spokes(48, [1.0])
    if shape == "oval":
        return _spokes(48, [1.0]) * [1.0, 0.6]
    if shape == "rectangle":
        return np.array([(-1, -0.5), (1, -0.5), (1, 0.5), (-1, 0.5)])
    if shape == "line":
        return np.array([(-1, -0.08), (1, -0.08), (1, 0.08), (-1, 0.08)])
    return _spokes(*{"square": (4, [1.1], np.pi / 4), "triangle": (3, [1.05]), "star": (10, [1.05, 0.45]),
                     "pentagon": (5, [1.0]), "hexagon": (6, [1.0]), "diamond": (4, [1.0, 0.66])}[shape])


def shape_sprite(rng, shape, rgb, pattern=None, style="flat"):
    """A shape in one colour. Styles: flat, shaded, outlined (a dark edge), hollow (the edge only)."""
    corners = _outline(shape) * (SIDE / 2 - 5) + SIDE / 2
    points = np.round(corners * 8).astype(np.int32)
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.fillPoly(mask, [points], 255, cv2.LINE_AA, 3)
    if shape == "ring":
        cv2.circle(mask, (SIDE // 2, SIDE // 2), int(SIDE * 0.26), 0, -1, cv2.LINE_AA)
    picture = np.empty((SIDE, SIDE, 3), np.float32)
    picture[:] = np.array(rgb[::-1]) * 255
    y, x = np.mgrid[:SIDE, :SIDE]
    if pattern is not None:
        step = int(rng.integers(10, 18))
        a = rng.uniform(0, np.pi)
        u, v = x * np.cos(a) + y * np.sin(a), -x * np.sin(a) + y * np.cos(a)
        other = 255.0 if sum(rgb) < 1.6 else 20.0
        if pattern == "striped":
            at = (u // (step / 2)).astype(int) % 2 == 0
        elif pattern == "dotted":
            at = (u % step - step / 2) ** 2 + (v % step - step / 2) ** 2 < (step * 0.3) ** 2
        else:
            at = ((u // (step * 0.7)).astype(int) + (v // (step * 0.7)).astype(int)) % 2 == 0
        picture[at] = picture[at] * 0.2 + other * 0.8
    if style == "shaded":
        light = 1.15 - 0.6 * np.hypot(x - SIDE * 0.35, y - SIDE * 0.3) / SIDE
        picture *= light[..., None]
    if style == "hollow":
        edge = np.zeros_like(mask)
        cv2.polylines(edge, [points], True, 255, int(rng.integers(5, 9)), cv2.LINE_AA, 3)
        mask = edge
    elif style == "outlined":
        cv2.polylines(picture, [points], True, (15, 15, 15), 3, cv2.LINE_AA, 3)
    alpha = mask[..., None].astype(np.float32) / 255
    return np.concatenate([np.clip(picture, 0, 255) * alpha, alpha * 255], 2).astype(np.uint8)


class Bank:
    """Every sprite that need not be drawn afresh. ``build`` makes the file, the constructor reads it."""

    def __init__(self, path):
        kept = np.load(Path(path) / "solids.npz")
        self.solid_sprites, self.solid_of = kept["sprites"], {}
        for i, name in enumerate(kept["names"]):
            self.solid_of.setdefault(str(name), []).append(i)
        # A ship whose hull alone is red is not called red.
        self.solid_shows = [colour_shares(s[s[..., 3] > 200][:, :3])[str(n).partition("/")[2]] >= 0.5 for s, n in zip(self.solid_sprites, kept["names"])]
        self.emoji_sprites = np.load(Path(path) / "emoji.npz")["sprites"]
        self.emoji = json.loads((Path(path) / "emoji.json").read_text("utf-8"))
        # A thing that is both a solid and an emoji keeps its solid's name; the emoji is another drawing of it.
        self.emoji_colour = [colour_name(s) for s in self.emoji_sprites]
        self.drawn_also = {}
        for i, e in enumerate(self.emoji):
            for solid, (others, _) in SOLIDS.items():
                if e["name"] == solid or e["name"] in others:
                    self.drawn_also.setdefault(solid, []).append(i)
        also = {i for many in self.drawn_also.values() for i in many}
        self.only_emoji = [i for i in range(len(self.emoji)) if i not in also]
        self.things = list(SHAPES) + list(SOLIDS) + [self.emoji[i]["name"] for i in self.only_emoji]

    def solid(self, rng, name, colour):
        """A sprite of a thing in a colour, and whether the colour is seen well enough to be named."""
        i = rng.choice(self.solid_of[f"{name}/{colour}"])
        return self.solid_sprites[i], self.solid_shows[i]


def build(out, seed=7, views=6):
    """Draws every solid in every colour from several sides, facing right; a mirror image faces left."""
    rng = np.random.default_rng(seed)
    sprites, names = [], []
    for name in SOLIDS:
        usual = lowpoly.USUAL.get(name)
        for colour in COLOURS:
            for k in range(views if usual is None or usual == colour else 2):
                yaw = rng.uniform(-0.6, 0.6)
                pitch = rng.uniform(0.02, 0.5)
                sprites.append(lowpoly.draw(name, rng.uniform(0, 2 * math.pi), yaw, pitch, paint(rng, colour),
                                            light=(rng.uniform(-0.5, 0.5), 0.8, rng.uniform(0.2, 0.7)),
                                            ambient=rng.uniform(0.5, 0.8)))
                names.append(f"{name}/{colour}")
    np.savez(Path(out) / "solids.npz", sprites=np.stack(sprites), names=np.array(names))
    return len(sprites)


if __name__ == "__main__":
    import sys

    print(build(sys.argv[1]), "sprites of solids")
