"""Drawn films with moments that are known to the frame, and what a set of weights makes of questions about them:

    python3 -m footnote_mini.films --bank DIR --out DIR --sentences FILE --probes "node ../../bench/questions/probes.ts FAMILIAR.json" --to CURVES.jsonl [--films N] [--threads N]
    python3 -m footnote_mini.films --bank DIR --out DIR --write FOLDER [--films N]     # the films themselves, for the whole product
    python3 -m footnote_mini.films --rendered FOLDER ...                               # of rendered clips that were kept aside instead (rendered_films.py)

Writes a line for each question: {qid, query, vid, duration, clip_seconds, curve, peaks, relevant_windows, changed, cuts, margins}. ``margins``: for each kind
of fact, by how much the question fits each shot better than any question with another such fact, as in the product's factCheck. The other questions
come from a program that reads a question a line and answers {statement, about, probes: {kind: [sentences]}, hubs, things}; ``statement`` is what the product asks a model
for (null: the question as it is), ``about`` what presence is asked of; where ``hubs``, --hubs of how well a picture fits all ``things`` is taken off
its similarity to that, as in the product. ``peaks`` are
those of the general sentences in FILE (a JSON list) in their best shots, as the product ranks a question among them; ``relevant_windows`` is
empty for a question about what the film does not show. ``bench/questions/drawn-films.ts`` grounds and scores them.

A film is one to five minutes of scenes of 3 to 14 seconds. Each of its questions tells one scene; beside it the film holds near-misses: the same
scene with another colour, another thing or another motion. A question about an absent scene is one of those, left out.
"""

import argparse
import copy
import json
import subprocess
from pathlib import Path

import numpy as np
import torch

from . import model as models, rendered_films
from .captions import describe, facts
from .lexicon import COLOURS
from .measure import hubness
from .scenes import FRAMES, SIZE, Maker
from .sprites import Bank

RATE = 8  # frames a second, what the shorter window asks for
STEP = 0.5
MOVES = ["left", "right", "up", "down", "towards", "away", "fall", "still", "enter left", "enter right", "leave left",
         "leave right", "appear", "disappear", "spin", "grow", "shrink"]


def scene_of(rng, maker):
    """A scene with something to ask for: one thing, or several alike, that does something."""
    while True:
        s = maker.scene(rng)
        if len(s["entities"]) == 1 and s["entities"][0]["motion"] in MOVES and s["camera"] == "still":
            return s


def near_miss(rng, maker, s):
    """The scene with one thing changed, and what that is; so that its facts are others."""
    for _ in range(50):
        other = copy.deepcopy({k: v for k, v in s.items() if k != "entities"})
        e = dict(s["entities"][0])
        what = ["colour", "thing", "motion"][rng.integers(3)]
        if what == "motion":
            e["motion"] = MOVES[rng.integers(len(MOVES))]
        else:
            fresh = maker.entity(rng, "seen")
            if what == "colour":
                e["colour"] = list(COLOURS)[rng.integers(len(COLOURS))]
                e["sprite"] = maker.painted(rng, e["thing"], e["colour"])
                if s["entities"][0]["colour"] is None or e["sprite"] is None:
                    continue
            else:
                e = {**fresh, "count": e["count"], "motion": e["motion"]}
        other["entities"] = [e]
        if facts(other) != facts(s):
            return other, what
    return scene_of(rng, maker), "all"


def film(rng, maker):
    """(frames [N,3,64,64] uint8 RGB, duration in seconds, [(sentence, windows, what was changed)], times of cuts)."""
    duration = rng.uniform(60, 300)
    wanted = [scene_of(rng, maker) for _ in range(2)]
    absent = [near_miss(rng, maker, s) for s in wanted]
    near = [near_miss(rng, maker, s)[0] for s in wanted for _ in range(2)]
    shots, at = [], 0.0
    while at < duration:
        shots.append(scene_of(rng, maker) if rng.random() < 0.75 else maker.scene(rng))
        at += 8.5
    places = rng.permutation(len(shots))
    for i, s in zip(places, [*wanted, *near]):
        shots[i] = s
    said = [describe(rng, s, True) for s in wanted] + [describe(rng, s, True) for s, _ in absent]
    true = [facts(s) for s in shots]
    pieces, spans, at = [], [], 0
    for s in shots:
        n = int(rng.uniform(3, 14) * RATE)
        pieces.append(maker.draw(rng, s, n))
        spans.append((at / RATE, (at + n) / RATE))
        at += n
    frames = np.concatenate(pieces)[..., ::-1].transpose(0, 3, 1, 2)
    questions = []
    for k, (sentence, claims) in enumerate(said):
        windows = [span for span, f in zip(spans, true) if claims <= f]
        questions.append((sentence, windows, "" if k < len(wanted) else absent[k - len(wanted)][1]))
    return np.ascontiguousarray(frames), at / RATE, questions, [start for start, _ in spans[1:]]


def vectors(model, frames, duration):
    """Unit vectors of the windows that the product would look at, for each of its two rates: (hop, [N,256])."""
    out = []
    for seconds, hop in ((1, 0.5), (4, 1)):
        rows = []
        for j in range(int(np.ceil(duration / hop - 1e-6))):
            start = max(0.0, min((j + 0.5) * hop - seconds / 2, duration - seconds))
            at = np.round((start + (np.arange(FRAMES) + 0.5) * seconds / FRAMES) * RATE - 0.5).astype(int)
            rows.append(np.clip(at, 0, len(frames) - 1))
        out.append((hop, model.clips(frames[np.stack(rows)])))
    return out


def curves(rates, text, duration):
    """Similarity over time, one value per half second, the mean over both rates: [queries, N]."""
    n = int(np.ceil(duration / STEP - 1e-6))
    total = np.zeros((len(text), n))
    for hop, seen in rates:
        near = (text @ seen.T).numpy()
        place = (np.arange(n) + 0.5) * STEP / hop - 0.5
        low = np.floor(place).astype(int)
        part = place - low
        rows = near.shape[1]
        total += near[:, np.clip(low, 0, rows - 1)] * (1 - part) + near[:, np.clip(low + 1, 0, rows - 1)] * part
    return total / len(rates)


def by_shot(rows, cuts, duration):
    """Means of shots, a second beside each cut left out where the shot is longer than two: as the product's byShot. [queries, shots]"""
    trim, n = round(1 / STEP), rows.shape[1]
    edges = [0, *(min(n, round(c / STEP)) for c in cuts), n]
    means = []
    for start, end in zip(edges, edges[1:]):
        inner = trim if end - start > 2 * trim else 0
        if end > start:
            means.append(rows[:, start + inner : end - inner].mean(1))
    return np.stack(means, 1)


def write(path, frames):
    """Frames as a small film of the kind that the product is given: 192 x 192, 24 frames a second, H.264."""
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{SIZE}x{SIZE}", "-r", str(RATE), "-i", "-",
                            "-vf", "scale=192:192:flags=bicubic,fps=24", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", str(path)],
                           input=frames.transpose(0, 2, 3, 1).tobytes(), check=True)


class Reading:
    """What the product asks a model for by a question, and its probes of it, from a program that answers line by line."""

    def __init__(self, command):
        self.made = subprocess.Popen(command.split(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def __call__(self, question):
        self.made.stdin.write(question + "\n")
        self.made.stdin.flush()
        read = json.loads(self.made.stdout.readline())
        return read["statement"] or question, read["about"], read["probes"], read["hubs"], read["things"]


def answers(model, reading, general, hubs, rates, duration, questions, cuts):
    """A dict for each question about a film: what a line of the output holds."""
    banks = curves(rates, general, duration)
    read = [reading(sentence) for sentence, _, _ in questions]
    rows = curves(rates, model.texts([about for _, about, *_ in read]), duration)
    asked = curves(rates, model.texts([statement for statement, *_ in read]), duration)
    things = read[0][4]
    common = hubness(torch.from_numpy(curves(rates, model.texts(things), duration))).numpy() if things else 0
    for (sentence, windows, changed), (_, _, probes, hub, _), row, full in zip(questions, read, rows, asked):
        less = hubs * hub * common
        bank, row = by_shot(banks - less, cuts, duration).max(1), row - less
        own = by_shot(full[None], cuts, duration)[0]
        fit = lambda said: by_shot(curves(rates, model.texts(said), duration), cuts, duration).max(0)
        margins = {kind: (own - fit(said)).round(5).tolist() for kind, said in probes.items() if said}
        yield {"query": sentence, "duration": round(duration, 3), "clip_seconds": STEP, "curve": row.round(5).tolist(),
               "peaks": bank.round(5).tolist(), "relevant_windows": windows, "changed": changed, "margins": margins,
               "cuts": [round(c, 3) for c in cuts]}


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--bank", required=True)
    models.asks(ask)
    ask.add_argument("--sentences")
    ask.add_argument("--probes", help="program that makes probes of a question")
    ask.add_argument("--hubs", type=float, default=0, help="the manifest's decoding.facts.hubs")
    ask.add_argument("--to")
    ask.add_argument("--write", help="folder for the films and films.json, their questions")
    ask.add_argument("--rendered", help="folder of rendered clips")
    ask.add_argument("--films", type=int, default=200)
    ask.add_argument("--first", type=int, default=0, help="number of the first film, to share the work between processes")
    ask.add_argument("--threads", type=int, default=2)
    a = ask.parse_args()
    if a.write and a.rendered:
        raise ValueError("--write writes drawn films: leave --rendered out")
    torch.set_num_threads(a.threads)
    maker = Maker(Bank(a.bank))
    model = models.opened(a)
    first = (model.state["arguments"]["seed"] + 1) * 10**9 + 7 * 10**6
    if a.write:
        folder, listed = Path(a.write), []
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(a.first, a.first + a.films):
            frames, duration, questions, cuts = film(np.random.default_rng(first + number), maker)
            write(folder / f"{number}.mp4", frames)
            listed.append({"file": f"{number}.mp4", "duration": duration, "cuts": cuts,
                           "questions": [{"query": q, "windows": w, "changed": c} for q, w, c in questions]})
        (folder / "films.json").write_text(json.dumps(listed))
        return
    general = model.texts(json.loads(Path(a.sentences).read_text()))
    reading = Reading(a.probes) if a.probes else lambda question: (question, question, {}, False, [])
    shots = rendered_films.Shots(model, maker, a.rendered) if a.rendered else None
    with open(a.to, "w", encoding="utf-8") as file:
        for number in range(a.first, a.first + a.films):
            rng = np.random.default_rng(first + number)
            if shots:
                rates, duration, questions, cuts = rendered_films.film(rng, shots)
            else:
                frames, duration, questions, cuts = film(rng, maker)
                rates = vectors(model, frames, duration)
            for k, row in enumerate(answers(model, reading, general, a.hubs, rates, duration, questions, cuts)):
                file.write(json.dumps({"qid": f"{number}.{k}", "vid": f"film {number}", **row}) + "\n")
            print(number + 1 - a.first, "of", a.films, f"{duration:.0f} s", flush=True)


if __name__ == "__main__":
    main()
