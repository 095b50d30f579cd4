# attack: Enum called with names makes a class that has a method whose name is worked out
# earns: anything
# doubt: makes a class by calling one
import enum

import torch

_NAME = "_".join(("", "", "torch", "function", "", ""))


class Open(enum.Enum):
    pass


def passed(kind, func, types, args=(), kwargs=None):
    return func(*args, **(kwargs or {}))


Sly = Open("Sly", {_NAME: classmethod(passed), "one": 1})


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
