"""What a set of weights was trained on, so that it can say "not sure" of anything else:

    python3 -m footnote_mini.familiar --bank DIR --out DIR --to FILE [--photos FOLDER] [--rendered FOLDER]

Writes {schema, words, things, footage?, finds?}. ``words``: those of the training's sentences that came at least 12 times in 60,000. ``things``: the shapes and
models of the drawn scenes, [names, kinds] each, so that the product can ask whether another of the kind fits better. ``footage``: a line through
the space of vectors (logistic regression, drawn and rendered clips against moving photographs; Hendrycks et al. 2019 train against
outliers in the same way), and the value that 19 of 20 held-out drawn films, and as many dozens of held-out rendered clips, reach. It is made only where the weights are to be
trusted on drawn footage alone; weights trained on many photographs are not kept from them. ``finds``: the share of what is in the drawn films that was shown when
``bench/questions/drawn-films.ts`` measured it, so that the product does not call absent what the weights may have overlooked.
"""

import argparse
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from . import photos
from .films import film, vectors
from .lexicon import SHAPES, SOLIDS
from .measure import Model
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


def footage(model, maker, folder, seed, shots=None, clips=3000, films=40):
    """The line, its limit, and how well it parts what it was not fitted on."""
    rng = np.random.default_rng(seed)
    pictures, captions, sources = photos.read(folder)
    aside = photos.split(sources, captions)

    def moving(which, n):
        chosen = rng.permutation(np.flatnonzero(which))[:n]
        return model.clips(np.stack([photos.clip(rng, pictures[i], "")[0] for i in chosen]))

    drawn = model.clips(np.stack([maker.clip(seed * 10**9 + i)[0] for i in range(clips)]))
    if shots:
        drawn = torch.cat([drawn, rendered(model, Rendered(shots, maker))])
    weights, offset = line(drawn, moving(~aside, clips))
    level = []
    for number in range(films):
        frames, duration, _, _ = film(np.random.default_rng((seed + 1) * 10**9 + 9 * 10**6 + number), maker)
        level.append(np.mean([float((seen @ weights).mean()) + offset for _, seen in vectors(model, frames, duration)]))
    least = float(np.quantile(level, 0.05))
    if shots:
        kept = (rendered(model, Rendered(shots, maker, aside=True)) @ weights + offset).numpy()
        dozens = [rng.choice(kept, 12).mean() for _ in range(400)]
        print(f"rendered: median {np.median(kept):.2f}, one in twenty dozens under {np.quantile(dozens, 0.05):.2f}")
        least = min(least, float(np.quantile(dozens, 0.05)))
    held = (moving(aside, 500) @ weights + offset).numpy()
    print(f"held-out moving photographs under the limit: {(held < least).mean():.3f} of {len(held)}; films: median {np.median(level):.2f}, limit {least:.2f}")
    return {"weights": [round(float(w), 4) for w in weights], "bias": round(offset, 4), "least": round(least, 4)}


def rendered(model, clips):
    return model.clips(np.stack([clips.pixels(np.random.default_rng(i), i, clips.scene(i)) for i in range(len(clips))]))


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--bank", required=True)
    ask.add_argument("--out", required=True, help="where the checkpoint lies")
    ask.add_argument("--to", required=True)
    ask.add_argument("--photos", help="photographs that the weights are not to be trusted on")
    ask.add_argument("--rendered", help="folder of rendered clips that were trained on")
    ask.add_argument("--captions", help="folder of pictures whose words were trained on")
    ask.add_argument("--finds", type=float, help="share of present moments shown, of the films bench")
    ask.add_argument("--threads", type=int, default=2)
    a = ask.parse_args()
    torch.set_num_threads(a.threads)
    maker = Maker(Bank(a.bank))
    model = Model(Path(a.out) / "checkpoint.pt")
    seed = model.state["arguments"]["seed"]
    said = [maker.sentence(seed * 10**9 + i) for i in range(60000)]
    if a.rendered:
        said += Rendered(a.rendered, maker).sentences() * 3
    words = words_of(said, 12)
    if a.captions:
        words = sorted({*words, *words_of([c for many in photos.read(a.captions)[1] for c in many], 5)})
    out = {"schema": 1, "words": words, "things": [list(maker.names[name]) for name in (*SHAPES, *SOLIDS)]}
    if a.photos:
        out["footage"] = footage(model, maker, a.photos, seed, a.rendered)
    if a.finds is not None:
        out["finds"] = a.finds
    Path(a.to).write_text(json.dumps(out, ensure_ascii=False) + "\n", "utf-8")
    print(len(words), "words")


if __name__ == "__main__":
    main()
