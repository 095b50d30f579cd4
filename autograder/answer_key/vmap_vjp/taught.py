"""The lesson's own ways: what its exercises teach, and what peaks are held against. No student's wheel has them.

Offers: `TAUGHT`, exercise → its ways, the lesson's first.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from autograder.questions.draw import Function
from autograder.questions.question import Answer


def rows_by_vmap(f: Function, x: Tensor) -> Tensor:
    """J as the lesson teaches it: one forward, and all rows in one pass. Shapes: x (N,) → (M, N)."""
    recorded: Any = torch.func.vjp(f, x)
    y, pullback = recorded
    jacobian: Tensor = torch.func.vmap(pullback)(torch.eye(len(y), dtype=y.dtype, device=y.device))[0]
    return jacobian


def rows_in_chunks(f: Function, x: Tensor, chunk_size: int) -> Tensor:
    """Return J, chunk_size rows a pass. Shapes: x (N,) → (M, N)."""
    recorded: Any = torch.func.vjp(f, x)
    y, pullback = recorded
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    starts = range(0, len(y), chunk_size)
    return torch.cat([torch.func.vmap(pullback)(units[start : start + chunk_size])[0] for start in starts])


def rows_in_written_chunks(f: Function, x: Tensor, chunk_size: int) -> Tensor:
    """Return J, each chunk's unit vectors made only when it is their turn. Shapes: x (N,) → (M, N)."""
    recorded: Any = torch.func.vjp(f, x)
    y, pullback = recorded
    m = len(y)
    jacobian = x.new_empty(m, len(x))
    for start in range(0, m, chunk_size):
        wide = min(chunk_size, m - start)
        units = y.new_zeros(wide, m)
        units[range(wide), range(start, start + wide)] = 1
        jacobian[start : start + wide] = torch.func.vmap(pullback)(units)[0]
    return jacobian


def jacrev_by_vjp(f: Answer, argnums: int | tuple[int, ...] = 0) -> Callable[..., Any]:
    """Return a function of f's arguments that gives J, of shape out.shape + arg.shape, or a tuple of such."""
    chosen = (argnums,) if isinstance(argnums, int) else tuple(argnums)

    def jacobian(*args: Tensor) -> Any:
        def of_chosen(*varied: Tensor) -> Tensor:
            whole = list(args)
            for place, part in zip(chosen, varied, strict=True):
                whole[place] = part
            y: Tensor = f(*whole)
            return y

        recorded: Any = torch.func.vjp(of_chosen, *(args[place] for place in chosen))
        y, pullback = recorded
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)
        blocks = torch.func.vmap(pullback)(units)
        shaped = tuple(block.reshape(*y.shape, *block.shape[1:]) for block in blocks)
        return shaped[0] if isinstance(argnums, int) else shaped

    return jacobian


TAUGHT = {
    "jacobian_by_vmap": (rows_by_vmap,),
    "jacobian_in_chunks": (rows_in_chunks, rows_in_written_chunks),
    "my_jacrev": (jacrev_by_vjp,),
}
