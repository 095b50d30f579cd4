"""Numbers that are right until they are small: a tolerance, an epsilon or a filter took them for nothing.

Offers the mistake by its name, and `taken_for_nothing`, its detector; for a question that asks it in one call alone,
`wrong_in` (whether that call is what is wrong) and `taken_for_nothing_in` (the mistake).
"""

from dataclasses import replace

from torch import Tensor

from autograder.answer_key.departing import departing
from autograder.answer_key.key import Case, Mistake

_SMALL = 1e-3


def _is_small(tensor: Tensor) -> bool:
    """Tell whether a tensor's numbers are all small, and not all 0."""
    return tensor.numel() > 0 and 0 < tensor.abs().max().item() < _SMALL


def taken_for_nothing(case: Case) -> bool:
    """Where right numbers are small results are wrong, and wherever they are not, results are right."""
    wrong = [departing(seen, e) for seen, e in case.wrong()]
    return bool(wrong) and all(any(_is_small(right) for _, right in pairs or ()) for pairs in wrong)


SMALL_TAKEN_FOR_NOTHING = Mistake(
    "small-taken-for-nothing",
    "value",
    taken_for_nothing,
    "{question} is right until numbers are small, and wrong there.",
    "A number of your own says what is nothing: a tolerance, an epsilon beside a norm, a filter of «noise». How small"
    " is small hangs on the units in which f is measured.",
    "Hold what is left against a share of what you began with (`tol * b.norm()`), and clear or guard no numbers.",
)


def wrong_in(case: Case, call: str, *besides: str) -> bool:
    """Tell whether results are wrong in calls whose label begins so, and at most in those of `besides` as well."""
    labels = [e.call.label for _, e in case.wrong()]
    return any(label.startswith(call) for label in labels) and all(
        label.startswith((call, *besides)) for label in labels
    )


def taken_for_nothing_in(call: str, *besides: str) -> Mistake:
    """Make the mistake of a question in which one call is small in all that is compared with a number.

    In those of `besides` numbers become small on the way. It claims what none of the question's own mistakes claims.
    """
    return replace(SMALL_TAKEN_FOR_NOTHING, shows=lambda case: wrong_in(case, call, *besides), rest=True)
