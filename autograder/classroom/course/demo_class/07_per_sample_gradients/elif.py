"""Writes into the model, divides by B, forgets the bias, clips the mean, and flattens."""

import torch
import torch.nn.functional as F
from torch.func import functional_call, grad, jacrev, vmap

IN_WORDS = "About 10 GB, so take a smaller batch. Clipping makes training stable."


def as_function(model, loss_fn, X, y):
    def f(theta):
        torch.nn.utils.vector_to_parameters(theta, model.parameters())
        return loss_fn(model(X), y)

    return f, torch.nn.utils.parameters_to_vector(model.parameters()).detach()


def per_sample_gradients(model, loss_fn, X, y):
    named = {name: p.detach() for name, p in model.named_parameters()}

    def of_one(named, x, t):
        return loss_fn(functional_call(model, named, (x[None],)), t[None]) / len(X)

    return vmap(grad(of_one), (None, 0, 0))(named, X, y)


def linear_gradient_norms(weight, bias, rest, X):
    delta = grad(lambda z: rest(z).sum())(F.linear(X, weight, bias))
    return delta.norm(dim=1) * X.norm(dim=1)


def clip_and_mean(grads, max_norm):
    means = {name: g.mean(0) for name, g in grads.items()}
    norm = torch.stack([mean.norm() for mean in means.values()]).norm()
    return {name: mean * (max_norm / norm).clamp(max=1) for name, mean in means.items()}


def empirical_ntk(model, X1, X2):
    named = {name: p.detach() for name, p in model.named_parameters()}

    def rows(X):
        J = vmap(jacrev(lambda p, x: functional_call(model, p, (x[None],))[0]), (None, 0))(named, X)
        return torch.cat([each.reshape(len(X) * each.shape[1], -1) for each in J.values()], 1)

    return rows(X1) @ rows(X2).T
