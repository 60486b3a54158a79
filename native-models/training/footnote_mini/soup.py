"""The mean of the weights of runs that went on from one another (model soups, Wortsman et al. 2022):

    python3 -m footnote_mini.soup --out DIR RUN RUN ...

Writes DIR/checkpoint.pt, the last run's but for its weights, to be measured and exported like a run's; training does not go on from it but starts with it.
Errors: ValueError where the runs have other words or other layers.
"""

import argparse
from pathlib import Path

import torch


def soup(states):
    """States of runs -> that of the last, its weights the mean of all. Counters of steps stay the last one's."""
    last = states[-1]
    for state in states:
        if state["tokens"] != last["tokens"] or {k: v.shape for k, v in state["mean"].items()} != {k: v.shape for k, v in last["mean"].items()}:
            raise ValueError("these runs have other words or other layers")
    mean = {k: torch.stack([s["mean"][k] for s in states]).mean(0) if v.is_floating_point() else v for k, v in last["mean"].items()}
    return {**{k: v for k, v in last.items() if k not in ("net", "best")}, "mean": mean}


if __name__ == "__main__":
    ask = argparse.ArgumentParser()
    ask.add_argument("--out", required=True)
    ask.add_argument("runs", nargs="+")
    a = ask.parse_args()
    Path(a.out).mkdir(parents=True, exist_ok=True)
    torch.save(soup([torch.load(Path(run) / "checkpoint.pt") for run in a.runs]), Path(a.out) / "checkpoint.pt")
