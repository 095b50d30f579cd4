"""Key to `jacobian_by_differences`: its reference, and the mistakes that show in its result."""

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor

from autograder.answer_key.between_calls import ARGUMENT_WATCHED, KEPT_BETWEEN_CALLS
from autograder.answer_key.compare import DIFFERENCES, equal_to, reshaped_for_turned, within
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.row_by_row.points import POINTS
from autograder.answer_key.row_by_row.rows import CAT_FOR_STACK, TRANSPOSED, WRONG_ORDER, rows_by_torch
from autograder.questions.draw import Function

_VERY_SMALL = 1e-7
# What an answer, or a mistake, makes of a call with some h.
Differences = Callable[[Expected, float], Tensor]


def differences_by_torch(f: Function, x: Tensor, h: float = 1e-5) -> Tensor:
    """Return J by central differences of step h, of error h² f‴/6 each. Shapes: x (N,) → (M, N)."""
    steps = h * torch.eye(len(x), dtype=x.dtype, device=x.device)
    columns = [torch.gradient(torch.stack([f(x - step), f(x), f(x + step)]), spacing=h, dim=0)[0][1] for step in steps]
    return torch.stack(columns, dim=1)


def _given_step(expected: Expected) -> float | None:
    """The h that the call gives; None where the answer's own default holds."""
    h: float | None = expected.call.kwargs.get("h", expected.args[2] if len(expected.args) > 2 else None)
    return h


def _step(expected: Expected) -> float:
    return _given_step(expected) or 1e-5


def _large_steps_give(case: Case, make: Differences) -> bool:
    """Tell whether every call with a large h gives that: at the default all ways differ by too little to be told."""
    told = []
    for seen, expected in case.pairs:
        h = _step(expected)
        if h > 1e-2:
            told.append(isinstance(seen.result, Tensor) and equal_to(seen.result, make(expected, h), loosely=True))
    return bool(told) and all(told)


def _is_right(expected: Expected, h: float) -> Tensor:
    right: Tensor = expected.result
    return right


def _derivative(expected: Expected, h: float = 0.0) -> Tensor:
    f, x = expected.args[:2]
    return rows_by_torch(f, x)


def _loses_digits(case: Case) -> bool:
    """Only small steps go wrong, given or not: f's values carry too few digits to be divided by 2h."""
    wrong = list(case.wrong())
    formed = all(isinstance(s.result, Tensor) and s.result.shape == e.result.shape for s, e in wrong)
    told = bool(wrong) and wrong[0][0] is case.pairs[0][0] and formed and not _has_another_default(case)
    far = any(not equal_to(s.result, e.result, loosely=True) for s, e in wrong) if formed else False
    return told and far and _large_steps_give(case, _is_right)


DTYPE = Mistake(
    "dtype-hard-coded",
    "value",
    _loses_digits,
    "With a large h your result is right; with a small one it is off, far beyond the formula's own error.",
    "f's values went through a smaller dtype on the way, and their rounding error is divided by 2h.",
    "Keep every tensor in x's dtype: a tensor made inside without `dtype=` has torch's default, float32.",
)


def _one_sided(sign: int) -> Differences:
    def make(expected: Expected, h: float) -> Tensor:
        f, x = expected.args[:2]
        steps = sign * h * torch.eye(len(x), dtype=x.dtype, device=x.device)
        return torch.stack([(f(x + step) - f(x)) / (sign * h) for step in steps], dim=1)

    return make


def _is_one_sided(case: Case) -> bool:
    return any(_large_steps_give(case, _one_sided(sign)) for sign in (1, -1))


ONE_SIDED = Mistake(
    "one-sided-difference",
    "value",
    _is_one_sided,
    "These are one-sided differences, (f(x + h e) − f(x)) / h.",
    "Their error is of order h; the central ones' is of order h², for what is of order h cancels.",
    "Use (f(x + h e) − f(x − h e)) / (2h).",
)


def _has_another_default(case: Case) -> bool:
    """Right wherever h is given; off where it is not, and where the error of the default itself shows."""
    wrong = list(case.wrong())
    formed = all(isinstance(s.result, Tensor) and s.result.dtype == e.result.dtype for s, e in wrong)
    undecided = formed and all(_given_step(expected) is None for _, expected in wrong)
    return undecided and any(_shows_its_step(expected) for _, expected in wrong) and not _differentiates(case)


def _shows_its_step(expected: Expected) -> bool:
    """Tell whether another step than the one that is given is seen: by its error, or by that of one held from below."""
    return _step(expected) < _VERY_SMALL or bool((expected.result - _derivative(expected)).abs().max() > DIFFERENCES)


def _differentiates(case: Case) -> bool:
    return any(name != "torch.func.vmap" for seen, _ in case.pairs for name in seen.used)


ANOTHER_DEFAULT = Mistake(
    "default-step-changed",
    "value",
    _has_another_default,
    "Where h is given your result is right; where it is left out, another step than 1e-5 was taken.",
    "The signature is part of what is asked: a caller who leaves h out counts on `h=1e-5`. Too large a step shows its"
    " truncation error where f turns fast, too small a one its rounding.",
    "Let the function begin as the lesson has it: `def {question}(f, x, h=1e-5)`.",
)


def _is_twice_or_half(case: Case) -> bool:
    """Every wrong entry is, or every call with a large h gives so much of central differences of another step."""
    scaled = ((factor, scale) for factor in (2.0, 0.5) for scale in (0.5, 2.0))
    return case.gives_multiple(2.0, 0.5) or any(
        _large_steps_give(case, _times(factor, _central(scale))) for factor, scale in scaled
    )


def _times(factor: float, make: Differences) -> Differences:
    return lambda e, h: factor * make(e, h)


def _central(scale: float) -> Differences:
    return lambda e, h: differences_by_torch(e.args[0], e.args[1], scale * h)


FACTOR_TWO = Mistake(
    "factor-two",
    "value",
    _is_twice_or_half,
    "Every entry is twice or half what it should be.",
    "x + h e and x − h e lie 2h apart, not h.",
    "Divide by the distance between the two points at which you evaluate f.",
)

ANOTHER_STEP = Mistake(
    "another-step",
    "value",
    lambda case: any(_large_steps_give(case, _central(scale)) for scale in (0.5, 2.0)),
    "These are central differences of another step, half of h or twice as much.",
    "f is evaluated h away from x on either side: at x + h e and at x − h e, which lie 2h apart.",
    "Use (f(x + h e) − f(x − h e)) / (2h).",
)


def _of_fourth_order(outer: float) -> Differences:
    """Two central differences, of steps `outer` · h and half of that, combined so that their h² terms cancel."""
    return lambda e, h: (4 * _central(outer / 2)(e, h) - _central(outer)(e, h)) / 3


HIGHER_ORDER = Mistake(
    "higher-order-formula",
    "value",
    lambda case: any(_large_steps_give(case, _of_fourth_order(outer)) for outer in (1.0, 2.0)),
    "These are differences of a higher order: four points a column, and an error of order h⁴.",
    "What is asked is the plain central difference, with its error of h²/6 times the third derivative; and four"
    " evaluations a column are twice as many as the budget has.",
    "Use (f(x + h e) − f(x − h e)) / (2h) alone.",
)
STEP_IGNORED = Mistake(
    "step-ignored",
    "value",
    lambda case: not _is_one_sided(case) and _large_steps_give(case, _derivative),
    "A large h changes nothing in your result.",
    "Central differences with a large h show a truncation error; yours shows that of another step, or none.",
    "Use the h that the caller gives, in the steps and in the division, and no derivative from autograd.",
)


def _wrong_at_large_steps_alone(case: Case) -> bool:
    """Where the step's own error shows, and nowhere else, a tensor of the right form is off, and no earlier result."""
    wrong = [(seen.result, expected) for seen, expected in case.wrong()]
    formed = all(
        isinstance(got, Tensor) and got.shape == e.result.shape and got.dtype is e.result.dtype for got, e in wrong
    )
    told = bool(wrong) and formed and all(_shows_its_step(expected) for _, expected in wrong)
    return told and not KEPT_BETWEEN_CALLS.shows(case)


STEP_OF_ITS_OWN = Mistake(
    "step-of-its-own",
    "value",
    _wrong_at_large_steps_alone,
    "Where the error of the step itself shows, it is that of another step than h.",
    "Elsewhere any small step gives the same digits. One that grows with x, or is bounded, is not the caller's.",
    "Use h as it is given, for every entry of x, in the steps and in the division.",
    rest=True,
)


def _by(make: Callable[[Expected], Tensor | None]) -> Callable[[Case], bool]:
    """Look for what a mistake would make of a call's differences; float32 is judged on form alone."""

    def instead(expected: Expected) -> Tensor | None:
        tells = expected.call.exact and min(expected.result.shape) > 1
        return make(expected) if tells else None

    return lambda case: case.gives(instead)


def _gives_the_derivative(case: Case) -> bool:
    return _differentiates(case) and _by(_derivative)(case) and not _large_steps_give(case, _derivative)


DERIVATIVE = Mistake(
    "derivative-for-difference",
    "value",
    _gives_the_derivative,
    "In some calls you gave the derivative itself, from autograd, and not a difference.",
    "A central difference departs from it, by h²/6 times the third derivative. And a second opinion that asks autograd"
    " is no second opinion.",
    "Evaluate f, and nothing else, for every h and every dtype.",
)
TURNED = Mistake(
    "transposed",
    "value",
    _by(lambda e: e.result.T),
    TRANSPOSED.saw,
    "One step in x[j] moves all outputs: it gives column j, so the columns go along dim 1.",
    "Use `torch.stack(columns, dim=1)`, and check with an f whose M and N differ.",
)
CAT = Mistake(
    "cat-for-stack",
    "value",
    _by(lambda e: e.result.T.flatten()),
    CAT_FOR_STACK.saw,
    CAT_FOR_STACK.why,
    "Use `torch.stack(columns, dim=1)`.",
)
ORDER = Mistake(
    "wrong-flattening-order",
    "value",
    _by(lambda e: reshaped_for_turned(e.result)),
    WRONG_ORDER.saw,
    WRONG_ORDER.why,
    "Stack the columns along dim 1: `torch.stack(columns, dim=1)`.",
)


X_WATCHED = replace(
    ARGUMENT_WATCHED,
    why="It belongs to the caller, who may need it again. And nothing here asks autograd: no tensor must require grad.",
    next_step="Take the flag away: differences need f's values alone.",
    rest=True,
)

ENTRY = Entry(
    differences_by_torch,
    (
        X_WATCHED,
        *POINTS,
        DTYPE,
        ONE_SIDED,
        ANOTHER_DEFAULT,
        FACTOR_TWO,
        ANOTHER_STEP,
        HIGHER_ORDER,
        STEP_IGNORED,
        STEP_OF_ITS_OWN,
        DERIVATIVE,
        TURNED,
        CAT,
        ORDER,
    ),
    within(DIFFERENCES),
)
