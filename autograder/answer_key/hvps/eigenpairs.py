"""Pairs (λ, u) of `top_curvature`'s calls, and what to hold them against.

Offers: `pairs` and `wrong_pairs` of a case, `all_pairs` (makes a detector of a mark that each of them has), `iterated`
(λ, u and ‖H u‖ after so many steps), `stands_at`, `same`, `aligned`.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to
from autograder.answer_key.hvps.derivatives import matrix
from autograder.answer_key.key import Case, Expected

Pair = tuple[Tensor, Tensor, Expected]


def pairs(case: Case) -> list[Pair]:
    """λ and u of every call on more than one input; none at all where an answer gave something else."""
    found: list[Pair] = []
    for observed, expected in case.pairs:
        match observed.result:
            case (Tensor() | float() as value, Tensor() as u) if u.shape == expected.args[1].shape:
                quotient = torch.as_tensor(value).to(u.dtype)
                if quotient.numel() != 1:
                    return []
                found.append((quotient, u, expected))
            case _:
                return []
    return [pair for pair in found if len(pair[1]) > 1 and torch.isfinite(pair[1]).all()]


def wrong_pairs(case: Case) -> list[Pair]:
    """λ and u of the wrong calls on more than one input."""
    wrong = {expected.call.label for _, expected in case.wrong()}
    return [pair for pair in pairs(case) if pair[2].call.label in wrong]


def all_pairs(shows: Callable[[Tensor, Tensor, Expected], bool]) -> Callable[[Case], bool]:
    """Look for a mark that every call's pair has, where at least one pair is wrong."""

    def told(case: Case) -> bool:
        found = pairs(case)
        return bool(found) and any(True for _ in case.wrong()) and all(shows(*pair) for pair in found)

    return told


def stands_at(matrix: Tensor, v0: Tensor, steps: int) -> Tensor:
    """Return the unit vector along H^steps v0, in float64. Shapes: matrix (N, N), v0 (N,) → (N,)."""
    size = torch.linalg.matrix_norm(matrix.double(), ord=2)  # so that no power overflows
    power = torch.linalg.matrix_power(matrix.double() / size, steps) @ v0.double()
    unit: Tensor = power / power.norm()
    return unit


def iterated(e: Expected, steps: int) -> tuple[Tensor, Tensor, Tensor]:
    """λ, u and ‖H u‖ after so many steps."""
    h, dtype = matrix(e).double(), e.args[2].dtype
    u = stands_at(h, e.args[2], steps)
    pushed = h @ u
    return (u @ pushed).to(dtype), u.to(dtype), pushed.norm().to(dtype)


def same(one: Tensor, other: Tensor) -> bool:
    return one.shape == other.shape and bool((one - other).abs() <= 1e-3 * other.abs())


def aligned(one: Tensor, other: Tensor) -> bool:
    return equal_to(one, other, loosely=True) or equal_to(-one, other, loosely=True)
