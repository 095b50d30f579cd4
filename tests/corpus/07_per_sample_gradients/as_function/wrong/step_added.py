# fails: value
# fault: theta-is-a-step
# says: own parameters
import torch
from torch.func import functional_call


def as_function(model, loss_fn, X, y):
    ps = dict(model.named_parameters())
    theta = torch.cat([p.detach().flatten() for p in ps.values()])

    def f(t):
        parts = t.split([p.numel() for p in ps.values()])
        d = {n: p + q.view(p.shape) for (n, p), q in zip(ps.items(), parts)}
        return loss_fn(functional_call(model, d, (X,)), y)

    return f, theta
