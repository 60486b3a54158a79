"""Little clips of drawn scenes with their facts and a sentence; every clip follows from one seed.

A scene is one thing (or up to five alike), or two things in a relation, on a plain ground, before clutter or in a painted
place, with a motion, a camera move, a time of day and weather. Things are shapes, low-poly solids and emoji.
"""

import zlib

import cv2
import numpy as np

from .captions import IMPLIES, describe, facts, pick, things_of, told_apart
from .lettering import lettered
from .lexicon import COLOURS, PAINTED, PLACES, SHAPES, SOLIDS
from .places import WORLD, cluttered, place, plain, weather
from .sprites import SIDE, colour_shares, paint, shape_sprite

FRAMES, SIZE = 8, 64
MOTIONS = ["still", "left", "right", "up", "down", "fall", "towards", "away", "spin", "grow", "shrink", "appear",
           "disappear", "bounce", "shake", "circle", "blink", "enter left", "enter right", "leave left", "leave right"]
# Those of which any part says what it is.
STEADY = {"still", "left", "right", "up", "down", "towards", "away", "spin", "grow", "shrink", "bounce", "shake", "circle"}
CAMERAS = ["still", "pan left", "pan right", "tilt up", "tilt down", "zoom in", "zoom out", "shake"]
RELATIONS = ["left", "right", "above", "below", "inside", "behind", "front"]
PAIRS = ["meet", "part", "follow", "pass", "over"]
LETTERED = 0.25  # of the clips to learn from have letters over them
WORDS = ["open", "stop", "the end", "news", "sale", "chapter one", "welcome", "exit", "2024", "part two", "danger", "hello"]
TIMES = ["day", "night", "sunset"]
WEATHERS = ["snow", "rain", "fog"]
NAMED = 0.3  # of a thing seen in a colour, light, blur and few tones on it, that it can be named by
STYLES = ["flat", "shaded", "outlined"]  # "hollow" is kept for measuring
HEADS = {"colour": ["none", *COLOURS], "shape": ["none", *SHAPES], "motion": MOTIONS, "camera": CAMERAS, "count": [1, 2, 3, 4, 5],
         "place": ["none", *PLACES], "time": ["none", *TIMES], "weather": ["none", *WEATHERS],
         "relation": ["none", *RELATIONS], "pair": ["none", *PAIRS], "text": ["none", *WORDS]}


def colours_seen(frames, cover):
    """How much of a thing that covers these pixels of a clip is seen in each colour, in the frame where it is most: {colour: 0..1}; a few pixels tell nothing."""
    every = slice(len(frames) > 1, None, 2)
    seen = [colour_shares(f[c]) for f, c in zip(frames[every], cover[every]) if c.sum() >= 8]
    return {c: max(s[c] for s in seen) if len(seen) * 8 >= len(frames) else 0.0 for c in COLOURS}


def held_out(colour, thing):
    """Combinations of colour and thing that are never drawn in training: about one in nine."""
    return zlib.crc32(f"{colour}/{thing}".encode()) % 9 == 0


class Maker:
    """Draws clips from a bank of sprites."""

    def __init__(self, bank):
        self.bank, self.names = bank, things_of(bank)
        self.heads = {**HEADS, "thing": ["none", *bank.things]}
        self.index = {k: {v: i for i, v in enumerate(vs)} for k, vs in self.heads.items()}

    def entity(self, rng, combinations, style=None):
        kind = rng.random()
        while True:
            colour, pattern = pick(rng, list(COLOURS)), None
            if kind < 0.25:
                thing = pick(rng, list(SHAPES))
                if rng.random() < 0.2:
                    pattern = pick(rng, ["striped", "dotted", "checkered"])
                rgb = paint(rng, colour)
                sprite = shape_sprite(rng, thing, rgb, pattern, style or pick(rng, STYLES))
            elif kind < 0.7:
                thing = pick(rng, list(SOLIDS))
                also = self.bank.drawn_also.get(thing)
                if also and rng.random() < 0.25:
                    i = pick(rng, also)
                    sprite, colour = self.bank.emoji_sprites[i], self.bank.emoji_colour[i]
                else:
                    sprite, shows = self.bank.solid(rng, thing, colour)
                    if held_out(colour, thing) == (combinations == "unseen"):
                        colour = colour if shows else None
                        break
                    continue
            else:
                i = pick(rng, self.bank.only_emoji)
                thing, sprite, colour = self.bank.emoji[i]["name"], self.bank.emoji_sprites[i], self.bank.emoji_colour[i]
                if rng.random() < 0.12:  # a silhouette in a colour of its own
                    colour = pick(rng, list(COLOURS))
                    ink = np.array([*paint(rng, colour)[::-1], 1.0])
                    sprite = (sprite[..., 3:] * ink).astype(np.uint8)
            if colour is None or kind >= 0.7 or held_out(colour, thing) == (combinations == "unseen"):
                break
        names, broader = self.names[thing]
        return {"thing": thing, "names": names, "broader": broader, "colour": colour, "pattern": pattern, "count": 1,
                "motion": "still", "sprite": sprite}

    def painted(self, rng, thing, colour):
        """A sprite of a thing in one of the colours, None where it would not show; of what is drawn only as an emoji, its silhouette."""
        if thing in SHAPES:
            return shape_sprite(rng, thing, paint(rng, colour), None, pick(rng, STYLES))
        if thing in SOLIDS:
            sprite, shows = self.bank.solid(rng, thing, colour)
            return sprite if shows else None
        drawn = next(i for i in self.bank.only_emoji if self.bank.emoji[i]["name"] == thing)
        return (self.bank.emoji_sprites[drawn][..., 3:] * np.array([*paint(rng, colour)[::-1], 1.0])).astype(np.uint8)

    def scene(self, rng, combinations="seen", style=None):
        s = {"entities": [], "place": None, "time": None, "weather": None, "camera": "still", "relation": None, "pair": None,
             "text": None, "size": None}
        roll = rng.random()
        if roll < 0.03:
            s["text"] = pick(rng, WORDS)
        elif roll < 0.09:
            pass
        elif roll < 0.32:
            s["entities"] = [self.entity(rng, combinations, style), self.entity(rng, combinations, style)]
            if rng.random() < 0.35:
                s["pair"] = pick(rng, PAIRS)
            else:
                s["relation"] = pick(rng, RELATIONS)
        else:
            e = self.entity(rng, combinations, style)
            if rng.random() < 0.28:
                e["count"] = int(rng.integers(2, 6))
            e["motion"] = pick(rng, MOTIONS) if rng.random() < 0.8 else "still"
            if e["count"] == 1 and e["motion"] not in ("towards", "away", "grow", "shrink") and rng.random() < 0.25:
                s["size"] = pick(rng, ["close", "wide"])
            s["entities"] = [e]
        if not s["text"] and (not s["entities"] or rng.random() < 0.4):
            s["place"] = pick(rng, PAINTED)
            s["time"] = pick(rng, TIMES) if s["place"] not in ("room", "space", "table top") else "day"
            if s["place"] not in ("room", "space", "table top") and rng.random() < 0.25:
                s["weather"] = pick(rng, WEATHERS)
        if rng.random() < (0.2 if s["entities"] and s["entities"][0]["motion"] != "still" or s["pair"] else 0.5):
            s["camera"] = pick(rng, CAMERAS)
        if s["text"]:
            s["camera"] = "still"
        if s["weather"] == "fog":  # a veil takes the colours
            for e in s["entities"]:
                e["colour"] = None
        return s

    def standing(self, rng):
        """A scene in which nothing moves: what things look like and how they stand is learnt of it at a third of a clip's cost."""
        s = self.scene(rng)
        s["camera"] = "still"
        if s["pair"]:
            s["pair"], s["relation"] = None, pick(rng, RELATIONS)
        for e in s["entities"]:
            e["motion"] = "still"
        return s

    def ground(self, rng, s):
        if s["place"]:
            return place(rng, s["place"], s["time"])
        if s["entities"] and rng.random() < 0.25:
            return cluttered(rng)
        while True:
            s["ground"] = pick(rng, list(COLOURS))
            bgr = np.array(paint(rng, s["ground"])[::-1]) * 255
            if rng.random() < 0.5:
                bgr = bgr * 0.5 + 127 * rng.random()
            far = [np.abs(e["sprite"][e["sprite"][..., 3] > 200][:, :3].mean(0) - bgr).sum() for e in s["entities"]
                   if (e["sprite"][..., 3] > 200).any()]
            if not far or min(far) > 110:
                return plain(rng, bgr)

    def clip(self, seed, combinations="seen", full=False, style=None, phrasing="seen"):
        """The clip of a seed: (pixels uint8 RGB [8,3,64,64], labels by head, sentence, claims, facts)."""
        rng = np.random.default_rng(seed)
        s = self.scene(rng, combinations, style)
        frames = self.draw(rng, s, part=self.part(rng, s))
        sentence, claims = describe(rng, s, full, phrasing == "unseen")
        return np.ascontiguousarray(frames[..., ::-1].transpose(0, 3, 1, 2)), self.labels(s), sentence, claims, facts(s)

    def lesson(self, seed, scene=None, pixels=None, still=False):
        """A clip to learn from, or one frame of a ``still`` one: (pixels, labels, sentence, claims, facts, pairs of a sentence that is
        wrong in one fact and its claims)."""
        rng = np.random.default_rng(seed)
        if still:
            scene = self.standing(rng)
            pixels = np.ascontiguousarray(self.draw(rng, scene, 1)[..., ::-1].transpose(0, 3, 1, 2))
        elif scene is None:
            scene = self.scene(rng)
            pixels = np.ascontiguousarray(self.draw(rng, scene, part=self.part(rng, scene))[..., ::-1].transpose(0, 3, 1, 2))
        said, claims, wrong = told_apart(seed, self, scene)
        true = facts(scene)
        if np.random.default_rng([seed, 3]).random() < LETTERED:
            pixels = lettered(np.random.default_rng([seed, 4]), pixels)
            true = true | {"text"}
        return pixels, self.labels(scene), said, claims, true, wrong

    def part(self, rng, s):
        """Which part of its time a clip shows: a film's windows see slow movements only in part."""
        if s["pair"] or any(e["motion"] not in STEADY for e in s["entities"]) or rng.random() < 0.5:
            return 0.0, 1.0
        length = rng.uniform(0.3, 1.0)
        start = rng.uniform(0, 1 - length)
        return start, start + length

    def sentence(self, seed):
        """A sentence alone, without its clip."""
        rng = np.random.default_rng(seed)
        return describe(rng, self.scene(rng))[0]

    def labels(self, s):
        first = s["entities"][0] if s["entities"] else None
        alone = first is not None and len(s["entities"]) == 1
        said = {"colour": (first["colour"] or "none") if alone else "none", "thing": first["thing"] if alone else "none",
                "shape": first["thing"] if alone and first["thing"] in SHAPES else "none",
                "motion": first["motion"] if alone else "still", "count": first["count"] if alone else 1,
                "camera": s["camera"], **{k: s[k] or "none" for k in ("place", "time", "weather", "relation", "pair", "text")}}
        # Which of the two things is the first is not in the picture.
        said["relation"] = {"right": "left", "below": "above", "front": "behind"}.get(said["relation"], said["relation"])
        return np.array([self.index[k].get(said[k], 0) for k in self.heads], np.int64)

    def draw(self, rng, s, n=FRAMES, part=(0.0, 1.0)):
        """Frames [n, 64, 64, 3] BGR; what moves takes all n frames for this part of its way. A colour that cannot be seen is taken from the
        scene, others that a thing shows as well ("shows") are put to it: of a black and white sail neither word is wrong."""
        ground = self.ground(rng, s)
        layers = self.layout(rng, s)
        t = np.linspace(part[0] - 0.5, part[1] - 0.5, n)
        if rng.random() < 0.12:  # fewer real frames than shown
            t = np.repeat(t[::2], 2)[:n]
        far, zoom = rng.uniform(0.15, 0.5), rng.uniform(0.25, 0.6)
        jerk = rng.normal(0, rng.uniform(0.015, 0.05), (n, 2)) if s["camera"] == "shake" else np.zeros((n, 2))
        jerk += rng.normal(0, 0.004, (n, 2)) if rng.random() < 0.3 else 0
        stretch = rng.uniform(0.6, 1.05)  # wide films are squashed into a square
        frames = np.empty((n, SIZE, SIZE, 3), np.uint8)
        covers = [(e, np.zeros((n, SIZE, SIZE), bool)) for e in s["entities"] if e["colour"]]
        small = {}
        for f in range(n):
            cx, cy = jerk[f]
            move = {"pan left": (-far, 0), "pan right": (far, 0), "tilt up": (0, -far), "tilt down": (0, far)}.get(s["camera"], (0, 0))
            cx, cy = cx + move[0] * t[f], cy + move[1] * t[f]
            k = {"zoom in": 1 + zoom * t[f] * 1.2, "zoom out": 1 - zoom * t[f] * 1.2}.get(s["camera"], 1.0)
            # View coordinates run over -1..1; the world is twice that.
            a = WORLD / 4 / k
            m = np.array([[SIZE / 2 / a, 0, SIZE / 2 - SIZE / 2 / a * (WORLD / 2 + cx * WORLD / 4)],
                          [0, SIZE / 2 / a, SIZE / 2 - SIZE / 2 / a * (WORLD / 2 + cy * WORLD / 4)]])
            frames[f] = cv2.warpAffine(ground, m, (SIZE, SIZE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
            for number, layer in enumerate(layers):
                x, y, r, turn, alpha = layer["at"](t[f] + 0.5)
                if alpha <= 0.02:
                    continue
                r = max(0.02, r * k)
                px = (x - cx) * k * SIZE / 2 + SIZE / 2
                py = (y - cy) * k * SIZE / 2 + SIZE / 2
                scale = r * SIZE / SIDE
                source, half = layer["sprite"], SIDE
                while scale * 2 < 1 and half > 10:  # halved first, so that small things keep their look
                    half //= 2
                    scale *= 2
                    key = (number, half)
                    source = small.setdefault(key, cv2.resize(layer["sprite"], (half, half), interpolation=cv2.INTER_AREA))
                c, n = np.cos(turn) * scale, np.sin(turn) * scale
                wide = stretch * (-1 if layer["mirror"] else 1)
                m = np.array([[c * wide, -n * stretch, 0], [n * (-1 if layer["mirror"] else 1), c, 0]])
                m[:, 2] = [px - m[0, :2].sum() * half / 2, py - m[1, :2].sum() * half / 2]
                laid = cv2.warpAffine(source, m, (SIZE, SIZE), flags=cv2.INTER_LINEAR).astype(np.float32) * alpha
                frames[f] = (frames[f] * (1 - laid[..., 3:] / 255) + laid[..., :3]).astype(np.uint8)
                solid = laid[..., 3] > 200 if covers else None
                for e, cover in covers:
                    cover[f] = cover[f] | solid if e["sprite"] is layer["sprite"] else cover[f] & ~solid
        if s["text"]:
            self.write(rng, frames, s["text"])
        if s["weather"]:
            weather(rng, frames, s["weather"])
        frames = self.wear(rng, frames)
        for e, cover in covers:
            much = colours_seen(frames, cover)
            e["most"] = max(much, key=much.get)
            e["shows"] = [c for c, share in much.items() if share >= NAMED and c != e["colour"]]
            if much[e["colour"]] < NAMED:
                e["colour"] = None
        return frames

    def layout(self, rng, s):
        """Layers, back to front: sprite, mirrored or not, and where at which time in 0..1: (x, y, size, turn, alpha)."""
        layers = []
        if len(s["entities"]) == 2:
            return self.two(rng, s)
        for e in s["entities"]:
            n = e["count"]
            r = rng.uniform(*{"close": (1.0, 1.4), "wide": (0.26, 0.36)}.get(s.get("size"), (0.38, 1.0))) if n == 1 else rng.uniform(0.28, 0.5)
            if n == 1:
                spots = [(rng.uniform(-0.4, 0.4), rng.uniform(-0.3, 0.4))]
            else:
                cells = [(-0.6, -0.5), (0, -0.5), (0.6, -0.5), (-0.6, 0.1), (0, 0.1), (0.6, 0.1), (-0.6, 0.65), (0, 0.65), (0.6, 0.65)]
                if rng.random() < 0.4:
                    y = rng.uniform(-0.3, 0.4)
                    spots = [(-0.8 + 1.6 * (i + 0.5) / n, y) for i in range(n)]
                else:
                    spots = [(cells[i][0] + rng.normal(0, 0.05), cells[i][1] + rng.normal(0, 0.05)) for i in rng.permutation(9)[:n]]
                    r = min(r, 0.44)
            motion, amount = e["motion"], rng.uniform(0.25, 1.0)
            mirror = motion in ("left", "enter right", "leave left") if rng.random() < 0.9 else rng.random() < 0.5
            if motion not in ("left", "right", "enter left", "enter right", "leave left", "leave right"):
                mirror = rng.random() < 0.5
            when, turns, phase = rng.uniform(0.3, 0.7), rng.uniform(0.3, 1.2) * rng.choice([-1, 1]), rng.uniform(0, 6.28)
            tilt = rng.normal(0, 0.08)
            for x, y in spots:
                layers.append({"sprite": e["sprite"], "mirror": mirror,
                               "at": path(motion, x, y, r, amount, when, turns, phase, tilt, rng.normal(0, 0.01, 64))})
        return layers

    def two(self, rng, s):
        a, b = s["entities"]
        r, q = rng.uniform(0.35, 0.6), rng.uniform(0.35, 0.6)
        y = rng.uniform(-0.2, 0.3)
        still = lambda e, x, y, size, mirror=False: {"sprite": e["sprite"], "mirror": mirror,
                                                     "at": lambda t: (x, y, size, 0.0, 1.0)}
        go = lambda e, x0, x1, y, size: {"sprite": e["sprite"], "mirror": x1 < x0,
                                         "at": lambda t: (x0 + (x1 - x0) * t, y, size, 0.0, 1.0)}
        if s["pair"]:
            side = rng.choice([-1, 1])
            if s["pair"] == "meet":
                return [go(a, -0.8 * side, -0.22 * side, y, r), go(b, 0.8 * side, 0.22 * side, y, q)]
            if s["pair"] == "part":
                return [go(a, -0.2 * side, -0.8 * side, y, r), go(b, 0.2 * side, 0.8 * side, y, q)]
            if s["pair"] == "follow":
                gap = rng.uniform(0.5, 0.7)
                return [go(a, side * (-0.9), side * (0.5 - gap / 2), y, r), go(b, side * (-0.9 + gap), side * (0.5 + gap / 2), y, q)]
            if s["pair"] == "over":
                # Both on one ground; in the middle of its way one is above the other.
                r, q, ground = r * 0.7, q * 0.5, rng.uniform(0.4, 0.8)
                leap, spring = 2 * q + rng.uniform(0.0, 0.2), rng.uniform(0.4, 0.65)
                high = lambda x: ground - r - max(0.0, 1 - (x / spring) ** 2) * leap
                run = lambda t: 0.95 * side * (2 * t - 1)
                return [still(b, 0.0, ground - q, q),
                        {"sprite": a["sprite"], "mirror": side < 0, "at": lambda t: (run(t), high(run(t)), r, 0.0, 1.0)}]
            return [still(b, 0.0, y, q), go(a, -0.9 * side, 0.9 * side, y + 0.1, r)]
        gap, side = rng.uniform(0.42, 0.6), rng.normal(0, 0.12)
        if s["relation"] in ("left", "right"):
            k = -1 if s["relation"] == "left" else 1
            return [still(a, k * gap, y + side, r), still(b, -k * gap, y - side, q)]
        if s["relation"] in ("above", "below"):
            k = -1 if s["relation"] == "above" else 1
            return [still(a, side, k * gap, r), still(b, -side, -k * gap, q)]
        x = rng.uniform(-0.3, 0.3)
        if s["relation"] == "inside":
            return [still(b, x, y, rng.uniform(1.1, 1.4)), still(a, x + side * 0.3, y, rng.uniform(0.3, 0.45))]
        near = rng.choice([-1, 1]) * rng.uniform(0.15, 0.28)
        front, back = (a, b) if s["relation"] == "front" else (b, a)
        return [still(back, x + near, y - 0.08, q + 0.25), still(front, x - near, y + 0.08, r + 0.1)]

    def write(self, rng, frames, text):
        font = int(rng.choice([cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX, cv2.FONT_HERSHEY_TRIPLEX]))
        words = text.upper() if rng.random() < 0.6 else text
        (w, h), _ = cv2.getTextSize(words, font, 1.0, 2)
        scale = SIZE * rng.uniform(0.6, 0.92) / w
        ink = tuple(int(v) for v in np.array(paint(rng, pick(rng, ["white", "yellow", "black", "red"]))[::-1]) * 255)
        at = (int(rng.uniform(2, max(3, SIZE - w * scale - 2))), int(rng.uniform(h * scale + 4, SIZE - 4)))
        for f in frames:
            cv2.putText(f, words, at, font, scale, ink, 1, cv2.LINE_AA)

    def wear(self, rng, frames):
        """Light, blur, noise and compression of a real camera; coarse pixels, few tones or dark corners of a drawn style."""
        look = rng.random()
        if look < 0.06:
            small = [cv2.resize(f, (int(rng.integers(24, 40)),) * 2, interpolation=cv2.INTER_AREA) for f in frames]
            frames = np.stack([cv2.resize(f, (SIZE, SIZE), interpolation=cv2.INTER_NEAREST) for f in small])
        elif look < 0.12:
            step = int(rng.integers(28, 56))
            frames = np.clip(frames // step * step + step // 2, 0, 255).astype(np.uint8)
        elif look < 0.18:
            frames = np.stack([cv2.medianBlur(f, 5) for f in frames])
        elif look < 0.3:
            far = np.linspace(-1, 1, SIZE) ** 2
            dark = 1 - rng.uniform(0.1, 0.4) * (far[:, None, None] + far[None, :, None]) / 2
            frames = (frames * dark).astype(np.uint8)
        if rng.random() < 0.5:
            # Not so much that grey becomes white or orange brown: the words must stay true.
            gain, lift = rng.uniform(0.82, 1.15), rng.uniform(-10, 12)
            frames = np.clip(frames.astype(np.float32) * gain + lift, 0, 255).astype(np.uint8)
        if rng.random() < 0.25:
            k = rng.uniform(0.4, 1.1)
            frames = np.stack([cv2.GaussianBlur(f, (0, 0), k) for f in frames])
        if rng.random() < 0.5:
            noise = rng.normal(0, rng.uniform(1, 8), (SIZE, SIZE * 2, 3))
            shift = rng.integers(0, SIZE, len(frames))
            frames = np.stack([np.clip(f + noise[:, k : k + SIZE], 0, 255) for f, k in zip(frames, shift)]).astype(np.uint8)
        if rng.random() < 0.3:
            quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 80))]
            frames = np.stack([cv2.imdecode(cv2.imencode(".jpg", f, quality)[1], 1) for f in frames])
        return frames


def path(motion, x, y, r, amount, when, turns, phase, tilt, jitter):
    """Where a thing is at a time in 0..1."""
    step = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}.get(motion)

    def at(t):
        px, py, size, turn, alpha = x, y, r, tilt, 1.0
        if step:
            px, py = x + step[0] * amount * (t - 0.5) * 1.4, y + step[1] * amount * (t - 0.5) * 1.4
        elif motion == "fall":
            py = -1.1 + (1.1 + min(0.75, y + 0.5)) * min(1.0, t * 1.2) ** 2
            turn = tilt + turns * t * 0.7
        elif motion in ("towards", "grow"):
            size = r * (1 - 0.55 * amount + 1.1 * amount * t)
            py = y + (0.25 * amount * (t - 0.5) if motion == "towards" else 0)
        elif motion in ("away", "shrink"):
            size = r * (1 + 0.55 * amount - 1.1 * amount * t)
            py = y - (0.25 * amount * (t - 0.5) if motion == "away" else 0)
        elif motion == "spin":
            turn = tilt + turns * 5 * t
        elif motion == "appear":
            alpha = float(t > when) if turns > 0 else min(1.0, max(0.0, (t - when + 0.15) / 0.3))
        elif motion == "disappear":
            alpha = float(t < when) if turns > 0 else min(1.0, max(0.0, (when + 0.15 - t) / 0.3))
        elif motion == "bounce":
            py = y + 0.2 - abs(np.sin(phase + t * (5 + 5 * amount))) * (0.3 + 0.4 * amount)
        elif motion == "shake":
            i = int(t * 7)
            px, py, turn = x + jitter[i] * 6, y + jitter[i + 8] * 6, tilt + jitter[i + 16] * 8
        elif motion == "circle":
            a = phase + turns * 5 * t
            px, py = x * 0.3 + 0.45 * np.cos(a), y * 0.3 + 0.45 * np.sin(a)
        elif motion == "blink":
            alpha = float(int(t * 7.99 + (phase > 3)) % 2) if amount > 0.6 else float(int(t * 7.99) // 2 % 2)
        elif motion.startswith(("enter", "leave")):
            k = -1 if motion.endswith("left") else 1
            u = t if motion.startswith("enter") else 1 - t
            px = k * 1.45 + (x - k * 1.45) * min(1.0, u * 1.15)
        return px, py, size, turn, alpha

    return at


__all__ = ["FRAMES", "SIZE", "HEADS", "IMPLIES", "Maker", "held_out"]
