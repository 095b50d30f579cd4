"""The lesson's right results by another way than the key's own: what an audit holds mutants against."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.func import jacfwd, jacrev

from autograder.answer_key.loops import curvatures, rows
from autograder.questions.draw import Function


def _named(f: Function, x: Tensor) -> dict[str, Tensor]:
    # What they say is how they are made: where f tells the modes apart, no other way gives the same.
    modes: dict[str, Callable[..., Any]] = {"fwd": jacfwd, "rev": jacrev}
    return {f"{outer}_{inner}": modes[outer](modes[inner](f))(x) for outer in modes for inner in modes}


def _slopes_of_slopes(f: Callable[[Tensor, Tensor], Tensor], x: Tensor, y: Tensor) -> Tensor:
    def by_x(other: Tensor) -> Tensor:
        leaf = x.detach().clone().requires_grad_()
        (slopes,) = torch.autograd.grad(f(leaf, other), leaf, create_graph=True)
        return slopes

    return rows(by_x, y)


OTHERWISE = {
    "hessian_by_composition": curvatures,
    "four_hessians": _named,
    "mixed_hessian": _slopes_of_slopes,
}
