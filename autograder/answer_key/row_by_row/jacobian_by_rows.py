"""Key to `jacobian_by_rows`: its own mistakes."""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.answer_key.compare import tensor
from autograder.answer_key.key import Case, Entry, Mistake
from autograder.answer_key.row_by_row.record import ALLOW_UNUSED, CREATE_GRAPH, FORWARD_FOR_EVERY_ROW, KEPT_ALIVE
from autograder.answer_key.row_by_row.rows import (
    CAT_FOR_STACK,
    TRANSPOSED,
    UNPACK,
    WRONG_ORDER,
    gives,
    rows_by_torch,
    wrong_where_rows_are_units,
)
from autograder.answer_key.row_by_row.torch_messages import MESSAGES

TUPLE = Mistake(
    "tuple-not-unpacked",
    "value",
    lambda case: case.raised("but got tuple", "'tuple' object", "'tuple' and"),
    "Tuples were stacked where tensors are needed.",
    UNPACK,
    "Take its only entry: `torch.autograd.grad(...)[0]`.",
)


def _all_rows_are(row: Callable[[Tensor], Tensor]) -> Callable[[Case], bool]:
    return gives(lambda matrix: row(matrix).expand_as(matrix))


def _sums(case: Case) -> bool:
    """All rows added up, by themselves or in the place of each."""
    return gives(lambda matrix: matrix.sum(0))(case) or _all_rows_are(lambda matrix: matrix.sum(0))(case)


ONES = Mistake(
    "ones-for-unit-vectors",
    "value",
    _sums,
    "You gave the sum of J's rows.",
    "A cotangent of ones, or y.sum(), adds all rows up: vᵀJ with v = (1, …, 1). So does one `.grad` that every pass"
    " adds to, kept for every row.",
    "Use one unit vector for each row, and keep each row apart.",
)
NOT_CLEARED = Mistake(
    "grad-not-cleared",
    "value",
    gives(lambda matrix: matrix.cumsum(0)),
    "Each row is the sum of all rows up to it.",
    "`.backward()` adds to `.grad`; it never starts again at zero by itself.",
    "The gradient has to be cleared before each pass (`leaf.grad = None`), or take `torch.autograd.grad`, which keeps"
    " none.",
)


def _rows_alias_grad(case: Case) -> bool:
    """Every row is what `.grad` held last: the last row, or zeros where it was cleared in place once more."""
    by_backward = any("torch.autograd.backward" in seen.used for seen, _ in case.pairs)
    return _all_rows_are(lambda matrix: matrix[-1])(case) or (by_backward and gives(torch.zeros_like)(case))


SHARED_MEMORY = Mistake(
    "rows-share-memory",
    "value",
    lambda case: _rows_alias_grad(case) and not wrong_where_rows_are_units(case),
    "Every row is the same.",
    "The rows are all one tensor, `leaf.grad`, as it stood after the last pass.",
    "Keep a copy of each: `rows.append(leaf.grad.clone())`.",
)
UNIT_REUSED = Mistake(
    "unit-reused",
    "value",
    wrong_where_rows_are_units,
    "Where f hands its cotangent on unchanged, as f(x) = x + c does, rows are wrong.",
    "There the row is your unit vector itself, the same tensor. Whoever moves its 1 on to the next place moves it in"
    " all the rows that were kept.",
    "Make a unit vector for each row (the rows of one `torch.eye` will do), or keep a copy of each row.",
)


def _loops_over_inputs(case: Case) -> bool:
    if "value" in case.failed:
        square = [
            isinstance(seen.result, Tensor) and seen.result.shape == (expected.call.sizes["N"],) * 2
            for seen, expected in case.wrong()
            if expected.call.sizes["M"] != expected.call.sizes["N"]
        ]
        too_far = case.first_raised is not None and case.first_raised.type == "IndexError"
        return too_far or (bool(square) and all(square))
    swept = [(cost.backward_vectors, expected.call.sizes["N"]) for cost, expected in case.costs()]
    return "backwards" in case.over and all(vectors in (n, n + 1) for vectors, n in swept)


OVER_INPUTS = Mistake(
    "loop-over-inputs",
    "",
    lambda case: bool({"value", "cost"} & case.failed) and _loops_over_inputs(case),
    "The loop runs over inputs: as many passes as x has entries.",
    "A reverse pass starts at an output. One pass gives one row, whatever the number of inputs.",
    "Loop over `range(len(y))`, M passes in all.",
)

ENTRY = Entry(
    rows_by_torch,
    (
        *MESSAGES,
        TUPLE,
        ONES,
        NOT_CLEARED,
        SHARED_MEMORY,
        UNIT_REUSED,
        CAT_FOR_STACK,
        TRANSPOSED,
        WRONG_ORDER,
        ALLOW_UNUSED,
        OVER_INPUTS,
        FORWARD_FOR_EVERY_ROW,
        CREATE_GRAPH,
        KEPT_ALIVE,
    ),
    tensor,
)
