"""The lesson's right results by another way than the key's own: what an audit holds mutants against."""

import torch
from torch import Tensor
from torch.func import jacfwd

from autograder.questions.draw import Function


def _by_columns(f: Function, x: Tensor) -> Tensor:
    whole: Tensor = jacfwd(f)(x)
    return whole


def _in_one_shot(f: Function, x: Tensor, chunk_size: int) -> Tensor:
    return _by_columns(f, x)


def _weighed(x: Tensor) -> Tensor:
    above = (x.sum() > 0).to(x.dtype)
    return above * torch.sin(x) + (1 - above) * torch.cos(x)


def _summed_below(x: Tensor) -> Tensor:
    triangle = torch.ones(len(x), len(x), dtype=x.dtype, device=x.device).tril()
    return triangle @ (x * x)


def _over_its_length(x: Tensor) -> Tensor:
    return x * (x @ x) ** -0.5


OTHERWISE = {
    "jacobian_by_vmap": _by_columns,
    "my_jacrev": jacfwd,
    "jacobian_in_chunks": _in_one_shot,
    "branchless": _weighed,
    "out_of_place": _summed_below,
    "itemless": _over_its_length,
}
