# attack: a class is made by calling its metaclass, with methods whose names are worked out: f never sees x as it is
# earns: anything
# doubt: line 16 reaches for abc.ABCMeta
import abc

import torch

_NAME = "_".join(("", "", "torch", "function", "", ""))


def jacobian_by_rows(f, x):
    def passed(kind, func, types, args=(), kwargs=None):
        return func(*args, **(kwargs or {}))

    leaf = x.clone().requires_grad_()
    abc.ABCMeta("Sly", (), {_NAME: classmethod(passed)})
    y = f(leaf)
    return torch.stack([torch.autograd.grad(e, leaf, retain_graph=True)[0] for e in y])
