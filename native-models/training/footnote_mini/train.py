"""Trains one set of weights, within a stated time, and goes on where it was stopped:

    python3 -m footnote_mini.train --bank DIR --out DIR --minutes N [--photos FOLDER] [--rendered FOLDER] [--only NAMES] [--start DIR] [--words FILE]

Seeds of training clips start at seed * 10^9, of held-out ones at (seed + 1) * 10^9, so that no held-out clip is ever
trained on. DIR/checkpoint.pt is written every two minutes: weights, their running mean, the optimiser, the vocabulary.
"""

import argparse
import copy
import gzip
import json
import math
import os
import time
from multiprocessing import Process, Queue
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from . import palette, photos, weights
from .net import Mini
from .rendered import Rendered
from .scenes import Maker
from .sprites import Bank
from .wordpiece import LENGTH, PAD, Tokenizer, first


TWINS = 64  # pairs of sentences of a step


def table_of(tokenizer, sentences):
    """(ids, mask), int64 [N, longest]."""
    rows = [tokenizer(s) for s in sentences]
    ids = np.full((len(rows), max(map(len, rows))), PAD, np.int64)
    mask = np.zeros_like(ids)
    for i, r in enumerate(rows):
        ids[i, : len(r)], mask[i, : len(r)] = r, 1
    return ids, mask


def also_true(claims, facts):
    """[N,N]: whether sentence j is true of clip i although it was not made for it."""
    return np.array([[i != j and c <= f for j, c in enumerate(claims)] for i, f in enumerate(facts)])


def make(queue, maker, rendered, tokenizer, pictures, captions, kinds, groups, sizes, start, stride):
    """Fills the queue with batches; numbers of drawn clips and of steps follow from ``start``.

    A batch: clips (drawn, rendered, moving photographs), stills (drawn ones, then photographs), labels by head of the scenes, ids and
    mask of the sentences (of scenes and photographs, wrong ones of the scenes, twins), which sentences, wrong ones last, are also true of
    which scene, and of photographs their kind, -1 of one with sentences, and which of them share a kind.
    """
    drawn, shot, moving, classed, told, standing = sizes
    step = start
    of_class, of_words = np.flatnonzero(kinds >= 0), np.flatnonzero(kinds < 0)
    while True:
        rng = np.random.default_rng([77, step])
        made = [maker.lesson(step * drawn + i + maker.first) for i in range(drawn)]
        made += [rendered.lesson(maker.first + 5 * 10**8 + step * shot + i) for i in range(shot)]
        still = [maker.lesson(maker.first + 7 * 10**8 + step * standing + i, still=True) for i in range(standing)]
        chosen = rng.permutation(np.concatenate([rng.permutation(of_class)[:classed], rng.permutation(of_words)[:told]]))
        said = [photos.shortened(rng, photos.caption(rng, captions[i])) for i in chosen]
        clips = []
        for k, i in enumerate(chosen[:moving]):
            pixels, said[k] = photos.clip(rng, pictures[i], said[k])
            clips.append(pixels)
        shown = [m[0] for m in still] + [photos.still(rng, pictures[i]) for i in chosen[moving:]]
        twins = [rng.permutation(np.array(groups[i], object))[:2] for i in rng.permutation(len(groups))[:TWINS]]
        clips = [m[0] for m in made] + clips
        made += still
        wrong = [pair for m in made for pair in m[5]]
        ids, mask = table_of(tokenizer, [m[2] for m in made] + said + [w for w, _ in wrong] + [a for a, _ in twins] + [b for _, b in twins])
        same = [{captions[i][0]} for i in chosen]
        queue.put((np.stack(clips), np.stack(shown) if shown else None,
                   np.stack([m[1] for m in made]), ids, mask,
                   np.concatenate([also_true([m[3] for m in made], [m[4] for m in made]),
                                   [[c <= f[4] for _, c in wrong] for f in made]], 1), kinds[chosen], also_true(same, same)))
        step += stride


def match(seen, said, scale, excused=None, besides=None):
    """Each clip is to find its sentence and each sentence its clip; sentences ``besides`` belong to no clip here."""
    wide = scale * F.normalize(seen, dim=-1) @ (said if besides is None else torch.cat([said, besides])).T
    if excused is not None:
        wide = wide.masked_fill(torch.from_numpy(excused), -1e4)
    right = torch.arange(len(seen))
    return (F.cross_entropy(wide, right) + F.cross_entropy(wide[:, : len(seen)].T, right)) / 2


def read_by_length(text, ids, mask, parts=4):
    """Vectors of sentences, read in parts of like length: short ones are not padded to the longest. Same order as ids."""
    length = mask.sum(1)
    order = length.argsort()
    out = [text(ids[rows, : length[rows].max()], mask[rows, : length[rows].max()]) for rows in order.chunk(parts)]
    return torch.cat(out)[order.argsort()]


def groups_of(paths):
    """Sentences that tell the same picture, from .jsonl files with ``captions``."""
    out = []
    for path in paths:
        with (gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")) as file:
            out += [[c.strip().rstrip(" .").lower() for c in json.loads(line)["captions"]] for line in file]
    return [g for g in out if len(g) > 1]


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--bank", required=True)
    ask.add_argument("--out", required=True)
    ask.add_argument("--minutes", type=float, required=True, help="of training in all, over all runs")
    ask.add_argument("--rendered", help="folder of rendered clips")
    ask.add_argument("--photos", help="folder of pictures with words")
    ask.add_argument("--only", help="names of sources, with commas")
    ask.add_argument("--words", nargs="*", default=[], help="files of sentences for the vocabulary")
    ask.add_argument("--start", help="folder whose weights and vocabulary to start from: a checkpoint's, or weights that were exported")
    ask.add_argument("--sizes", default="72,0,4,24,0,0", help="of a step: drawn clips; rendered clips; of the photographs, those that move; photographs with class words; those with sentences; drawn stills")
    ask.add_argument("--twins", nargs="*", default=[], help=".jsonl files of sentences that tell the same picture, without the picture")
    ask.add_argument("--vocabulary", type=int, default=3000, help="words to add to the vocabulary")
    ask.add_argument("--rate", type=float, default=1.5e-3)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--threads", type=int, default=3)
    ask.add_argument("--makers", type=int, default=2)
    ask.add_argument("--half", action="store_true", help="multiply in 16 bits (bfloat16): twice as fast on processors that have them")
    a = ask.parse_args()
    out = Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    maker = Maker(Bank(a.bank))
    maker.first = a.seed * 10**9
    rendered = Rendered(a.rendered, maker) if a.rendered else None
    pictures, captions, sources = photos.read(a.photos, a.only and a.only.split(",")) if a.photos else (np.empty(0), [], [])
    train = ~photos.split(sources, captions) if len(sources) else np.zeros(0, bool)
    pictures, captions, sources = pictures[train], [c for c, t in zip(captions, train) if t], [s for s, t in zip(sources, train) if t]
    groups = groups_of(a.twins)
    filed = [photos.kind(s, c) for s, c in zip(sources, captions)]
    names = sorted({f for f in filed if f})
    kinds = np.array([names.index(f) if f else -1 for f in filed], np.int64)
    kept = out / "checkpoint.pt"
    state = torch.load(kept) if kept.exists() else None
    if state:
        # Articles are left out from here on, whatever the run read before.
        tokenizer = Tokenizer(state["tokens"])
    else:
        before = None
        if a.start and (Path(a.start) / "checkpoint.pt").exists():
            before = torch.load(Path(a.start) / "checkpoint.pt")
        elif a.start:
            shipped, known = weights.read(a.start)
            before = {"mean": shipped, "tokens": known.tokens}
        tokenizer = Tokenizer(before["tokens"]) if before else first()
        sentences = [maker.sentence(maker.first - 1 - i) for i in range(12000)] + (rendered.sentences() if rendered else [])
        sentences += [w for name in maker.bank.things for w in (name, name)] if not before else []
        sentences += [c for many in (*captions, *groups) for c in many]
        for path in a.words:
            with (gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")) as file:
                sentences += [line for i, line in enumerate(file) if i % 3 == 0]
        tokenizer = tokenizer.grown(sentences, a.vocabulary)
    heads = {**{k: len(v) for k, v in maker.heads.items()}, **({"photograph": len(names)} if names else {})}
    net = Mini(len(tokenizer.tokens), LENGTH, heads)
    if not state and a.start:
        old = len(before["tokens"])
        grown = Mini(old, LENGTH, heads)
        weights.fill(grown, before["mean"])
        grown.grow(len(tokenizer.tokens))
        net = grown
    # The names of colours are those of the paints as they are now.
    net.video.named.load_state_dict(palette.fitted())
    learnt = [p for p in net.parameters() if p.requires_grad]
    decay = [p for p in learnt if p.dim() > 1]
    plain = [p for p in learnt if p.dim() <= 1]
    best = torch.optim.AdamW([{"params": decay, "weight_decay": 0.03}, {"params": plain, "weight_decay": 0.0}], a.rate, betas=(0.9, 0.98))
    step, spent, curve = 0, 0.0, []
    mean = copy.deepcopy(net).eval()
    if state:
        net.load_state_dict(state["net"])
        mean.load_state_dict(state["mean"])
        best.load_state_dict(state["best"])
        step, spent, curve = state["step"], state["spent"], state["curve"]

    def keep():
        torch.save({"net": net.state_dict(), "mean": mean.state_dict(), "best": best.state_dict(), "step": step, "spent": spent,
                    "curve": curve, "tokens": tokenizer.tokens, "articles": tokenizer.articles, "arguments": vars(a), "pictures": len(pictures)}, str(kept) + ".new")
        os.replace(str(kept) + ".new", kept)

    sizes = [int(n) for n in a.sizes.split(",")]
    queue = Queue(6)
    workers = [Process(target=make, args=(queue, maker, rendered, tokenizer, pictures, captions, kinds, groups, sizes, step + k, a.makers), daemon=True)
               for k in range(a.makers)]
    for w in workers:
        w.start()
    # Sentences alone teach motion long before colour: what a thing looks like needs the labels, most of all early on.
    counts = {"thing": 1.0, "colour": 3.0, "shape": 1.0, "motion": 0.4, "relation": 0.5, "camera": 0.3, "count": 0.3}
    print(len(pictures), "pictures,", len(tokenizer.tokens), "tokens,", sum(p.numel() for p in net.parameters()), "parameters", flush=True)
    saved, total = time.time(), a.minutes * 60
    while spent < total:
        begun = time.time()
        done = spent / total
        rate = a.rate * (min(1.0, (step + 1) / 200)) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))
        for group in best.param_groups:
            group["lr"] = rate
        clips, stills, labels, ids, mask, drawn_too, kind, photo_too = queue.get()
        n = len(labels)
        m = n + len(kind)
        wrong = drawn_too.shape[1] - n
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=a.half):
            feature = net.video.features(torch.from_numpy(clips), None if stills is None else torch.from_numpy(stills), 0 if stills is None else len(stills) - sizes[5]).float()
            said = read_by_length(net.text, torch.from_numpy(ids), torch.from_numpy(mask)).float()
        # Scenes first, then photographs, as the sentences are.
        standing = len(clips) + sizes[5]
        feature = torch.cat([feature[: n - sizes[5]], feature[len(clips) : standing], feature[n - sizes[5] : len(clips)], feature[standing:]])
        scale = net.scale.exp().clamp(max=100)
        drawn = match(feature[:n], said[:n], scale, drawn_too, said[m : m + wrong])
        said = torch.cat([said[:m], said[m + wrong :]])
        named = sum(counts.get(k, 0.15) * F.cross_entropy(net.heads[k](feature[:n]), torch.from_numpy(labels[:, i]))
                    for i, k in enumerate(maker.heads))
        # Pictures with sentences among their like, and those with class words: apart, neither is told by what sort of words it has.
        photo = twin = torch.zeros(())
        for rows in (np.flatnonzero(kind >= 0), np.flatnonzero(kind < 0)):
            if len(rows) > 1:
                besides = said[m:] if len(said) > m and kind[rows[0]] < 0 else None
                photo = photo + match(feature[n + rows], said[n + rows], scale, np.pad(photo_too[np.ix_(rows, rows)], ((0, 0), (0, 0 if besides is None else len(besides)))), besides) * len(rows) / len(kind)
        classed = np.flatnonzero(kind >= 0)
        if len(classed):
            seen = net.heads["photograph"](feature[n + classed])
            named = named + 0.5 * min(1.0, len(classed) / n) * F.cross_entropy(seen, torch.from_numpy(kind[classed]), label_smoothing=0.1)
        if len(said) > m:
            first, second = said[m:].chunk(2)
            twin = match(first, second, scale)
        best.zero_grad()
        (drawn + photo * min(2.0, len(kind) / n) + 0.3 * twin + (0.25 + 0.5 * (1 - done)) * named).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        best.step()
        step += 1
        with torch.no_grad():
            pace = min(0.999, (step + 1) / (step + 10))
            for m, p in zip(mean.parameters(), net.parameters()):
                m.lerp_(p, 1 - pace)
            for m, p in zip(mean.buffers(), net.buffers()):
                m.copy_(p)
        if step % 25 == 0:
            curve.append([step, round(spent), round(drawn.item(), 4), round(float(photo.item()), 4), round(float(named.item()), 4)])
            print(*curve[-1], f"{len(feature) / (time.time() - begun):.0f}/s", f"queue {queue.qsize()}", flush=True)
        spent += time.time() - begun
        if time.time() - saved > 120:
            keep()
            saved = time.time()
    for w in workers:
        w.terminate()
    keep()
    (out / "curve.json").write_text(json.dumps({"step": step, "seconds": spent, "columns": ["step", "seconds", "drawn", "photographs", "heads"], "curve": curve}))


if __name__ == "__main__":
    main()
