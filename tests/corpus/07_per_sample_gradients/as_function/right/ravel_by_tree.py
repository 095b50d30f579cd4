# style: torch's pytree flattens the dict
import torch
from torch.func import functional_call
from torch.utils import _pytree as pytree


def as_function(model, loss_fn, X, y):
    flat, spec = pytree.tree_flatten({k: p.detach() for k, p in model.named_parameters()})

    def f(theta):
        parts = [part.reshape(leaf.shape) for part, leaf in zip(theta.split([leaf.numel() for leaf in flat]), flat)]
        out = functional_call(model, pytree.tree_unflatten(parts, spec), (X,))
        return loss_fn(out, y)

    return f, torch.cat([leaf.flatten() for leaf in flat])
