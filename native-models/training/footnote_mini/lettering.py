"""Letters over a picture, as titles, subtitles and the marks of channels are: what is behind them is no other for it."""

import cv2
import numpy as np

FONTS = [cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX, cv2.FONT_HERSHEY_TRIPLEX]
FINE = 4  # drawn so many times larger, so that small letters keep their strokes


def _line(rng, cover, side, centre, width, tall):
    """A line of letters by chance, at most so wide and so tall (shares of the picture), around its centre."""
    letters = [chr(97 + k) for k in rng.integers(0, 26, rng.integers(3, 22))]
    for at in range(int(rng.integers(2, 8)), len(letters) - 1, int(rng.integers(3, 8))):
        letters[at] = " "
    words = "".join(letters).strip()
    words = words.upper() if rng.random() < 0.5 else words.capitalize()
    font = FONTS[rng.integers(len(FONTS))]
    (w, h), _ = cv2.getTextSize(words, font, 1.0, 1)
    scale = min(width * side / w, tall * side / h)
    at = (int(centre[0] * side - w * scale / 2), int(centre[1] * side + h * scale / 2))
    cv2.putText(cover, words, at, font, scale, 255, max(1, round(scale * rng.uniform(1, 3))), cv2.LINE_AA)


def lettered(rng, frames):
    """Frames, uint8 [N,3,H,W], with a title, a subtitle or a mark laid over them, which may come in while they run."""
    frames = frames.copy()
    side = frames.shape[-1] * FINE
    cover = np.zeros((side, side), np.uint8)
    kind = rng.random()
    if kind < 0.45:  # a title, often with a line below it
        x, y, wide = rng.uniform(0.35, 0.65), rng.uniform(0.15, 0.8), rng.uniform(0.35, 0.85)
        _line(rng, cover, side, (x, y), wide, 0.14)
        if rng.random() < 0.5:
            _line(rng, cover, side, (x, y + rng.uniform(0.1, 0.18)), wide * rng.uniform(0.5, 0.9), 0.05)
    elif kind < 0.8:  # one or two lines at the foot
        for k in range(int(rng.integers(1, 3))):
            _line(rng, cover, side, (0.5, 0.92 - k * 0.09), rng.uniform(0.4, 0.9), 0.06)
    else:  # a mark in a corner
        _line(rng, cover, side, (rng.choice([0.14, 0.86]), rng.choice([0.08, 0.92])), 0.24, 0.07)
    cover = cv2.resize(cover, None, fx=1 / FINE, fy=1 / FINE, interpolation=cv2.INTER_AREA) / np.float32(255)
    grey = rng.uniform(0.8, 1) if rng.random() < 0.85 else rng.uniform(0, 0.2)
    ink = grey * np.array([1, rng.uniform(0.85, 1), rng.uniform(0.6, 1)]) * 255
    n = len(frames)
    comes, slow = (rng.uniform(-1, 0.7), rng.uniform(0.05, 0.4)) if n > 1 and rng.random() < 0.4 else (-1, 0.1)
    shown = np.clip((np.linspace(0, 1, n) - comes) / slow, 0, 1) * rng.uniform(0.7, 1)
    over = (cover * shown[:, None, None])[:, None]
    return (frames * (1 - over) + over * ink[None, :, None, None]).astype(np.uint8)
