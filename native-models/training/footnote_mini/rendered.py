"""Clips of rendered scenes, as scripts/rendered/make.ts writes them, with their facts.

    node scripts/rendered/make.ts --to FOLDER
"""

import json
from pathlib import Path

import cv2
import numpy as np

from .captions import describe
from .lexicon import COLOURS
from .scenes import FRAMES, SIZE, STEADY

ALSO = 0.15  # of what is painted, so much seen in a colour makes its name no mistake
KEPT_ASIDE = 12  # one clip in so many is kept for measuring
# What a place may show besides: a wheel has its car, a street its houses.
SCENERY = {"tree", "pine tree", "bush", "rock", "house", "table", "chair", "wheel"}


class Rendered:
    """Clips of a folder; ``aside``: those kept for measuring."""

    def __init__(self, folder, maker, aside=False):
        self.maker, self.clips, self.there = maker, [], {}
        for listing in sorted(Path(folder).glob("*.jsonl")):
            shards = {}
            for at, line in enumerate(listing.read_text("utf-8").splitlines()):
                row = json.loads(line)
                if (at % KEPT_ASIDE == 0) != aside:
                    continue
                if row["shard"] not in shards:
                    shards[row["shard"]] = (listing.parent / row["shard"]).read_bytes()
                if "seen" not in row["facts"]:
                    raise ValueError(f"{listing} does not tell what is seen of its paint: make its clips anew with scripts/rendered")
                if row["facts"]["thing"] not in SCENERY | {None}:
                    self.there.setdefault(row["facts"]["place"], set()).add(row["facts"]["thing"])
                self.clips.append((shards[row["shard"]][row["at"] : row["at"] + row["bytes"]], row["facts"]))

    def __len__(self):
        return len(self.clips)

    def frames(self, i):
        """All frames of a clip, uint8 BGR [N,64,64,3]."""
        return cv2.imdecode(np.frombuffer(self.clips[i][0], np.uint8), cv2.IMREAD_COLOR).reshape(-1, SIZE, SIZE, 3)

    def colour(self, i):
        """(the colour of a clip's thing or None where it is not seen, colours that it may be taken for and that are not wrong): in other light paint
        is seen as another colour. What is seen is measured where the clips are made, on what is painted."""
        facts = self.clips[i][1]
        seen = facts["seen"] or {}
        return facts["colour"], [c for c in COLOURS if c != facts["colour"] and (c == facts["paint"] or seen.get(c, 0) >= ALSO)]

    def scene(self, i):
        """A scene as Maker's are, without its drawing."""
        f = self.clips[i][1]
        entities = []
        if f["thing"]:
            names, broader = self.maker.names[f["thing"]]
            colour, shows = self.colour(i)
            entities = [{"thing": f["thing"], "names": names, "broader": broader, "colour": colour, "shows": shows, "pattern": None,
                         "count": f["count"], "motion": f["motion"], "rendered": True}]
        # What it is on top of, or jumps over.
        if other := f.get("on") or f.get("over"):
            names, broader = self.maker.names[other]
            entities.append({"thing": other, "names": names, "broader": broader, "colour": None, "pattern": None, "count": 1,
                             "motion": "still", "rendered": True})
        there = [] if f["thing"] in SCENERY else sorted(self.there.get(f["place"], ()))
        return {"entities": entities, "there": there, "relation": "above" if f.get("on") else None,
                "pair": "over" if f.get("over") else None, "text": None,
                **{k: f[k] for k in ("place", "time", "weather", "camera", "size")}}

    def sentences(self):
        """Two sentences of each clip."""
        return [describe(np.random.default_rng([i, k]), self.scene(i))[0] for i in range(len(self.clips)) for k in range(2)]

    def lesson(self, seed):
        """As Maker.lesson."""
        rng = np.random.default_rng(seed)
        i = int(rng.integers(len(self.clips)))
        scene = self.scene(i)
        return self.maker.lesson(seed, scene, self.pixels(rng, i, scene))

    def pixels(self, rng, i, scene, worn=True, length=1.0):
        """Eight frames of a clip: of a part of this length at random, 1.0 all of it; where it is worn also of a shorter part if any part says what it
        is. uint8 RGB [8,3,64,64]"""
        frames = self.frames(i)
        if worn and rng.random() < 0.5 and not scene["pair"] and all(e["motion"] in STEADY for e in scene["entities"]):
            length = rng.uniform(0.4, 1.0)
        start = rng.uniform(0, 1 - length)
        at = np.round((start + np.linspace(0, 1, FRAMES) * length) * (len(frames) - 1)).astype(int)
        frames = self.maker.wear(rng, frames[at]) if worn else frames[at]
        return np.ascontiguousarray(frames[..., ::-1].transpose(0, 3, 1, 2))
