"""The dual encoder: clips of 8 frames and texts to unit vectors of one space.

Two paths see a clip: what is there is looked at closely in three of its frames, how it moves in all eight at half the
size and few channels (the division of labour of SlowFast networks, Feichtenhofer et al. 2019).
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

from .palette import NAMES, named

WIDTH = 256
LOOKED_AT = (2, 5)
LOOKED = len(LOOKED_AT) + 1  # those, and the first or the last
PASSING = (0, 2, 5, 7)  # frames that tell what passes
GLANCES = 4
LEFT_OUT = 0.2  # of what is seen of a photograph, in training


def exact():
    """What is told by rule, and the names of colours, are so in 32 bits where training multiplies in 16."""
    return torch.autocast("cpu", enabled=False)


def conv(a, b, k=3, stride=1):
    return nn.Sequential(nn.Conv2d(a, b, k, stride, k // 2, bias=False), nn.BatchNorm2d(b), nn.ReLU())


class Residual(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.body = nn.Sequential(conv(c, c), nn.Conv2d(c, c, 3, 1, 1, bias=False), nn.BatchNorm2d(c))

    def forward(self, x):
        return F.relu(x + self.body(x))


class Glances(nn.Module):
    """Looks at a few places closely: each glance is a share for every cell of 4 x 4 pixels, and what is at its place is their
    weighted mean - features of two layers, the plain colour, where it is, and how much of each named colour is there. A thing of a
    dozen pixels, which is lost in the mean of the whole picture, is seen so with its own colour (learnt attention pooling, as in
    Set Transformer, Lee et al. 2019). Two layers that all glances share put together what each has seen: this thing, of this colour, here.

    fine [N,48,16,16], coarse [N,96,8,8], picture [N,3,64,64], names of its pixels [N,11,32,32] -> [N, GLANCES * (160 + 64)].
    """

    def __init__(self, fine=48, coarse=96):
        super().__init__()
        self.look = nn.Conv2d(coarse, GLANCES * 4, 1)
        ys, xs = torch.meshgrid(torch.linspace(-1, 1, 16), torch.linspace(-1, 1, 16), indexing="ij")
        self.register_buffer("place", torch.stack([xs, ys]).flatten(1).T.contiguous(), persistent=False)
        seen = fine + coarse + 3 + 2 + NAMES
        self.thing = nn.Sequential(nn.Linear(seen, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU())
        self.width = GLANCES * (seen + 64)

    def forward(self, fine, coarse, picture, named):
        # Sizes that do not name the batch: an export must not fix it.
        share = F.pixel_shuffle(self.look(coarse), 2).reshape(-1, GLANCES, 256).softmax(-1)
        near = share @ torch.cat([fine, F.avg_pool2d(picture, 4)], 1).flatten(2).transpose(1, 2)
        wide = F.avg_pool2d(share.reshape(-1, GLANCES, 16, 16), 2).reshape(-1, GLANCES, 64) * 4 @ coarse.flatten(2).transpose(1, 2)
        names = share @ F.avg_pool2d(named, 2).flatten(2).transpose(1, 2)
        seen = torch.cat([near, wide, share @ self.place, names], 2)
        return torch.cat([seen.flatten(1), self.thing(seen).flatten(1)], 1)


class Figure(nn.Module):
    """What stands before the ground and what the ground is, told apart by rule: a pixel is the more ground, the more of the picture's rim is of
    its colour (the background measure of saliency by boundaries, Wei et al. 2012). Mean colour, shares of the named colours and size of the
    figure, by a strict and a loose rule, and those colours of the ground: so that the colour of a thing is not taken for that of what is behind it.

    pixels [N,3,32,32] in -1..1, their names [N,11,32,32] -> [N, 44].
    """

    # How alike colours of one ground are (standard deviation), and the share of the rim that makes a ground.
    rules = ((0.18, 0.1), (0.3, 0.25))
    width = len(rules) * (3 + NAMES + 1) + 3 + NAMES

    @torch.no_grad()
    def forward(self, pixels, named):
        figures = figures_of(pixels, self.rules)
        shares = torch.stack([*figures, 1 - figures[0]], 1)
        return torch.cat([what_of(shares, pixels, named).flatten(1), shares[:, :-1].mean(2)], 1)


def figures_of(pixels, rules, every=2):
    """How little of the picture's rim, of ``every`` so many pixels one, each pixel is like, by each rule: [N,3,H,W] -> a list of [N, H * W] in 0..1."""
    rim = torch.cat([pixels[:, :, 0, ::every], pixels[:, :, -1, ::every], pixels[:, :, ::every, 0], pixels[:, :, ::every, -1]], 2)
    flat = pixels.flatten(2).transpose(1, 2)
    apart = ((flat**2).sum(2, keepdim=True) + (rim**2).sum(1, keepdim=True) - 2 * flat @ rim).clamp(min=0)
    return [(1 - torch.exp(-apart / (2 * near**2)).mean(2) / common).clamp(min=0) for near, common in rules]


def what_of(shares, pixels, named):
    """Mean colour and shares of names of what these shares [N,S,P] of the P pixels mark: [N,S,14]. A few pixels count for little."""
    what = torch.cat([pixels, named], 1).flatten(2).transpose(1, 2)
    return shares @ what / (shares.sum(2, keepdim=True) + 4)


class Passing(nn.Module):
    """What stands before the ground in any of four frames, and what of it passes: of a thing that comes or goes two frames may show nothing. A pixel
    passes where it is unlike what is mostly at its place (one step of a mean that leaves out what is far off: iteratively reweighted least squares).

    pixels [N,T,3,32,32] in -1..1, their names [N,T,11,32,32] -> [N, 30]: mean colour, shares of the named colours and size of both; and how much
    passes in each frame [N,T]. Of one frame nothing passes.
    """

    near, off = 0.2, 0.4
    width = 2 * (3 + NAMES + 1)

    @torch.no_grad()
    def forward(self, pixels, named):
        mean = pixels.mean(1, keepdim=True)
        stays = torch.exp(-((pixels - mean) ** 2).sum(2, keepdim=True) / (2 * self.off**2)) + 1e-4
        ground = (stays * pixels).sum(1, keepdim=True) / stays.sum(1, keepdim=True)
        passes = 1 - torch.exp(-((pixels - ground) ** 2).sum(2) / (2 * self.near**2))
        figure = figures_of(pixels.flatten(0, 1), Figure.rules[:1], 4)[0].reshape(-1, pixels.shape[1] * 1024)
        shares = torch.stack([figure, figure * passes.flatten(1)], 1)
        told = what_of(shares, pixels.transpose(1, 2), named.transpose(1, 2))
        return torch.cat([told.flatten(1), shares.mean(2)], 1), shares[:, 1].reshape(passes.shape[0], -1, 1024).sum(2)


class Video(nn.Module):
    """pixel_values uint8 [B,8,3,64,64] -> unit vectors [B,256]; the scaling of bytes is inside."""

    def __init__(self):
        super().__init__()
        self.look = nn.Sequential(conv(3, 32, 3, 2), conv(32, 48, 3, 2), Residual(48), conv(48, 96, 3, 2), Residual(96),
                                  conv(96, 224, 3, 2), Residual(224))
        self.closer = Residual(96)
        self.where = conv(224, 32, 1)
        self.named = named().requires_grad_(False)
        self.glances, self.figure, self.passing = Glances(), Figure(), Passing()
        self.seen = nn.Linear(LOOKED * (224 * 2 + 32 * 16 + self.glances.width + self.figure.width) + self.passing.width, 384)
        # Grey level and colour of a frame, and its difference to the one before: what moves is seen from the first layer on.
        self.flow = nn.Sequential(conv(6, 24, 3, 2), conv(24, 48, 3, 2))
        self.time = nn.Sequential(nn.Conv3d(48, 64, (3, 1, 1), padding=(1, 0, 0)), nn.ReLU(),
                                  nn.Conv3d(64, 96, 3, stride=(2, 2, 2), padding=1), nn.ReLU())
        self.course = nn.Linear(96 * 4 * 16, 256)
        self.out = nn.Sequential(nn.Linear(384 + 256, 384), nn.ReLU(), nn.Linear(384, WIDTH))

    def features(self, pixels, stills=None, photographs=0):
        """Features of clips, uint8 [B,8,3,64,64], and after them those of still pictures, uint8 [N,1,3,64,64], each
        standing for eight equal frames. Both go through the layers together, so that both share their statistics. The last stills are
        ``photographs``, of which there are few: in training a part of what is seen of them is left out, so that they are not learnt by heart
        (dropout, Srivastava et al. 2014)."""
        x = pixels.float() / 127.5 - 1
        b = x.shape[0]
        with exact():
            passed, much = self.passed(x[:, PASSING])
        # What comes late or goes early is not in the middle: the end in which more passes is looked at too.
        end = torch.where((much[:, 0] > much[:, -1])[:, None, None, None], x[:, 0], x[:, -1])
        near = torch.cat([x[:, LOOKED_AT], end[:, None]], 1).flatten(0, 1)
        small = F.avg_pool2d(x.flatten(0, 1), 2).reshape(b, 8, 3, 32, 32)
        moved = torch.cat([small[:, :1] * 0, small[:, 1:] - small[:, :-1]], 1)
        course = torch.cat([small, moved * 3], 2).flatten(0, 1)
        if stills is not None:
            still = stills[:, 0].float() / 127.5 - 1
            near = torch.cat([near, still])
            faint = F.avg_pool2d(still, 2)
            course = torch.cat([course, torch.cat([faint, faint * 0], 1)])
        fine = self.look[:3](near)
        coarse = self.closer(self.look[3:5](fine))
        y = self.look[5:](coarse)
        # One pixel of four, not the mean of four: a thin bar keeps its colour.
        pixels = near[:, :, ::2, ::2]
        with exact():
            names = self.named(pixels)
            figure = self.figure(pixels, names)
        # The mean tells the scene, the greatest value the thing that fills a corner of it.
        y = torch.cat([y.mean((2, 3)), y.amax((2, 3)), self.where(y).flatten(1), self.glances(fine, coarse, near, names), figure], 1)
        z = self.flow(course)
        seen, flow = y[: LOOKED * b].reshape(b, -1), z[: 8 * b].reshape(b, 8, 48, 8, 8)
        if stills is not None:
            seen = torch.cat([seen, y[LOOKED * b :].repeat(1, LOOKED)])
            with exact():
                passed = torch.cat([passed, self.passed(still[:, None])[0]])
            if photographs and self.training:
                seen = torch.cat([seen[:-photographs], F.dropout(seen[-photographs:], LEFT_OUT)])
            flow = torch.cat([flow, z[8 * b :, None].expand(-1, 8, -1, -1, -1)])
        w = self.time(flow.transpose(1, 2))
        return self.out(torch.cat([F.relu(self.seen(torch.cat([seen, passed], 1))), F.relu(self.course(w.flatten(1)))], 1))

    def passed(self, frames):
        """What passes in frames [N,T,3,64,64], in -1..1: [N, 30], and how much in each [N,T]."""
        pixels = frames[..., ::2, ::2]
        names = self.named(pixels.flatten(0, 1)).reshape(-1, frames.shape[1], NAMES, 32, 32)
        return self.passing(pixels, names)

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

    def __init__(self, vocabulary, length, c=160):
        super().__init__()
        self.words, self.place = nn.Embedding(vocabulary, c), nn.Parameter(torch.randn(length, c) * 0.02)
        nn.init.normal_(self.words.weight, std=0.1)
        self.layers, self.last, self.out = nn.ModuleList([Layer(c), Layer(c), Layer(c)]), nn.LayerNorm(c), nn.Linear(c, WIDTH)

    def features(self, input_ids, attention_mask):
        keep = attention_mask.float()
        x = self.words(input_ids) + self.place[: input_ids.shape[1]]
        for layer in self.layers:
            x = layer(x, (keep[:, None, None, :] - 1) * 1e4)
        x = self.last(x)
        mean = (x * keep[..., None]).sum(1) / keep.sum(1, keepdim=True).clamp(min=1)
        return self.out(mean)

    def forward(self, input_ids, attention_mask):
        return F.normalize(self.features(input_ids, attention_mask), dim=-1)


class Mini(nn.Module):
    def __init__(self, vocabulary, length, heads):
        """``heads``: name -> number of classes; they help training and are not exported."""
        super().__init__()
        self.video, self.text = Video(), Text(vocabulary, length)
        self.scale = nn.Parameter(torch.tensor(math.log(14.0)))
        self.heads = nn.ModuleDict({k: nn.Linear(WIDTH, v) for k, v in heads.items()})

    def grow(self, vocabulary):
        """More words; what is known stays as it is."""
        old = self.text.words.weight.data
        if vocabulary > len(old):
            self.text.words = nn.Embedding(vocabulary, old.shape[1])
            nn.init.normal_(self.text.words.weight, std=0.1)
            self.text.words.weight.data[: len(old)] = old
