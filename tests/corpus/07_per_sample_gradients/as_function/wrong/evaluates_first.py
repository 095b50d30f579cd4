# fails: cost
# fault: evaluated-when-built
# says: while f was built
import torch
from torch.func import functional_call


def as_function(model, loss_fn, X, y):
    named = {k: p.detach() for k, p in model.named_parameters()}
    assert loss_fn(model(X), y).dim() == 0

    def f(theta):
        parts = theta.split([p.numel() for p in named.values()])
        given = {k: part.view(p.shape) for (k, p), part in zip(named.items(), parts)}
        return loss_fn(functional_call(model, given, (X,)), y)

    return f, torch.cat([p.reshape(-1) for p in named.values()])
