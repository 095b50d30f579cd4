"""Key to lesson 01: references, and the ROW mistakes that show in an answer."""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.answer_key.compare import DIFFERENCES, equal_to, tensor, within
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.observe import Other, tensors_of
from autograder.questions.draw import Function
from autograder.questions.lesson_01 import rows_with_one_forward


def vjp_by_grad(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """Return vᵀJ by one reverse pass. Shapes: x (N,), v (M,) → (N,)."""
    leaf = x.detach().requires_grad_()
    (row,) = torch.autograd.grad(f(leaf), leaf, v)
    return row


def central_differences(f: Function, x: Tensor, h: float = 1e-5) -> Tensor:
    """Return J by central differences of step h, of error h² f‴/6 each. Shapes: x (N,) → (M, N)."""
    steps = h * torch.eye(len(x), dtype=x.dtype)
    return torch.stack([(f(x + step) - f(x - step)) / (2 * h) for step in steps], dim=1)


def _jacobian(expected: Expected) -> Tensor:
    f, x = expected.args[:2]
    return rows_with_one_forward(f, x)


def _tall_enough(make: Callable[[Tensor], Tensor]) -> Callable[[Expected], Tensor | None]:
    """Look at Jacobians of two rows and two columns at least; smaller ones can't tell mistakes apart."""

    def instead(expected: Expected) -> Tensor | None:
        matrix = expected.result
        return make(matrix) if min(matrix.shape) > 1 else None

    return instead


def _gives(make: Callable[[Tensor], Tensor]) -> Callable[[Case], bool]:
    instead = _tall_enough(make)
    return lambda case: case.gives(instead)


def _message(*phrases: str) -> Callable[[Case], bool]:
    return lambda case: case.raised(*phrases)


def _tuples(case: Case) -> bool:
    wrong = list(case.wrong())
    return bool(wrong) and all(isinstance(seen.result, tuple) and len(seen.result) == 1 for seen, _ in wrong)


def _unpacks_nothing(case: Case) -> bool:
    return _tuples(case) or case.raised("but got tuple", "'tuple' object", "'tuple' and")


def _wants_whole_identity(case: Case) -> bool:
    """The message names a square cotangent, M × M, for an output of M entries."""
    for seen, expected in case.pairs:
        m = expected.call.sizes["M"]
        if seen.raised and "Mismatch in shape: grad_output" in seen.raised.message:
            return f"[{m}, {m}]" in seen.raised.message
    return False


def _sized_by_input(case: Case) -> bool:
    return case.raised("Mismatch in shape: grad_output") and not _wants_whole_identity(case)


def _all_rows_are(row: Callable[[Tensor], Tensor]) -> Callable[[Case], bool]:
    return _gives(lambda matrix: row(matrix).expand_as(matrix))


def _sums(case: Case) -> bool:
    summed = _tall_enough(lambda matrix: matrix.sum(0))
    return case.gives(summed) or _all_rows_are(lambda matrix: matrix.sum(0))(case)


def _by_backward(case: Case) -> bool:
    return any("torch.autograd.backward" in seen.used for seen, _ in case.pairs)


def _rows_alias_grad(case: Case) -> bool:
    """Every row is what `.grad` held last: the last row, or zeros where it was cleared in place once more."""
    last = _all_rows_are(lambda matrix: matrix[-1])(case)
    return last or (_by_backward(case) and _gives(torch.zeros_like)(case))


def _zeros(case: Case) -> bool:
    """`allow_unused` was given, and zeros or None came of it."""
    if not any("torch.autograd.grad[allow_unused]" in seen.used for seen, _ in case.pairs):
        return False
    wrong = [seen.result for seen, _ in case.wrong() if not seen.raised]
    nothing = [isinstance(r, Other) or (isinstance(r, Tensor) and not r.any()) for r in wrong]
    return (bool(nothing) and all(nothing)) or case.raised("NoneType")


def _grows(case: Case) -> bool:
    """A vjp that comes out as a whole multiple of itself: `.backward()` was called more than once."""
    return _by_backward(case) and any(case.gives(lambda e, k=k: k * e.result) for k in (2, 3))  # type: ignore[misc]


def _loops_over_inputs(case: Case) -> bool:
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


def _forward_a_row(case: Case) -> bool:
    """Wherever f was evaluated too often, it was once for each of M rows, or once more."""
    counts = [(cost.vectors("f"), expected.call.sizes["M"]) for cost, expected in case.costs()]
    over = [(forwards, m) for forwards, m in counts if forwards > 2]
    return bool(over) and all(m <= forwards <= m + 1 for forwards, m in over)


def _every_row_pulled(case: Case) -> bool:
    """As many cotangents went back as f has outputs, where one was asked for."""
    swept = [(cost.backward_vectors, expected.call.sizes["M"]) for cost, expected in case.costs()]
    its_own = "backwards" in case.over and not {"forwards", "forbidden"} & case.over
    return its_own and all(vectors == m for vectors, m in swept)


def _carries_graph(case: Case) -> bool:
    return any(seen.graph for seen, _ in case.pairs)


def _kept_alive(case: Case) -> bool:
    """Besides the result, more bytes stay alive after the call than it takes, though it carries no graph."""
    left = [(cost.left, sum(t.nbytes for t in tensors_of(expected.result))) for cost, expected in case.costs()]
    return not _carries_graph(case) and any(alive > size for alive, size in left)


_MESSAGES = (
    Mistake(
        "no-cotangent",
        "ROW02",
        "value",
        _message("implicitly created only for scalar outputs"),
        "torch asked which gradient you mean: f has several outputs, and no cotangent was given.",
        "Only a scalar has one gradient. For a vector y, reverse mode needs a v, and gives vᵀJ.",
        "Pass v as `grad_outputs` (or to `.backward(v)`).",
    ),
    Mistake(
        "graph-freed",
        "ROW03",
        "value",
        _message("backward through the graph a second time"),
        "The graph was gone when the second backward pass wanted it.",
        "A backward pass frees what the forward saved, unless it is told that another one follows.",
        "Add `retain_graph=True` to the pass inside the loop; evaluating f again for each row would cost M forwards.",
    ),
    Mistake(
        "whole-identity-as-cotangent",
        "ROW10",
        "value",
        _wants_whole_identity,
        "A whole M × M identity was given as the cotangent of an output with M entries.",
        "One backward pass carries one cotangent, shaped like y: it gives one row.",
        "Hand over the identity's rows, one a pass.",
    ),
    Mistake(
        "cotangent-sized-by-input",
        "ROW09",
        "value",
        _sized_by_input,
        "The cotangent has another shape than f's output.",
        "v pairs with y, not with x: it has M entries, and it came out with another number.",
        "Build it from y: `torch.zeros_like(y)`, or `torch.eye(len(y))`.",
    ),
    Mistake(
        "in-place-on-leaf",
        "ROW20",
        "value",
        _message("a leaf Variable that requires grad"),
        "A leaf that requires grad was changed in place.",
        "Autograd would lose the numbers that it needs on the way back.",
        "Write the result into a new tensor, or change a copy made by `.detach().clone()`.",
    ),
    Mistake(
        "in-place-on-saved",
        "ROW21",
        "value",
        _message("modified by an inplace operation"),
        "A tensor that the backward pass needs was changed in place after the forward.",
        "Many operations keep their result for their derivative (tanh does).",
        "Replace `+=`, `mul_` or an assignment to a slice by an operation that gives a new tensor.",
    ),
    Mistake(
        "not-in-the-graph",
        "ROW12",
        "value",
        _message("not have been used in the graph"),
        "The tensor that you differentiate with respect to is not the one that f was given.",
        "`x.clone()` or a leaf made anew is another tensor: y's graph leads to the one that f saw.",
        "Make the leaf once, call f on it, and hand the same name to `torch.autograd.grad`.",
    ),
    Mistake(
        "input-not-tracked",
        "ROW11",
        "value",
        _message("does not require grad"),
        "Nothing was recorded on the way forward, so there is no way back.",
        "x arrives as a plain tensor; autograd follows only what starts at a tensor that requires grad, with grad"
        " mode on.",
        "Start from a leaf of your own: `leaf = x.detach().clone().requires_grad_()`, and call f on it, outside"
        " `no_grad`.",
    ),
    Mistake(
        "integer-input",
        "ROW24",
        "value",
        _message("nly Tensors of floating point"),
        "An integer tensor was asked to require grad.",
        "A derivative needs small steps, and integers have none.",
        "Keep x's own dtype; `torch.arange` and `.long()` give integers.",
    ),
)

_TRANSPOSED = Mistake(
    "transposed",
    "ROW18",
    "value",
    _gives(lambda matrix: matrix.T),
    "You gave the transpose: entry (j, i) stands where (i, j) belongs.",
    "J has a row for each output and a column for each input: shape (M, N).",
    "Rows are stacked along dim 0, columns along dim 1; check with an f whose M and N differ.",
)
_CAT = Mistake(
    "cat-for-stack",
    "ROW08",
    "value",
    _gives(lambda matrix: matrix.flatten()),
    "All numbers are right, in one long vector.",
    "`torch.cat` joins along an axis that is there already; `torch.stack` makes a new one.",
    "Use `torch.stack(rows)`.",
)
_ORDER = Mistake(
    "wrong-flattening-order",
    "ROW22",
    "value",
    _gives(lambda matrix: matrix.T.reshape(matrix.shape)),
    "The shape is right and so are the numbers, in the wrong order.",
    "`reshape` keeps the order in memory: a transpose is something else.",
    "Collect rows where you mean rows, and use `.T` or `dim=` rather than `reshape` to turn them.",
)
_UNPACK = "`torch.autograd.grad` returns a tuple, one entry for each input, even for one."

_ROWS = (
    *_MESSAGES,
    Mistake(
        "tuple-not-unpacked",
        "ROW07",
        "value",
        _message("but got tuple", "'tuple' object", "'tuple' and"),
        "Tuples were stacked where tensors are needed.",
        _UNPACK,
        "Take its only entry: `torch.autograd.grad(...)[0]`.",
    ),
    Mistake(
        "ones-for-unit-vectors",
        "ROW01",
        "value",
        _sums,
        "You gave the sum of J's rows.",
        "A cotangent of ones, or y.sum(), adds all rows up: vᵀJ with v = (1, …, 1). So does one `.grad` that"
        " every pass adds to, kept for every row.",
        "Use one unit vector for each row, and keep each row apart.",
    ),
    Mistake(
        "grad-not-cleared",
        "ROW05",
        "value",
        _gives(lambda matrix: matrix.cumsum(0)),
        "Each row is the sum of all rows up to it.",
        "`.backward()` adds to `.grad`; it never starts again at zero by itself.",
        "The gradient has to be cleared before each pass (`leaf.grad = None`), or take `torch.autograd.grad`,"
        " which keeps none.",
    ),
    Mistake(
        "rows-share-memory",
        "ROW06",
        "value",
        _rows_alias_grad,
        "Every row is the same.",
        "The rows are all one tensor, `leaf.grad`, as it stood after the last pass.",
        "Keep a copy of each: `rows.append(leaf.grad.clone())`.",
    ),
    _CAT,
    _TRANSPOSED,
    _ORDER,
    Mistake(
        "allow-unused-hides-it",
        "ROW13",
        "value",
        _zeros,
        "Zeros or None came back where f does depend on x.",
        "`allow_unused` (and a detached x) turns «these two are not connected» from an error into silence.",
        "Take `allow_unused` out, read the error that appears, and connect x to y.",
    ),
    Mistake(
        "loop-over-inputs",
        "ROW19",
        "",
        lambda case: bool({"value", "cost"} & case.failed) and _loops_over_inputs(case),
        "The loop runs over inputs: as many passes as x has entries.",
        "A reverse pass starts at an output. One pass gives one row, whatever the number of inputs.",
        "Loop over `range(len(y))`, M passes in all.",
    ),
    Mistake(
        "forward-for-every-row",
        "ROW04",
        "cost",
        _forward_a_row,
        "f was evaluated once for every row.",
        "The graph that one forward records serves all rows; a second forward only makes the same graph again.",
        "Evaluate y = f(leaf) once, before the loop, and keep the graph with `retain_graph=True`.",
    ),
    Mistake(
        "create-graph-for-nothing",
        "ROW16",
        "remark",
        _carries_graph,
        "Your result carries a graph of its own.",
        "`create_graph=True` records every backward pass as well, and its memory grows with M. It is for second"
        " derivatives.",
        "Use `retain_graph=True`: it keeps the first graph and records no other.",
    ),
    Mistake(
        "graph-kept-alive",
        "ROW17",
        "remark",
        _kept_alive,
        "After the call more memory stays taken than J needs.",
        "Something outside the function still holds the graph or its tensors: a list, an attribute, a global.",
        "Let y and the leaf be local names, which go when the function returns.",
    ),
)

_VJP = (
    *_MESSAGES,
    Mistake(
        "tuple-not-unpacked",
        "ROW07",
        "value",
        _unpacks_nothing,
        "A tuple came back, or was worked with, where its only tensor is meant.",
        _UNPACK,
        "Take its only entry: `(row,) = torch.autograd.grad(...)`.",
    ),
    Mistake(
        "ones-for-unit-vectors",
        "ROW01",
        "value",
        lambda case: case.gives(lambda e: _jacobian(e).sum(0) if len(e.args[2]) > 1 else None),
        "You gave the sum of all rows; v did not come into it.",
        "y.sum() is vᵀy with a v of ones: its gradient adds the rows up without weights.",
        "Pass v as the cotangent, or differentiate (v · y).",
    ),
    Mistake(
        "allow-unused-hides-it",
        "ROW13",
        "value",
        _zeros,
        "Zeros or None came back where f does depend on x.",
        "`allow_unused` (and a detached x) turns «these two are not connected» from an error into silence.",
        "Take `allow_unused` out, read the error that appears, and connect x to y.",
    ),
    Mistake(
        "grad-not-cleared",
        "ROW05",
        "value",
        _grows,
        "You gave a whole multiple of vᵀJ.",
        "`.backward()` adds to `.grad`; it never starts again at zero by itself.",
        "Call it once on a fresh leaf, or take `torch.autograd.grad`, which keeps no .grad.",
    ),
    Mistake(
        "all-rows-for-one-product",
        "",
        "cost",
        _every_row_pulled,
        "As many cotangents were pulled back as f has outputs: all of J was built, and then weighted with v.",
        "One reverse pass weights the rows while it walks: handed v itself, it returns vᵀJ, and no row is ever made.",
        "Give v as the cotangent of the whole of y, in one pass.",
    ),
    *(mistake for mistake in _ROWS if mistake.criterion == "remark" or mistake.slug == "forward-for-every-row"),
)


def _given_step(expected: Expected) -> float | None:
    """The h that the call gives; None where the answer's own default holds."""
    h: float | None = expected.call.kwargs.get("h", expected.args[2] if len(expected.args) > 2 else None)
    return h


def _step(expected: Expected) -> float:
    return _given_step(expected) or 1e-5


def _by(make: Callable[[Expected, float], Tensor]) -> Callable[[Case], bool]:
    """Look at what a mistake in differences would give with the call's own h; float32 is judged on form alone."""

    def instead(expected: Expected) -> Tensor | None:
        if not expected.call.exact or min(expected.result.shape) == 1:
            return None
        return make(expected, _step(expected))

    return lambda case: case.gives(instead)


def _one_sided(sign: int) -> Callable[[Expected, float], Tensor]:
    def make(expected: Expected, h: float) -> Tensor:
        f, x = expected.args[:2]
        steps = sign * h * torch.eye(len(x), dtype=x.dtype)
        return torch.stack([(f(x + step) - f(x)) / (sign * h) for step in steps], dim=1)

    return make


def _is_one_sided(case: Case) -> bool:
    # At the default h both differ from the true J by so little that only the large steps tell.
    large = [_large_steps_give(case, _one_sided(sign)) for sign in (1, -1)]
    return any(large)


def _large_steps_give(case: Case, make: Callable[[Expected, float], Tensor]) -> bool:
    told = []
    for seen, expected in case.pairs:
        h = _step(expected)
        if h > 1e-2:
            told.append(isinstance(seen.result, Tensor) and equal_to(seen.result, make(expected, h), loosely=True))
    return bool(told) and all(told)


def _loses_digits(case: Case) -> bool:
    """Only small steps go wrong, given or not: f's values carry too few digits to be divided by 2h."""
    wrong = list(case.wrong())
    formed = all(isinstance(s.result, Tensor) and s.result.shape == e.result.shape for s, e in wrong)
    told = bool(wrong) and wrong[0][0] is case.pairs[0][0] and formed and not _has_another_default(case)
    return told and _large_steps_give(case, lambda e, h: e.result)


def _has_another_default(case: Case) -> bool:
    """Right wherever h is given; off where it is not, and where the error of the default itself shows."""
    wrong = list(case.wrong())
    formed = all(isinstance(s.result, Tensor) and s.result.dtype == e.result.dtype for s, e in wrong)
    undecided = formed and all(_given_step(expected) is None for _, expected in wrong)
    return undecided and any(_shows_its_step(expected) for _, expected in wrong) and not _differentiates(case)


def _shows_its_step(expected: Expected) -> bool:
    return bool((expected.result - _jacobian(expected)).abs().max() > DIFFERENCES)


def _differentiates(case: Case) -> bool:
    return any(name != "torch.func.vmap" for seen, _ in case.pairs for name in seen.used)


def _gives_the_derivative(case: Case) -> bool:
    return _differentiates(case) and _by(lambda e, h: _jacobian(e))(case)


def _central(scale: float) -> Callable[[Expected, float], Tensor]:
    return lambda e, h: central_differences(e.args[0], e.args[1], scale * h)


def _of_fourth_order(outer: float) -> Callable[[Expected, float], Tensor]:
    """Two central differences, of steps `outer` · h and half of that, combined so that their h² terms cancel."""
    return lambda e, h: (4 * _central(outer / 2)(e, h) - _central(outer)(e, h)) / 3


_DIFFERENCES = (
    Mistake(
        "dtype-hard-coded",
        "ROW25",
        "value",
        _loses_digits,
        "With a large h your result is right; with a small one it is off, far beyond the formula's own error.",
        "f's values went through a smaller dtype on the way, and their rounding error is divided by 2h.",
        "Keep every tensor in x's dtype: a tensor made inside without `dtype=` has torch's default, float32.",
    ),
    Mistake(
        "one-sided-difference",
        "",
        "value",
        _is_one_sided,
        "These are one-sided differences, (f(x + h e) − f(x)) / h.",
        "Their error is of order h; the central ones' is of order h², for the h/2 terms cancel.",
        "Use (f(x + h e) − f(x − h e)) / (2h).",
    ),
    Mistake(
        "default-step-changed",
        "",
        "value",
        _has_another_default,
        "Where h is given your result is right; where it is left out, another step than 1e-5 was taken.",
        "The signature is part of what is asked: a caller who leaves h out counts on `h=1e-5`. Too large a step shows"
        " its truncation error where f turns fast, too small a one its rounding.",
        "Let the function begin as the lesson has it: `def {question}(f, x, h=1e-5)`.",
    ),
    Mistake(
        "factor-two",
        "",
        "value",
        lambda case: any(_by(lambda e, h, k=k: k * e.result)(case) for k in (2.0, 0.5)),  # type: ignore[misc]
        "Every entry is twice or half what it should be.",
        "x + h e and x − h e lie 2h apart, not h.",
        "Divide by the distance between the two points at which you evaluate f.",
    ),
    Mistake(
        "another-step",
        "",
        "value",
        lambda case: any(_large_steps_give(case, _central(scale)) for scale in (0.5, 2.0)),
        "These are central differences of another step, half of h or twice as much.",
        "f is evaluated h away from x on either side: at x + h e and at x − h e, which lie 2h apart.",
        "Use (f(x + h e) − f(x − h e)) / (2h).",
    ),
    Mistake(
        "higher-order-formula",
        "",
        "value",
        lambda case: any(_large_steps_give(case, _of_fourth_order(outer)) for outer in (1.0, 2.0)),
        "These are differences of a higher order: four points a column, and an error of order h⁴.",
        "What is asked is the plain central difference, with its error of h²/6 times the third derivative; and four"
        " evaluations a column are twice as many as the budget has.",
        "Use (f(x + h e) − f(x − h e)) / (2h) alone.",
    ),
    Mistake(
        "step-ignored",
        "",
        "value",
        lambda case: not _is_one_sided(case) and _large_steps_give(case, lambda e, h: _jacobian(e)),
        "A large h changes nothing in your result.",
        "Central differences with a large h show a truncation error; yours shows that of another step, or none.",
        "Use the h that the caller gives, in the steps and in the division, and no derivative from autograd.",
    ),
    Mistake(
        "derivative-for-difference",
        "",
        "value",
        lambda case: _gives_the_derivative(case) and not _large_steps_give(case, lambda e, h: _jacobian(e)),
        "In some calls you gave the derivative itself, from autograd, and not a difference.",
        "A central difference departs from it, by h²/6 times the third derivative. And a second opinion that asks"
        " autograd is no second opinion.",
        "Evaluate f, and nothing else, for every h and every dtype.",
    ),
    Mistake(
        "transposed",
        "ROW18",
        "value",
        _by(lambda e, h: e.result.T),
        _TRANSPOSED.saw,
        "One step in x[j] moves all outputs: it gives column j, so the columns go along dim 1.",
        "Use `torch.stack(columns, dim=1)`, and check with an f whose M and N differ.",
    ),
    Mistake(
        "cat-for-stack",
        "ROW08",
        "value",
        _by(lambda e, h: e.result.T.flatten()),
        _CAT.saw,
        _CAT.why,
        "Use `torch.stack(columns, dim=1)`.",
    ),
    Mistake(
        "wrong-flattening-order",
        "ROW22",
        "value",
        _by(lambda e, h: e.result.T.reshape(e.result.shape)),
        _ORDER.saw,
        _ORDER.why,
        "Stack the columns along dim 1: `torch.stack(columns, dim=1)`.",
    ),
)

ENTRIES = {
    "vjp_once": Entry(vjp_by_grad, _VJP, tensor),
    "jacobian_by_rows": Entry(rows_with_one_forward, _ROWS, tensor),
    "jacobian_by_differences": Entry(central_differences, _DIFFERENCES, within(DIFFERENCES)),
}
