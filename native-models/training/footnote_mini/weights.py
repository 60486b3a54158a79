"""Weights of a folder that ``export`` wrote, as training starts from them.

The networks keep every parameter under its own name, in 16 bits, the largest in 8 with a step for each row. What is not part of the product is not there: the heads
that help training begin anew, and the scale of the similarities is the manifest's.
"""

import json
import math
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper

from . import palette, wordpiece
from .net import GLANCES, LOOKED_AT
from .palette import NAMES

LOOKED = len(LOOKED_AT)


def networks(folder):
    """The state of both networks of a folder, by the names of Mini."""
    folder, state = Path(folder), {}
    for side in ("video", "text"):
        stored = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in onnx.load(str(folder / f"{side}.onnx")).graph.initializer}
        for name, values in stored.items():
            if name.endswith(".bytes"):
                state[f"{side}.{name[: -len('.bytes')]}"] = values.float() * stored[name[: -len("bytes")] + "step"]
            elif not name.endswith(".step"):
                name = name[: -len(".half")] if name.endswith(".half") else name
                state[f"{side}.{name}"] = values.float() if values.is_floating_point() else values
    return state


def read(folder):
    """(state of a Mini without its heads, tokenizer)."""
    folder, state = Path(folder), networks(folder)
    manifest = json.loads((folder.parent / "manifests" / f"{folder.name}.json").read_text())
    state["scale"] = torch.tensor(math.log(manifest["similarity"]["scale"]))
    return state, wordpiece.load(folder / "tokenizer.json")


def widened(state, net):
    """Weights from before some layers of the tower: what those see counts for nothing yet, and a residual one passes on what it gets, so
    that the network does what it did."""
    glances, seen = net.video.glances, state["video.seen.weight"]
    if seen.shape == net.video.seen.weight.shape:
        return state
    rows, old = len(seen), seen.reshape(len(seen), LOOKED, -1)
    glanced = glances.thing[0].in_features
    whole = net.video.seen.in_features // LOOKED - glances.width
    known = (old.shape[2] - whole) // GLANCES
    if not glanced - NAMES <= known <= glanced:
        raise ValueError(f"these weights look at {seen.shape[1]} values of a clip, the network at {net.video.seen.in_features}")
    before = old[:, :, whole:].reshape(rows, LOOKED, GLANCES, known)
    before = torch.cat([before, torch.zeros(rows, LOOKED, GLANCES, glanced - known)], 3).flatten(2)
    after = torch.zeros(rows, LOOKED, glances.width - before.shape[2])
    new = {f"video.{k}": v.clone() for k, v in net.video.state_dict().items() if k.startswith(("closer.", "glances.thing."))}
    new["video.closer.body.2.weight"].zero_()
    new.update({f"video.glances.named.{k}": v for k, v in palette.fitted().items()})
    return {**new, **state, "video.seen.weight": torch.cat([old[:, :, :whole], before, after], 2).flatten(1)}


def fill(net, state):
    """Puts weights into a network. Errors: ValueError where parts of it are missing."""
    state = widened(state, net)
    # Heads of other words than now begin anew.
    own = net.state_dict()
    state = {k: v for k, v in state.items() if not k.startswith("heads.") or k in own and own[k].shape == v.shape}
    missing, foreign = net.load_state_dict(state, strict=False)
    absent = [name for name in missing if not name.startswith("heads.") and not name.endswith("num_batches_tracked")]
    if absent:
        raise ValueError(f"these weights lack {', '.join(absent[:5])}")
    return foreign
