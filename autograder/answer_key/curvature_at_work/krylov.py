"""Where k steps from 0 can lead at all, which are sums of b, A b, A² b …, and what of it an iterate misses.

Offers: `ELSEWHERE`, mistakes of conjugate gradients that nothing else names.
"""

from collections.abc import Iterator

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to
from autograder.answer_key.curvature_at_work.matrices import at_step
from autograder.answer_key.key import Case, Expected, Mistake
from autograder.questions.curvature_at_work.matrices import all_of

_LEFT = 1e-6  # of x, that rounding may leave outside of its reach


def _bowls(case: Case) -> Iterator[tuple[Tensor, Expected]]:
    """Yield the wrong results in float64, of steps fewer than N, where A bends up along every direction."""
    for seen, e in case.wrong():
        matvec, b, steps, _ = e.args
        found = isinstance(seen.result, Tensor) and seen.result.shape == b.shape and seen.result.dtype is torch.float64
        if found and steps < len(b) and b.any():
            matrix = all_of(matvec, b)
            if torch.linalg.eigvalsh(matrix).min() > 0:
                yield seen.result, e


def _in_reach(x: Tensor, e: Expected) -> bool:
    matvec, b, steps, _ = e.args
    matrix = all_of(matvec, b)
    basis = [b / b.norm()]
    for _ in range(steps - 1):
        rest = matrix @ basis[-1]
        for q in (*basis, *basis):
            rest = rest - (q @ rest) * q
        if rest.norm() <= _LEFT * matrix.norm():
            break
        basis.append(rest / rest.norm())
    along = torch.stack(basis)
    return bool((x - along.T @ (along @ x)).norm() <= _LEFT * x.norm())


def _out_of_reach(case: Case) -> bool:
    found = [_in_reach(x, e) for x, e in _bowls(case)]
    return not all(found)


def _cut_off(case: Case) -> bool:
    """Every wrong result is that of fewer steps than asked, and some calls are right."""
    found = [any(equal_to(x, at_step(e, k), loosely=True) for k in range(1, e.args[2])) for x, e in _bowls(case)]
    return bool(found) and all(found) and len(found) == len(list(case.wrong())) < len(case.pairs)


def _not_the_best(case: Case) -> bool:
    found = [_in_reach(x, e) for x, e in _bowls(case)]
    return bool(found) and all(found) and not _cut_off(case)


ELSEWHERE = (
    Mistake(
        "another-start",
        "value",
        _out_of_reach,
        "Your x is not where steps from x = 0 can lead.",
        "They lead to sums of b, A b, A² b and so on. Another start (`ones_like`, say), a direction drawn at random"
        " (`randn_like`), or a product with another matrix than A brings in what is none of these.",
        "Begin with x = 0 and r = p = b, and let every later direction be made of r and the one before.",
        rest=True,
    ),
    Mistake(
        "steps-cut-off",
        "value",
        _cut_off,
        "Where many steps are asked, you give the x of fewer.",
        "A number of steps is written in, or the loop ends by another rule than `max_steps` and `tol`.",
        "Let nothing end the loop but ‖r‖ ≤ tol · ‖b‖, `max_steps`, and a direction along which A does not bend up.",
        rest=True,
    ),
    Mistake(
        "not-the-best-in-reach",
        "value",
        _not_the_best,
        "Your x is made of b, A b, A² b …, as it should be, and is not the best of these after that many steps.",
        "Two numbers come of a `/` each: the length of a step, rᵀr / pᵀAp, and the share of the old direction, (new"
        " rᵀr) / (old rᵀr), that joins the new r in the next one. With another length, another share or another r a"
        " step takes back what those before had won.",
        "Print pᵀA q for two directions of yours: where it is not 0, look at the line that makes the second; where"
        " it is, at what a step adds to x.",
        rest=True,
    ),
)
