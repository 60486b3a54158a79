"""Things modelled from boxes, frusta and balls, drawn with flat shading, as in low-poly animated films.

Coordinates: x forward (the way a thing faces), y up, z to its right; a thing stands on y = 0 and is about 1 long.
A part is (faces, colour); "body" as a colour stands for the colour the caption names.
"""
import math

import cairo
import numpy as np

SIDE = 80


def _box(cx, y0, cz, sx, sy, sz, taper=1.0):
    hx, hz = sx / 2, sz / 2
    low = [(cx - hx, y0, cz - hz), (cx + hx, y0, cz - hz), (cx + hx, y0, cz + hz), (cx - hx, y0, cz + hz)]
    hx, hz = hx * taper, hz * taper
    y1 = y0 + sy
    top = [(cx - hx, y1, cz - hz), (cx + hx, y1, cz - hz), (cx + hx, y1, cz + hz), (cx - hx, y1, cz + hz)]
    sides = [[low[i], top[i], top[(i + 1) % 4], low[(i + 1) % 4]] for i in range(4)]
    return [low, top[::-1], *sides]


def _frustum(cx, y0, cz, r0, r1, height, n=8, axis="y"):
    ring = [(math.cos(2 * math.pi * i / n), math.sin(2 * math.pi * i / n)) for i in range(n)]

    def place(a, b, h):
        if axis == "y":
            return (cx + a, y0 + h, cz + b)
        if axis == "x":
            return (cx + h, y0 + a, cz + b)
        return (cx + a, y0 + b, cz + h)

    low = [place(r0 * a, r0 * b, 0) for a, b in ring]
    top = [place(r1 * a, r1 * b, height) for a, b in ring]
    return [low, top[::-1], *[[low[i], top[i], top[(i + 1) % n], low[(i + 1) % n]] for i in range(n)]]


def _ball(cx, cy, cz, r, sy=1.0, sx=1.0, n=8, m=5):
    rows = []
    for j in range(m + 1):
        angle = math.pi * (j / m - 0.5)
        rows.append([(cx + sx * r * math.cos(angle) * math.cos(2 * math.pi * i / n), cy + sy * r * math.sin(angle),
                      cz + r * math.cos(angle) * math.sin(2 * math.pi * i / n)) for i in range(n)])
    return [[rows[j][i], rows[j + 1][i], rows[j + 1][(i + 1) % n], rows[j][(i + 1) % n]]
            for j in range(m) for i in range(n)]


def _wheels(xs, z, r=0.1, width=0.08):
    return [(_frustum(x, r, s * z - width / 2, r, r, width, 8, "z"), "dark") for x in xs for s in (-1, 1)]


def _person(phase, height=1.0, hair="hair", skirt=False):
    swing = 0.14 * math.sin(phase)
    parts = []
    for side, sign in ((-0.07, 1), (0.07, -1)):
        parts.append((_box(sign * swing * 0.6, 0, side, 0.11, 0.44, 0.1), "trousers"))
        parts.append((_box(-sign * swing * 0.8, 0.46, side * 2.4, 0.08, 0.3, 0.08), "body"))
    parts.append((_box(0, 0.42, 0, 0.18, 0.36, 0.26, 0.85), "body"))
    if skirt:
        parts.append((_frustum(0, 0.22, 0, 0.24, 0.12, 0.26), "body"))
    parts.append((_ball(0, 0.9, 0, 0.11), "skin"))
    parts.append((_ball(-0.02, 0.94, 0, 0.115, 0.8), hair))
    return [([[tuple(v * height for v in p) for p in f] for f in faces], c) for faces, c in parts]


def _beast(phase, long=0.6, leg=0.25, thick=0.26, neck=0.2, head=0.13, tail=0.15, ears=0.08, snout=0.1, colour="body"):
    parts = []
    for k, (x, z) in enumerate(((long / 2 - 0.06, 0.08), (long / 2 - 0.06, -0.08), (-long / 2 + 0.06, 0.08),
                                (-long / 2 + 0.06, -0.08))):
        step = 0.07 * math.sin(phase + (math.pi if k in (1, 2) else 0))
        parts.append((_box(x + step, 0, z, 0.08, leg + 0.05, 0.08), colour))
    parts.append((_box(0, leg, 0, long, thick, thick * 0.9), colour))
    top = leg + thick
    parts.append((_box(long / 2, top - 0.08, 0, 0.13, neck + 0.1, 0.13), colour))
    parts.append((_box(long / 2 + 0.05, top + neck - 0.05, 0, head * 1.5, head * 1.3, head * 1.3), colour))
    parts.append((_box(long / 2 + 0.05 + head, top + neck - 0.04, 0, snout, head * 0.7, head * 0.8), "snout"))
    for z in (-0.05, 0.05):
        parts.append((_box(long / 2, top + neck + head * 0.9, z, 0.05, ears, 0.04), colour))
    parts.append((_box(-long / 2 - tail / 2, top - 0.08, 0, tail, 0.05, 0.05), colour))
    return parts


def _bird(phase, span=0.45, colour="body", sitting=False):
    lift = 0.2 * math.sin(phase)
    parts = [(_ball(0, 0.4, 0, 0.13, 0.8, 1.8), colour), (_ball(0.24, 0.48, 0, 0.09), colour),
             (_frustum(0.31, 0.47, 0, 0.035, 0.0, 0.12, 5, "x"), "beak"), (_box(-0.3, 0.4, 0, 0.18, 0.03, 0.12), colour)]
    for s in (-1, 1):
        tip = (0.0, 0.42 + lift, s * span)
        wing = [(0.12, 0.43, s * 0.08), tip, (-0.12, 0.42 + lift * 0.9, s * span * 0.9), (-0.14, 0.43, s * 0.08)]
        if not sitting:
            parts.append(([wing, wing[::-1]], colour))
    return parts


def _fish(phase, thick=0.2, long=2.0):
    sway = 0.1 * math.sin(phase)
    tail = [(-0.35, 0.3, 0), (-0.58, 0.46, sway), (-0.58, 0.14, sway)]
    fin = [(0.1, 0.44, 0), (-0.12, 0.6, 0), (-0.12, 0.42, 0)]
    return [(_ball(0, 0.3, 0, thick, 0.9, long), "body"), ([tail, tail[::-1]], "body"), ([fin, fin[::-1]], "body"),
            (_ball(0.28, 0.36, 0.1, 0.025), "dark"), (_ball(0.28, 0.36, -0.1, 0.025), "dark")]


def _hull(length=1.0, width=0.34, height=0.2):
    h, w, y = length / 2, width / 2, height
    deck = [(-h, y, -w), (h * 0.5, y, -w), (h, y, 0), (h * 0.5, y, w), (-h, y, w)]
    keel = [(-h * 0.9, 0, -w * 0.6), (h * 0.4, 0, -w * 0.6), (h * 0.75, 0, 0), (h * 0.4, 0, w * 0.6), (-h * 0.9, 0, w * 0.6)]
    sides = [[keel[i], deck[i], deck[(i + 1) % 5], keel[(i + 1) % 5]] for i in range(5)]
    return [(sides + [keel], "body"), ([deck[::-1]], "wood")]


def _roof(cx, y0, sx, sz, height):
    a, b = sx / 2, sz / 2
    low = [(cx - a, y0, -b), (cx + a, y0, -b), (cx + a, y0, b), (cx - a, y0, b)]
    r0, r1 = (cx - a, y0 + height, 0), (cx + a, y0 + height, 0)
    return [[low[0], r0, r1, low[1]], [low[2], r1, r0, low[3]], [low[0], low[3], r0], [low[1], r1, low[2]]]


def parts_of(name: str, phase: float):
    """The parts of the named thing at an animation phase in radians."""
    p = phase
    glass, dark = "glass", "dark"
    if name == "car":
        return [(_box(0, 0.1, 0, 0.95, 0.2, 0.42), "body"), (_box(-0.05, 0.3, 0, 0.5, 0.18, 0.38, 0.75), glass),
                (_box(-0.05, 0.46, 0, 0.36, 0.03, 0.3), "body"), *_wheels((-0.28, 0.28), 0.2),
                (_box(0.47, 0.2, 0, 0.03, 0.05, 0.36), "lamp")]
    if name == "van":
        return [(_box(-0.08, 0.1, 0, 0.8, 0.42, 0.42), "body"), (_box(0.4, 0.1, 0, 0.16, 0.24, 0.42), "body"),
                (_box(0.33, 0.34, 0, 0.05, 0.14, 0.36), glass), *_wheels((-0.28, 0.28), 0.2)]
    if name == "truck":
        return [(_box(-0.15, 0.16, 0, 0.7, 0.42, 0.42), "body"), (_box(0.36, 0.1, 0, 0.24, 0.36, 0.4), "cab"),
                (_box(0.44, 0.3, 0, 0.1, 0.13, 0.36), glass), *_wheels((-0.35, -0.12, 0.34), 0.2)]
    if name == "bus":
        return [(_box(0, 0.1, 0, 1.0, 0.42, 0.34), "body"), (_box(0, 0.32, 0, 0.96, 0.13, 0.36), glass),
                *_wheels((-0.32, 0.32), 0.17)]
    if name == "train":
        return [(_box(-0.32, 0.12, 0, 0.5, 0.34, 0.3), "body"), (_box(0.3, 0.12, 0, 0.5, 0.34, 0.3, 0.92), "body"),
                (_box(-0.32, 0.28, 0, 0.4, 0.1, 0.32), glass), (_box(0.3, 0.28, 0, 0.4, 0.1, 0.32), glass),
                *_wheels((-0.48, -0.18, 0.14, 0.46), 0.14, 0.07)]
    if name == "tractor":
        return [(_box(0.2, 0.22, 0, 0.45, 0.2, 0.24), "body"), (_box(-0.15, 0.2, 0, 0.3, 0.48, 0.3), glass),
                (_box(-0.15, 0.68, 0, 0.36, 0.05, 0.34), "body"), *_wheels((-0.2,), 0.22, 0.22), *_wheels((0.34,), 0.16, 0.12)]
    if name == "bicycle":
        return [*[(_frustum(x, 0.2, -0.02, 0.2, 0.2, 0.04, 12, "z")[2:], dark) for x in (-0.3, 0.3)],
                (_box(0, 0.32, 0, 0.5, 0.05, 0.04), "body"), (_box(-0.12, 0.32, 0, 0.05, 0.24, 0.04), "body"),
                (_box(0.26, 0.22, 0, 0.05, 0.38, 0.04), "body"), (_box(-0.14, 0.54, 0, 0.18, 0.05, 0.1), dark),
                (_box(0.26, 0.58, 0, 0.05, 0.04, 0.3), dark)]
    if name in ("boat", "buoy_boat"):
        return [*_hull(), (_box(-0.15, 0.2, 0, 0.3, 0.24, 0.24), "white"), (_box(-0.13, 0.3, 0, 0.32, 0.08, 0.22), glass),
                (_box(0.1, 0.2, 0, 0.03, 0.5, 0.03), "wood")]
    if name == "sailboat":
        sail = [(0.05, 0.3, 0.0), (0.05, 1.05, 0.0), (-0.42, 0.3, 0.06)]
        jib = [(0.09, 0.3, 0.0), (0.08, 0.9, 0.0), (0.44, 0.26, 0.02)]
        return [*_hull(0.95, 0.26, 0.16), (_box(0.06, 0.16, 0, 0.03, 0.92, 0.03), "wood"),
                ([sail, sail[::-1]], "white"), ([jib, jib[::-1]], "white")]
    if name == "ship":
        return [*_hull(1.2, 0.28, 0.2), (_box(-0.2, 0.2, 0, 0.6, 0.14, 0.22), "white"), (_box(-0.2, 0.34, 0, 0.45, 0.1, 0.2), "white"),
                (_frustum(-0.2, 0.44, 0, 0.07, 0.07, 0.2), "cab"), (_box(-0.2, 0.26, 0, 0.5, 0.04, 0.23), glass)]
    if name == "rowing boat":
        oar = 0.12 * math.sin(p)
        return [*_hull(0.9, 0.36, 0.16), (_box(-0.15, 0.15, 0, 0.08, 0.04, 0.3), "wood"), (_box(0.15, 0.15, 0, 0.08, 0.04, 0.3), "wood"),
                (_box(oar, 0.14, 0.35, 0.04, 0.03, 0.5), "wood"), (_box(oar, 0.14, -0.35, 0.04, 0.03, 0.5), "wood")]
    if name == "plane":
        return [(_frustum(-0.45, 0.3, 0, 0.05, 0.09, 0.45, 8, "x"), "body"), (_frustum(0, 0.3, 0, 0.09, 0.03, 0.5, 8, "x"), "body"),
                (_box(0.05, 0.29, 0, 0.2, 0.03, 1.1), "body"), (_box(-0.42, 0.3, 0, 0.12, 0.02, 0.4), "body"),
                (_box(-0.43, 0.32, 0, 0.12, 0.2, 0.02), "body")]
    if name == "helicopter":
        spin = [_box(0, 0.56, 0, 0.9 * abs(math.cos(p)) + 0.06, 0.02, 0.9 * abs(math.sin(p)) + 0.06)]
        return [(_ball(0.1, 0.32, 0, 0.2, 0.9, 1.2), "body"), (_ball(0.22, 0.34, 0, 0.14), glass),
                (_frustum(-0.6, 0.36, 0, 0.03, 0.06, 0.6, 6, "x"), "body"), (_box(-0.58, 0.36, 0, 0.08, 0.18, 0.02), "body"),
                (spin[0], dark), (_box(0.1, 0.06, 0.14, 0.5, 0.03, 0.03), dark), (_box(0.1, 0.06, -0.14, 0.5, 0.03, 0.03), dark)]
    if name == "hot air balloon":
        return [(_ball(0, 0.72, 0, 0.34, 1.1), "body"), (_frustum(0, 0.22, 0, 0.05, 0.24, 0.3), "body"), (_box(0, 0, 0, 0.14, 0.14, 0.14), "wood")]
    if name == "rocket":
        fins = [[(-0.08, 0.1, 0), (-0.24, 0, 0), (-0.08, 0.34, 0)], [(0.08, 0.1, 0), (0.24, 0, 0), (0.08, 0.34, 0)]]
        return [(_frustum(0, 0.08, 0, 0.13, 0.13, 0.6), "body"), (_frustum(0, 0.68, 0, 0.13, 0.0, 0.28), "cab"),
                (fins + [f[::-1] for f in fins], "cab"), (_frustum(0, -0.04, 0, 0.0, 0.1, 0.12), "lamp")]
    if name == "lighthouse":
        return [(_frustum(0, 0, 0, 0.2, 0.17, 0.27), "white"), (_frustum(0, 0.27, 0, 0.17, 0.15, 0.25), "body"),
                (_frustum(0, 0.52, 0, 0.15, 0.12, 0.25), "white"), (_frustum(0, 0.77, 0, 0.15, 0.15, 0.03), dark),
                (_frustum(0, 0.8, 0, 0.09, 0.09, 0.13), "lamp"), (_frustum(0, 0.93, 0, 0.13, 0.0, 0.12), "body")]
    if name in ("house", "barn"):
        tall = 0.42 if name == "house" else 0.5
        return [(_box(0, 0, 0, 0.8, tall, 0.6), "body"), (_roof(0, tall, 0.9, 0.7, 0.32), "roof"),
                (_box(0.1, 0, 0.3, 0.14, 0.26, 0.02), "wood"), (_box(-0.2, 0.16, 0.3, 0.15, 0.15, 0.02), glass),
                (_box(0.4, 0.16, 0, 0.02, 0.15, 0.15), glass), *([(_box(-0.2, 0.55, 0.1, 0.1, 0.28, 0.1), "cab")] if name == "house" else [])]
    if name == "church":
        return [(_box(-0.1, 0, 0, 0.7, 0.4, 0.4), "body"), (_roof(-0.1, 0.4, 0.75, 0.46, 0.25), "roof"),
                (_box(0.34, 0, 0, 0.24, 0.7, 0.24), "body"), (_frustum(0.34, 0.7, 0, 0.17, 0, 0.4, 4), "roof")]
    if name == "tower":
        return [(_box(0, 0, 0, 0.3, 1.0, 0.3, 0.85), "body"), (_box(0, 1.0, 0, 0.34, 0.1, 0.34), "body"), (_box(0.14, 0.5, 0, 0.04, 0.14, 0.1), dark)]
    if name == "skyscraper":
        return [(_box(0, 0, 0, 0.42, 1.1, 0.42), "body"), *[(_box(0, 0.12 + 0.16 * k, 0, 0.44, 0.07, 0.44), glass) for k in range(6)]]
    if name == "windmill":
        blades = []
        for k in range(4):
            a = p + k * math.pi / 2
            c, s = math.cos(a), math.sin(a)
            q = [(0.16, 0.75, 0), (0.16, 0.75 + 0.5 * s - 0.06 * c, 0.5 * c + 0.06 * s), (0.16, 0.75 + 0.5 * s + 0.06 * c, 0.5 * c - 0.06 * s)]
            blades += [q, q[::-1]]
        return [(_frustum(0, 0, 0, 0.22, 0.13, 0.75), "body"), (_frustum(0, 0.75, 0, 0.14, 0.02, 0.16), "roof"), (blades, "wood")]
    if name == "tent":
        return [(_roof(0, 0, 0.8, 0.8, 0.55), "body"), ([[(0.405, 0, -0.15), (0.405, 0.4, 0), (0.405, 0, 0.15)][::-1]], dark)]
    if name == "bridge":
        return [(_box(0, 0.3, 0, 1.3, 0.08, 0.26), "body"), *[(_box(x, 0, 0, 0.1, 0.32, 0.22), "stone") for x in (-0.45, 0, 0.45)],
                *[(_box(0, 0.42, z, 1.3, 0.04, 0.03), "body") for z in (-0.12, 0.12)]]
    if name == "pier":
        return [(_box(0, 0.2, 0, 1.2, 0.06, 0.34), "wood"), *[(_box(x, 0, z, 0.05, 0.32, 0.05), "wood") for x in (-0.5, -0.17, 0.17, 0.5) for z in (-0.15, 0.15)]]
    if name == "crane":
        swing = 0.1 * math.sin(p)
        return [(_box(-0.1, 0, 0, 0.14, 0.95, 0.14), "body"), (_box(0.15, 0.95, 0, 0.95, 0.1, 0.1), "body"),
                (_box(0.5 + swing * 0.3, 0.5, 0, 0.02, 0.45, 0.02), dark), (_box(0.5 + swing * 0.3, 0.42, 0, 0.14, 0.1, 0.1), "wood"), (_box(-0.1, 0, 0, 0.4, 0.08, 0.34), dark)]
    if name in ("person", "man"):
        return _person(p, 1.0)
    if name == "woman":
        return _person(p, 0.96, "hair", True)
    if name == "child":
        return _person(p, 0.68)
    if name == "dog":
        return _beast(p, 0.5, 0.2, 0.2, 0.1, 0.14, 0.2, 0.1, 0.12)
    if name == "cat":
        return _beast(p, 0.42, 0.16, 0.17, 0.06, 0.14, 0.3, 0.1, 0.03)
    if name == "horse":
        return _beast(p, 0.62, 0.42, 0.26, 0.3, 0.12, 0.1, 0.07, 0.16)
    if name == "cow":
        return [*_beast(p, 0.72, 0.28, 0.34, 0.06, 0.16, 0.08, 0.04, 0.1), (_box(0.0, 0.5, 0.02, 0.2, 0.13, 0.33), "patch"), (_box(-0.25, 0.4, 0, 0.14, 0.15, 0.33), "patch")]
    if name == "sheep":
        return [*_beast(p, 0.4, 0.2, 0.2, 0.04, 0.12, 0.04, 0.03, 0.08, dark), (_ball(-0.02, 0.36, 0, 0.21, 0.9, 1.4), "body")]
    if name == "pig":
        return _beast(p, 0.55, 0.14, 0.3, 0.0, 0.17, 0.06, 0.06, 0.09)
    if name in ("bird", "seagull"):
        return _bird(p, 0.5 if name == "bird" else 0.65)
    if name == "duck":
        return [(_ball(0, 0.2, 0, 0.17, 0.8, 1.5), "body"), (_ball(0.22, 0.42, 0, 0.1), "body"), (_frustum(0.3, 0.41, 0, 0.05, 0.02, 0.13, 5, "x"), "beak"), (_box(0.2, 0.26, 0, 0.09, 0.16, 0.09), "body")]
    if name in ("fish", "whale", "dolphin"):
        return _fish(p, {"fish": 0.17, "whale": 0.26, "dolphin": 0.14}[name], {"fish": 1.9, "whale": 1.8, "dolphin": 2.8}[name])
    if name == "pine tree":
        return [(_frustum(0, 0, 0, 0.06, 0.05, 0.25), "wood"), *[(_frustum(0, 0.2 + 0.24 * k, 0, 0.32 - 0.08 * k, 0.02, 0.38), "body") for k in range(3)]]
    if name == "tree":
        return [(_frustum(0, 0, 0, 0.07, 0.05, 0.5), "wood"), (_ball(0, 0.72, 0, 0.32), "body"), (_ball(0.16, 0.6, 0.1, 0.2), "body")]
    if name == "palm tree":
        leaves = []
        for k in range(6):
            a = k * math.pi / 3
            q = [(0.05, 0.9, 0), (0.05 + 0.25 * math.cos(a) - 0.07 * math.sin(a), 0.98, 0.25 * math.sin(a) + 0.07 * math.cos(a)),
                 (0.05 + 0.45 * math.cos(a), 0.76, 0.45 * math.sin(a)), (0.05 + 0.25 * math.cos(a) + 0.07 * math.sin(a), 0.98, 0.25 * math.sin(a) - 0.07 * math.cos(a))]
            leaves += [q, q[::-1]]
        return [(_frustum(0.02, 0, 0, 0.06, 0.04, 0.92), "wood"), (leaves, "body")]
    if name == "bush":
        return [(_ball(-0.15, 0.18, 0, 0.22), "body"), (_ball(0.15, 0.16, 0.05, 0.2), "body"), (_ball(0, 0.28, 0, 0.2), "body")]
    if name == "flower":
        return [(_box(0, 0, 0, 0.04, 0.55, 0.04), "leaf"), *[(_ball(0.14 * math.cos(a), 0.66 + 0.14 * math.sin(a), 0, 0.1), "body") for a in np.linspace(0, 2 * math.pi, 6)[:5]],
                (_ball(0.0, 0.66, 0, 0.11), "lamp")]
    if name == "rock":
        return [(_ball(0, 0.16, 0, 0.3, 0.7, 1.2, 6, 4), "body"), (_ball(0.2, 0.1, 0.1, 0.18, 0.8, 1, 5, 4), "body")]
    if name == "snowman":
        return [(_ball(0, 0.25, 0, 0.28), "white"), (_ball(0, 0.62, 0, 0.2), "white"), (_ball(0, 0.9, 0, 0.14), "white"),
                (_frustum(0.12, 0.9, 0, 0.03, 0, 0.14, 5, "x"), "beak"), (_frustum(0, 1.0, 0, 0.1, 0.1, 0.14), dark), (_frustum(0, 0.74, 0, 0.14, 0.14, 0.06), "body")]
    if name == "table":
        return [(_box(0, 0.44, 0, 0.9, 0.06, 0.55), "body"), *[(_box(x, 0, z, 0.06, 0.44, 0.06), "body") for x in (-0.4, 0.4) for z in (-0.22, 0.22)]]
    if name == "chair":
        return [(_box(0, 0.36, 0, 0.4, 0.05, 0.4), "body"), (_box(-0.18, 0.4, 0, 0.05, 0.45, 0.4), "body"), *[(_box(x, 0, z, 0.05, 0.36, 0.05), "body") for x in (-0.17, 0.17) for z in (-0.17, 0.17)]]
    if name == "bench":
        return [(_box(0, 0.28, 0, 0.34, 0.05, 1.0), "body"), (_box(-0.16, 0.4, 0, 0.04, 0.22, 1.0), "body"), *[(_box(0, 0, z, 0.3, 0.28, 0.06), dark) for z in (-0.4, 0.4)]]
    if name == "bed":
        return [(_box(0, 0.1, 0, 1.0, 0.16, 0.6), "wood"), (_box(-0.08, 0.24, 0, 0.82, 0.1, 0.58), "body"), (_box(0.38, 0.26, 0, 0.2, 0.12, 0.5), "white"), (_box(0.5, 0.1, 0, 0.05, 0.45, 0.6), "wood")]
    if name == "lamp":
        return [(_frustum(0, 0, 0, 0.04, 0.03, 0.9), "body"), (_box(0.1, 0.9, 0, 0.26, 0.04, 0.05), "body"), (_ball(0.2, 0.85, 0, 0.08), "lamp")]
    if name == "flag":
        w = 0.06 * math.sin(p)
        cloth = [(0, 0.6, 0), (0.3, 0.6 + w, w), (0.6, 0.6 - w, -w), (0.6, 0.95 - w, -w), (0.3, 0.95 + w, w), (0, 0.95, 0)]
        return [(_box(0, 0, 0, 0.04, 1.0, 0.04), "wood"), ([cloth, cloth[::-1]], "body")]
    if name == "umbrella":
        return [(_frustum(0, 0.6, 0, 0.5, 0.02, 0.28), "body"), (_box(0, 0, 0, 0.04, 0.65, 0.04), "wood")]
    if name == "barrel":
        return [(_frustum(0, 0, 0, 0.2, 0.25, 0.28), "body"), (_frustum(0, 0.28, 0, 0.25, 0.2, 0.28), "body"), (_frustum(0, 0.25, 0, 0.258, 0.258, 0.06), dark)]
    if name == "crate":
        return [(_box(0, 0, 0, 0.6, 0.55, 0.6), "body"), (_box(0, 0.02, 0, 0.62, 0.06, 0.62), dark), (_box(0, 0.48, 0, 0.62, 0.06, 0.62), dark)]
    if name == "bottle":
        return [(_frustum(0, 0, 0, 0.15, 0.15, 0.55), "body"), (_frustum(0, 0.55, 0, 0.15, 0.05, 0.15), "body"), (_frustum(0, 0.7, 0, 0.05, 0.05, 0.2), "body"), (_frustum(0, 0.9, 0, 0.06, 0.06, 0.05), dark)]
    if name == "cup":
        return [(_frustum(0, 0, 0, 0.2, 0.25, 0.45, 10), "body"), (_box(0.3, 0.12, 0, 0.12, 0.05, 0.05), "body"), (_box(0.36, 0.12, 0, 0.04, 0.24, 0.05), "body"), (_box(0.3, 0.32, 0, 0.12, 0.05, 0.05), "body")]
    if name == "ball":
        return [(_ball(0, 0.4, 0, 0.4, 1, 1, 12, 8), "body")]
    if name == "cube":
        return [(_box(0, 0, 0, 0.65, 0.65, 0.65), "body")]
    if name == "cone":
        return [(_frustum(0, 0, 0, 0.36, 0, 0.8, 14), "body")]
    if name == "pyramid":
        return [(_frustum(0, 0, 0, 0.5, 0, 0.7, 4), "body")]
    if name == "cylinder":
        return [(_frustum(0, 0, 0, 0.28, 0.28, 0.75, 14), "body")]
    if name == "door":
        return [(_box(0, 0, 0, 0.06, 0.95, 0.5), "body"), (_box(0.04, 0.45, 0.18, 0.04, 0.05, 0.05), "lamp"), (_box(-0.02, 0, 0, 0.04, 1.02, 0.6), "wood")]
    if name == "fence":
        return [*[(_box(x, 0, 0, 0.09, 0.42, 0.04), "body") for x in np.linspace(-0.5, 0.5, 6)], (_box(0, 0.12, 0, 1.1, 0.05, 0.03), "body"), (_box(0, 0.28, 0, 1.1, 0.05, 0.03), "body")]
    if name == "buoy":
        return [(_frustum(0, 0, 0, 0.24, 0.24, 0.14), "body"), (_frustum(0, 0.14, 0, 0.2, 0.05, 0.4), "body"), (_ball(0, 0.6, 0, 0.06), "lamp"), (_frustum(0, 0.26, 0, 0.155, 0.12, 0.1), "white")]
    if name == "suitcase":
        return [(_box(0, 0, 0, 0.6, 0.45, 0.2), "body"), (_box(0, 0.5, 0, 0.2, 0.04, 0.04), dark), (_box(-0.09, 0.45, 0, 0.03, 0.07, 0.04), dark), (_box(0.09, 0.45, 0, 0.03, 0.07, 0.04), dark)]
    if name == "book":
        return [(_box(0, 0, 0, 0.55, 0.03, 0.7), "body"), (_box(0.02, 0.03, 0, 0.5, 0.08, 0.66), "white"), (_box(0, 0.11, 0, 0.55, 0.03, 0.7), "body")]
    if name == "screen":
        return [(_box(0, 0.2, 0, 0.06, 0.55, 0.9), "body"), (_box(0.035, 0.24, 0, 0.02, 0.47, 0.82), glass), (_box(0, 0, 0, 0.2, 0.2, 0.1), "body")]
    raise KeyError(name)


MATERIALS = {"dark": (0.13, 0.13, 0.15), "glass": (0.55, 0.75, 0.88), "lamp": (1.0, 0.92, 0.55), "wood": (0.5, 0.35, 0.2),
             "white": (0.95, 0.95, 0.93), "cab": (0.75, 0.25, 0.2), "roof": (0.6, 0.25, 0.18), "skin": (0.88, 0.68, 0.54),
             "hair": (0.25, 0.17, 0.1), "trousers": (0.2, 0.22, 0.35), "beak": (0.95, 0.6, 0.1), "snout": (0.3, 0.22, 0.2),
             "stone": (0.6, 0.6, 0.58), "patch": (0.15, 0.13, 0.12), "leaf": (0.2, 0.5, 0.2)}

# Colours things usually have, when the caption does not name one.
USUAL = {"lighthouse": "red", "pine tree": "green", "tree": "green", "palm tree": "green", "bush": "green", "rock": "grey",
         "bird": None, "seagull": "white", "sheep": "white", "pig": "pink", "whale": "blue", "dolphin": "grey",
         "cow": "white", "table": "brown", "bench": "brown", "crate": "brown", "barrel": "brown", "bridge": "grey",
         "skyscraper": "grey", "tower": "grey", "screen": "black", "church": "white", "fence": "brown"}


def draw(name: str, phase: float, yaw: float, pitch: float, body, materials=None, light=(0.35, 0.8, 0.5), ambient=0.5):
    """One sprite: SIDE x SIDE x 4 premultiplied BGRA, the thing fitted into the square, and its width over height."""
    cy, sy, cp, sp = math.cos(yaw), math.sin(yaw), math.cos(pitch), math.sin(pitch)
    norm = math.sqrt(sum(v * v for v in light))
    faces = []
    for polygons, colour in parts_of(name, phase):
        rgb = body if colour == "body" else (materials or MATERIALS)[colour]
        for polygon in polygons:
            pts = np.asarray(polygon, np.float64)
            x = pts[:, 0] * cy + pts[:, 2] * sy
            z = -pts[:, 0] * sy + pts[:, 2] * cy
            y = pts[:, 1] * cp - z * sp
            depth = pts[:, 1] * sp + z * cp
            area = float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))
            if abs(area) < 1e-9:
                continue
            faces.append((float(depth.mean()), x, y, pts, rgb))
    lo = [min(float(f[k].min()) for f in faces) for k in (1, 2)]
    hi = [max(float(f[k].max()) for f in faces) for k in (1, 2)]
    span = max(hi[0] - lo[0], hi[1] - lo[1])
    scale = (SIDE - 4) / span
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, SIDE, SIDE)
    ctx = cairo.Context(surface)
    mx, my = (lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2
    faces.sort(key=lambda f: f[0])
    for _, x, y, pts, rgb in faces:
        normal = np.cross(pts[1] - pts[0], pts[2] - pts[0])
        length = float(np.linalg.norm(normal))
        n = normal / length if length > 1e-9 else np.array([0.0, 1.0, 0.0])
        # Turned to the viewer, whichever way the polygon winds.
        facing = (-n[0] * sy + n[2] * cy) * cp + n[1] * sp
        if facing < 0:
            n = -n
        shade = ambient + (1 - ambient) * max(0.0, float(n[0] * light[0] + n[1] * light[1] + n[2] * light[2]) / norm)
        ctx.set_source_rgb(*(min(1.0, c * shade * 1.1) for c in rgb))
        ctx.move_to(SIDE / 2 + (x[0] - mx) * scale, SIDE / 2 - (y[0] - my) * scale)
        for px, py in zip(x[1:], y[1:]):
            ctx.line_to(SIDE / 2 + (px - mx) * scale, SIDE / 2 - (py - my) * scale)
        ctx.close_path()
        ctx.fill_preserve()
        ctx.set_line_width(0.5)
        ctx.stroke()
    surface.flush()
    return np.ndarray((SIDE, SIDE, 4), np.uint8, surface.get_data()).copy()
