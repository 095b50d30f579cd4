"""Right numbers, and everything built on the way."""

import torch
import torch.nn.functional as F
from torch.func import functional_call, grad, jacrev, vmap


def as_function(model, loss_fn, X, y):
    named = {name: p.detach() for name, p in model.named_parameters()}
    assert loss_fn(model(X), y).dim() == 0, "a loss is one number"

    def f(theta):
        parts = theta.split([p.numel() for p in named.values()])
        cut = {name: part.view(p.shape) for (name, p), part in zip(named.items(), parts, strict=True)}
        return loss_fn(functional_call(model, cut, (X,)), y)

    return f, torch.cat([p.reshape(-1) for p in named.values()])


def per_sample_gradients(model, loss_fn, X, y):
    named = {name: p.detach() for name, p in model.named_parameters()}

    def losses(named):
        out = functional_call(model, named, (X,))
        return vmap(lambda o, t: loss_fn(o[None], t[None]))(out, y)

    return jacrev(losses)(named)


def linear_gradient_norms(weight, bias, rest, X):
    def of_one(weight, bias, x):
        return rest(F.linear(x[None], weight, bias))[0]

    pulled = vmap(grad(of_one, (0, 1)), (None, None, 0))(weight, bias, X)
    return sum(each.reshape(len(X), -1).square().sum(1) for each in pulled).sqrt()


def clip_and_mean(grads, max_norm):
    joined = torch.cat([g.reshape(len(g), -1) for g in grads.values()], 1)
    mean = (joined * (max_norm / joined.norm(dim=1, keepdim=True)).clamp(max=1)).mean(0)
    parts = mean.split([g[0].numel() for g in grads.values()])
    return {name: part.view(g.shape[1:]) for (name, g), part in zip(grads.items(), parts, strict=True)}


def empirical_ntk(model, X1, X2):
    named = {name: p.detach() for name, p in model.named_parameters()}

    def of_one(named, x):
        return functional_call(model, named, (x[None],))[0]

    def pair(x1, x2):
        one, other = jacrev(of_one)(named, x1), jacrev(of_one)(named, x2)
        flat = [(one[name].reshape(len(one[name]), -1), other[name].reshape(len(other[name]), -1)) for name in one]
        return sum(a @ b.T for a, b in flat)

    return vmap(vmap(pair, (None, 0)), (0, None))(X1, X2)
