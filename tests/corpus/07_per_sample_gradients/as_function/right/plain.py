# style: split of the joined parameters
import torch
from torch.func import functional_call


def as_function(model, loss_fn, X, y):
    named = {name: p.detach() for name, p in model.named_parameters()}
    sizes = [p.numel() for p in named.values()]

    def f(theta):
        parts = theta.split(sizes)
        params = {name: part.view(p.shape) for (name, p), part in zip(named.items(), parts)}
        return loss_fn(functional_call(model, params, (X,)), y)

    return f, torch.cat([p.reshape(-1) for p in named.values()])
