# style: a generator that is sent the cotangent
import torch


def pullback(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    v = yield y.shape
    yield torch.autograd.grad(y, leaf, v)[0]


def vjp_once(f, x, v):
    steps = pullback(f, x)
    assert next(steps) == v.shape
    return steps.send(v)
