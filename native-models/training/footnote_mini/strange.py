"""Footage unlike anything that was trained on, for the line that parts it from the rest (Hendrycks et al. 2019 train against outliers so):
pictures of cameras that do not see as eyes do (heat, night vision, too little light), screens, test patterns.

Each kind makes a clip of a seed. Those under ``KEPT`` are never fitted on: the line must part kinds that it did not see.
"""

import cv2
import numpy as np

from . import photos
from .scenes import FRAMES, SIZE

INKS, OTHER_INKS = [cv2.COLORMAP_JET, cv2.COLORMAP_INFERNO, cv2.COLORMAP_HOT, cv2.COLORMAP_RAINBOW], [cv2.COLORMAP_TURBO, cv2.COLORMAP_PLASMA, cv2.COLORMAP_VIRIDIS]


def grey(frames):
    """Luminance of [n,64,64,3] RGB, 0..255 float."""
    return frames @ np.array([0.299, 0.587, 0.114])


def heat(rng, frames):
    """Every tone of grey in a colour of one palette, as cameras of heat show it: a usual palette or any, bright where it was dark or where it was light."""
    if rng.random() < 0.5:
        return _inked(rng, frames, INKS)
    knots = int(rng.integers(3, 6))
    inks = rng.uniform(0, 255, (knots, 3))
    inks[0], inks[-1] = rng.uniform(0, 60, 3), rng.uniform(140, 255, 3)
    tone = grey(frames) if rng.random() < 0.5 else 255 - grey(frames)
    return np.stack([np.interp(tone, np.linspace(0, 255, knots), inks[:, c]) for c in range(3)], -1)


def tube(rng, frames):
    """One ink on black, as night vision shows it."""
    ink = rng.uniform(0, 0.25, 3)
    ink[rng.integers(3)] = 1
    return grey(frames)[..., None] * rng.uniform(0.6, 1.3) * ink + rng.normal(0, rng.uniform(0, 20), (*frames.shape[:3], 1))


def dark(rng, frames):
    return frames / rng.uniform(7, 16) + rng.normal(0, rng.uniform(0, 3), frames.shape)


def blur(rng, frames):
    k = rng.uniform(6, 10)
    return np.stack([cv2.GaussianBlur(f, (0, 0), k) for f in frames])


def noisy(rng, frames):
    return frames + rng.normal(0, rng.uniform(50, 110), frames.shape)


def outlines(rng, frames):
    seen = np.stack([cv2.Canny(np.ascontiguousarray(f), 80, 160) for f in frames])[..., None] * rng.uniform(0.6, 1, 3)
    return 255 - seen if rng.random() < 0.5 else seen


def negative(rng, frames):
    return 255.0 - frames


def inked(rng, frames):
    """Usual palettes that were not fitted on."""
    return _inked(rng, frames, OTHER_INKS)


def _inked(rng, frames, inks):
    ink, tone = inks[rng.integers(len(inks))], grey(frames).astype(np.uint8)
    tone = tone if rng.random() < 0.7 else 255 - tone
    return np.stack([cv2.applyColorMap(t, ink)[..., ::-1] for t in tone])


def _scribble(rng, canvas, x0, x1, y, ink, height):
    """A line of marks as small writing is seen: words of a few strokes."""
    x = x0
    while x < x1:
        w = int(rng.integers(4, 30))
        for k in range(x, min(x + w, x1), max(2, height // 2)):
            cv2.line(canvas, (k, y - int(rng.integers(height // 3, height))), (k + int(rng.integers(0, height // 2)), y), ink, 1, cv2.LINE_AA)
        x += w + height // 2


def _ink(rng, dark_ground):
    return tuple(float(v) for v in (rng.integers(130, 256, 3) if dark_ground else rng.integers(0, 120, 3)))


def editor(rng):
    night = rng.random() < 0.6
    canvas = np.full((240, 320, 3), rng.integers(15, 55) if night else rng.integers(235, 256), np.uint8)
    if rng.random() < 0.6:
        cv2.rectangle(canvas, (0, 0), (int(rng.integers(30, 90)), 240), tuple(float(v) for v in rng.integers(20, 80, 3) + (0 if night else 150)), -1)
    step = int(rng.integers(7, 12))
    for y in range(step, 240, step):
        x = int(rng.integers(40, 70)) + int(rng.integers(0, 6)) * 10
        for _ in range(int(rng.integers(0, 5))):
            w = int(rng.integers(8, 60))
            _scribble(rng, canvas, x, min(320, x + w), y, _ink(rng, night), step - 3)
            x += w + 5
    return canvas


def windows(rng):
    canvas = np.empty((240, 320, 3), np.uint8)
    canvas[:] = rng.integers(10, 245, 3)
    for _ in range(int(rng.integers(1, 5))):
        x, y, w, h = rng.integers(-20, 180), rng.integers(-10, 120), rng.integers(90, 220), rng.integers(70, 180)
        night = rng.random() < 0.3
        cv2.rectangle(canvas, (int(x), int(y)), (int(x + w), int(y + h)), (35, 35, 35) if night else (248, 248, 248), -1)
        cv2.rectangle(canvas, (int(x), int(y)), (int(x + w), int(y + 12)), tuple(float(v) for v in rng.integers(30, 230, 3)), -1)
        for yy in range(int(y) + 24, int(y + h) - 4, int(rng.integers(8, 16))):
            if rng.random() < 0.8:
                _scribble(rng, canvas, int(x) + 6, int(x) + int(rng.integers(30, w)), yy, _ink(rng, night), 6)
    return canvas


def plots(rng):
    night = rng.random() < 0.25
    canvas = np.full((240, 320, 3), 25 if night else 255, np.uint8)
    for _ in range(int(rng.integers(1, 6))):
        x = np.arange(16, 316)
        line = np.cumsum(rng.normal(0, rng.uniform(1, 8), len(x))) + rng.uniform(40, 200)
        cv2.polylines(canvas, [np.column_stack([x, line]).astype(np.int32)], False, _ink(rng, night), int(rng.integers(1, 3)), cv2.LINE_AA)
    for at in range(16, 320, int(rng.integers(20, 80))):
        cv2.line(canvas, (at, 0), (at, 226), (128, 128, 128), 1)
    return canvas


def maps(rng):
    canvas = np.empty((240, 320, 3), np.uint8)
    canvas[:] = rng.integers(205, 250, 3)
    for _ in range(int(rng.integers(2, 8))):
        cv2.fillPoly(canvas, [rng.integers(-60, 380, (6, 2)).astype(np.int32)], tuple(float(v) for v in rng.integers(160, 245, 3)))
    for _ in range(int(rng.integers(8, 40))):
        road = np.cumsum(rng.integers(-40, 41, (8, 2)), 0) + rng.integers(0, 300, 2)
        cv2.polylines(canvas, [road.astype(np.int32)], False, (255, 255, 255) if rng.random() < 0.6 else tuple(float(v) for v in rng.integers(90, 255, 3)), int(rng.integers(1, 5)), cv2.LINE_AA)
    return canvas


def document(rng):
    canvas = np.full((240, 320, 3), rng.integers(225, 256), np.uint8)
    x0, x1, step = int(rng.integers(10, 90)), int(rng.integers(230, 312)), int(rng.integers(6, 12))
    for y in range(int(rng.integers(8, 40)), 236, step):
        if rng.random() < 0.9:
            _scribble(rng, canvas, x0, x1 if rng.random() < 0.85 else (x0 + x1) // 2, y, (40, 40, 40), step - 2)
    return canvas


def table(rng):
    canvas = np.full((240, 320, 3), 252, np.uint8)
    high, wide = int(rng.integers(8, 18)), int(rng.integers(25, 60))
    canvas[:high] = rng.integers(40, 220, 3)
    for y in range(high, 240, high):
        cv2.line(canvas, (0, y), (320, y), (190, 190, 190), 1)
        for x in range(0, 320, wide):
            if rng.random() < 0.7:
                _scribble(rng, canvas, x + 3, x + int(rng.integers(wide // 3, wide - 3)), y + high - 2, (40, 40, 40), max(4, high - 5))
    for x in range(0, 320, wide):
        cv2.line(canvas, (x, 0), (x, 240), (190, 190, 190), 1)
    return canvas


def waves(rng):
    """Stripes, rings and checks that run: test patterns."""
    y, x = np.mgrid[0:SIZE, 0:SIZE] / SIZE - 0.5
    a, k, pace = rng.uniform(0, 6.28), rng.uniform(4, 90), rng.uniform(-2, 2)
    field = {0: x * np.cos(a) + y * np.sin(a), 1: np.hypot(x, y), 2: np.hypot(x, y) ** 2 * 2, 3: np.sign(np.sin(x * k) * np.sin(y * k)) / k}[int(rng.integers(4))]
    wave = np.stack([np.sin(field * k + pace * f) for f in range(FRAMES)])
    if rng.random() < 0.5:
        wave = np.sign(wave)
    low, high = rng.uniform(0, 255, (2, 3))
    return (low + high) / 2 + wave[..., None] * (high - low) / 2


def cells(rng):
    """Squares of any colours, from single pixels to large fields, that change or stay."""
    side = int(rng.choice([1, 2, 4, 8, 16]))
    ink = rng.uniform(0, 255, (int(rng.integers(2, 9)), 3)) if rng.random() < 0.5 else None
    n = FRAMES if rng.random() < 0.6 else 1
    small = rng.uniform(0, 255, (n, SIZE // side, SIZE // side, 3)) if ink is None else ink[rng.integers(len(ink), size=(n, SIZE // side, SIZE // side))]
    return np.repeat(np.repeat(np.repeat(small, FRAMES // n, 0), side, 1), side, 2)


def bars(rng):
    n = int(rng.integers(4, 12))
    inks = np.array([[(i >> k & 1) * 255 for k in range(3)] for i in rng.permutation(8)])[np.arange(n) % 8] * rng.uniform(0.6, 1)
    row = inks[np.arange(SIZE) * n // SIZE]
    picture = np.repeat(row[None], SIZE, 0)
    return np.repeat((picture if rng.random() < 0.7 else picture.transpose(1, 0, 2))[None], FRAMES, 0)


CAMERAS = [heat, tube, dark, blur, noisy, outlines]
SCREENS = [editor, windows, plots, maps]
PATTERNS = [waves, cells]
# Cameras by which rendered scenes are strange as well; their nights are dark, and their far things are as plain as what is blurred.
OF_RENDERED = [heat, tube, noisy, outlines]
# Kinds that are only measured on.
KEPT = [negative, inked, document, table, bars]


def clip(rng, kind, picture):
    """A clip of a kind, of this picture where it is a camera's: uint8 RGB [8,3,64,64]."""
    if kind in SCREENS or kind in (document, table):
        canvas = kind(rng)
        run = 0 if rng.random() < 0.5 else int(rng.integers(1, 8))
        frames = np.stack([cv2.resize(np.roll(canvas, -run * f, 0), (SIZE, SIZE), interpolation=cv2.INTER_AREA) for f in range(FRAMES)])
    elif kind in PATTERNS or kind is bars:
        frames = kind(rng)
    else:
        return by(rng, kind, shown(rng, picture))
    return np.ascontiguousarray(np.clip(frames, 0, 255).astype(np.uint8).transpose(0, 3, 1, 2))


def by(rng, camera, pixels):
    """A clip, uint8 RGB [8,3,64,64], as another camera sees it."""
    frames = camera(rng, pixels.transpose(0, 2, 3, 1))
    return np.ascontiguousarray(np.clip(frames, 0, 255).astype(np.uint8).transpose(0, 3, 1, 2))


def shown(rng, picture):
    """A photograph as footage: moved over, or still; some from close by, some without colour. uint8 RGB [8,3,64,64]"""
    if rng.random() < 0.3:
        side = int(rng.uniform(0.3, 0.6) * photos.KEPT)
        x, y = rng.integers(0, photos.KEPT - side + 1, 2)
        picture = cv2.resize(picture[y : y + side, x : x + side], (photos.KEPT, photos.KEPT), interpolation=cv2.INTER_CUBIC)
    pixels = photos.clip(rng, picture, "")[0] if rng.random() < 0.5 else np.repeat(photos.still(rng, picture), FRAMES, 0)
    if rng.random() < 0.15:
        pixels = np.repeat(grey(pixels.transpose(0, 2, 3, 1))[:, None], 3, 1).astype(np.uint8)
    return pixels
