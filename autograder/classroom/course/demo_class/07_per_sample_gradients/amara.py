"""Right throughout, in the plainest way."""

import torch
import torch.nn.functional as F
from torch.func import functional_call, grad, jacrev, vmap

IN_WORDS = (
    "256 · 10⁷ numbers of 4 bytes are 10.24 GB. Chunks of samples hold less; so do norms first, ‖δ‖ · ‖a‖ of each"
    " layer, and then one weighted pass. Batch norm lets every patient's loss depend on the others, so there is no"
    " gradient of one patient to clip: layer norm in its place. Clipping shortens the mean and turns it from the long"
    " ones."
)


def as_function(model, loss_fn, X, y):
    named = {name: p.detach() for name, p in model.named_parameters()}

    def f(theta):
        parts = theta.split([p.numel() for p in named.values()])
        cut = {name: part.view(p.shape) for (name, p), part in zip(named.items(), parts, strict=True)}
        return loss_fn(functional_call(model, cut, (X,)), y)

    return f, torch.cat([p.reshape(-1) for p in named.values()])


def per_sample_gradients(model, loss_fn, X, y):
    named = {name: p.detach() for name, p in model.named_parameters()}

    def of_one(named, x, t):
        return loss_fn(functional_call(model, named, (x[None],)), t[None])

    return vmap(grad(of_one), (None, 0, 0))(named, X, y)


def linear_gradient_norms(weight, bias, rest, X):
    delta = grad(lambda z: rest(z).sum())(F.linear(X, weight, bias))
    return delta.norm(dim=1) * (X.square().sum(1) + 1).sqrt()


def clip_and_mean(grads, max_norm):
    norms = torch.stack([g.reshape(len(g), -1).norm(dim=1) for g in grads.values()]).norm(dim=0)
    factors = (max_norm / norms).clamp(max=1)
    return {name: torch.tensordot(factors, g, 1) / len(g) for name, g in grads.items()}


def empirical_ntk(model, X1, X2):
    named = {name: p.detach() for name, p in model.named_parameters()}

    def of_one(named, x):
        return functional_call(model, named, (x[None],))[0]

    one, other = (vmap(jacrev(of_one), (None, 0))(named, X) for X in (X1, X2))
    flat = {name: [J[name].reshape(*J[name].shape[:2], -1) for J in (one, other)] for name in named}
    return sum(torch.einsum("ikp,jlp->ijkl", *pair) for pair in flat.values())
