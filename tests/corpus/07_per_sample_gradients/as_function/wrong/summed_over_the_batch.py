# fails: value
# fault: off-by-a-size
# says: one of the sizes
import torch
from torch.func import functional_call


def as_function(model, loss_fn, X, y):
    ps = {k: p.detach() for k, p in model.named_parameters()}
    theta = torch.cat([p.flatten() for p in ps.values()])
    def f(t):
        parts = t.split([p.numel() for p in ps.values()])
        out = functional_call(model, {k: c.view(p.shape) for (k, p), c in zip(ps.items(), parts)}, (X,))
        return loss_fn(out, y) * len(X)
    return f, theta
