# style: a generator of pairs of points, starmap over them
from itertools import starmap

import torch


def pairs(x, h):
    for j in range(len(x)):
        plus, minus = x.clone(), x.clone()
        plus[j], minus[j] = plus[j] + h, minus[j] - h
        yield plus, minus


def jacobian_by_differences(f, x, h=1e-5):
    return torch.stack([*starmap(lambda p, m: (f(p) - f(m)) * (0.5 / h), pairs(x, h))], dim=1)
