"""Key to `kepler`: its reference, and what goes wrong in a solution, in its slopes, in their slopes."""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.answer_key.key import Case, Entry, Mistake
from autograder.answer_key.structure.left_behind import KEPT
from autograder.answer_key.structure.not_as_asked import NOT_AS_ASKED
from autograder.answer_key.structure.orbits import gives_part, orbit, wrong_parts
from autograder.answer_key.structure.rules_of_a_function import RULES
from autograder.answer_key.wrong_results import first_kind
from autograder.questions.structure.derivatives import (
    BY_E,
    BY_M,
    FIRST,
    MAPPED,
    MAPPED_SLOPE,
    PUSHED,
    REVERSE_SECOND,
    SECOND,
    VALUE,
)

_VALUES = {VALUE, *MAPPED} - {MAPPED_SLOPE}


def solved_then_polished(M: Tensor, e: Tensor) -> Tensor:
    """E of Kepler's equation, from Danby's start by Newton's steps. Shapes: M, e alike → the same.

    The last two have a record: at a solution the first makes its slopes right, the second their slopes.
    """
    E = _newton(M.detach() + 0.85 * e.detach() * torch.sign(torch.sin(M.detach())), M.detach(), e.detach(), 6)
    return _newton(E, M, e, 2)


def _newton(E: Tensor, M: Tensor, e: Tensor, steps: int) -> Tensor:
    for _ in range(steps):
        E = E - (E - e * torch.sin(E) - M) / (1 - e * torch.cos(E))
    return E


def _solution(M: Tensor, e: Tensor) -> Tensor:
    return solved_then_polished(M, e)


def _wrong_alone(*parts: str) -> Callable[[Case], bool]:
    """Tell whether some of these parts are wrong, and no others; and whether nothing is of another type or dtype."""

    def shows(case: Case) -> bool:
        wrong = wrong_parts(case)
        return bool(wrong) and wrong <= set(parts) and first_kind(case) in ("value", "finite", "shape")

    return shows


# Values.


def _goes_by_turns(case: Case) -> bool:
    """E is right but for whole turns."""
    full = 2 * torch.pi
    told = []
    for seen, expected in case.wrong():
        part = seen.result.get(VALUE) if isinstance(seen.result, dict) else None
        if VALUE in expected.result and isinstance(part, Tensor) and part.shape == expected.args[0].shape:
            turns = (part.double() - expected.result[VALUE].double()) / full
            told.append(bool((turns - turns.round()).abs().max() < 1e-3) and bool(turns.round().any()))
    return any(told) and first_kind(case) == "value"


_TURNS = Mistake(
    "turns-lost",
    "value",
    _goes_by_turns,
    "E is right within its turn, and whole turns are missing.",
    "M may be 20, which is three turns and some. E goes round with it: E − e sin E − M is 0, not a multiple of 2π.",
    "Add the turns again that you took off, `M - M.remainder(2 * torch.pi)`, or leave M as it comes.",
)


def _equation_of_other_sign(case: Case) -> bool:
    return gives_part(case, VALUE, lambda M, e, weights: _solution(M, -e))


_OTHER_SIGN = Mistake(
    "sine-added",
    "value",
    _equation_of_other_sign,
    "Your E solves E + e sin E = M.",
    "In Kepler's equation the `sin` is taken off: E − e sin E = M.",
    "Turn the sign, in the iteration and in the slopes.",
)


def _stops_early(case: Case) -> bool:
    """Values are wrong somewhere, not everywhere or by little, and it is no other mistake."""
    if VALUE not in wrong_parts(case) or first_kind(case) not in ("value", "finite"):
        return False
    return not _goes_by_turns(case) and not _equation_of_other_sign(case) and not KEPT.shows(case)


def _wrong_for_circles(case: Case) -> bool:
    labels = [e.call.label for _, e in case.wrong()]
    return bool(labels) and all(label.startswith("circles") for label in labels) and _stops_early(case)


_CIRCLES = Mistake(
    "wrong-for-circles",
    "value",
    _wrong_for_circles,
    "Where e = 0, and there alone, E does not solve the equation.",
    "Of E − e sin E = M only E = M is left. Newton's steps know that by themselves, and need no branch.",
    "Leave the case e = 0 to the iteration.",
)
_NOT_CONVERGED = Mistake(
    "not-converged",
    "value",
    lambda case: _stops_early(case) and not _wrong_for_circles(case),
    "E does not solve the equation everywhere.",
    "Near M = 0 a long ellipse is steep, and Newton's method from E = M jumps far; steps E ← M + e sin E gain a digit"
    " in twenty at e = 0.9. A `range` that sufficed for short ellipses leaves long ones unsolved.",
    "Start at `M + 0.85 * e * torch.sign(torch.sin(M))` (Danby's start), and take eight or ten steps of Newton's.",
)

# Slopes.


def _values_right_slopes_wrong(case: Case) -> bool:
    wrong = wrong_parts(case)
    return bool(wrong & {*FIRST, MAPPED_SLOPE}) and not wrong & _VALUES and first_kind(case) in ("value", "finite")


def _slope_is(name: str, instead: Callable[[Tensor, Tensor, Tensor], Tensor]) -> Callable[[Case], bool]:
    return lambda case: _values_right_slopes_wrong(case) and gives_part(case, name, instead)


_at_M = _slope_is(BY_M, lambda M, e, w: w / (1 - e * torch.cos(M)))
_AT_M = Mistake(
    "slopes-at-the-anomaly",
    "value",
    _at_M,
    "The slopes are those at M: 1 / (1 − e cos M).",
    "The theorem's derivatives are taken where the equation holds, at its solution, and `save_for_backward` keeps what"
    " they are made of.",
    "Save the output, E, and take the cosine and the sine of that.",
)


def _one(M: Tensor, e: Tensor, weights: Tensor) -> Tensor:
    return weights.clone()


_denominator_lost = _slope_is(BY_M, _one)
_DENOMINATOR = Mistake(
    "denominator-lost",
    "value",
    _denominator_lost,
    "The slope by M is 1 everywhere.",
    "dE = dM + e cos E dE: E moves itself as well. Brought together that is dE = dM / (1 − e cos E).",
    "Divide by `1 - e * torch.cos(E)`.",
)
_plus = _slope_is(BY_M, lambda M, e, w: w / (1 + e * torch.cos(_solution(M, e))))
_PLUS = Mistake(
    "plus-in-the-denominator",
    "value",
    _plus,
    "The slope by M is 1 / (1 + e cos E).",
    "The derivative of E − e sin E by E is 1 − e cos E, wherever a `cos` of yours stands.",
    "Turn that sign.",
)


def _by_e(instead: Callable[[Tensor, Tensor], Tensor]) -> Callable[[Case], bool]:
    def slope(M: Tensor, e: Tensor, weights: Tensor) -> Tensor:
        return weights * instead(_solution(M, e), e)

    return lambda case: BY_M not in wrong_parts(case) and _slope_is(BY_E, slope)(case)


_nothing_by_e = _by_e(lambda E, e: torch.zeros_like(E))
_NOTHING_BY_E = Mistake(
    "slope-by-e-left-out",
    "value",
    _nothing_by_e,
    "The slope by e is 0.",
    "An orbit's shape moves E too: ∂E/∂e = sin E / (1 − e cos E). None from `backward` means «no slope».",
    "Return it as the second gradient.",
)
_bare_sine = _by_e(lambda E, e: torch.sin(E))
_negative_by_e = _by_e(lambda E, e: -torch.sin(E) / (1 - e * torch.cos(E)))
_OTHER_BY_E = Mistake(
    "slope-by-e",
    "value",
    lambda case: _bare_sine(case) or _negative_by_e(case),
    "The slope by M is right; that by e has a wrong sign, or lacks its denominator.",
    "F = E − e sin E − M has ∂F/∂e = −sin E. Minus that, over ∂F/∂E, is sin E / (1 − e cos E).",
    "Give `by_M * torch.sin(E)`.",
)
_JVP_ALONE = Mistake(
    "jvp-departs-from-backward",
    "value",
    lambda case: _wrong_alone(PUSHED, *SECOND)(case) and PUSHED in wrong_parts(case),
    "`backward` is right, and `jvp` says otherwise.",
    "They are one derivative, read from two ends: ⟨c, jvp(t)⟩ = ⟨vjp(c), t⟩ for all c and t.",
    "Give (of_M + of_e sin E) / (1 − e cos E), with both tangents in it.",
)


def _other_slopes(case: Case) -> bool:
    told = (_at_M, _denominator_lost, _plus, _nothing_by_e, _bare_sine, _negative_by_e, _JVP_ALONE.shows)
    return _values_right_slopes_wrong(case) and not any(shows(case) for shows in told)


_SLOPES = Mistake(
    "values-right-slopes-wrong",
    "value",
    _other_slopes,
    "E is right, and its slopes are not.",
    "Slopes come from the equation: ∂E/∂M = 1 / (1 − e cos E), ∂E/∂e = sin E / (1 − e cos E).",
    "Write these two into `backward` and `jvp`, with the saved output for E.",
)

# Their slopes.

_CUT = Mistake(
    "curvature-cut-off",
    "value",
    lambda case: _wrong_alone(*REVERSE_SECOND)(case),
    "Values, slopes and forward over reverse are right; reverse over reverse is wrong.",
    "Your `backward` works E out again, with no record or from what is detached: a right number, and for whoever"
    " differentiates `backward` a constant. `gradcheck` passes in both modes; only `gradgradcheck` tells.",
    "Save the output: `ctx.save_for_backward(output, e)`. Then E in `backward` hangs on M and e by your own rule.",
)


def _curvature_alone(case: Case) -> bool:
    return _wrong_alone(*SECOND)(case) and not _CUT.shows(case)


_FLAT = Mistake(
    "slopes-right-curvature-wrong",
    "value",
    _curvature_alone,
    "Values and slopes are right to the last digit, and second derivatives are not.",
    "One last Newton step with a record has exact slopes, and a bend of its own. A rule with something detached in it,"
    " by `detach` or `no_grad`, has right numbers that do not move.",
    "Let `backward` and `jvp` be made of the saved output and e, by torch's operations, with nothing detached.",
)
_MAPPED_ALONE = Mistake(
    "wrong-under-vmap",
    "value",
    _wrong_alone(*MAPPED),
    "By itself all is right; under `vmap` it is not.",
    "A rule of your own must say for each input where its batch stands, or that it has none: M or e may come unmapped.",
    "Write `generate_vmap_rule = True`, or bring both inputs to one shape in your `vmap` rule: `in_dims` says of which"
    " there is one for all, with None.",
)

_MISTAKES = (
    *RULES,
    _TURNS,
    _OTHER_SIGN,
    _CIRCLES,
    _NOT_CONVERGED,
    _AT_M,
    _DENOMINATOR,
    _PLUS,
    _NOTHING_BY_E,
    _OTHER_BY_E,
    _JVP_ALONE,
    _SLOPES,
    _CUT,
    _FLAT,
    _MAPPED_ALONE,
    KEPT,
    *NOT_AS_ASKED,
)

ENTRY = Entry(solved_then_polished, _MISTAKES, orbit)
