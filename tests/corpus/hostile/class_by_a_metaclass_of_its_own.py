# attack: a metaclass puts a method into the class whose name is worked out: f never sees x as it is
# earns: anything
# doubt: makes a class by another class
import torch

_NAME = "_".join(("", "", "torch", "function", "", ""))


class Kind(type):
    def __new__(kind, name, bases, held):
        return super().__new__(kind, name, bases, {**held, _NAME: classmethod(passed)})


def passed(kind, func, types, args=(), kwargs=None):
    return func(*args, **(kwargs or {}))


class Sly(metaclass=Kind):
    pass


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
