# style: a partial over a helper, recursion instead of a loop
from functools import partial

import torch
from torch.func import functional_call


def cut(theta, named):
    if not named:
        return {}
    (name, p), *rest = named
    return {name: theta[: p.numel()].reshape(p.shape)} | cut(theta[p.numel() :], rest)


def loss_at(model, loss_fn, X, y, theta):
    return loss_fn(functional_call(model, cut(theta, list(model.named_parameters())), (X,)), y)


def as_function(model, loss_fn, X, y):
    theta = torch.hstack([p.detach().clone().view(-1) for p in model.parameters()])
    return partial(loss_at, model, loss_fn, X, y), theta
