# fails: value
# fault: other-order
# says: in another order
import torch
from torch.func import functional_call


def as_function(model, loss_fn, X, y):
    named = {k: p.detach() for k, p in sorted(model.named_parameters(), reverse=True)}

    def f(theta):
        parts = theta.split([p.numel() for p in named.values()])
        given = {k: part.view(p.shape) for (k, p), part in zip(named.items(), parts)}
        return loss_fn(functional_call(model, given, (X,)), y)

    return f, torch.cat([p.reshape(-1) for p in named.values()])
