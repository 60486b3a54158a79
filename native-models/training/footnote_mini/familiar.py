"""What a set of weights was trained on, so that it can say "not sure" of anything else:

    python3 -m footnote_mini.familiar --bank DIR --out DIR --to FILE (--photos FOLDER | --captions FOLDER) --rendered FOLDER [--clips FOLDER] [--finds SHARE]

Writes {schema, words, things, footage?, finds?}. ``words``: those of the training's sentences that came at least 12 times in 60,000.
``things``: the shapes and models of the drawn scenes, [names, kinds] each, so that the product can ask whether another of the kind fits
better. ``footage``: a line through the space of vectors (logistic regression; Hendrycks et al. 2019 train against outliers in the same way)
that parts footage like the training's from ``strange`` footage and, of weights that are to be trusted on drawn footage alone (--photos),
from photographs; and the least value of the first: 19 of 20 dozens of held-out clips, and films, of each sort that was trained on reach it,
and nine of ten dozens of each strange kind stay under it, where the first allows that. ``finds``: the share of what is in the drawn films
that was shown when ``bench/questions/drawn-films.ts`` measured it, so that the product does not call absent what the weights may have
overlooked.
"""

import argparse
import json
import re
import subprocess
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from . import model as models, photos, strange
from .films import film, vectors
from .lexicon import SHAPES, SOLIDS
from .measure import windows
from .rendered import Rendered
from .scenes import Maker
from .sprites import Bank


def words_of(sentences, least):
    count = Counter(w for s in sentences for w in re.findall(r"[^\W\d_][\w'’]*", s.lower()))
    return sorted(w for w, n in count.items() if n >= least)


def line(inside, outside, decay=1e-5):
    """Weights and offset that part unit vectors ``inside`` from those ``outside``."""
    rows = torch.cat([inside, outside])
    wanted = torch.cat([torch.ones(len(inside)), torch.zeros(len(outside))])
    # Both sides count alike, however many there are.
    share = torch.where(wanted > 0, 0.5 / len(inside), 0.5 / len(outside))
    weights, offset = torch.zeros(rows.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
    best = torch.optim.LBFGS([weights, offset], max_iter=300)

    def step():
        best.zero_grad()
        loss = (F.binary_cross_entropy_with_logits(rows @ weights + offset, wanted, reduction="none") * share).sum() + decay * weights.square().sum()
        loss.backward()
        return loss

    best.step(step)
    return weights.detach(), float(offset)


def footage(model, maker, folder, seed, shots, trained, real=None):
    """The line that parts what was trained on from ``strange`` footage and, of weights that were not ``trained`` on them, photographs; and
    its limit. Prints how many dozens of clips that it was not fitted on lie under the limit, of what was trained on and of strange kinds
    that it knows and does not know; and how many ``real`` clips do, as they are and as strange cameras would see them."""
    rng = np.random.default_rng(seed)
    pictures, captions, sources = photos.read(folder)
    aside = photos.split(sources, captions)
    known, kept = rng.permutation(np.flatnonzero(~aside)), rng.permutation(np.flatnonzero(aside))
    shot, shot_aside = Rendered(shots, maker), Rendered(shots, maker, aside=True)
    run = lambda made: model.clips(np.stack(made))
    take = lambda clips, n: [clips.pixels(np.random.default_rng(i), i, clips.scene(i)) for i in rng.permutation(len(clips))[:n]]
    drawn = lambda first, n: run([maker.clip(first + i)[0] for i in range(n)])
    of = lambda kind, rows: run([strange.clip(rng, kind, pictures[i]) for i in rows])
    of_rendered = lambda kind, clips, n: run([strange.by(rng, kind, c) for c in take(clips, n)])
    shown = lambda rows: run([strange.shown(rng, pictures[i]) for i in rows])

    kinds = [*strange.CAMERAS, *strange.SCREENS, *strange.PATTERNS]
    seen = shown(known[:9000])
    inside = torch.cat([drawn(seed * 10**9, 3000), run(take(shot, 3500)), *([seen] if trained else [])])
    outside = [of(kind, known[9000:9600]) for kind in kinds] + [of_rendered(kind, shot, 300) for kind in strange.OF_RENDERED]
    weights, offset = line(inside, torch.cat([*outside, *([] if trained else [seen])]))
    level = lambda seen: (seen @ weights + offset).numpy()
    dozens = lambda seen: np.array([rng.choice(level(seen), 12).mean() for _ in range(300)])
    film_of = lambda i: vectors(model, *film(np.random.default_rng((seed + 1) * 10**9 + 9 * 10**6 + i), maker)[:2])
    ours = {"drawn clips": dozens(drawn((seed + 1) * 10**9, 600)), "rendered clips": dozens(run(take(shot_aside, 500))),
            "drawn films": np.array([np.mean([level(seen).mean() for _, seen in film_of(i)]) for i in range(40)])}
    others = {kind.__name__: dozens(of(kind, kept[800:950])) for kind in kinds}
    others |= {f"{kind.__name__}, rendered": dozens(of_rendered(kind, shot_aside, 100)) for kind in strange.OF_RENDERED}
    (ours if trained else others)["photographs"] = dozens(shown(kept[:800]))
    least = min(max(np.quantile(d, 0.9) for d in others.values()), *(np.quantile(d, 0.05) for d in ours.values()))
    others |= {f"{kind.__name__} (never fitted)": dozens(of(kind, kept[800:950])) for kind in strange.KEPT}
    for name, d in {**ours, **others}.items():
        print(f"{name}: {(d < least).mean():.3f} under the limit, {least:.2f}")
    under = Counter()
    for path in sorted(Path(real).iterdir()) if real else []:
        try:
            pixels = [windows(path, rate) for rate in (8, 2)]
        except (subprocess.CalledProcessError, ValueError):  # no pictures in it
            continue
        for kind in (None, *strange.CAMERAS[:-1], strange.inked):
            there = pixels if kind is None else [np.stack([strange.by(rng, kind, w) for w in x]) for x in pixels]
            below = np.mean([level(model.clips(x)).mean() for x in there]) < least
            under[kind.__name__ if kind else "as they are"] += bool(below)
            if kind is None and below:
                print(f"{path.name} lies under the limit")
        under["real clips"] += 1
    print(dict(under))
    return {"weights": [round(float(w), 4) for w in weights], "bias": round(offset, 4), "least": round(float(least), 4)}


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--bank", required=True)
    models.asks(ask)
    ask.add_argument("--to", required=True)
    ask.add_argument("--photos", help="photographs that the weights are not to be trusted on")
    ask.add_argument("--rendered", help="folder of rendered clips that were trained on")
    ask.add_argument("--captions", help="folder of pictures whose words were trained on")
    ask.add_argument("--clips", help="real clips to try the line on")
    ask.add_argument("--finds", type=float, help="share of present moments shown, of the films bench")
    ask.add_argument("--threads", type=int, default=2)
    a = ask.parse_args()
    torch.set_num_threads(a.threads)
    maker = Maker(Bank(a.bank))
    model = models.opened(a)
    seed = model.state["arguments"]["seed"]
    said = [maker.sentence(seed * 10**9 + i) for i in range(60000)]
    if a.rendered:
        said += Rendered(a.rendered, maker).sentences() * 3
    words = words_of(said, 12)
    if a.captions:
        words = sorted({*words, *words_of([c for many in photos.read(a.captions)[1] for c in many], 5)})
    out = {"schema": 1, "words": words, "things": [list(maker.names[name]) for name in (*SHAPES, *SOLIDS)]}
    if a.photos or a.captions:
        out["footage"] = footage(model, maker, a.photos or a.captions, seed, a.rendered, not a.photos, a.clips)
    if a.finds is not None:
        out["finds"] = a.finds
    Path(a.to).write_text(json.dumps(out, ensure_ascii=False) + "\n", "utf-8")
    print(len(words), "words")


if __name__ == "__main__":
    main()
