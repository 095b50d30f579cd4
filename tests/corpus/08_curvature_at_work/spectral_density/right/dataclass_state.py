# style: a dataclass of the state, functools.reduce over the steps
import functools
from dataclasses import dataclass, field
from typing import Callable

import torch
from torch import Tensor


@dataclass
class State:
    matvec: Callable[[Tensor], Tensor]
    vectors: list = field(default_factory=list)
    diagonal: list = field(default_factory=list)
    edge: list = field(default_factory=list)

    def __len__(self):
        return len(self.diagonal)

    def tridiagonal(self):
        T = torch.diag_embed(torch.stack(self.diagonal, -1))
        for i, e in enumerate(self.edge[: len(self) - 1]):
            T[..., i, i + 1] = T[..., i + 1, i] = e
        return T


def step(state, _):
    q = state.vectors[-1]
    w = torch.stack([state.matvec(row) for row in q])
    state.diagonal.append((q * w).sum(-1))
    for _ in "twice":
        for v in state.vectors:
            w = w - (v * w).sum(-1, keepdim=True) * v
    size = w.norm(dim=-1)
    state.edge.append(size)
    safe = torch.where(size > 0, size, torch.ones_like(size))
    state.vectors.append(w / safe.unsqueeze(-1))
    return state


def spectral_density(matvec, probes, k):
    start = State(matvec, [probes / probes.shape[1] ** 0.5])
    end = functools.reduce(step, range(k), start)
    nodes, vectors = torch.linalg.eigh(end.tridiagonal())
    return nodes, vectors.select(-2, 0).square()
