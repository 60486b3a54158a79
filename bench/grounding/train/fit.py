"""Fits the box scorer on one half of the videos, chooses its settings there as well, and measures on the other half; both ways.

usage: node features.ts curves CURVES.jsonl REAL; node features.ts fine CURVES.jsonl FINE;
       node features.ts synthetic 400 13 SIMULATED; python3 fit.py CURVES.jsonl REAL FINE SIMULATED OUT_FOLDER

Halves: by a hash of the source video (two cuts of one recording never part). Settings (`GRID`, softness of the list): by five
folds of videos inside the half that is fitted on. Target of a box: the share of the overlap thresholds .5, .55 ... .95 that its
best overlap with a true moment reaches. Three networks per half, differing in their seed. Writes half-0.json and half-1.json,
each with the name of the half it was fitted on, the settings, what the folds inside gave, and the numbers."""
import hashlib, json, os, sys
import numpy as np, torch

CURVES, REAL, FINE, SIMULATED, OUT = sys.argv[1:6]
torch.set_num_threads(1)
GRID = [dict(hidden=16, epochs=10, share=0.3, second=0.0), dict(hidden=16, epochs=8, share=0.3, second=0.5), dict(hidden=16, epochs=8, share=0.3, second=1.0)]
SOFTNESS = [0.6, 0.8, 1.2]
THRESHOLDS = np.arange(0.5, 0.96, 0.05)
SEEDS = (1, 2, 3)

def load(prefix):
    meta = json.load(open(prefix + ".json"))
    rows = np.fromfile(prefix + ".bin", np.float32).reshape(-1, meta["width"])
    return rows, np.r_[0, np.cumsum(meta["counts"])]

lines = [json.loads(line) for line in open(CURVES)]
rows, at = load(REAL)
fine, fine_at = load(FINE)
made, _ = load(SIMULATED)
goal = lambda best: (best[:, None] >= THRESHOLDS - 1e-6).mean(1).astype(np.float32)
target, made_target = goal(rows[:, -3]), goal(made[:, -3])
fine_target = goal(fine[:, -3])
digest = lambda line: int(hashlib.md5(line["vid"].rsplit("_", 2)[0].encode()).hexdigest(), 16)
half = np.array([digest(line) % 2 for line in lines])
fold = np.array([digest(line) // 2 % 5 for line in lines])

def overlaps(a, b):
    shared = np.clip(np.minimum(a[:, None, 1], b[None, :, 1]) - np.maximum(a[:, None, 0], b[None, :, 0]), 0, None)
    return shared / ((a[:, 1] - a[:, 0])[:, None] + (b[:, 1] - b[:, 0])[None] - shared)

boxes = [rows[at[q]:at[q + 1], -2:].astype(float) for q in range(len(lines))]
truth = [np.array(line["relevant_windows"], float) / line["clip_seconds"] for line in lines]
among = [overlaps(b, b) for b in boxes]
fits = [overlaps(b, g) for b, g in zip(boxes, truth)]

def average_precision(fit):
    """Of one ranked list against all moments, averaged over the thresholds; the QVHighlights rules."""
    out = []
    for t in THRESHOLDS:
        taken, hits = set(), []
        for row in fit:
            hit = 0
            for j in np.argsort(-row, kind="stable"):
                if row[j] < t - 1e-9: break
                if j in taken: continue
                taken.add(j); hit = 1; break
            hits.append(hit)
        hits = np.cumsum(hits); p = np.r_[0, hits / np.arange(1, len(hits) + 1), 0]; r = np.r_[0, hits / fit.shape[1], 1]
        p = np.maximum.accumulate(p[::-1])[::-1]; out.append(((r[1:] - r[:-1]) * p[1:]).sum())
    return np.mean(out)

def ranked(q, scores, softness, limit=10):
    scores, keep = scores.copy(), []
    for _ in range(min(limit, len(scores))):
        i = int(np.argmax(scores)); keep.append(i)
        scores = scores * np.exp(-among[q][i] ** 2 / softness); scores[i] = -1
    return keep

def measure(scores, queries, softness):
    """mAP, R1@.5, R1@.7 in percent."""
    lists = [fits[q][ranked(q, scores[q], softness)] for q in queries]
    first = np.array([fit[0].max() for fit in lists])
    return [100 * np.mean([average_precision(fit) for fit in lists]), 100 * (first >= 0.5).mean(), 100 * (first >= 0.7 - 1e-9).mean()]

def fit(queries, seed, hidden, epochs, share, second):
    """One network. `share`: weight of all simulated boxes together against the real ones; `second`: that of the same curves
    at one value a second."""
    torch.manual_seed(seed)
    index = np.concatenate([np.arange(at[q], at[q + 1]) for q in queries])
    x, y, w = rows[index, :-3], target[index], np.ones(len(index), np.float32)
    if share > 0:
        x, y = np.concatenate([x, made[:, :-3]]), np.concatenate([y, made_target])
        w = np.r_[w, np.full(len(made), share * len(index) / len(made))].astype(np.float32)
    if second > 0:
        more = np.concatenate([np.arange(fine_at[q], fine_at[q + 1]) for q in queries])
        x, y = np.concatenate([x, fine[more, :-3]]), np.concatenate([y, fine_target[more]])
        w = np.r_[w, np.full(len(more), second * len(index) / len(more))].astype(np.float32)
    x, y, w = map(torch.from_numpy, (x.copy(), y, w))
    mean, deviation = x.mean(0), x.std(0).clamp_min(1e-6)
    x = ((x - mean) / deviation).clamp(-6, 6)
    net = torch.nn.Sequential(torch.nn.Linear(x.shape[1], hidden), torch.nn.Tanh(), torch.nn.Linear(hidden, hidden), torch.nn.Tanh(), torch.nn.Linear(hidden, 1))
    opt = torch.optim.AdamW(net.parameters(), 3e-3, weight_decay=1.0)
    plan = torch.optim.lr_scheduler.OneCycleLR(opt, 6e-3, total_steps=epochs * (len(x) // 2048 + 1) + 5)
    for _ in range(epochs):
        for part in torch.randperm(len(x)).split(2048):
            loss = torch.nn.functional.binary_cross_entropy_with_logits(net(x[part])[:, 0], y[part], reduction="none")
            loss = (loss * w[part]).sum() / w[part].sum()
            opt.zero_grad(); loss.backward(); opt.step(); plan.step()
    return net, mean, deviation

def answer(models, queries):
    out = {}
    with torch.no_grad():
        for q in queries:
            x = torch.from_numpy(rows[at[q]:at[q + 1], :-3].copy())
            out[q] = np.mean([torch.sigmoid(net(((x - m) / d).clamp(-6, 6)))[:, 0].numpy() for net, m, d in models], 0).astype(float)
    return out

short = lambda t: [float(f"{v:.4g}") for v in t.detach().numpy().reshape(-1)]
os.makedirs(OUT, exist_ok=True)
kept = []
for h in (0, 1):
    mine, other = [[q for q in range(len(lines)) if (half[q] == h) == same] for same in (True, False)]
    tried = []
    for settings in GRID:
        scores = {}
        for f in range(5):
            scores.update(answer([fit([q for q in mine if fold[q] != f], s, **settings) for s in SEEDS], [q for q in mine if fold[q] == f]))
        for softness in SOFTNESS:
            got = measure(scores, mine, softness); tried.append((got[0] + got[1], settings, softness, got))
            print(f"half {h} folds inside", settings, softness, *("%.2f" % v for v in got), flush=True)
    _, settings, softness, inside = max(tried, key=lambda t: t[0])
    models = [fit(mine, s, **settings) for s in SEEDS]
    scores = answer(models, range(len(lines)))
    print(f"half {h} chosen", settings, softness, "| fitted on", *("%.2f" % v for v in measure(scores, mine, softness)), "| other half", *("%.2f" % v for v in measure(scores, other, softness)), flush=True)
    kept.append((scores, other, softness))
    nets = [{"first": short(n[0].weight), "firstBias": short(n[0].bias), "second": short(n[2].weight), "secondBias": short(n[2].bias), "last": short(n[4].weight), "lastBias": short(n[4].bias)} for n, _, _ in models]
    json.dump({"fittedOnHalf": h, "queries": len(mine), "settings": settings, "softness": softness, "foldsInside": [round(float(v), 2) for v in inside],
               "mean": short(models[0][1]), "deviation": short(models[0][2]), "hidden": settings["hidden"], "nets": nets}, open(f"{OUT}/half-{h}.json", "w"))
parts = [(len(o), measure(s, o, soft)) for s, o, soft in kept]
print("each half by the other's scorer", *("%.2f" % (sum(n * m[k] for n, m in parts) / sum(n for n, _ in parts)) for k in range(3)))
