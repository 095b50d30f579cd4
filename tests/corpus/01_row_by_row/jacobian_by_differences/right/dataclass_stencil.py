# style: a frozen dataclass for the stencil, its weights as data
from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class Stencil:
    offsets: tuple[float, ...]
    weights: tuple[float, ...]

    def apply(self, f, x: Tensor, direction: Tensor, h: float) -> Tensor:
        terms = [w * f(x + (o * h) * direction) for o, w in zip(self.offsets, self.weights)]
        return sum(terms[1:], terms[0]) / h


CENTRAL = Stencil(offsets=(-1.0, 1.0), weights=(-0.5, 0.5))


def jacobian_by_differences(f, x: Tensor, h: float = 1e-5) -> Tensor:
    """Return J by central differences, (M, N)."""
    return torch.stack([CENTRAL.apply(f, x, e, h) for e in torch.eye(len(x)).to(x)], dim=-1)
