"""The lesson's right results by another way than the key's own: what an audit holds mutants against.

Every one of them builds H, number by number.
"""

import torch
from torch import Tensor

from autograder.answer_key.loops import curvatures
from autograder.questions.draw import Function


def _times(f: Function, x: Tensor, v: Tensor) -> Tensor:
    return curvatures(f, x) @ v


def _each_times(f: Function, x: Tensor, vectors: Tensor) -> Tensor:
    return vectors @ curvatures(f, x).T


def _diagonal(f: Function, x: Tensor) -> Tensor:
    return curvatures(f, x).diagonal()


def _mean_of_forms(f: Function, x: Tensor, probes: Tensor) -> Tensor:
    return torch.einsum("ki,ij,kj->", probes, curvatures(f, x), probes) / len(probes)


def _iterated(f: Function, x: Tensor, v0: Tensor, steps: int) -> tuple[Tensor, Tensor]:
    matrix, u = curvatures(f, x).double(), v0.double()
    for _ in range(steps):
        u = matrix @ (u / u.norm())
    u = u / u.norm()
    return (u @ matrix @ u).to(x.dtype), u.to(x.dtype)


OTHERWISE = {
    "hvp": _times,
    "hvp_revrev": _times,
    "vhp": _times,
    "hvp_many": _each_times,
    "hessian_diagonal": _diagonal,
    "hutchinson_trace": _mean_of_forms,
    "top_curvature": _iterated,
}
