# attack: a function of its own by the name of one that may be handed a class hands it out again
# earns: anything
# doubt: hands on type
import torch


def isinstance(thing, kind):
    return kind


maker = isinstance(1, type)


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
