"""Key to `conjugate_gradient`."""

import math
from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to, tensor
from autograder.answer_key.curvature_at_work.altered_steps import ALTERED
from autograder.answer_key.curvature_at_work.krylov import ELSEWHERE
from autograder.answer_key.curvature_at_work.matrices import at_step, iterate
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.wrong_where_small import taken_for_nothing_in
from autograder.questions.curvature_at_work.matrices import all_of

_NO_STEP = ("b = 0",)
_FIRST = ("curved down at once", "no curvature")
_LATER = "curved down on the way"
_SMALL = "a small b"
_LOOSE = ("a large b", _SMALL)


def _labels(case: Case) -> list[str]:
    return [expected.call.label for _, expected in case.wrong()]


def _all_begin(case: Case, *words: str) -> bool:
    labels = _labels(case)
    return bool(labels) and all(label.startswith(words) for label in labels)


def _bowls(case: Case) -> Iterator[tuple[Tensor, Expected]]:
    """Yield the wrong results, and none where b is 0 or A bends down."""
    for seen, expected in case.wrong():
        if isinstance(seen.result, Tensor) and not expected.call.label.startswith((*_NO_STEP, *_FIRST, _LATER)):
            yield seen.result, expected


def _all_bowls(test: Callable[[Tensor, Expected], bool]) -> Callable[[Case], bool]:
    def shows(case: Case) -> bool:
        found = list(_bowls(case))
        return bool(found) and all(test(result, expected) for result, expected in found)

    return shows


def _is(result: Tensor, other: Tensor) -> bool:
    """Tell whether two vectors agree, measured by their own size: a small b makes no two steps alike."""
    size = other.abs().max().clamp(min=torch.finfo(other.dtype).tiny)
    return equal_to(result / size, other / size, loosely=True)


def _is_left(result: Tensor, e: Expected) -> bool:
    """Tell whether a result is b − A x; near the end that is rounding, beside b."""
    matvec, b = e.args[:2]
    left = b - all_of(matvec, b) @ e.result
    return equal_to(left, result, loosely=True) or bool((left - result).abs().max() <= 1e-10 * b.abs().max())


def _off_by_one(result: Tensor, e: Expected) -> bool:
    return any(_is(result, at_step(e, e.args[2] + by)) for by in (-1, 1))


def _solved(result: Tensor, e: Expected) -> bool:
    matrix = all_of(*e.args[:2]).double()
    return _is(matrix @ result.double(), e.args[1].double())


def _by_steepest_descent(e: Expected) -> Tensor:
    matrix, b = all_of(*e.args[:2]).double(), e.args[1].double()
    x, r = torch.zeros_like(b), b
    for _ in range(e.args[2]):
        if r.norm() <= e.args[3] * b.norm():
            break
        length = (r @ r) / (r @ matrix @ r)
        x, r = x + length * r, r - length * (matrix @ r)
    return x.to(e.args[1].dtype)


def _stopped_by(limit: Callable[[Tensor, float], float], result: Tensor, e: Expected) -> bool:
    """Tell whether a result is the iterate at which another rule than ‖r‖ ≤ tol · ‖b‖ stops."""
    b, most, tol = e.args[1], e.args[2], e.args[3]
    scaled = limit(b, tol) / b.norm().item() if b.any() else 0.0
    return _is(result, iterate(e.args[0], b, most, scaled))


def _absolute(result: Tensor, e: Expected) -> bool:
    rules: tuple[Callable[[Tensor, float], float], ...] = (
        lambda b, tol: tol,
        lambda b, tol: math.sqrt(tol),
        lambda b, tol: math.sqrt(tol) * b.norm().item(),
        lambda b, tol: math.sqrt(tol * b.norm().item()),
    )
    return any(_stopped_by(rule, result, e) for rule in rules)


def _stops_elsewhere(case: Case) -> bool:
    """Of the bowls only those that a tolerance ends go wrong, and what they give are iterates of other steps."""
    return _ended_by_tolerance(case) and _all_bowls(_any_step)(case) and not _goes_on(case)


def _ended_by_tolerance(case: Case) -> bool:
    labels = [e.call.label for _, e in _bowls(case)]
    return bool(labels) and all(label.startswith((*_LOOSE, "more steps")) for label in labels)


def _goes_on(case: Case) -> bool:
    """Where the tolerance is loose the result is that of every step that may be taken; else it is no number."""
    told = []
    for result, e in _bowls(case):
        loose = e.call.label.startswith(_LOOSE)
        told.append(loose)
        finite = bool(result.isfinite().all())
        if finite and not (loose and _is(result, at_step(e, e.args[2]))):
            return False
    return any(told)


def _any_step(result: Tensor, e: Expected) -> bool:
    return _absolute(result, e) or any(_is(result, at_step(e, k)) for k in range(1, 32))


def _extra(case: Case, least: Callable[[int], int], most: Callable[[int], int]) -> bool:
    """Where there are too many products, they are so many more than steps."""
    told = [(cost.products, e.call.sizes["steps"]) for cost, e in case.costs()]
    over = [(found, steps) for found, steps in told if found > steps]
    return bool(over) and all(least(steps) <= found <= most(steps) for found, steps in over)


def _one_more(case: Case) -> bool:
    return _extra(case, lambda k: k + 1, lambda k: k + 1)


def _builds(case: Case) -> bool:
    told = [(cost.products, e.call.sizes) for cost, e in case.costs()]
    over = [(found, sizes["N"]) for found, sizes in told if found > sizes["steps"] + 1]
    return bool(over) and all(found >= n for found, n in over) and any(n > 100 for _, n in over)


_SIGN = (
    "What `matvec` makes of p, times p, is how A bends along p. Where it is not above 0 the parabola has no bottom, and"
    " there is no step to it."
)

_MISTAKES = (
    *ALTERED,
    taken_for_nothing_in(_SMALL, "many steps", "more steps"),  # near the end, too, numbers are small
    *ELSEWHERE,
    Mistake(
        "one-step-off",
        "value",
        lambda case: _all_bowls(_off_by_one)(case) and not _ended_by_tolerance(case) and len([*_bowls(case)]) > 1,
        "You gave the iterate of one step more, or one step less, than asked.",
        "One step is one product and one move of x. The start, x = 0, is no step.",
        "Count the products: `for _ in range(max_steps)`.",
    ),
    Mistake(
        "solved-to-the-end",
        "value",
        lambda case: _all_bowls(_solved)(case) and not _all_bowls(_off_by_one)(case),
        "You solved the system, where asked is how far `max_steps` steps come.",
        "Of a system with a million unknowns nobody waits for what `solve`, `inv` or `pinv` would give: after ten"
        " steps or twenty x is good enough.",
        "Stop after `max_steps` products, wherever x is then.",
    ),
    Mistake(
        "steepest-descent",
        "value",
        lambda case: (
            not _goes_on(case)
            and case.gives(
                lambda e: None if e.call.label.startswith((*_FIRST, _LATER, _SMALL)) else _by_steepest_descent(e)
            )
        ),
        "You went along the residual at every step: that is steepest descent.",
        "What goes into `matvec` takes back at each step some of what the one before had won. Directions with pᵀA q ="
        " 0 do not.",
        "Add to the new residual (new rᵀr) / (old rᵀr) times the old direction.",
    ),
    Mistake(
        "tolerance-not-relative",
        "value",
        _stops_elsewhere,
        "You stop at another step than ‖r‖ ≤ tol · ‖b‖ says.",
        "An absolute tolerance means nothing until one knows how large b is; and r @ r is the square of a length.",
        "Compare lengths: `r.norm() <= tol * b.norm()`, before each product.",
    ),
    Mistake(
        "tolerance-ignored",
        "value",
        _goes_on,
        "You go on where ‖r‖ ≤ tol · ‖b‖ already holds.",
        "`max_steps` is the most that may be made. Once ‖r‖ ≤ `tol` · ‖b‖ a further product is for nothing, and where"
        " r is 0 there is nothing to divide by.",
        "Look before each product: stop where `r.norm() <= tol * b.norm()`.",
    ),
    Mistake(
        "division-by-nothing",
        "value",
        lambda case: _all_begin(case, *_NO_STEP, *_FIRST, "one input", "three", "more steps") and _not_finite(case),
        "Where nothing is left to solve, or A does not bend along p, you divide by 0.",
        "With b = 0 the residual is 0 at once, and x = 0 is the answer, without a product. And pᵀAp may be 0. Each `/`"
        " meets one of the two.",
        "Look at ‖r‖ before the product, and at pᵀAp before the division.",
    ),
    Mistake(
        "curved-down-at-once",
        "value",
        lambda case: _all_begin(case, *_FIRST) and not _not_finite(case),
        "Where A bends down along b itself, or not at all, asked is b.",
        _SIGN + " Newton's method then goes along the residual, which is downhill all the same.",
        "At the first step, where `p @ Ap <= 0`, return b (a copy of it).",
    ),
    Mistake(
        "curved-down-on-the-way",
        "value",
        lambda case: _all_begin(case, _LATER),
        "Where A bends down along a later direction, asked is the x that was reached before it.",
        _SIGN + " What was won until then is kept.",
        "After the first step, where `p @ Ap <= 0`, return x as it is.",
    ),
    Mistake(
        "curvature-not-looked-at",
        "value",
        lambda case: (
            _all_begin(case, *_FIRST, _LATER) and not _all_begin(case, *_FIRST) and not _all_begin(case, _LATER)
        ),
        "Where A does not bend up, the numbers are wrong.",
        _SIGN + " Conjugate gradients are for matrices that bend up everywhere, and a Hessian may not.",
        "Before the division: `if p @ Ap <= 0: return b.clone() if it is the first step, else x`.",
    ),
    Mistake(
        "residual-returned",
        "value",
        _all_bowls(_is_left),
        "You gave what is left, b − A x, and not x.",
        "The residual tells how far x is; x is what is asked.",
        "Return x.",
    ),
    Mistake(
        "matrix-built",
        "cost",
        _builds,
        "As many products were made as b has entries: you built A.",
        "A has N × N numbers, and so has `matvec` of all unit vectors. The method needs one product a step, and few"
        " steps where eigenvalues lie together.",
        "Multiply with the direction p, and with nothing else.",
    ),
    Mistake(
        "residual-anew",
        "cost",
        lambda case: (
            "products" in case.over
            and not (_builds(case) or _one_more(case))
            and _extra(case, lambda k: 2 * k, lambda k: 2 * k + 2)
        ),
        "Two products are made at each step.",
        "A x changes by a step along p by that step times A p, and that `matvec` has given already.",
        "Take r along: `r = r - a * Ap`.",
    ),
    Mistake(
        "product-for-nothing",
        "cost",
        lambda case: "products" in case.over and not _builds(case) and _one_more(case),
        "One product is made more than there are steps.",
        "At x = 0 the residual is b, which takes no `matvec`. And where ‖r‖ is small enough, no further one does.",
        "Begin with r = b, and look at ‖r‖ before each product, not after it.",
    ),
    Mistake(
        "steps-kept",
        "cost",
        lambda case: case.over == {"peak"},
        "There are no more products than steps, and still too much memory is taken.",
        "x, r, p and what `matvec` gives are all that a step needs of those before it. What `append` puts into a list"
        " stays.",
        "Keep the last of each, and no list; a function that calls itself keeps all of them, too.",
    ),
    Mistake(
        "too-many-products",
        "cost",
        lambda case: "products" in case.over,
        "More products were made than steps are needed.",
        "Each step costs one product. Once ‖r‖ ≤ tol · ‖b‖ no further one is needed.",
        "Look at ‖r‖ before each product.",
        rest=True,
    ),
)


def _not_finite(case: Case) -> bool:
    return all(isinstance(seen.result, Tensor) and not seen.result.isfinite().all() for seen, _ in case.wrong())


ENTRY = Entry(iterate, _MISTAKES, tensor)
