"""The eleven basic colour names of a pixel, as a fixed part of the network.

What a mean colour cannot say is seen so: a pink frame of thin bars on green ground is some pink and much green, not grey.
Names are learnt once, from the paints of the scenes under all lights, and stay (colour names as features: van de Weijer et al. 2009).
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .lexicon import COLOURS
from .sprites import paint

NAMES = len(COLOURS)


def named():
    """[N,3,H,W] in -1..1 -> shares of the names [N,11,H,W]."""
    return nn.Sequential(nn.Conv2d(3, 24, 1), nn.ReLU(), nn.Conv2d(24, NAMES, 1), nn.Softmax(1))


def paints(rng, n):
    """Lit paints as pixels: ([n,3] in -1..1, which name)."""
    which = rng.integers(0, NAMES, n)
    rgb = np.array([paint(rng, list(COLOURS)[k]) for k in which])
    light = rng.uniform(0.8, 1.15, (n, 1)) * np.where(rng.random((n, 1)) < 0.5, 1, rng.uniform(0.6, 1.1, (n, 1)))
    rgb = np.clip(rgb * light + rng.uniform(-0.04, 0.05, (n, 1)) + rng.normal(0, 0.015, (n, 3)), 0, 1)
    return torch.from_numpy((rgb * 2 - 1).astype(np.float32)), torch.from_numpy(which)


def fitted(seed=5, steps=1500):
    """The state of ``named``, learnt from 40,000 paints; the same for the same seed."""
    state = torch.random.get_rng_state()
    torch.manual_seed(seed)
    net, (pixels, names) = named(), paints(np.random.default_rng(seed), 40_000)
    best = torch.optim.Adam(net.parameters(), 0.01)
    for step in range(steps):
        rows = torch.randint(0, len(pixels), (1024,))
        best.param_groups[0]["lr"] = 0.01 * (1 - step / steps)
        best.zero_grad()
        F.cross_entropy(net[:3](pixels[rows][..., None, None])[..., 0, 0], names[rows]).backward()
        best.step()
    torch.random.set_rng_state(state)
    return net.state_dict()
