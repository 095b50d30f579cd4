"""The lesson's right results by another way than the key's own: what an audit holds mutants against."""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.func import grad, jacfwd, jacrev

from autograder.questions.draw import Function
from autograder.questions.structure.equations import Residual
from autograder.questions.structure.kepler import unrolled


def _from_the_last(S: Tensor) -> Tensor:
    """Colour the columns from the last to the first."""
    met = S.T.double() @ S.double() > 0
    colors = torch.full((S.shape[1],), -1)
    for column in reversed(range(len(colors))):
        taken = set(colors[met[column]].tolist())
        colors[column] = min(set(range(len(taken) + 1)) - taken)
    return colors


def _picked(f: Function, x: Tensor, S: Tensor, colors: Tensor) -> Tensor:
    whole: Tensor = jacfwd(f)(x)
    return whole[S]


def _inverted(F: Residual, loss: Callable[[Tensor], Tensor], z: Tensor, theta: Tensor) -> Tensor:
    by_z, by_theta = jacrev(F, argnums=(0, 1))(z, theta)
    gradient: Tensor = -(grad(loss)(z) @ torch.linalg.inv(by_z) @ by_theta)
    return gradient


OTHERWISE = {
    "color_columns": _from_the_last,
    "sparse_jacobian": _picked,
    "implicit_gradient": _inverted,
    "kepler": unrolled,
}
