# attack: the class of a class makes one too, with a method whose name is worked out
# earns: anything
# doubt: asks for the class of a class
import torch

_NAME = "_".join(("", "", "torch", "function", "", ""))


def passed(kind, func, types, args=(), kwargs=None):
    return func(*args, **(kwargs or {}))


Sly = type(int)("Sly", (), {_NAME: classmethod(passed)})


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
