"""The dual encoder: clips of 8 frames and texts to unit vectors of one space."""

import math

import torch
from torch import nn
from torch.nn import functional as F

from .scenes import LABELS

WIDTH = 256


class Residual(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(c, c, 3, padding=1, groups=c), nn.BatchNorm2d(c),
                                  nn.Conv2d(c, 2 * c, 1), nn.ReLU(), nn.Conv2d(2 * c, c, 1), nn.BatchNorm2d(c))

    def forward(self, x):
        return F.relu(x + self.body(x))


class Video(nn.Module):
    """pixel_values uint8 [B,8,3,H,W] -> unit vectors [B,256]; the scaling of bytes is inside."""

    def __init__(self):
        super().__init__()
        down = lambda a, b: nn.Sequential(nn.Conv2d(a, b, 3, 2, 1), nn.BatchNorm2d(b), nn.ReLU())
        # Colour of the frame, and its difference to the one before: what moves is seen from the first layer on.
        self.frame = nn.Sequential(down(6, 24), down(24, 48), Residual(48), down(48, 96), Residual(96))
        self.time = nn.Sequential(nn.Conv3d(96, 96, (3, 1, 1), padding=(1, 0, 0)), nn.ReLU(),
                                  nn.Conv3d(96, 128, (3, 3, 3), stride=(2, 2, 2), padding=1), nn.ReLU())
        self.out = nn.Sequential(nn.Linear(128 * 4 + 256, WIDTH), nn.ReLU(), nn.Linear(WIDTH, WIDTH))
        self.coarse = nn.Linear(128 * 4 * 4, 256)

    def features(self, pixels):
        x = pixels.float() / 127.5 - 1
        b, t = x.shape[0], x.shape[1]
        moved = torch.cat([x[:, :1] * 0, x[:, 1:] - x[:, :-1]], 1)
        x = self.frame(torch.cat([x, moved * 2], 2).flatten(0, 1))
        x = self.time(x.reshape(b, t, *x.shape[1:]).transpose(1, 2))
        return self.out(torch.cat([x.mean((3, 4)).flatten(1), F.relu(self.coarse(x.mean(2).flatten(1)))], 1))

    def forward(self, pixel_values):
        return F.normalize(self.features(pixel_values), dim=-1)


class Layer(nn.Module):
    def __init__(self, c, heads=4):
        super().__init__()
        self.heads, self.qkv, self.mix = heads, nn.Linear(c, 3 * c), nn.Linear(c, c)
        self.a, self.b = nn.LayerNorm(c), nn.LayerNorm(c)
        self.mlp = nn.Sequential(nn.Linear(c, 3 * c), nn.ReLU(), nn.Linear(3 * c, c))

    def forward(self, x, mask):
        b, n, c = x.shape
        q, k, v = self.qkv(self.a(x)).reshape(b, n, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4)
        near = (q @ k.transpose(-1, -2) / math.sqrt(c // self.heads) + mask).softmax(-1)
        x = x + self.mix((near @ v).transpose(1, 2).reshape(b, n, c))
        return x + self.mlp(self.b(x))


class Text(nn.Module):
    """input_ids, attention_mask int64 [B,L] -> unit vectors [B,256]."""

    def __init__(self, vocabulary, length, c=128):
        super().__init__()
        self.words, self.place = nn.Embedding(vocabulary, c), nn.Parameter(torch.randn(length, c) * 0.02)
        self.layers, self.out = nn.ModuleList([Layer(c), Layer(c)]), nn.Linear(c, WIDTH)

    def forward(self, input_ids, attention_mask):
        keep = attention_mask.float()
        x = self.words(input_ids) + self.place[: input_ids.shape[1]]
        for layer in self.layers:
            x = layer(x, (keep[:, None, None, :] - 1) * 1e4)
        mean = (x * keep[..., None]).sum(1) / keep.sum(1, keepdim=True).clamp(min=1)
        return F.normalize(self.out(mean), dim=-1)


class Mini(nn.Module):
    def __init__(self, vocabulary, length):
        super().__init__()
        self.video, self.text = Video(), Text(vocabulary, length)
        self.scale = nn.Parameter(torch.tensor(math.log(14.0)))
        self.heads = nn.ModuleDict({k: nn.Linear(WIDTH, len(v)) for k, v in LABELS.items()})
