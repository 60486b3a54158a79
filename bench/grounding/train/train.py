"""Fits the box scorer. usage: python3 train.py TRAIN_PREFIX OUT.json [--only FILE_WITH_CURVE_INDICES] [--epochs N] [--hidden N]
Reads what features.ts wrote. Target: the share of the thresholds .5, .55 ... .95 that the box's best IoU reaches.
The result is a two-layer network: standardised features -> hidden tanh -> hidden tanh -> one number."""
import argparse, json
import numpy as np, torch

a = argparse.ArgumentParser(); a.add_argument("train"); a.add_argument("out"); a.add_argument("--only"); a.add_argument("--epochs", type=int, default=12)
a.add_argument("--hidden", type=int, default=32); a.add_argument("--decay", type=float, default=1e-4); a.add_argument("--seed", type=int, default=1); a = a.parse_args()
torch.manual_seed(a.seed); np.random.seed(a.seed); torch.set_num_threads(3)
meta = json.load(open(a.train + ".json")); rows = np.fromfile(a.train + ".bin", np.float32).reshape(-1, meta["width"])
curve = np.repeat(np.arange(len(meta["counts"])), meta["counts"])
if a.only: rows = rows[np.isin(curve, json.load(open(a.only)))]
X = torch.from_numpy(rows[:, :-3].copy()); iou = rows[:, -3]
y = torch.from_numpy((iou[:, None] >= np.arange(.5, .96, .05) - 1e-6).mean(1).astype(np.float32))
mean, std = X.mean(0), X.std(0).clamp_min(1e-6); X = ((X - mean) / std).clamp(-6, 6)
net = torch.nn.Sequential(torch.nn.Linear(X.shape[1], a.hidden), torch.nn.Tanh(), torch.nn.Linear(a.hidden, a.hidden), torch.nn.Tanh(), torch.nn.Linear(a.hidden, 1))
batch = 2048; steps = a.epochs * (len(X) // batch + 1)
opt = torch.optim.AdamW(net.parameters(), 3e-3, weight_decay=a.decay); sched = torch.optim.lr_scheduler.OneCycleLR(opt, 6e-3, total_steps=steps + 5)
for epoch in range(a.epochs):
    total = 0.
    for idx in torch.randperm(len(X)).split(batch):
        loss = torch.nn.functional.binary_cross_entropy_with_logits(net(X[idx])[:, 0], y[idx]); opt.zero_grad(); loss.backward(); opt.step(); sched.step(); total += loss.item() * len(idx)
    print(epoch, round(total / len(X), 5), flush=True)
r = lambda t: [float(f"{v:.5g}") for v in t.detach().numpy().reshape(-1)]
json.dump({"mean": r(mean), "deviation": r(std), "hidden": a.hidden, "first": r(net[0].weight), "firstBias": r(net[0].bias), "second": r(net[2].weight), "secondBias": r(net[2].bias), "last": r(net[4].weight), "lastBias": r(net[4].bias)}, open(a.out, "w"))
