"""Systems that `implicit_gradient` does not ask for: another matrix, another right side, another place.

Offers: `OTHER_SYSTEMS`, mistakes; `OTHER_SOLUTION`, which claims what none of them does.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.func import grad, jacfwd, jacrev

from autograder.answer_key.altered import at_the_origin
from autograder.answer_key.compare import equal_to
from autograder.answer_key.key import Case, Expected, Mistake
from autograder.answer_key.wrong_by_a_factor import SCALED, STRETCHED
from autograder.answer_key.wrong_results import DTYPE_HARD_CODED


def _solved(e: Expected, by_z: Tensor, slope: Tensor) -> Tensor:
    """The result with this matrix (N, N) and this right side (N,)."""
    F, _, z, theta = e.args
    gradient: Tensor = -(jacrev(F, argnums=1)(z, theta).T @ torch.linalg.solve(by_z.T, slope))
    return gradient


def _told_by(
    made: Callable[[Tensor, Tensor, Expected], tuple[Tensor, Tensor]], one_unknown: bool = False
) -> Callable[[Case], bool]:
    """Make a detector of what a change of ∂F/∂z and of the loss's gradient gives, where one unknown tells it, too."""

    def instead(e: Expected) -> Tensor | None:
        F, loss, z, theta = e.args
        tells = one_unknown or len(z) > 1
        return _solved(e, *made(jacfwd(F)(z, theta), grad(loss)(z), e)) if tells else None

    return lambda case: case.gives(instead)


def _matrix_at_zero(e: Expected) -> Tensor | None:
    F, loss, z, theta = e.args
    return _solved(e, jacfwd(F)(torch.zeros_like(z), theta), grad(loss)(z)) if len(z) > 1 else None


def _slope_at_zero(e: Expected) -> Tensor | None:
    F, loss, z, theta = e.args
    return _solved(e, jacfwd(F)(z, theta), grad(loss)(torch.zeros_like(z))) if len(z) > 1 else None


def _other_solution(case: Case) -> bool:
    """What was pulled back is no solution; where theta has more entries than z, the result tells which it was."""
    if any(each.shows(case) for each in (DTYPE_HARD_CODED, SCALED, STRETCHED)):
        return False
    told = []
    for seen, e in case.wrong():
        F, _, z, theta = e.args
        if not isinstance(seen.result, Tensor) or seen.result.shape != theta.shape or theta.dtype is not torch.float64:
            continue
        if 1 < len(z) < len(theta) and e.result.any():
            told.append(_is_pulled(seen.result, jacrev(F, argnums=1)(z, theta)))
    return len(told) > 1 and all(told)


def _is_pulled(result: Tensor, by_theta: Tensor) -> bool:
    weights = torch.linalg.lstsq(by_theta.T, result[:, None]).solution
    return equal_to(by_theta.T @ weights, result[:, None])


OTHER_SOLUTION = Mistake(
    "pulled-back-unsolved",
    "value",
    _other_solution,
    "One vector was pulled back by theta, as it should be, and it does not solve the system.",
    "(∂F/∂z)ᵀ u = g has one solution. A damped or a truncated inverse, normal equations without their own right side"
    " (AᵀA u = Aᵀg), a series or sweeps that end too early give another vector.",
    "Look at `(A.T @ u - g).abs().max()`: with `torch.linalg.solve(A.T, g)` it is 0 to rounding.",
    rest=True,
)

OTHER_SYSTEMS = (
    Mistake(
        "loss-left-out",
        "value",
        _told_by(lambda by_z, slope, e: (by_z, torch.ones_like(slope)), one_unknown=True),
        "You gave the gradient of z's sum; the loss did not come into it.",
        "The right side of the system is how the loss moves with z, not `ones_like` of it.",
        "Take `grad(loss)(z)` for it.",
    ),
    Mistake(
        "matrix-symmetrised",
        "value",
        _told_by(lambda by_z, slope, e: ((by_z + by_z.T) / 2, slope)),
        "The system was solved with ½ (A + Aᵀ), A = ∂F/∂z.",
        "A Hessian is symmetric; a Jacobian by z is not, unless F is a gradient. Symmetrised it is another matrix.",
        "Solve with `A.T`, as it comes.",
    ),
    Mistake(
        "solution-for-the-slope",
        "value",
        _told_by(lambda by_z, slope, e: (by_z, e.args[2])),
        "The right side of your system is z, where the loss's gradient by z belongs.",
        "For the `solve` they are the same if the loss is ½ ‖z‖², and only then. Which loss it is, the caller decides.",
        "Take `grad(loss)(z)` for it.",
    ),
    Mistake(
        "fixed-point-taken",
        "value",
        _told_by(lambda by_z, slope, e: (by_z - torch.eye(len(by_z), dtype=by_z.dtype), slope)),
        "You took F for a map that z is the fixed point of: the system had I − (∂F/∂z)ᵀ.",
        "Where z = φ(z, theta) the matrix is I − ∂φ/∂z, with `torch.eye` for I. Here F(z, theta) = 0, so F is z − φ"
        " already, or φ − z.",
        "Solve with the transpose of ∂F/∂z as it is.",
    ),
    at_the_origin(_matrix_at_zero, "z"),
    at_the_origin(_slope_at_zero, "z"),
)
