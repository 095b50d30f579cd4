# fails: value
# fault: theta-shares-memory
# says: share memory
import torch
from torch.func import functional_call


def as_function(model, loss_fn, X, y):
    named = {k: p.detach() for k, p in model.named_parameters()}
    flat = [p.view(-1) for p in named.values()]

    def f(theta):
        parts = theta.split([p.numel() for p in named.values()])
        given = {k: part.view(p.shape) for (k, p), part in zip(named.items(), parts)}
        return loss_fn(functional_call(model, given, (X,)), y)

    return f, torch.cat(flat) if len(flat) > 1 else flat[0]
