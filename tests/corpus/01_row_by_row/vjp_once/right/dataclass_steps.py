# style: a frozen dataclass for the linearised function, a property for the row
from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Recorded:
    primal: Tensor
    output: Tensor

    @classmethod
    def of(cls, f, x: Tensor) -> Recorded:
        primal = x.clone().requires_grad_()
        return cls(primal, f(primal))

    def __rmatmul__(self, cotangent) -> Tensor:
        return torch.autograd.grad(self.output, self.primal, cotangent)[0]

    # a tensor's own @ would be asked first
    pull = __rmatmul__


def vjp_once(f, x: Tensor, v: Tensor) -> Tensor:
    """Return vᵀJ."""
    return Recorded.of(f, x).pull(v)
