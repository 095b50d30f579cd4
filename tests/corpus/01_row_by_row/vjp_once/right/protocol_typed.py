# style: a Protocol for f, and a match on what grad gives
from typing import Protocol
import torch
from torch import Tensor


class Differentiable(Protocol):
    def __call__(self, x: Tensor, /) -> Tensor: ...


def vjp_once(f: Differentiable, x: Tensor, v: Tensor) -> Tensor:
    with torch.enable_grad():
        leaf = x.detach().requires_grad_()
        y = f(leaf)
    match torch.autograd.grad([y], [leaf], grad_outputs=[v], allow_unused=True):
        case (Tensor() as g,):
            return g
        case _:
            return torch.zeros_like(x)
