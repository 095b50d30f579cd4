# style: every sample has parameters of its own, and one backward pass from the sum
import torch
from torch.func import functional_call, vmap


def per_sample_gradients(model, loss_fn, X, y):
    named = dict(model.named_parameters())
    own = {k: p.detach().expand(len(X), *p.shape).clone().requires_grad_() for k, p in named.items()}
    losses = vmap(lambda p, x, t: loss_fn(functional_call(model, p, (x[None],)), t[None]))(own, X, y)
    grads = torch.autograd.grad(losses.sum(), list(own.values()))
    return dict(zip(own, grads))
