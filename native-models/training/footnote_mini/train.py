"""Train, measure and export, within a stated time: python3 -m footnote_mini.train --out DIR --minutes N --seed S

Continues from DIR/checkpoint.pt where there is one. Seeds of training clips start at seed * 10^9, of held-out ones at
(seed + 1) * 10^9, so that no held-out clip is ever trained on. Writes DIR/{video.onnx,text.onnx,tokenizer.json,
figures.json,agreement.json}; agreement.json is what another runtime must compute from the same input.
"""

import argparse
import json
import os
import time
from multiprocessing import Process, Queue

import numpy as np
import torch
from torch.nn import functional as F

from .bpe import LENGTH, PAD, Tokenizer, learn
from .net import Mini
from .scenes import LABELS, clip


def batch(first, n, combinations="seen"):
    got = [clip(first + i, combinations) for i in range(n)]
    labels = {k: np.array([g[1][k] for g in got]) for k in LABELS}
    return np.stack([g[0] for g in got]), labels, [g[2] for g in got]


def maker(queue, first, n):
    while True:
        queue.put(batch(first, n))
        first += n


def ids(tokenizer, captions):
    rows = [tokenizer(c) for c in captions]
    longest = max(map(len, rows))
    table = torch.full((len(rows), longest), PAD)
    mask = torch.zeros(len(rows), longest, dtype=torch.long)
    for i, r in enumerate(rows):
        table[i, : len(r)], mask[i, : len(r)] = torch.tensor(r), 1
    return table, mask


@torch.no_grad()
def measure(net, tokenizer, first, n=1000, combinations="seen"):
    """Recall of caption to clip among n held-out clips, and accuracy of the heads, as shares."""
    net.eval()
    pixels, labels, captions = batch(first, n, combinations)
    feature = torch.cat([net.video.features(torch.from_numpy(pixels[i : i + 100])) for i in range(0, n, 100)])
    near = net.text(*ids(tokenizer, captions)) @ F.normalize(feature, dim=-1).T
    # A clip that scores as high counts as before the right one, so that a dead net scores nothing.
    rank = (near >= near.diag()[:, None]).sum(1)
    heads = {k: float((h(feature).argmax(1) == torch.from_numpy(labels[k])).float().mean()) for k, h in net.heads.items()}
    net.train()
    return {"clips": n, **{f"R@{k}": float((rank <= k).float().mean()) for k in (1, 5, 10)}, "heads": heads}


def export(net, tokenizer, out, first):
    net.eval()
    pixels, _, captions = batch(first, 4)
    pixels, (table, mask) = torch.from_numpy(pixels), ids(tokenizer, captions)
    torch.onnx.export(net.video, (pixels,), f"{out}/video.onnx", opset_version=15, input_names=["pixel_values"],
                      output_names=["video_embeds"], dynamic_axes={"pixel_values": {0: "batch"}, "video_embeds": {0: "batch"}})
    free = {0: "batch", 1: "length"}
    torch.onnx.export(net.text, (table, mask), f"{out}/text.onnx", opset_version=15,
                      input_names=["input_ids", "attention_mask"], output_names=["text_embeds"],
                      dynamic_axes={"input_ids": free, "attention_mask": free, "text_embeds": {0: "batch"}})
    tokenizer.save(f"{out}/tokenizer.json")
    with torch.no_grad():
        json.dump({"pixels": pixels.flatten().tolist(), "captions": captions, "ids": table.tolist(), "mask": mask.tolist(),
                   "video": net.video(pixels).tolist(), "text": net.text(table, mask).tolist()},
                  open(f"{out}/agreement.json", "w"))


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--out", required=True)
    ask.add_argument("--minutes", type=float, required=True)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--batch", type=int, default=96)
    ask.add_argument("--threads", type=int, default=2)
    a = ask.parse_args()
    os.makedirs(a.out, exist_ok=True)
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    first, aside = a.seed * 10**9, (a.seed + 1) * 10**9
    tokenizer = Tokenizer(*learn([clip(first + i)[2] for i in range(2000)]))
    net = Mini(len(tokenizer.vocabulary), LENGTH)
    best = torch.optim.AdamW(net.parameters(), 1e-3, weight_decay=0.02)
    step, hours, curve, kept = 0, 0.0, [], f"{a.out}/checkpoint.pt"
    if os.path.exists(kept):
        old = torch.load(kept)
        net.load_state_dict(old["net"])
        best.load_state_dict(old["best"])
        step, hours, curve = old["step"], old["hours"], old["curve"]

    def keep(spent):
        torch.save({"net": net.state_dict(), "best": best.state_dict(), "step": step, "hours": hours + spent,
                    "curve": curve}, kept + ".new")
        os.replace(kept + ".new", kept)

    queue = Queue(4)
    work = Process(target=maker, args=(queue, first + step * a.batch, a.batch), daemon=True)
    work.start()
    start = saved = time.time()
    while (now := time.time()) - start < a.minutes * 60:
        best.param_groups[0]["lr"] = 1e-3 * max(0.03, 1 - (now - start) / (a.minutes * 60))
        pixels, labels, captions = queue.get()
        feature = net.video.features(torch.from_numpy(pixels))
        scale = net.scale.exp().clamp(max=100)
        near = scale * F.normalize(feature, dim=-1) @ net.text(*ids(tokenizer, captions)).T
        right = torch.arange(len(near))
        match = (F.cross_entropy(near, right) + F.cross_entropy(near.T, right)) / 2
        named = sum(F.cross_entropy(h(feature), torch.from_numpy(labels[k])) for k, h in net.heads.items())
        best.zero_grad()
        (match + 0.3 * named).backward()
        best.step()
        step += 1
        if step % 10 == 0:
            curve.append([step, round(match.item(), 4), round(named.item(), 4)])
            print(*curve[-1], f"{now - start:.0f} s", flush=True)
        if now - saved > 180:
            keep(now - start)
            saved = now
    work.terminate()
    keep(time.time() - start)
    figures = {"seed": a.seed, "steps": step, "clips": step * a.batch, "seconds": hours + time.time() - start,
               "scale": float(net.scale.exp()), "parameters": sum(p.numel() for p in net.parameters()),
               "seen": measure(net, tokenizer, aside), "unseen": measure(net, tokenizer, aside, combinations="unseen"),
               "curve": curve}
    json.dump(figures, open(f"{a.out}/figures.json", "w"), indent=1)
    print(json.dumps({k: v for k, v in figures.items() if k != "curve"}))
    export(net, tokenizer, a.out, aside)


if __name__ == "__main__":
    main()
