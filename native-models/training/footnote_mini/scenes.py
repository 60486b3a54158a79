"""Little clips of drawn scenes with their facts and a caption; every clip follows from one seed.

A scene is 1 to 5 like shapes of one colour on a plain or shaded ground, one motion and one camera move. This is the
first, simple set: things, textures, places, weather, relations and photographs are not drawn yet.
"""

import colorsys

import numpy as np
from PIL import Image, ImageDraw

from .lexicon import CAMERA_PHRASES, COLOURS, MOVE_PHRASES, SHAPES

FRAMES, SIZE = 8, 64
DRAWN = ["circle", "square", "triangle", "rectangle", "star", "cross", "ring", "hexagon", "oval", "diamond"]
MOTIONS = ["left", "right", "up", "down", "grow", "shrink", "appear", "disappear", "still"]
CAMERAS = ["pan left", "pan right", "tilt up", "tilt down", "zoom in", "zoom out", "still"]
COUNTS = ["a", "two", "three", "four", "five"]
LABELS = {"colour": list(COLOURS), "shape": DRAWN, "motion": MOTIONS, "camera": CAMERAS, "count": COUNTS}
STEP = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
CAMERA_STEP = {"pan left": (1, 0), "pan right": (-1, 0), "tilt up": (0, 1), "tilt down": (0, -1)}


def held_out(colour, shape):
    """Combinations never drawn in training: about one in nine."""
    return (list(COLOURS).index(colour) * 7 + DRAWN.index(shape) * 5) % 9 == 0


def paint(rng, colour):
    _, hue, saturation, value = COLOURS[colour]
    h = rng.uniform(*hue) % 360 / 360
    return tuple(int(255 * c) for c in colorsys.hsv_to_rgb(h, rng.uniform(*saturation), rng.uniform(*value)))


def outline(shape, x, y, r):
    """Corners of a shape as (x, y) pairs, in pixels."""
    def spokes(n, radii, turn=-np.pi / 2):
        a = turn + np.arange(n) * 2 * np.pi / n
        k = np.resize(radii, n) * r
        return list(zip(x + np.cos(a) * k, y + np.sin(a) * k))
    if shape == "cross":
        t = r / 3
        steps = [(-t, -r), (t, -r), (t, -t), (r, -t), (r, t), (t, t), (t, r), (-t, r), (-t, t), (-r, t), (-r, -t), (-t, -t)]
        return [(x + a, y + b) for a, b in steps]
    return spokes(*{
        "square": (4, [1.2], np.pi / 4), "triangle": (3, [1.2]), "star": (10, [1.2, 0.5]),
        "hexagon": (6, [1.0]), "diamond": (4, [1.2, 0.8]),
    }[shape])


def draw(canvas, shape, x, y, r, ink):
    if shape in ("circle", "oval", "rectangle"):
        w, h = (r, r) if shape == "circle" else (r * 1.3, r * 0.65)
        box = (x - w, y - h, x + w, y + h)
        canvas.rectangle(box, fill=ink) if shape == "rectangle" else canvas.ellipse(box, fill=ink)
    elif shape == "ring":
        canvas.ellipse((x - r, y - r, x + r, y + r), outline=ink, width=max(1, int(r * 0.35)))
    else:
        canvas.polygon(outline(shape, x, y, r), fill=ink)


def clip(seed, combinations="seen"):
    """The clip of a seed: (pixels uint8 [8,3,64,64], facts name -> label, caption).

    ``combinations``: "seen" or "unseen" pairs of colour and shape.
    """
    rng = np.random.default_rng(seed)
    pick = lambda names: names[rng.integers(len(names))]
    while True:
        colour, shape = pick(list(COLOURS)), pick(DRAWN)
        if held_out(colour, shape) == (combinations == "unseen"):
            break
    motion, camera, count = pick(MOTIONS), pick(CAMERAS), int(rng.choice(5, p=[0.5, 0.2, 0.1, 0.1, 0.1]))
    if rng.random() < 0.6:  # mostly one of the two moves, so that neither hides the other
        motion, camera = (motion, "still") if rng.random() < 0.5 else ("still", camera)
    ink = paint(rng, colour)
    while True:
        ground = np.array(paint(rng, pick(list(COLOURS))), float)
        if np.abs(ground - ink).sum() > 150:
            break
    n, big = count + 1, 3 * SIZE  # drawn three times as wide as seen, so that the camera has room
    base = np.clip(ground + np.linspace(-25, 25, big)[:, None, None] * rng.uniform(-1, 1)
                   + rng.normal(0, 1, (big // 8, big // 8, 1)).repeat(8, 0).repeat(8, 1) * rng.uniform(2, 12), 0, 255)
    back = Image.fromarray(np.broadcast_to(base, (big, big, 3)).astype(np.uint8))
    radius = rng.uniform(7, 15) if n == 1 else rng.uniform(5, 7)
    cells = [(-15, -15), (15, -15), (-15, 15), (15, 15), (0, 0)]
    places = [cells[i] for i in rng.permutation(5)[:n]] if n > 1 else [tuple(rng.uniform(-8, 8, 2))]
    reach, far = rng.uniform(14, 32), rng.uniform(12, 26)
    frames = np.empty((FRAMES, 3, SIZE, SIZE), np.uint8)
    for f in range(FRAMES):
        t = f / (FRAMES - 1) - 0.5
        image = back.copy()
        canvas = ImageDraw.Draw(image)
        dx, dy = STEP.get(motion, (0, 0))
        r = radius * {"grow": 1 + t, "shrink": 1 - t}.get(motion, 1)
        shown = {"appear": t > 0, "disappear": t < 0}.get(motion, True)
        for x, y in places if shown else []:
            draw(canvas, shape, big / 2 + x + dx * reach * t, big / 2 + y + dy * reach * t, r, ink)
        cx, cy = CAMERA_STEP.get(camera, (0, 0))
        half = SIZE / 2 * {"zoom in": 1.2 - 0.7 * t, "zoom out": 1.2 + 0.7 * t}.get(camera, 1)
        mx, my = big / 2 - cx * far * t, big / 2 - cy * far * t
        view = image.resize((SIZE, SIZE), Image.BILINEAR, (mx - half, my - half, mx + half, my + half))
        frames[f] = np.asarray(view).transpose(2, 0, 1)
    noise = rng.normal(0, rng.uniform(0, 6), frames.shape)
    frames = np.clip(frames * rng.uniform(0.85, 1.0) + noise, 0, 255).astype(np.uint8)
    noun = f"{pick(COLOURS[colour][0])} {pick(SHAPES[shape])}"
    words = f"{COUNTS[count]} {noun}" if n == 1 else f"{COUNTS[count]} {noun}s"
    if motion != "still" or rng.random() < 0.3:
        words += " " + pick(MOVE_PHRASES[motion]).format(v="moves")
    if camera != "still" or rng.random() < 0.2:
        words += " " + pick(CAMERA_PHRASES[camera])
    facts = {"colour": colour, "shape": shape, "motion": motion, "camera": camera, "count": COUNTS[count]}
    return frames, {k: LABELS[k].index(v) for k, v in facts.items()}, words
