"""Pictures with words, from folders: any folder of .jsonl lists with .jpegs shards, or of images with .txt files beside.

Each picture becomes a small clip: cropped, perhaps mirrored, panned or zoomed over, blurred, compressed. A still one is
handed out as a single frame, so that it costs an eighth.
"""

import json
from pathlib import Path

import cv2
import numpy as np

from .captions import pick
from .lettering import lettered
from .lexicon import CAMERA_PHRASES
from .scenes import FRAMES, SIZE

KEPT = 96
ASIDE = 1000  # pictures of the sentence source kept out of training
CLASS_FORMS = ["{}", "{}", "a photo of {}", "a picture of {}", "{} in a picture", "a view of {}", "there is {} here"]
LETTERED = 0.08  # of them have letters over them


def read(folder, only=None):
    """(pictures uint8 [N,96,96,3] BGR, captions list of lists, source list). Every picture is squashed to a square."""
    pictures, captions, sources = [], [], []
    for listing in sorted(Path(folder).rglob("*.jsonl")):
        if only and listing.stem not in only:
            continue
        shards = {}
        for line in listing.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["shard"] not in shards:
                shards[row["shard"]] = (listing.parent / row["shard"]).read_bytes()
            data = shards[row["shard"]][row["at"] : row["at"] + row["bytes"]]
            picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
            if picture is not None and row["captions"]:
                pictures.append(cv2.resize(picture, (KEPT, KEPT), interpolation=cv2.INTER_AREA))
                captions.append([c.strip().rstrip(" .").lower() for c in row["captions"]])
                sources.append(listing.stem)
    for image in sorted(p for p in Path(folder).rglob("*") if p.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp")):
        words = image.with_suffix(".txt")
        picture = cv2.imread(str(image)) if words.exists() else None
        if picture is not None:
            pictures.append(cv2.resize(picture, (KEPT, KEPT), interpolation=cv2.INTER_AREA))
            captions.append([w.lower() for w in words.read_text("utf-8").splitlines() if w.strip()])
            sources.append(image.parent.name)
    return np.stack(pictures) if pictures else np.empty((0, KEPT, KEPT, 3), np.uint8), captions, sources


def split(sources, captions, seed=5):
    """Which pictures are kept for measuring: ASIDE of flickr8k and one in twelve of every class source."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(sources))
    aside, taken = np.zeros(len(sources), bool), 0
    for i in order:
        if sources[i] == "flickr8k":
            if taken < ASIDE:
                aside[i], taken = True, taken + 1
        elif not sources[i].startswith("coco") and rng.random() < 1 / 12:
            aside[i] = True
    return aside


def is_sentence(words):
    return len(words.split()) >= 5


def kind(source, captions):
    """What a picture is filed under: the source and its class word; None of a picture with sentences."""
    return None if is_sentence(captions[0]) else f"{source}/{captions[0]}"


def caption(rng, many):
    words = pick(rng, many) if is_sentence(many[0]) or rng.random() < 0.35 else many[0]
    return words if is_sentence(words) else pick(rng, CLASS_FORMS).format(words)


def shortened(rng, words):
    """A sentence without some of its words, every other time: it is not to be known by a single one."""
    parts = words.split()
    if not is_sentence(words) or rng.random() < 0.5:
        return words
    return " ".join(part for part in parts if rng.random() >= 0.15) or words


def plain(picture):
    """A picture as the product shows it to the network: [1,3,64,64] RGB."""
    small = cv2.resize(picture, (SIZE, SIZE), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(small[..., ::-1].transpose(2, 0, 1)[None])


def still(rng, picture):
    """One varied view: [1,3,64,64] RGB."""
    view = _far(rng, picture) if rng.random() < 0.1 else _view(rng, picture, *_crop(rng))
    view = _worn(rng, view)
    if rng.random() < 0.3:
        view = _covered(rng, view)
    return _lettered(rng, view[None])


def clip(rng, picture, words):
    """A camera move over a picture: ([8,3,64,64] RGB, its words with the move)."""
    move = pick(rng, ["still", "pan left", "pan right", "tilt up", "tilt down", "zoom in", "zoom out", "shake"])
    x, y, w, h, flip = _crop(rng, 0.55, 0.75)
    dx, dy = {"pan left": (-1, 0), "pan right": (1, 0), "tilt up": (0, -1), "tilt down": (0, 1)}.get(move, (0, 0))
    far, gain = rng.uniform(0.12, 0.3), rng.uniform(0.8, 1.15)
    jerk = rng.normal(0, 0.02, (FRAMES, 2)) if move == "shake" else np.zeros((FRAMES, 2))
    frames = []
    for f in range(FRAMES):
        t = f / (FRAMES - 1) - 0.5
        k = {"zoom in": 1 - 0.4 * t, "zoom out": 1 + 0.4 * t}.get(move, 1)
        cx, cy = x + w / 2 + dx * far * t + jerk[f, 0], y + h / 2 + dy * far * t + jerk[f, 1]
        frames.append(_view(rng, picture, cx - w * k / 2, cy - h * k / 2, w * k, h * k, flip))
    frames = np.clip(np.stack(frames).astype(np.float32) * gain, 0, 255).astype(np.uint8)
    if rng.random() < 0.6:
        words += ("" if rng.random() < 0.5 else ",") + " " + pick(rng, CAMERA_PHRASES[move])
    return _lettered(rng, frames), words


def _lettered(rng, frames):
    """BGR [N,H,W,3] as RGB [N,3,H,W], one in so many with letters over it."""
    pixels = np.ascontiguousarray(frames[..., ::-1].transpose(0, 3, 1, 2))
    return lettered(rng, pixels) if rng.random() < LETTERED else pixels


def _crop(rng, least=0.45, most=1.0):
    area, aspect = rng.uniform(least, most), np.exp(rng.uniform(-0.25, 0.25))
    w, h = min(1.0, np.sqrt(area * aspect)), min(1.0, np.sqrt(area / aspect))
    return rng.uniform(0, 1 - w), rng.uniform(0, 1 - h), w, h, rng.random() < 0.5


def _view(rng, picture, x, y, w, h, flip):
    a, b = SIZE / (w * KEPT), SIZE / (h * KEPT)
    m = np.array([[a, 0, -x * KEPT * a], [0, b, -y * KEPT * b]])
    out = cv2.warpAffine(picture, m, (SIZE, SIZE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return out[:, ::-1] if flip else out


def _far(rng, picture):
    """The whole picture in a part of the frame, as things are seen from further off; around it is itself, blurred, as tall films are shown."""
    side = int(SIZE * rng.uniform(0.5, 0.8))
    x, y = rng.integers(0, SIZE - side + 1, 2)
    out = cv2.GaussianBlur(cv2.resize(picture, (SIZE, SIZE), interpolation=cv2.INTER_AREA), (0, 0), rng.uniform(3, 8))
    out = (out * rng.uniform(0.5, 1.0)).astype(np.uint8)
    inner = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
    out[y : y + side, x : x + side] = inner[:, ::-1] if rng.random() < 0.5 else inner
    return out


def _covered(rng, picture):
    """Without a part of it, so that not one detail alone tells which picture it is (random erasing, Zhong et al. 2020)."""
    w, h = rng.integers(SIZE // 6, SIZE // 2, 2)
    x, y = rng.integers(0, SIZE - w), rng.integers(0, SIZE - h)
    out = picture.copy()
    out[y : y + h, x : x + w] = picture.mean((0, 1)) if rng.random() < 0.5 else rng.integers(0, 256, 3)
    return out


def _worn(rng, picture):
    if rng.random() < 0.5:
        picture = picture.astype(np.float32) * rng.uniform(0.7, 1.25) + rng.uniform(-20, 20)
        if rng.random() < 0.5:
            picture = picture * rng.uniform(0.85, 1.15, 3)
        picture = np.clip(picture, 0, 255).astype(np.uint8)
    if rng.random() < 0.1:
        picture = np.repeat(picture.mean(2, keepdims=True), 3, 2).astype(np.uint8)
    if rng.random() < 0.15:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.4, 1.0))
    if rng.random() < 0.2:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(30, 80))]
        picture = cv2.imdecode(cv2.imencode(".jpg", np.ascontiguousarray(picture), quality)[1], 1)
    return picture
