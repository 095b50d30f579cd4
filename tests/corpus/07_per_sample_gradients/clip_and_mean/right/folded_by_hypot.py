# style: norms folded by hypot
import torch
from functools import reduce


def clip_and_mean(grads, max_norm):
    size = lambda g: g.flatten(1).norm(dim=1) if g.ndim > 1 else g.abs()
    n = reduce(torch.hypot, map(size, grads.values()))
    c = (max_norm / n.clamp_min(torch.finfo(n.dtype).tiny)).clamp_max(1)
    return {k: (c @ g.reshape(len(c), -1)).reshape(g.shape[1:]) / len(c) for k, g in grads.items()}
