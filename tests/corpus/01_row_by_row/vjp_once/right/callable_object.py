# style: the answer is an object with __call__, not a function
import torch


class _Once:
    """v transposed times J, as an object."""

    __name__ = "vjp_once"

    def __call__(self, f, x, v):
        x = x.clone().requires_grad_()
        return torch.autograd.grad(f(x), x, grad_outputs=v)[0]


vjp_once = _Once()
