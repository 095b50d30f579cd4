# style: a class with __call__, made afresh for every call
import torch


class Pullback:
    def __init__(self, f, x):
        self._primal = x.detach().clone().requires_grad_()
        self._output = f(self._primal)

    def __call__(self, cotangent):
        (row,) = torch.autograd.grad(
            outputs=self._output, inputs=self._primal, grad_outputs=cotangent
        )
        return row


def vjp_once(f, x, v):
    pullback = Pullback(f, x)
    return pullback(v)
