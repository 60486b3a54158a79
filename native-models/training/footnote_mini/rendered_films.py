"""Films put together of rendered clips that were kept aside, and questions about them: as ``films.py``'s, of another look.

    python3 -m footnote_mini.films --rendered FOLDER ...

A film is one to five minutes of clips, each a shot of 3 to 14 seconds. Each of its questions tells one shot, in the words of training's sentences, as short
as people put them; beside it the film holds shots of the same thing. A question about what is absent is such a sentence with one fact changed.
"""

import numpy as np

from .captions import contrary, describe, facts
from .rendered import SCENERY, Rendered
from .scenes import STEADY

# What is held against other facts by the product; of a camera's moves and of relations it judges otherwise.
CHANGED = ("colour", "thing", "motion", "time", "weather")
NEAR = 1.2 / 3  # of a clip's three seconds, so much is what a short window sees


class Shots:
    """Clips of a folder that were kept aside, as both windows of the product see them: ``far`` all of a clip, ``near`` a part of it, [clips,256]."""

    def __init__(self, model, maker, folder):
        self.maker, self.rendered = maker, Rendered(folder, maker, aside=True)
        self.scenes = [self.rendered.scene(i) for i in range(len(self.rendered))]
        self.facts = [facts(s) for s in self.scenes]
        rngs = [np.random.default_rng([i, 5]) for i in range(len(self.scenes))]
        self.far = model.clips(np.stack([self.rendered.pixels(rng, i, s, worn=False) for i, (rng, s) in enumerate(zip(rngs, self.scenes))]))
        self.near = model.clips(np.stack([self.part(rng, i) for i, rng in enumerate(rngs)]))
        self.askable = [i for i, s in enumerate(self.scenes) if not {e["thing"] for e in s["entities"]} & SCENERY]

    def part(self, rng, i):
        scene = self.scenes[i]
        steady = not scene["pair"] and all(e["motion"] in STEADY for e in scene["entities"])
        return self.rendered.pixels(rng, i, scene, worn=False, length=NEAR if steady else 1.0)


def asked(rng, scene):
    """A sentence of a scene and its claims: of a thing, a place, weather or a time of day, not of the camera."""
    while True:
        said, claims = describe(rng, scene)
        kinds = {claim.split(":")[-1].split(" ")[0] for claim in claims}
        if "camera" not in kinds and kinds & {"thing", "is", "place", "time", "weather"}:
            return said, claims


def absent(rng, shots, scene, there):
    """A sentence that differs from one of the scene in one fact and is true of no shot, and what that fact is; None where there is none."""
    for _ in range(60):
        other, claim = contrary(rng, shots.maker, scene)
        what = claim.split(":")[-1].split(" ")[0]
        if what not in CHANGED or {e["thing"] for e in other["entities"]} & SCENERY:
            continue
        said, claims = asked(rng, other)
        if claim in claims and not any(claims <= shots.facts[i] for i in there):
            return said, what
    return None


def film(rng, shots):
    """(unit vectors of its windows for each rate as ``films.vectors`` has them, duration, [(sentence, windows, what was changed)], times of cuts)."""
    duration = rng.uniform(60, 300)
    there, spans, at = [], [], 0.0
    wanted = rng.choice(shots.askable, 2, replace=False)
    for i in wanted:
        things = {e["thing"] for e in shots.scenes[i]["entities"]}
        alike = [j for j in shots.askable if j not in wanted and things & {e["thing"] for e in shots.scenes[j]["entities"]}]
        there += [i, *rng.choice(alike, min(2, len(alike)), replace=False)]
    there += list(rng.choice(len(shots.scenes), max(0, round(duration / 8.5) - len(there)), replace=False))
    rng.shuffle(there)
    for _ in there:
        end = round(at + rng.uniform(3, 14), 3)
        spans.append((at, end))
        at = end
    duration = at
    questions = []
    for i in wanted:
        said, claims = asked(rng, shots.scenes[i])
        questions.append((said, [span for span, j in zip(spans, there) if claims <= shots.facts[j]], ""))
    questions += [(said, [], what) for i in wanted if (wrong := absent(rng, shots, shots.scenes[i], there)) for said, what in [wrong]]
    ends = np.array([end for _, end in spans])
    rates = []
    for hop, seen in ((0.5, shots.near), (1, shots.far)):
        middles = (np.arange(int(np.ceil(duration / hop - 1e-6))) + 0.5) * hop
        rates.append((hop, seen[np.array(there)[np.minimum(np.searchsorted(ends, middles), len(there) - 1)]]))
    return rates, duration, questions, [start for start, _ in spans[1:]]
