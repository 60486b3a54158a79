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
from torch.nn import functional as F

from . import wordpiece
from .net import LOOKED


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
    """Weights from before figures were told from their ground, what passes from what stands, or an end was looked at: what that tells counts for
    nothing yet, so that the network does what it did. Errors: ValueError where they are of another network."""
    state = {k.replace("video.glances.named.", "video.named."): v for k, v in state.items()}
    seen, figure, passing = state["video.seen.weight"], net.video.figure.width, net.video.passing.width
    look = (net.video.seen.in_features - passing) // LOOKED
    for looked, wide, tail in ((LOOKED, look, passing), (2, look, passing), (2, look, 0), (2, look - figure, 0)):
        if seen.shape[1] == looked * wide + tail:
            looks = seen[:, : looked * wide].reshape(len(seen), looked, wide)
            looks = F.pad(looks, (0, look - wide, 0, LOOKED - looked)).flatten(1)
            return {**state, "video.seen.weight": torch.cat([looks, F.pad(seen[:, looked * wide :], (0, passing - tail))], 1)}
    raise ValueError(f"these weights look at {seen.shape[1]} values of a clip, the network at {net.video.seen.in_features}")


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
