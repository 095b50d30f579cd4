# fails: cost
# fault: loop-over-samples
# says: one at a time
import torch
from torch.func import functional_call


def as_function(model, loss_fn, X, y):
    ps = {k: p.detach() for k, p in model.named_parameters()}
    theta = torch.cat([p.flatten() for p in ps.values()])
    def f(t):
        parts = t.split([p.numel() for p in ps.values()])
        d = {k: c.view(p.shape) for (k, p), c in zip(ps.items(), parts)}
        rows = [functional_call(model, d, (x[None],)) for x in X]
        return loss_fn(torch.cat(rows), y)
    return f, theta
