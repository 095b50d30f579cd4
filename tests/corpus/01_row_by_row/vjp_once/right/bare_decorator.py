# style: a decorator that does not carry the name over
import torch


def on_a_leaf(rule):
    def inner(f, x, v):
        return rule(f, x.clone().requires_grad_(), v)

    return inner


@on_a_leaf
def vjp_once(f, leaf, v):
    return torch.autograd.grad(f(leaf), leaf, v)[0]
