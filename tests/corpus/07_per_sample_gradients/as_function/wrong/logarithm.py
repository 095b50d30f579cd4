# fails: value
# fault: made-of-the-loss
# says: logarithm
import torch
from torch.func import functional_call


def as_function(model, loss_fn, X, y):
    ps = dict(model.named_parameters())
    theta = torch.cat([p.detach().flatten() for p in ps.values()]).clone()

    def f(t):
        it = iter(t.split([p.numel() for p in ps.values()]))
        return loss_fn(functional_call(model, {k: next(it).view(p.shape) for k, p in ps.items()}, (X,)), y).log()

    return f, theta
