"""Painted backgrounds: plain grounds, and places by day, at night and at sunset; weather over a frame.

A background is WORLD x WORLD x 3, uint8 BGR; the view shows its middle half at rest, so that a camera can move.
"""

import cv2
import numpy as np

WORLD = 160


def _mix(rng, *colours):
    """A colour (r, g, b in 0..255) near the given ones, as BGR."""
    c = np.array(colours[rng.integers(len(colours))], float) + rng.normal(0, 12, 3)
    return np.clip(c, 0, 255)[::-1]


def _gradient(top, bottom):
    t = np.linspace(0, 1, WORLD)[:, None, None]
    return np.broadcast_to(np.asarray(top) * (1 - t) + np.asarray(bottom) * t, (WORLD, WORLD, 3)).astype(np.float32).copy()


def _noise(rng, cell, strength):
    n = WORLD // cell + 1
    small = rng.normal(0, strength, (n, n, 1)).astype(np.float32)
    return cv2.resize(small, (WORLD, WORLD), interpolation=cv2.INTER_LINEAR)[..., None]


def plain(rng, bgr):
    """A ground of one colour: flat, shaded, cloudy or textured."""
    kind = rng.integers(4)
    picture = np.empty((WORLD, WORLD, 3), np.float32)
    picture[:] = bgr
    if kind >= 1:
        t = np.linspace(-1, 1, WORLD, dtype=np.float32)
        a = rng.uniform(0, 2 * np.pi)
        picture += (t[:, None, None] * np.cos(a) + t[None, :, None] * np.sin(a)) * rng.uniform(10, 40)
    if kind >= 2:
        picture += _noise(rng, int(rng.choice([4, 10, 24, 40])), rng.uniform(4, 22))
    if kind == 3:
        picture += rng.normal(0, rng.uniform(2, 10), picture.shape)
    return np.clip(picture, 0, 255).astype(np.uint8)


def cluttered(rng):
    """A ground of blurred blobs in any colours, as an unfocused room or street."""
    picture = np.empty((WORLD, WORLD, 3), np.uint8)
    picture[:] = rng.integers(0, 256, 3)
    for _ in range(int(rng.integers(6, 24))):
        c = tuple(int(v) for v in rng.integers(0, 256, 3))
        x, y, r = rng.integers(0, WORLD, 2).tolist() + [int(rng.integers(6, 40))]
        if rng.random() < 0.5:
            cv2.circle(picture, (x, y), r, c, -1)
        else:
            cv2.rectangle(picture, (x, y), (x + r, y + int(rng.integers(6, 60))), c, -1)
    k = int(rng.integers(2, 9)) * 2 + 1
    return cv2.GaussianBlur(picture, (k, k), 0)


_SKY = {"day": (((120, 175, 235), (90, 150, 220), (170, 200, 230)), ((200, 225, 245),)),
        "night": (((8, 10, 30), (15, 18, 45)), ((25, 30, 60), (35, 35, 70))),
        "sunset": (((70, 70, 130), (110, 70, 120)), ((250, 150, 80), (245, 120, 70)))}


def place(rng, name, time):
    """A place at a time of day ("day", "night", "sunset")."""
    top, low = _SKY[time]
    sky = _gradient(_mix(rng, *top), _mix(rng, *low))
    picture = sky
    horizon = int(WORLD * rng.uniform(0.42, 0.62))
    y = np.arange(WORLD)[:, None, None]
    below = np.broadcast_to(y >= horizon, (WORLD, WORLD, 1))

    def ground(*colours, rough=14, cell=5):
        nonlocal picture
        g = np.empty((WORLD, WORLD, 3), np.float32)
        g[:] = _mix(rng, *colours)
        g += _noise(rng, cell, rough) + (y - horizon) * rng.uniform(-0.3, 0.3)
        picture = np.where(below, g, picture)

    def shape(points, bgr):
        nonlocal picture
        picture = np.ascontiguousarray(picture)
        cv2.fillPoly(picture, [np.array(points, np.int32)], tuple(float(v) for v in bgr), cv2.LINE_AA)

    if time == "day" and name not in ("room", "space", "table top") and rng.random() < 0.4:
        for _ in range(int(rng.integers(1, 4))):
            cv2.ellipse(picture, (int(rng.integers(WORLD)), int(rng.integers(10, 60))),
                        (int(rng.integers(10, 26)), int(rng.integers(4, 9))), 0, 0, 360, (245, 245, 245), -1, cv2.LINE_AA)
    if name in ("sea", "harbour", "beach"):
        ground((30, 90, 150), (20, 110, 160), (40, 80, 130), rough=6, cell=3)
        for _ in range(40):
            yy = int(rng.integers(horizon, WORLD))
            x = int(rng.integers(WORLD))
            cv2.line(picture := np.ascontiguousarray(picture), (x, yy), (x + int(rng.integers(4, 20)), yy), (210, 200, 170), 1)
        if name == "beach":
            edge = int(horizon + (WORLD - horizon) * rng.uniform(0.25, 0.5))
            shape([(0, edge), (WORLD, edge + int(rng.integers(-8, 9))), (WORLD, WORLD), (0, WORLD)], _mix(rng, (225, 200, 150), (235, 215, 170)))
        if name == "harbour":
            edge = int(horizon + (WORLD - horizon) * rng.uniform(0.6, 0.75))
            shape([(0, edge), (WORLD, edge), (WORLD, WORLD), (0, WORLD)], _mix(rng, (130, 125, 115), (110, 90, 70)))
            for x in range(5, WORLD, int(rng.integers(14, 24))):
                cv2.line(picture, (x, horizon - int(rng.integers(8, 40))), (x, horizon + 6), (40, 50, 60), 1)
    elif name == "field":
        ground((80, 150, 60), (110, 165, 70), (150, 160, 80))
    elif name == "forest":
        ground((50, 90, 45), (70, 80, 50))
        for _ in range(26):
            x, base, h = int(rng.integers(WORLD)), horizon + int(rng.integers(-4, 26)), int(rng.integers(40, 90))
            w, c = h // 4, _mix(rng, (25, 80, 40), (40, 100, 50), (20, 60, 40))
            shape([(x - w, base), (x, base - h), (x + w, base)], c)
            shape([(x - 2, base), (x + 2, base), (x + 2, base + 8), (x - 2, base + 8)], (30, 50, 75))
    elif name == "mountains":
        ground((90, 130, 80), (110, 120, 90))
        for _ in range(5):
            x, h, w = int(rng.integers(WORLD)), int(rng.integers(30, 75)), int(rng.integers(30, 60))
            c = _mix(rng, (110, 110, 125), (90, 95, 115), (120, 105, 95))
            shape([(x - w, horizon), (x, horizon - h), (x + w, horizon)], c)
            if rng.random() < 0.6:
                shape([(x - w // 4, horizon - h * 3 // 4), (x, horizon - h), (x + w // 4, horizon - h * 3 // 4)], (245, 245, 245))
    elif name == "desert":
        ground((225, 185, 120), (210, 160, 100), rough=5, cell=20)
        for _ in range(4):
            x, h, w = int(rng.integers(WORLD)), int(rng.integers(8, 25)), int(rng.integers(40, 80))
            cv2.ellipse(picture := np.ascontiguousarray(picture), (x, horizon + 4), (w, h), 0, 180, 360, tuple(_mix(rng, (215, 170, 105))), -1, cv2.LINE_AA)
    elif name == "snow field":
        ground((235, 240, 248), (225, 232, 245), rough=4, cell=12)
    elif name == "city":
        ground((95, 95, 98), (120, 118, 115), rough=5)
        lit = (120, 220, 250) if time != "day" else (190, 170, 140)
        x = -5
        while x < WORLD:
            w, h = int(rng.integers(14, 30)), int(rng.integers(25, 85))
            c = _mix(rng, (90, 90, 100), (140, 120, 110), (70, 80, 95), (150, 145, 140)) * (0.35 if time == "night" else 1)
            shape([(x, horizon - h), (x + w, horizon - h), (x + w, horizon + 2), (x, horizon + 2)], c)
            for wy in range(horizon - h + 4, horizon - 4, 8):
                for wx in range(x + 3, x + w - 3, 6):
                    if rng.random() < 0.6:
                        cv2.rectangle(picture, (wx, wy), (wx + 2, wy + 3), lit, -1)
            x += w + int(rng.integers(0, 4))
    elif name == "road":
        ground((90, 140, 70), (150, 140, 110), (120, 120, 120))
        middle, wide = int(WORLD * rng.uniform(0.35, 0.65)), int(rng.integers(60, 110))
        shape([(middle - 6, horizon), (middle + 6, horizon), (middle + wide, WORLD), (middle - wide, WORLD)], _mix(rng, (80, 80, 84), (100, 100, 102)))
        for k in range(5):
            a = horizon + (WORLD - horizon) * (k / 5) ** 1.5
            b = horizon + (WORLD - horizon) * ((k + 0.5) / 5) ** 1.5
            cv2.line(picture, (middle, int(a)), (middle, int(b)), (240, 240, 240), 1 + k // 2)
    elif name == "room":
        wall = _mix(rng, (220, 210, 190), (190, 200, 205), (205, 185, 170), (160, 150, 140))
        picture = _gradient(wall * 0.95, wall)
        ground((140, 100, 70), (170, 140, 110), (120, 110, 105), rough=4, cell=16)
        if rng.random() < 0.7:
            x, w = int(rng.integers(10, WORLD - 50)), int(rng.integers(24, 44))
            light = tuple(float(v) for v in _mix(rng, (170, 205, 240)) * (0.25 if time == "night" else 1))
            picture = np.ascontiguousarray(picture)
            cv2.rectangle(picture, (x, horizon - 60), (x + w, horizon - 18), light, -1)
            cv2.rectangle(picture, (x, horizon - 60), (x + w, horizon - 18), (235, 235, 235), 2)
            cv2.line(picture, (x + w // 2, horizon - 60), (x + w // 2, horizon - 18), (235, 235, 235), 2)
    elif name == "space":
        picture = _gradient((10, 5, 5), (22, 8, 10))
        for _ in range(90):
            v = float(rng.integers(120, 256))
            cv2.circle(picture, (int(rng.integers(WORLD)), int(rng.integers(WORLD))), int(rng.random() < 0.2), (v, v, v), -1)
    elif name == "table top":
        picture = _gradient(_mix(rng, (200, 195, 185), (150, 145, 140), (90, 90, 95)), _mix(rng, (170, 165, 160)))
        horizon = int(WORLD * 0.4)
        below = np.broadcast_to(y >= horizon, (WORLD, WORLD, 1))
        ground((150, 105, 65), (190, 150, 105), (230, 225, 220), (90, 60, 40), rough=5, cell=3)
    if time == "night" and name in ("sea", "beach", "harbour", "field", "forest", "mountains", "desert", "snow field", "road", "city"):
        picture = np.where(below, picture * rng.uniform(0.15, 0.35), picture)
        for _ in range(30):
            cv2.circle(picture := np.ascontiguousarray(picture), (int(rng.integers(WORLD)), int(rng.integers(horizon))), 0, (200, 200, 200), -1)
    if time == "sunset" and name not in ("room", "space", "table top"):
        picture = np.where(below, picture * 0.7 + np.array([30, 45, 80]) * 0.5, picture)
        cv2.circle(picture := np.ascontiguousarray(picture), (int(rng.integers(20, WORLD - 20)), horizon - int(rng.integers(0, 12))), int(rng.integers(7, 14)), (90, 190, 255), -1, cv2.LINE_AA)
    return np.clip(picture, 0, 255).astype(np.uint8)


def weather(rng, frames, name):
    """Snow, rain or fog over frames [T, H, W, 3], in place."""
    count, height, width = frames.shape[:3]
    if name == "fog":
        depth = rng.uniform(0.45, 0.72)
        veil = np.linspace(0.75, 1, height)[:, None, None] * depth
        tone = rng.uniform(180, 225)
        frames[:] = (frames * (1 - veil) + tone * veil).astype(np.uint8)
        return
    many = int(rng.integers(30, 90))
    x, y = rng.uniform(0, width, many), rng.uniform(0, height, many)
    speed = rng.uniform(2, 6) if name == "snow" else rng.uniform(9, 20)
    drift = rng.uniform(-1.5, 1.5)
    if name == "rain":
        frames[:] = (frames * 0.78 + 18).astype(np.uint8)
    for t in range(count):
        for px, py in zip((x + drift * t) % width, (y + speed * t) % height):
            if name == "snow":
                cv2.circle(frames[t], (int(px), int(py)), int(px * 7) % 2, (250, 250, 250), -1)
            else:
                cv2.line(frames[t], (int(px), int(py)), (int(px + drift), int(py + 5)), (205, 200, 195), 1)
