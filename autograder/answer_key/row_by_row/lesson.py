"""Key to lesson 01: references, and the ROW mistakes that show in an answer."""

import torch
from torch import Tensor

from autograder.answer_key.compare import tensor
from autograder.answer_key.key import Entry, Mistake
from autograder.answer_key.row_by_row import detectors as seen
from autograder.answer_key.row_by_row.differences import ENTRIES as DIFFERENCES
from autograder.answer_key.row_by_row.shared import CAT, MESSAGES, ORDER, TRANSPOSED, UNPACK
from autograder.questions.draw import Function
from autograder.questions.row_by_row.lesson import rows_with_one_forward


def vjp_by_grad(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """Return vᵀJ by one reverse pass. Shapes: x (N,), v (M,) → (N,)."""
    leaf = x.detach().requires_grad_()
    (row,) = torch.autograd.grad(f(leaf), leaf, v)
    return row


_ROWS = (
    *MESSAGES,
    Mistake(
        "tuple-not-unpacked",
        "value",
        seen.message("but got tuple", "'tuple' object", "'tuple' and"),
        "Tuples were stacked where tensors are needed.",
        UNPACK,
        "Take its only entry: `torch.autograd.grad(...)[0]`.",
    ),
    Mistake(
        "ones-for-unit-vectors",
        "value",
        seen.sums,
        "You gave the sum of J's rows.",
        "A cotangent of ones, or y.sum(), adds all rows up: vᵀJ with v = (1, …, 1). So does one `.grad` that"
        " every pass adds to, kept for every row.",
        "Use one unit vector for each row, and keep each row apart.",
    ),
    Mistake(
        "grad-not-cleared",
        "value",
        seen.gives(lambda matrix: matrix.cumsum(0)),
        "Each row is the sum of all rows up to it.",
        "`.backward()` adds to `.grad`; it never starts again at zero by itself.",
        "The gradient has to be cleared before each pass (`leaf.grad = None`), or take `torch.autograd.grad`,"
        " which keeps none.",
    ),
    Mistake(
        "rows-share-memory",
        "value",
        seen.rows_alias_grad,
        "Every row is the same.",
        "The rows are all one tensor, `leaf.grad`, as it stood after the last pass.",
        "Keep a copy of each: `rows.append(leaf.grad.clone())`.",
    ),
    CAT,
    TRANSPOSED,
    ORDER,
    Mistake(
        "allow-unused-hides-it",
        "value",
        seen.zeros,
        "Zeros or None came back where f does depend on x.",
        "`allow_unused` (and a detached x) turns «these two are not connected» from an error into silence.",
        "Take `allow_unused` out, read the error that appears, and connect x to y.",
    ),
    Mistake(
        "loop-over-inputs",
        "",
        lambda case: bool({"value", "cost"} & case.failed) and seen.loops_over_inputs(case),
        "The loop runs over inputs: as many passes as x has entries.",
        "A reverse pass starts at an output. One pass gives one row, whatever the number of inputs.",
        "Loop over `range(len(y))`, M passes in all.",
    ),
    Mistake(
        "forward-for-every-row",
        "cost",
        seen.forward_a_row,
        "f was evaluated once for every row.",
        "The graph that one forward records serves all rows; a second forward only makes the same graph again.",
        "Evaluate y = f(leaf) once, before the loop, and keep the graph with `retain_graph=True`.",
    ),
    Mistake(
        "create-graph-for-nothing",
        "remark",
        seen.carries_graph,
        "Your result carries a graph of its own.",
        "`create_graph=True` records every backward pass as well, and its memory grows with M. It is for second"
        " derivatives.",
        "Use `retain_graph=True`: it keeps the first graph and records no other.",
    ),
    Mistake(
        "graph-kept-alive",
        "remark",
        seen.kept_alive,
        "After the call more memory stays taken than J needs.",
        "Something outside the function still holds the graph or its tensors: a list, an attribute, a global.",
        "Let y and the leaf be local names, which go when the function returns.",
    ),
)

_VJP = (
    *MESSAGES,
    Mistake(
        "tuple-not-unpacked",
        "value",
        seen.unpacks_nothing,
        "A tuple came back, or was worked with, where its only tensor is meant.",
        UNPACK,
        "Take its only entry: `(row,) = torch.autograd.grad(...)`.",
    ),
    Mistake(
        "ones-for-unit-vectors",
        "value",
        lambda case: case.gives(lambda e: seen.jacobian(e).sum(0) if len(e.args[2]) > 1 else None),
        "You gave the sum of all rows; v did not come into it.",
        "y.sum() is vᵀy with a v of ones: its gradient adds the rows up without weights.",
        "Pass v as the cotangent, or differentiate (v · y).",
    ),
    Mistake(
        "allow-unused-hides-it",
        "value",
        seen.zeros,
        "Zeros or None came back where f does depend on x.",
        "`allow_unused` (and a detached x) turns «these two are not connected» from an error into silence.",
        "Take `allow_unused` out, read the error that appears, and connect x to y.",
    ),
    Mistake(
        "grad-not-cleared",
        "value",
        seen.grows,
        "You gave a whole multiple of vᵀJ.",
        "`.backward()` adds to `.grad`; it never starts again at zero by itself.",
        "Call it once on a fresh leaf, or take `torch.autograd.grad`, which keeps no .grad.",
    ),
    Mistake(
        "all-rows-for-one-product",
        "cost",
        seen.every_row_pulled,
        "As many cotangents were pulled back as f has outputs: all of J was built, and then weighted with v.",
        "One reverse pass weights the rows while it walks: handed v itself, it returns vᵀJ, and no row is ever made.",
        "Give v as the cotangent of the whole of y, in one pass.",
    ),
    *(mistake for mistake in _ROWS if mistake.criterion == "remark" or mistake.slug == "forward-for-every-row"),
)

ENTRIES = {
    "vjp_once": Entry(vjp_by_grad, _VJP, tensor),
    "jacobian_by_rows": Entry(rows_with_one_forward, _ROWS, tensor),
    **DIFFERENCES,
}
