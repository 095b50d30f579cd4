"""The lesson's right results by another way than the key's own: what an audit holds mutants against."""

import torch
from torch import Tensor
from torch.func import jacfwd

from autograder.questions.draw import Function


def _weighted_rows(f: Function, x: Tensor, v: Tensor) -> Tensor:
    return v @ _by_columns(f, x)


def _by_columns(f: Function, x: Tensor) -> Tensor:
    whole: Tensor = jacfwd(f)(x)
    return whole


def _nudged_both_ways(f: Function, x: Tensor, h: float = 1e-5) -> Tensor:
    columns = []
    for j in range(len(x)):
        above, below = x.clone(), x.clone()
        above[j] += h
        below[j] -= h
        columns.append((f(above) - f(below)) / (2 * h))
    return torch.stack(columns, dim=1)


OTHERWISE = {
    "vjp_once": _weighted_rows,
    "jacobian_by_rows": _by_columns,
    "jacobian_by_differences": _nudged_both_ways,
}
