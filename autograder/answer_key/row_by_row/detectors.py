"""Detectors of lesson 01's mistakes: what each would give, and what each would cost.

Offers: `message` and `gives` (detectors made from phrases, and from what a mistake would give), `jacobian` (of a
call's f at its x), and detectors that look at results, passes and graphs.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.answer_key.key import Case, Expected
from autograder.observe import Other, tensors_of
from autograder.questions.row_by_row.lesson import rows_with_one_forward


def jacobian(expected: Expected) -> Tensor:
    """Return J of a call's f at its x."""
    f, x = expected.args[:2]
    return rows_with_one_forward(f, x)


def _tall_enough(make: Callable[[Tensor], Tensor | None]) -> Callable[[Expected], Tensor | None]:
    """Look at Jacobians of two rows and two columns at least; smaller ones can't tell mistakes apart."""

    def instead(expected: Expected) -> Tensor | None:
        matrix = expected.result
        return make(matrix) if min(matrix.shape) > 1 else None

    return instead


def gives(make: Callable[[Tensor], Tensor | None]) -> Callable[[Case], bool]:
    """Look for what the mistake would make of the right result."""
    instead = _tall_enough(make)
    return lambda case: case.gives(instead)


def message(*phrases: str) -> Callable[[Case], bool]:
    """Look for an error whose message holds one of the phrases."""
    return lambda case: case.raised(*phrases)


def _tuples(case: Case) -> bool:
    wrong = list(case.wrong())
    return bool(wrong) and all(isinstance(seen.result, tuple) and len(seen.result) == 1 for seen, _ in wrong)


def unpacks_nothing(case: Case) -> bool:
    """A tuple of one came back, or was worked with."""
    return _tuples(case) or case.raised("but got tuple", "'tuple' object", "'tuple' and")


def wants_whole_identity(case: Case) -> bool:
    """The message names a square cotangent, M × M, for an output of M entries."""
    for seen, expected in case.pairs:
        m = expected.call.sizes["M"]
        if seen.raised and "Mismatch in shape: grad_output" in seen.raised.message:
            return f"[{m}, {m}]" in seen.raised.message
    return False


def sized_by_input(case: Case) -> bool:
    """The message names a cotangent of another size, and no square one."""
    return case.raised("Mismatch in shape: grad_output") and not wants_whole_identity(case)


def _all_rows_are(row: Callable[[Tensor], Tensor]) -> Callable[[Case], bool]:
    return gives(lambda matrix: row(matrix).expand_as(matrix))


def sums(case: Case) -> bool:
    """All rows added up, by themselves or in the place of each."""
    summed = _tall_enough(lambda matrix: matrix.sum(0))
    return case.gives(summed) or _all_rows_are(lambda matrix: matrix.sum(0))(case)


def _by_backward(case: Case) -> bool:
    return any("torch.autograd.backward" in seen.used for seen, _ in case.pairs)


def rows_alias_grad(case: Case) -> bool:
    """Every row is what `.grad` held last: the last row, or zeros where it was cleared in place once more."""
    last = _all_rows_are(lambda matrix: matrix[-1])(case)
    return last or (_by_backward(case) and gives(torch.zeros_like)(case))


def zeros(case: Case) -> bool:
    """`allow_unused` was given, and zeros or None came of it."""
    if not any("torch.autograd.grad[allow_unused]" in seen.used for seen, _ in case.pairs):
        return False
    wrong = [seen.result for seen, _ in case.wrong() if not seen.raised]
    nothing = [isinstance(r, Other) or (isinstance(r, Tensor) and not r.any()) for r in wrong]
    return (bool(nothing) and all(nothing)) or case.raised("NoneType")


def grows(case: Case) -> bool:
    """A vjp that comes out as a whole multiple of itself: `.backward()` was called more than once."""
    return _by_backward(case) and case.gives_multiple(2, 3)


def loops_over_inputs(case: Case) -> bool:
    if "value" in case.failed:
        square = [
            isinstance(seen.result, Tensor) and seen.result.shape == (expected.call.sizes["N"],) * 2
            for seen, expected in case.wrong()
            if expected.call.sizes["M"] != expected.call.sizes["N"]
        ]
        too_far = any(seen.raised and seen.raised.type == "IndexError" for seen, _ in case.pairs)
        return too_far or (bool(square) and all(square))
    swept = [(cost.backward_vectors, expected.call.sizes["N"]) for cost, expected in case.costs()]
    return "backwards" in case.over and all(vectors in (n, n + 1) for vectors, n in swept)


def forward_a_row(case: Case) -> bool:
    """Wherever f was evaluated too often, it was once for each of M rows, or once more."""
    counts = [(cost.vectors("f"), expected.call.sizes["M"]) for cost, expected in case.costs()]
    over = [(forwards, m) for forwards, m in counts if forwards > 2]
    return bool(over) and all(m <= forwards <= m + 1 for forwards, m in over)


def every_row_pulled(case: Case) -> bool:
    """As many cotangents went back as f has outputs, where one was asked for."""
    swept = [(cost.backward_vectors, expected.call.sizes["M"]) for cost, expected in case.costs()]
    its_own = "backwards" in case.over and not {"forwards", "forbidden"} & case.over
    return its_own and all(vectors == m for vectors, m in swept)


def carries_graph(case: Case) -> bool:
    """A result still carries a graph."""
    return any(seen.graph for seen, _ in case.pairs)


def kept_alive(case: Case) -> bool:
    """Besides the result, more bytes stay alive after the call than it takes, though it carries no graph."""
    left = [(cost.left, sum(t.nbytes for t in tensors_of(expected.result))) for cost, expected in case.costs()]
    return not carries_graph(case) and any(alive > size for alive, size in left)
