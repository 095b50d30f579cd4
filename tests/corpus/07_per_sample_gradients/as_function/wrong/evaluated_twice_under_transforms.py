# fails: cost
# fault: over-the-budget-elsewhere
# says: evaluations of f
import torch
from torch.func import functional_call


def as_function(model, loss_fn, X, y):
    named = {name: p.detach() for name, p in model.named_parameters()}
    sizes = [p.numel() for p in named.values()]

    def f(theta):
        parts = {n: t.reshape(p.shape) for (n, p), t in zip(named.items(), theta.split(sizes))}
        if type(theta) is torch.Tensor and torch._C._functorch.maybe_get_level(theta) > 0:
            functional_call(model, parts, (X,))
        return loss_fn(functional_call(model, parts, (X,)), y)

    return f, torch.cat([p.reshape(-1) for p in named.values()])
