"""Passes that are too many or too wide, where one of width M would do.

Offers: `PASSES`, all of these mistakes; `counts` and `a_row_a_pass`, to look for others.
"""

from collections.abc import Callable
from dataclasses import replace

from autograder.answer_key.key import Case, Expected, Mistake
from autograder.answer_key.row_by_row.record import FORWARD_FOR_EVERY_ROW
from autograder.observe import Cost


def counts(case: Case, broken: Callable[[Cost, Expected], bool]) -> bool:
    """Tell whether the costs that can show it all do, and one at least does."""
    telling = [(cost, e) for cost, e in case.costs() if e.call.sizes["M"] > 2]
    its_own = "cost" in case.failed and "forbidden" not in case.over
    return its_own and bool(telling) and all(broken(cost, e) for cost, e in telling)


def a_row_a_pass(cost: Cost, e: Expected) -> bool:
    """Tell whether each row had a backward pass of its own, after one forward."""
    return cost.backward_passes == e.call.sizes["M"] and cost.widest("fr") == 1 and cost.vectors("f") <= 2


def _loops_over_rows(case: Case) -> bool:
    looped = any(a_row_a_pass(cost, e) for cost, e in case.costs() if e.call.sizes["M"] > 2)
    return looped and counts(case, lambda c, e: a_row_a_pass(c, e) or c.backward_passes == 1)


OVER_ROWS = Mistake(
    "loop-over-rows",
    "cost",
    _loops_over_rows,
    "Each row had a backward pass of its own: M passes of width 1.",
    "A loop, a list comprehension, or vmap with chunks of one: f's record is walked back M times, one vector each.",
    "Give `vmap` all M unit vectors at once; it walks back once, M vectors wide.",
)
FORWARD_A_ROW = replace(
    FORWARD_FOR_EVERY_ROW,
    shows=lambda case: counts(case, lambda c, e: c.count("f") in (e.call.sizes["M"], e.call.sizes["M"] + 1)),
    next_step="Take `y, pullback = vjp(f, x)` out of the part that runs for every row; map the pullback alone.",
)
FORWARD_AS_WIDE = Mistake(
    "forward-as-wide",
    "cost",
    lambda case: counts(case, lambda c, e: c.widest("f") == e.call.sizes["M"]),
    "f itself was evaluated for M copies of x.",
    "What vmap maps over becomes a batch, and so does all that depends on it. Rows differ in v; x is the same for all"
    " of them.",
    "Leave x out of what is mapped: let the mapped function take v alone.",
)

PASSES = (OVER_ROWS, FORWARD_A_ROW, FORWARD_AS_WIDE)
