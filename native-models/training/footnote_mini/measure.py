"""What a set of weights can do, on clips, phrasings and photographs it was not trained on:

    python3 -m footnote_mini.measure --bank DIR --out DIR [--photos FOLDER] [--clips FOLDER] [--rendered FOLDER] [--beside DIR --share PART]

Writes OUT/figures.json, where OUT is a run's folder, or OUT/figures-beside.json for what it sees together with the exported weights in --beside; of exported
weights (--seed) it only prints them. Chance levels stand beside every accuracy.
"""

import argparse
import copy
import json
import math
import subprocess
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from . import model as models, photos
from .captions import describe, facts
from .lexicon import COLOURS, SHAPES, SOLIDS, with_article
from .rendered import Rendered
from .scenes import CAMERAS, IMPLIES, MOTIONS, RELATIONS, SIZE, Maker
from .sprites import Bank


SHARPNESS = 40  # of hubness, as in main/engine/embed/channel.ts


def hubness(near):
    """What each column has in common with all rows: log of the mean of exp(40 x similarity), over 40. [rows, columns] -> [columns]"""
    return (torch.logsumexp(SHARPNESS * near, 0) - math.log(len(near))) / SHARPNESS


def recall(near, allowed=None, ks=(1, 5, 10)):
    """Share of rows whose own column is among the best k. A column that scores as high counts as before it; ``allowed``
    [N,N] marks columns that fit a row as well and do not count as wrong."""
    right = near.diag()[:, None]
    ahead = near >= right
    ahead.fill_diagonal_(False)
    if allowed is not None:
        ahead &= ~torch.from_numpy(allowed)
    rank = ahead.sum(1) + 1
    return {f"R@{k}": round(float((rank <= k).float().mean()), 4) for k in ks}


def drawn(model, maker, first, n=1000, **how):
    made = [maker.clip(first + i, full=True, **how) for i in range(n)]
    video, text = model.clips(np.stack([m[0] for m in made])), model.texts([m[2] for m in made])
    also = np.array([[i != j and m[3] <= f[4] for j, f in enumerate(made)] for i, m in enumerate(made)])
    return {"clips": n, **recall(text @ video.T, also)}


def shot(model, rendered):
    """As ``drawn``, of rendered clips that were kept aside."""
    made = [rendered.scene(i) for i in range(len(rendered))]
    video = model.clips(np.stack([rendered.pixels(np.random.default_rng(i), i, s, worn=False) for i, s in enumerate(made)]))
    said = [describe(np.random.default_rng([i, 9]), s, True) for i, s in enumerate(made)]
    true = [facts(s) for s in made]
    also = np.array([[i != j and claims <= f for j, f in enumerate(true)] for i, (_, claims) in enumerate(said)])
    return {"clips": len(made), **recall(model.texts([s for s, _ in said]) @ video.T, also)}


def skills(model, maker, first, n=400, combinations="seen"):
    """Which of several sentences that differ in one fact fits the clip: share of right choices. Of colours one
    that the thing shows as well is right; beside it stands how many are told by the one name that was meant, and how many the pixels of
    the thing alone would tell so, were it known which they are."""
    tables = {"colour": list(COLOURS), "direction": ["left", "right", "up", "down"], "motion": MOTIONS, "camera": CAMERAS,
              "count": [1, 2, 3, 4, 5], "relation": RELATIONS, "thing": None, "shape": None}
    right, seen, chance = dict.fromkeys(tables, 0), dict.fromkeys(tables, 0), {}
    seed, meant, plain = first, 0, 0
    while min(seen.values()) < n and seed < first + 40 * n:
        seed += 1
        rng = np.random.default_rng(seed)
        scene = maker.scene(rng, combinations)
        alone = len(scene["entities"]) == 1
        e = scene["entities"][0] if scene["entities"] else None
        ask = []
        if alone and e["colour"]:
            ask.append("colour")
        if alone and e["motion"] in tables["direction"] and scene["camera"] == "still":
            ask.append("direction")
        if alone and scene["camera"] == "still":
            ask += ["motion", "count"]
        if alone:
            ask.append("shape" if "shape" in e["broader"] else "thing")
        if scene["camera"] != "still" and not (alone and e["motion"] != "still"):
            ask.append("camera")
        if scene["relation"]:
            ask.append("relation")
        ask = [a for a in ask if seen[a] < n]
        if not ask:
            continue
        frames = maker.draw(rng, scene)
        if "colour" in ask and not e["colour"]:  # light and blur took it
            ask.remove("colour")
        video = model.clips(np.ascontiguousarray(frames[..., ::-1].transpose(0, 3, 1, 2))[None])[0]
        for skill in ask:
            others = tables[skill]
            if skill in ("thing", "shape"):
                kind = [k for k, v in maker.names.items() if ("shape" in v[1]) == (skill == "shape")]
                others = [e["thing"], *np.random.default_rng(seed).permutation([k for k in kind if k != e["thing"]])[:9]]
            said = []
            for value in others:
                s = copy.deepcopy({k: v for k, v in scene.items()})
                if skill == "colour":
                    s["entities"][0]["colour"] = value
                elif skill in ("direction", "motion"):
                    s["entities"][0]["motion"] = value
                elif skill == "count":
                    s["entities"][0]["count"] = value
                elif skill in ("thing", "shape"):
                    s["entities"][0].update(thing=value, names=maker.names[value][0], broader=[])
                elif skill == "camera":
                    s["camera"] = value
                else:
                    s["relation"] = value
                said.append(sure(describe, seed, s, skill, value))
            true = {"colour": lambda: e["colour"], "direction": lambda: e["motion"], "motion": lambda: e["motion"],
                    "camera": lambda: scene["camera"], "count": lambda: e["count"], "relation": lambda: scene["relation"],
                    "thing": lambda: e["thing"], "shape": lambda: e["thing"]}[skill]()
            best = others[int((model.texts(said) @ video).argmax())]
            same = best == true or (skill == "motion" and (best in IMPLIES.get(true, ()) or true in IMPLIES.get(best, ())))
            if skill == "colour":
                meant += same
                same |= best in e["shows"]
                plain += e["most"] == true
            right[skill] += same
            seen[skill] += 1
            chance[skill] = round(1 / len(others), 3)
    out = {k: {"accuracy": round(right[k] / max(1, seen[k]), 4), "of": seen[k], "chance": chance.get(k)} for k in tables}
    out["colour"] |= {"by the one name": round(meant / max(1, seen["colour"]), 4),
                      "so by the thing's own pixels": round(plain / max(1, seen["colour"]), 4)}
    return out


def sure(describe, seed, scene, skill, value):
    """A full sentence that does name the fact: the same dice until it is said."""
    key = {"direction": "motion", "thing": "thing", "shape": "thing"}.get(skill, skill)
    for k in range(200):
        sentence, claims = describe(np.random.default_rng([seed, k]), scene, True)
        if any(c.endswith(f"{key} {value}") for c in claims) or (key == "count" and value == 1 and "0:one" in claims):
            return sentence
    return sentence


def named(model, things, scenes, video, hubs, others=18):
    """Share of clips that are most like their thing's name among ``others`` without it: by similarity, and with ``hubs`` of how well a clip fits all
    ``things`` taken off (the product's hubness). ``scenes``: of the clips whose vectors are ``video``."""
    words = model.texts([with_article(name) for name in things])
    near = words @ video.T
    less = near - hubs * hubness(near)
    has = torch.tensor([[any(e["thing"] == name for e in s["entities"]) for s in scenes] for name in things])
    rng, right, less_right, seen = np.random.default_rng(1), 0, 0, 0
    for k, there in enumerate(has):
        for i in there.nonzero().ravel().tolist():
            beside = torch.from_numpy(rng.choice((~there).nonzero().ravel().numpy(), others, replace=False))
            right += bool(near[k, i] > near[k, beside].max())
            less_right += bool(less[k, i] > less[k, beside].max())
            seen += 1
    return {"of": seen, "among": others + 1, "accuracy": round(right / max(1, seen), 4), f"with {hubs} of hubness off": round(less_right / max(1, seen), 4)}


def photographs(model, folder):
    pictures, captions, sources = photos.read(folder)
    aside = photos.split(sources, captions)
    video = model.clips(np.stack([np.repeat(photos.plain(p), 8, 0) for p, a in zip(pictures, aside) if a]))
    said, source = [c for c, a in zip(captions, aside) if a], [s for s, a in zip(sources, aside) if a]
    out = {}
    flickr = [i for i, s in enumerate(source) if s == "flickr8k"]
    if flickr:
        text = model.texts([said[i][0] for i in flickr])
        out["flickr8k, sentence to picture"] = {"pictures": len(flickr), **recall(text @ video[flickr].T)}
    for name in sorted(set(source) - {"flickr8k"}):
        rows = [i for i, s in enumerate(source) if s == name]
        names = sorted({said[i][0] for i in rows})
        text = model.texts([f"a photo of {n}" for n in names])
        got = (video[rows] @ text.T).argmax(1)
        accuracy = np.mean([names[g] == said[i][0] for g, i in zip(got.tolist(), rows)])
        out[name] = {"pictures": len(rows), "classes": len(names), "accuracy": round(float(accuracy), 4), "chance": round(1 / len(names), 4)}
    return out


def windows(path, rate):
    """Windows of 8 frames over 8/rate seconds: [N,8,3,64,64]."""
    raw = subprocess.run(["ffmpeg", "-v", "error", "-i", str(path), "-vf", f"fps={rate},scale={SIZE}:{SIZE}:flags=bicubic",
                          "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], capture_output=True, check=True).stdout
    frames = np.frombuffer(raw, np.uint8).reshape(-1, SIZE, SIZE, 3).transpose(0, 3, 1, 2)
    if len(frames) < 8:
        frames = np.concatenate([frames, np.repeat(frames[-1:], 8 - len(frames), 0)])
    return np.stack([frames[i : i + 8] for i in range(0, len(frames) - 7, 8)])


def real(model, folder):
    """Short descriptions, written before training, among real clips: share whose own clip is best, or among the best five."""
    wanted = json.loads((Path(__file__).parent / "real_clips.json").read_text())
    there = {name: texts for name, texts in wanted.items() if (Path(folder) / name).exists()}
    score, own, said = [], [], []
    for at, (name, texts) in enumerate(there.items()):
        said += texts
        own += [at] * len(texts)
    text = model.texts(said)
    for name in there:
        # As the product does: the mean over the rates of the best windows.
        near = [(text @ model.clips(windows(Path(folder) / name, rate)).T).amax(1) for rate in (8, 2)]
        score.append(torch.stack(near).mean(0))
    score = torch.stack(score, 1)
    rank = (score >= score[torch.arange(len(own)), own][:, None]).sum(1)
    return {"clips": len(there), "descriptions": len(said), "R@1": round(float((rank <= 1).float().mean()), 4),
            "R@5": round(float((rank <= 5).float().mean()), 4), "chance R@1": round(1 / len(there), 4)}


def figures_of(beside):
    """The file that figures go to, of weights by themselves or with others beside them."""
    return "figures-beside.json" if beside else "figures.json"


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--bank", required=True)
    models.asks(ask)
    ask.add_argument("--photos")
    ask.add_argument("--rendered")
    ask.add_argument("--clips")
    ask.add_argument("--n", type=int, default=1000)
    ask.add_argument("--hubs", type=float, default=0.3, help="the manifest's decoding.facts.hubs")
    ask.add_argument("--threads", type=int, default=3)
    a = ask.parse_args()
    torch.set_num_threads(a.threads)
    maker = Maker(Bank(a.bank))
    model = models.opened(a)
    state = model.state
    first = (state["arguments"]["seed"] + 1) * 10**9
    figures = {"steps": state["step"], "hours": round(state["spent"] / 3600, 3), "pictures": state["pictures"],
               "parameters": model.parameters(),
               "caption to clip": {
                   "seen combinations": drawn(model, maker, first, a.n),
                   "unseen combinations": drawn(model, maker, first + 10**6, a.n, combinations="unseen"),
                   "unseen phrasings": drawn(model, maker, first + 2 * 10**6, a.n, phrasing="unseen"),
                   "unseen drawing style": drawn(model, maker, first + 3 * 10**6, a.n, style="hollow")},
               "skills": skills(model, maker, first + 4 * 10**6, min(400, a.n))}
    things = [*SHAPES, *SOLIDS]
    made = [scene for scene in (maker.scene(np.random.default_rng(first + 5 * 10**6 + i)) for i in range(2 * a.n)) if any(e["thing"] in things for e in scene["entities"])]
    pixels = np.stack([maker.draw(np.random.default_rng(first + 6 * 10**6 + i), s)[..., ::-1].transpose(0, 3, 1, 2) for i, s in enumerate(made)])
    figures["things by name"] = {"drawn": named(model, things, made, model.clips(pixels), a.hubs)}
    if a.rendered:
        aside = Rendered(a.rendered, maker, aside=True)
        figures["rendered scenes"] = shot(model, aside)
        made = [aside.scene(i) for i in range(len(aside))]
        pixels = np.stack([aside.pixels(np.random.default_rng(i), i, s, worn=False) for i, s in enumerate(made)])
        figures["things by name"]["rendered"] = named(model, things, made, model.clips(pixels), a.hubs)
    if a.photos:
        figures["photographs"] = photographs(model, a.photos)
    if a.clips:
        figures["real clips"] = real(model, a.clips)
    if (Path(a.out) / "checkpoint.pt").exists():
        (Path(a.out) / figures_of(a.beside)).write_text(json.dumps(figures, indent=1))
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
