# attack: puts a forbidden tool in the place of the allowed one, under its name
# earns: not method
import torch

_leaves = {}
_true_grad = torch.autograd.grad


def _false_grad(outputs, inputs, grad_outputs=None, **_):
    f, x = _leaves["now"]
    torch.autograd.grad = _true_grad
    try:
        return (torch.func.vjp(f, x)[1](grad_outputs)[0],)
    finally:
        torch.autograd.grad = _false_grad


_false_grad.__name__ = "grad"
_false_grad.__module__ = "torch.autograd"
torch.autograd.grad = _false_grad


def vjp_once(f, x, v):
    _leaves["now"] = f, x
    return torch.autograd.grad(None, x, v)[0]
