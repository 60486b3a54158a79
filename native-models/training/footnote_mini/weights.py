"""Weights of a folder that ``export`` wrote, as training starts from them.

The networks keep every parameter under its own name, in 16 bits. What is not part of the product is not there: the heads
that help training begin anew, and the scale of the similarities is the manifest's.
"""

import json
import math
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper


def read(folder):
    """(state of a Mini without its heads, tokens)."""
    folder = Path(folder)
    state = {}
    for side in ("video", "text"):
        for tensor in onnx.load(str(folder / f"{side}.onnx")).graph.initializer:
            values = torch.from_numpy(numpy_helper.to_array(tensor).copy())
            name = tensor.name[: -len(".half")] if tensor.name.endswith(".half") else tensor.name
            state[f"{side}.{name}"] = values.float() if values.is_floating_point() else values
    manifest = json.loads((folder.parent / "manifests" / f"{folder.name}.json").read_text())
    state["scale"] = torch.tensor(math.log(manifest["similarity"]["scale"]))
    vocabulary = json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"]
    return state, sorted(vocabulary, key=vocabulary.get)


def fill(net, state):
    """Puts weights into a network. Errors: ValueError where parts of it are missing."""
    # Heads of other words than now begin anew.
    own = net.state_dict()
    state = {k: v for k, v in state.items() if not k.startswith("heads.") or k in own and own[k].shape == v.shape}
    missing, foreign = net.load_state_dict(state, strict=False)
    absent = [name for name in missing if not name.startswith("heads.") and not name.endswith("num_batches_tracked")]
    if absent:
        raise ValueError(f"these weights lack {', '.join(absent[:5])}")
    return foreign
