"""Makes test/fixtures/grounding/vectors.json: curves of our own (seeded) run once through a separate numpy
implementation of the level-set box decoder. usage: python3 make-vectors.py REFERENCE.py OUT.json"""
import importlib.util, json, sys
import numpy as np

spec = importlib.util.spec_from_file_location("reference", sys.argv[1])
ref = importlib.util.module_from_spec(spec); spec.loader.exec_module(ref)
rng = np.random.default_rng(20_240_711)
cases = []
for n in range(24):
    T = int(rng.choice([12, 33, 75, 120]))
    s = rng.normal(.3, rng.uniform(.01, .12), T)
    if n % 3 == 0: s = np.convolve(np.pad(s, 1, mode="edge"), [.25, .5, .25], "valid")
    for _ in range(int(rng.integers(0, 4))):
        a = int(rng.integers(0, T - 3)); b = min(T, a + int(rng.integers(2, max(4, T // 3)))); s[a:b] += rng.uniform(.05, .5)
    s = np.round(s, 5); case = {"curve": s.tolist()}; E = None
    if n >= 18:
        E = np.round(rng.normal(size=(T, 4)) + np.repeat(rng.normal(size=(T // 6 + 1, 4)) * 2, 6, axis=0)[:T], 4)
        E = E / np.linalg.norm(E, axis=1, keepdims=True); E = np.round(E, 6); case["embeddings"] = E.reshape(-1).tolist(); case["width"] = 4
        E = E.astype(np.float32).astype(float)
    r = ref.ground(s, E); case["ranked"] = r; case["display"] = ref.display_set(r); cases.append(case)
cases.append({"curve": [.5] * 9, "ranked": ref.ground([.5] * 9), "display": ref.display_set(ref.ground([.5] * 9))})
cases.append({"curve": [0., 1.], "ranked": ref.ground([0., 1.]), "display": ref.display_set(ref.ground([0., 1.]))})
json.dump({"cases": cases}, open(sys.argv[2], "w"))
