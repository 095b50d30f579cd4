"""The lesson's own ways: what its exercises teach, and what peaks are held against. No student's wheel has them.

Offers: `TAUGHT`, exercise → its ways, the lesson's first.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from autograder.questions.draw import Function
from autograder.questions.question import Answer


def cheaper_by_shape(f: Function, x: Tensor) -> Tensor:
    """J in the mode whose pass is narrower, as the lesson teaches it. Shapes: x (N,) → (M, N)."""
    transform: Any = torch.func.jacfwd if len(x) < len(f(x)) else torch.func.jacrev
    jacobian: Tensor = transform(f)(x)
    return jacobian


def jacfwd_by_jvp(f: Answer, argnums: int | tuple[int, ...] = 0) -> Callable[..., Any]:
    """Return a function of f's arguments that gives J, of shape out.shape + arg.shape, or a tuple of such."""

    def block(place: int, args: tuple[Tensor, ...]) -> Tensor:
        arg = args[place]

        def push(tangent: Tensor) -> Tensor:
            pushed: Any = torch.func.jvp(lambda part: f(*args[:place], part, *args[place + 1 :]), (arg,), (tangent,))
            moved: Tensor = pushed[1]
            return moved

        units = torch.eye(arg.numel(), dtype=arg.dtype, device=arg.device).reshape(-1, *arg.shape)
        columns = torch.func.vmap(push)(units).movedim(0, -1)
        return columns.reshape(*columns.shape[:-1], *arg.shape)

    def jacobian(*args: Tensor) -> Any:
        if isinstance(argnums, int):
            return block(argnums, args)
        return tuple(block(place, args) for place in argnums)

    return jacobian


TAUGHT = {"my_jacfwd": (jacfwd_by_jvp,), "cheapest_jacobian": (cheaper_by_shape,)}
