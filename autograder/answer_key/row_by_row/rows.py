"""Mistakes in putting a Jacobian's rows together: right numbers, in another place.

Offers each by its name; `rows_by_torch`, J itself; `gives`, which makes a detector of what a mistake would make of the
right Jacobian, and `wrong_where_rows_are_units`.
"""

from collections.abc import Callable

from torch import Tensor
from torch.func import jacrev

from autograder.answer_key.compare import reshaped_for_turned
from autograder.answer_key.key import Case, Expected, Mistake
from autograder.answer_key.wrong_numbers import left_at_zero
from autograder.questions.draw import Function


def rows_by_torch(f: Function, x: Tensor) -> Tensor:
    """Return J. Shapes: x (N,) → (M, N)."""
    jacobian: Tensor = jacrev(f)(x)
    return jacobian


UNPACK = "`torch.autograd.grad` returns a tuple, one entry for each input, even for one."


def gives(make: Callable[[Tensor], Tensor | None]) -> Callable[[Case], bool]:
    """Look for what a mistake would make of Jacobians of two rows and two columns at least: smaller ones can't tell."""

    def instead(expected: Expected) -> Tensor | None:
        matrix = expected.result
        tells = isinstance(matrix, Tensor) and matrix.dim() == 2 and min(matrix.shape) > 1
        return make(matrix) if tells else None

    return lambda case: case.gives(instead)


def wrong_where_rows_are_units(case: Case) -> bool:
    """Wrong where f hands its cotangent on, as f(x) = x + c does, and nowhere else."""
    wrong = [(seen.result, expected.result) for seen, expected in case.wrong()]
    formed = all(isinstance(got, Tensor) and got.shape == want.shape and _rows_are_units(want) for got, want in wrong)
    # Where f is 0 such a row may have been left out, by whoever looks at f's value.
    return bool(wrong) and formed and not left_at_zero(case)


def _rows_are_units(matrix: Tensor) -> bool:
    ones, zeros = ((matrix == entry).sum(dim=1) for entry in (1, 0))
    return min(matrix.shape) > 1 and bool((ones == 1).all() and (zeros == matrix.shape[1] - 1).all())


TRANSPOSED = Mistake(
    "transposed",
    "value",
    gives(lambda matrix: matrix.T),
    "You gave the transpose: entry (j, i) stands where (i, j) belongs.",
    "J has a row for each output and a column for each input: shape (M, N).",
    "Rows are stacked along dim 0, columns along dim 1; check with an f whose M and N differ.",
)
CAT_FOR_STACK = Mistake(
    "cat-for-stack",
    "value",
    gives(lambda matrix: matrix.flatten()),
    "All numbers are right, in one long vector.",
    "`torch.cat` joins along an axis that is there already; `torch.stack` makes a new one.",
    "Use `torch.stack(rows)`.",
)
WRONG_ORDER = Mistake(
    "wrong-flattening-order",
    "value",
    gives(reshaped_for_turned),
    "The shape is right and so are the numbers, in the wrong order.",
    "`reshape` keeps the order in memory: a transpose is something else.",
    "Collect rows where you mean rows, and use `.T` or `dim=` rather than `reshape` to turn them.",
)
