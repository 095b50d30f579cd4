# fails: cost
# fault: too-much-memory
# says: square matrix
import torch
from torch.func import functional_call


def as_function(model, loss_fn, X, y):
    ps = {k: p.detach() for k, p in model.named_parameters()}
    theta = torch.cat([p.flatten() for p in ps.values()])
    def f(t):
        t = torch.diag(t).sum(0)
        parts = t.split([p.numel() for p in ps.values()])
        return loss_fn(functional_call(model, {k: c.view(p.shape) for (k, p), c in zip(ps.items(), parts)}, (X,)), y)
    return f, theta
