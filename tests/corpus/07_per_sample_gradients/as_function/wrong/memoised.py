# fails: value
# fault: value-remembered
# says: another theta
import functools

import torch
from torch.func import functional_call


def as_function(model, loss_fn, X, y):
    ps = dict(model.named_parameters())
    theta = torch.cat([p.detach().flatten() for p in ps.values()])
    kept = []

    def f(t):
        if not kept:
            parts = t.split([p.numel() for p in ps.values()])
            d = {n: q.view(p.shape) for (n, p), q in zip(ps.items(), parts)}
            kept.append(loss_fn(functional_call(model, d, (X,)), y))
        return kept[0]

    return f, theta
