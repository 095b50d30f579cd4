# style: the norm of one sample under vmap
import functools
import operator

import torch


def clip_and_mean(grads, max_norm):
    def share(one):
        square = functools.reduce(operator.add, ((g * g).sum() for g in one.values()))
        return torch.where(square.sqrt() > max_norm, max_norm / square.sqrt(), torch.ones_like(square))

    c = torch.vmap(share)(grads)
    mean = lambda g: torch.tensordot(c, g, dims=([0], [0])).div(c.numel())
    return dict(zip(grads, map(mean, grads.values())))
