# attack: puts a forbidden tool in the place of the allowed one, under its name
# earns: not method
import torch

_leaves = {}


def _false_grad(outputs, inputs, grad_outputs=None, **_):
    f, x = _leaves["now"]
    return (torch.func.vjp(f, x)[1](grad_outputs)[0],)


_false_grad.__name__ = "grad"
_false_grad.__module__ = "torch.autograd"
torch.autograd.grad = _false_grad


def vjp_once(f, x, v):
    _leaves["now"] = f, x
    return torch.autograd.grad(None, x, v)[0]
