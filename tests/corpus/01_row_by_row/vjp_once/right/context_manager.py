# style: a context manager lends a tracked copy
from contextlib import ExitStack, contextmanager

import torch


@contextmanager
def tracked(x):
    copy = x.detach().clone().requires_grad_()
    try:
        yield copy
    finally:
        copy.grad = None


def vjp_once(f, x, v):
    with ExitStack() as stack:
        stack.enter_context(torch.set_grad_enabled(True))
        p = stack.enter_context(tracked(x))
        return torch.autograd.grad(f(p), p, v)[0]
