"""Writes a trained set of weights as the product reads it:

    python3 -m footnote_mini.export --bank DIR --out DIR --to native-models/footnote-mini --id footnote-mini --revision N

The networks go out with weights in 16 bits, the largest matrices in 8, each followed by a cast: the runtime widens them
once when it opens the file, so the files are less than half as large and nothing is slower. Beside them: tokenizer.json and the manifest.
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from . import measure, weights
from .model import Model
from .scenes import FRAMES, SIZE, Maker
from .sprites import Bank
from .net import WIDTH, Mini
from .wordpiece import LENGTH, PAD


LARGE = 500_000  # numbers of a matrix that is stored in bytes


def shrink(path):
    """Stores weights in 16 bits, and the largest matrices in 8 with a step for each row; casts widen them before their use."""
    model = onnx.load(str(path))
    graph, widen = model.graph, []
    for tensor in list(graph.initializer):
        size = np.prod(tensor.dims)
        if tensor.data_type != TensorProto.FLOAT or size < 256:
            continue
        values, name = numpy_helper.to_array(tensor), tensor.name
        if size >= LARGE and values.ndim == 2:
            step = np.maximum(np.abs(values).max(1, keepdims=True), 1e-12) / 127
            graph.initializer.append(numpy_helper.from_array(np.round(values / step).astype(np.int8), name + ".bytes"))
            graph.initializer.append(numpy_helper.from_array(step.astype(np.float32), name + ".step"))
            widen += [helper.make_node("Cast", [name + ".bytes"], [name + ".whole"], to=TensorProto.FLOAT, name=name + ".widen"),
                      helper.make_node("Mul", [name + ".whole", name + ".step"], [name], name=name + ".scale")]
        else:
            half = values.astype(np.float16)
            if not np.isfinite(half).all():
                continue
            graph.initializer.append(numpy_helper.from_array(half, name + ".half"))
            widen.append(helper.make_node("Cast", [name + ".half"], [name], to=TensorProto.FLOAT, name=name + ".widen"))
        graph.initializer.remove(tensor)
    for node in reversed(widen):
        graph.node.insert(0, node)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


@torch.no_grad()
def agreement(model, folder, maker, first, n=200):
    """How near what is stored comes to what was trained: the least cosine of drawn clips and of their sentences."""
    from .train import table_of

    stored = Mini(len(model.tokenizer.tokens), LENGTH, {})
    weights.fill(stored, {**weights.networks(folder), "scale": model.net.scale.data})
    stored.eval()
    pixels = torch.from_numpy(np.stack([maker.clip(first + i)[0] for i in range(n)]))
    ids, mask = (torch.from_numpy(t) for t in table_of(model.tokenizer, [maker.sentence(first + i) for i in range(n)]))
    least = min(float((model.net.video(pixels) * stored.video(pixels)).sum(1).min()), float((model.net.text(ids, mask) * stored.text(ids, mask)).sum(1).min()))
    return {"cosine": round(min(1.0, least), 5), "of": f"{n} drawn clips and their sentences"}


def measured(out, step, beside):
    """How this very set of weights does on real footage and photographs, with the one ``beside`` it if there is one, where footnote_mini.measure was run
    on it with --clips: the app compares by it."""
    file = Path(out) / measure.figures_of(beside)
    figures = json.loads(file.read_text()) if file.exists() else {}
    real = figures.get("real clips")
    if not real or figures["steps"] != step:
        return {}
    footage = {"recallAt1": real["R@1"], "recallAt5": real["R@5"], "of": real["clips"], "descriptions": real["descriptions"]}
    photographs = figures.get("photographs", {}).get("flickr8k, sentence to picture")
    return {"measured": {"realFootage": footage, **({"photographs": {"recallAt10": photographs["R@10"], "of": photographs["pictures"]}} if photographs else {})}}


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--bank", required=True)
    ask.add_argument("--out", required=True, help="where the checkpoint lies")
    ask.add_argument("--to", required=True)
    ask.add_argument("--id", required=True)
    ask.add_argument("--revision", default="1")
    ask.add_argument("--card", required=True, help="a JSON file with title, licence, trainedOn, goodFor, limits")
    ask.add_argument("--beside", help="ID@REVISION of weights that see along with these in the product; what was measured with --beside counts")
    ask.add_argument("--share", type=float, default=0.5, help="how much those count, of 1")
    a = ask.parse_args()
    maker = Maker(Bank(a.bank))
    model = Model(a.out)
    net, to = model.net, Path(a.to)
    to.mkdir(parents=True, exist_ok=True)
    seed = (model.state["arguments"]["seed"] + 1) * 10**9
    pixels = torch.from_numpy(np.stack([maker.clip(seed + i)[0] for i in range(3)]))
    from .train import table_of

    said = [maker.sentence(seed + i) for i in range(3)]
    ids, mask = (torch.from_numpy(t) for t in table_of(model.tokenizer, said))
    # As they were trained, each under its own name, so that training can go on from these files; the runtime folds what can be folded.
    plain = {"opset_version": 15, "training": torch.onnx.TrainingMode.PRESERVE, "do_constant_folding": False}
    torch.onnx.export(net.video, (pixels,), str(to / "video.onnx"), **plain, input_names=["pixel_values"],
                      output_names=["video_embeds"], dynamic_axes={"pixel_values": {0: "batch"}, "video_embeds": {0: "batch"}})
    free = {0: "batch", 1: "length"}
    torch.onnx.export(net.text, (ids, mask), str(to / "text.onnx"), **plain, input_names=["input_ids", "attention_mask"],
                      output_names=["text_embeds"], dynamic_axes={"input_ids": free, "attention_mask": free, "text_embeds": {0: "batch"}})
    for name in ("video.onnx", "text.onnx"):
        shrink(to / name)
    model.tokenizer.save(to / "tokenizer.json")
    with torch.no_grad():
        sample = {"pixels": "made by seed", "seeds": [seed + i for i in range(3)], "sentences": said, "ids": ids.tolist(),
                     "text": net.text(ids, mask).numpy().round(5).tolist(), "video": net.video(pixels).numpy().round(5).tolist()}
    Path(a.out, "agreement.json").write_text(json.dumps(sample))
    pixels.numpy().tofile(str(Path(a.out, "agreement.pixels")))
    # footnote_mini.familiar writes it there beforehand.
    familiar = [to / "familiar.json"] if (to / "familiar.json").exists() else []
    files = [{"path": p.name, "size": p.stat().st_size, "sha256": hashlib.sha256(p.read_bytes()).hexdigest()}
             for p in (to / "video.onnx", to / "text.onnx", to / "tokenizer.json", *familiar)]
    width = [{"name": "video_embeds", "type": "float32", "shape": ["batch", WIDTH], "as": "embedding"}]
    manifest = {
        "schema": 1, "id": a.id, "revision": a.revision, **json.loads(Path(a.card).read_text()),
        "task": "video-text", "family": "footnote-mini", "origin": {"kind": "built-in"}, "files": files,
        "variants": [{"name": "fp16", "networks": {"video": "video.onnx", "text": "text.onnx"},
                      "agreement": agreement(model, to, maker, seed + 100)}],
        "networks": [
            {"role": "video", "inputs": [{"name": "pixel_values", "type": "uint8", "shape": ["batch", FRAMES, 3, SIZE, SIZE], "as": "pixels"}],
             "outputs": width},
            {"role": "text", "inputs": [
                {"name": "input_ids", "type": "int64", "shape": ["batch", "length"], "as": "ids"},
                {"name": "attention_mask", "type": "int64", "shape": ["batch", "length"], "as": "mask"}],
             "outputs": [{**width[0], "name": "text_embeds"}]}],
        "preprocessing": {"width": SIZE, "height": SIZE, "fit": "squash", "filter": "bicubic", "mean": [0, 0, 0], "std": [1, 1, 1]},
        "windows": {"framesPerWindow": FRAMES, "rates": [{"seconds": 1, "hop": 0.5}, {"seconds": 4, "hop": 1}]},
        "tokenizer": {"file": "tokenizer.json", "contextLength": LENGTH, "pad": "longest", "padId": PAD},
        "embedding": {"width": WIDTH, "normalised": True},
        **({"familiar": "familiar.json"} if familiar else {}),
        **({"beside": dict(zip(("id", "revision"), a.beside.split("@"))) | {"share": a.share}} if a.beside else {}),
        **measured(a.out, model.state["step"], a.beside),
        "similarity": {"scale": round(min(100.0, float(net.scale.exp())), 3), "bias": 0, "sigmoid": False},
    }
    home = to.parent / "manifests" / f"{a.id}.json"
    home.write_text(json.dumps(manifest, indent=2) + "\n")
    print(home, sum(f["size"] for f in files), "bytes")


if __name__ == "__main__":
    main()
