# fails: cost
# fault: too-many-evaluations
# says: evaluated more often
import torch
from torch.func import functional_call


def as_function(model, loss_fn, X, y):
    named = {k: p.detach() for k, p in model.named_parameters()}

    def f(theta):
        parts = theta.split([p.numel() for p in named.values()])
        given = {k: part.view(p.shape) for (k, p), part in zip(named.items(), parts)}
        finite = functional_call(model, given, (X,)).isfinite().all()
        return loss_fn(functional_call(model, given, (X,)), y) * torch.where(finite, 1, 1)

    return f, torch.cat([p.reshape(-1) for p in named.values()])
