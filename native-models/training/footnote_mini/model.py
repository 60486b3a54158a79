"""Weights as they are measured: one set, or two that look along."""

from pathlib import Path

import torch

from . import weights
from .net import Mini
from .train import table_of
from .wordpiece import LENGTH, Tokenizer


class Model:
    """Weights of a run's folder, or those that were exported to one; ``seed``: of the run whose weights were exported."""

    def __init__(self, folder, seed=None):
        kept = Path(folder) / "checkpoint.pt"
        if kept.exists():
            state = torch.load(kept)
        elif seed is None:
            raise ValueError(f"{folder} holds no checkpoint; of exported weights --seed names the run's seed")
        else:
            mean, tokenizer = weights.read(folder)
            state = {"mean": mean, "tokens": tokenizer.tokens, "articles": tokenizer.articles, "arguments": {"seed": seed}, "step": None, "spent": 0, "pictures": None}
        self.tokenizer = Tokenizer(state["tokens"], state.get("articles", True))
        # The heads only help training.
        self.net = Mini(len(state["tokens"]), LENGTH, {})
        weights.fill(self.net, state["mean"])
        self.net.eval()
        self.state = state

    @torch.no_grad()
    def clips(self, pixels):
        return torch.cat([self.net.video(torch.from_numpy(pixels[i : i + 64])) for i in range(0, len(pixels), 64)])

    @torch.no_grad()
    def texts(self, sentences):
        out = []
        for i in range(0, len(sentences), 256):
            ids, mask = table_of(self.tokenizer, sentences[i : i + 256])
            out.append(self.net.text(torch.from_numpy(ids), torch.from_numpy(mask)))
        return torch.cat(out)

    def parameters(self):
        """How many numbers its networks hold."""
        return sum(p.numel() for network in (self.net.video, self.net.text) for p in network.parameters())


class Pair:
    """Two sets of weights that see the same clips and read the same sentences, as a ``Model``: vectors of the first, times the root of 1 - ``share``,
    and of the other, times the root of ``share``, one behind the other. Cosines are then the weighted mean of both sets'. What networks that
    were trained apart get wrong differs more than what they get right (ensembles: Hansen and Salamon 1990)."""

    def __init__(self, first, other, share):
        if not 0 < share < 1:
            raise ValueError(f"the other's share of a pair is between 0 and 1, not {share}")
        self.both, self.roots, self.state = (first, other), ((1 - share) ** 0.5, share**0.5), first.state

    def clips(self, pixels):
        return torch.cat([root * model.clips(pixels) for model, root in zip(self.both, self.roots)], 1)

    def texts(self, sentences):
        return torch.cat([root * model.texts(sentences) for model, root in zip(self.both, self.roots)], 1)

    def parameters(self):
        return sum(model.parameters() for model in self.both)


def asks(parser):
    """Options that name what is measured."""
    parser.add_argument("--out", required=True, help="a run's folder, or one that weights were exported to")
    parser.add_argument("--seed", type=int, help="of the run whose exported weights --out holds")
    parser.add_argument("--beside", help="folder of the exported weights that look along")
    parser.add_argument("--share", type=float, default=0.5, help="how much those count, of 1")


def opened(a):
    """What ``asks`` named."""
    model = Model(a.out, a.seed)
    return Pair(model, Model(a.beside, 0), a.share) if a.beside else model
