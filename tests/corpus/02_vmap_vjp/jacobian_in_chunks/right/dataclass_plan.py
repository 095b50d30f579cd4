# style: a frozen dataclass with annotations that are strings, iterated over
from __future__ import annotations
from dataclasses import dataclass, field
from typing import Iterator
import torch
from torch import Tensor
from torch.func import vjp, vmap


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    total: int
    size: int

    def __iter__(self) -> Iterator[range]:
        for start in range(0, self.total, self.size):
            yield range(start, min(start + self.size, self.total))


def jacobian_in_chunks(f, x: Tensor, chunk_size: int) -> Tensor:
    y, pull = vjp(f, x)
    units = torch.eye(y.numel(), dtype=y.dtype, device=y.device)
    (pull_all,) = [vmap(lambda u: pull(u)[0])]
    return torch.vstack([pull_all(units[part.start : part.stop]) for part in Plan(total=y.numel(), size=chunk_size)])
