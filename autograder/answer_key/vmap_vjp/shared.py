"""What several exercises of lesson 02 share: detectors, and mistakes by message and by cost.

Offers: `MESSAGES`, `COSTS`, `BY_VMAP`, `ROWS` (lesson 01's mistakes by slug), and the detectors that they stand on.
"""

from collections.abc import Callable
from dataclasses import replace

from torch import Tensor

from autograder.answer_key.key import Case, Expected, Mistake
from autograder.answer_key.row_by_row.lesson import ENTRIES as LESSON_01
from autograder.answer_key.vmap_vjp.messages import MESSAGES as UNDER_TRANSFORMS
from autograder.observe import Cost

ROWS = {mistake.slug: mistake for mistake in LESSON_01["jacobian_by_rows"].mistakes}


def message(*phrases: str) -> Callable[[Case], bool]:
    return lambda case: case.raised(*phrases)


def _gives(make: Callable[[Tensor], Tensor]) -> Callable[[Case], bool]:
    """Look at matrices of two rows and two columns at least; smaller ones can't tell mistakes apart."""

    def instead(e: Expected) -> Tensor | None:
        matrix = isinstance(e.result, Tensor) and e.result.dim() == 2 and min(e.result.shape) > 1
        return make(e.result) if matrix else None

    return lambda case: case.gives(instead)


def _wants_units_shaped_like_y(case: Case) -> bool:
    """A flat cotangent was given for an output of two axes."""
    return any(
        seen.raised
        and "Mismatch in shape: grad_output" in seen.raised.message
        and seen.raised.message.rsplit("[", 1)[-1].count(",") > 0
        and not _is_square(seen.raised.message)
        for seen, _ in case.pairs
    )


def _is_square(message: str) -> bool:
    shapes = [part.split("]")[0] for part in message.split("Size([")[1:]]
    return len(shapes) == 2 and shapes[0] == f"{shapes[1]}, {shapes[1]}"


def _whole_identity(case: Case) -> bool:
    messages = [seen.raised.message for seen, _ in case.pairs if seen.raised]
    return any("Mismatch in shape: grad_output" in message and _is_square(message) for message in messages)


def _sized_otherwise(case: Case) -> bool:
    mismatch = case.raised("Mismatch in shape: grad_output")
    return mismatch and not _whole_identity(case) and not _wants_units_shaped_like_y(case)


def _tuples_of_one(case: Case) -> bool:
    """A tuple of one came where a tensor is meant, was worked with, or was stacked into a further axis."""
    if case.raised("'tuple' object", "but got tuple", "must be Tensor, not tuple"):
        return True
    wrong = [(seen.result, expected.result) for seen, expected in case.wrong() if isinstance(expected.result, Tensor)]
    given = [isinstance(got, tuple) and len(got) == 1 for got, _ in wrong]
    return (bool(given) and all(given)) or _gives(lambda matrix: matrix[None])(case)


def counts(case: Case, broken: Callable[[Cost, Expected], bool]) -> bool:
    """Tell whether the costs that can show it all do, and one at least does."""
    telling = [(cost, e) for cost, e in case.costs() if e.call.sizes["M"] > 2]
    its_own = "cost" in case.failed and "forbidden" not in case.over
    return its_own and bool(telling) and all(broken(cost, e) for cost, e in telling)


def a_row_a_pass(cost: Cost, e: Expected) -> bool:
    return cost.backward_passes == e.call.sizes["M"] and cost.widest("fr") == 1 and cost.vectors("f") <= 2


def _loops_over_rows(case: Case) -> bool:
    looped = any(a_row_a_pass(cost, e) for cost, e in case.costs() if e.call.sizes["M"] > 2)
    return looped and counts(case, lambda c, e: a_row_a_pass(c, e) or c.backward_passes == 1)


def _forward_a_row(case: Case) -> bool:
    return counts(case, lambda c, e: c.count("f") in (e.call.sizes["M"], e.call.sizes["M"] + 1))


def _forward_as_wide(case: Case) -> bool:
    return counts(case, lambda c, e: c.widest("f") == e.call.sizes["M"])


MESSAGES = (
    *(ROWS[slug] for slug in ("no-cotangent", "graph-freed", "in-place-on-leaf", "in-place-on-saved")),
    *(ROWS[slug] for slug in ("not-in-the-graph", "input-not-tracked", "integer-input")),
    replace(
        ROWS["whole-identity-as-cotangent"],
        shows=_whole_identity,
        next_step="Let vmap hand over the identity's rows: `vmap(pullback)(units)`.",
    ),
    Mistake(
        "basis-not-viewed",
        "value",
        _wants_units_shaped_like_y,
        "The unit vectors are flat, and f's output is a matrix.",
        "A cotangent has the output's shape. `torch.eye(y.numel())` counts the entries of y rightly, and lays them"
        " out in one line.",
        "View each row as y: `torch.eye(y.numel(), ...).reshape(-1, *y.shape)`.",
    ),
    replace(
        ROWS["cotangent-sized-by-input"],
        shows=_sized_otherwise,
        next_step="There is one unit vector for each output, and vmap runs over the axis that counts them:"
        " `torch.eye(len(y))`, mapped along its first axis.",
    ),
    Mistake(
        "tuple-not-unpacked",
        "value",
        _tuples_of_one,
        "A tuple came back, or was worked with, where its only tensor is meant.",
        "The pullback gives a tuple, an entry for each argument of f, even where there is one; so does"
        " `torch.autograd.grad`. Under vmap each entry becomes a batch, and the tuple stays.",
        "Take its only entry: `(jacobian,) = vmap(pullback)(units)`.",
    ),
    *UNDER_TRANSFORMS,
)


COSTS = (
    Mistake(
        "loop-over-rows",
        "cost",
        _loops_over_rows,
        "Each row had a backward pass of its own: M passes of width 1.",
        "A loop, a list comprehension, or vmap with chunks of one: f's record is walked back M times, one vector each.",
        "Give `vmap` all M unit vectors at once; it walks back once, M vectors wide.",
    ),
    replace(
        ROWS["forward-for-every-row"],
        shows=_forward_a_row,
        next_step="Take `y, pullback = vjp(f, x)` out of the part that runs for every row; map the pullback alone.",
    ),
    Mistake(
        "forward-as-wide",
        "cost",
        _forward_as_wide,
        "f itself was evaluated for M copies of x.",
        "What vmap maps over becomes a batch, and so does all that depends on it. Rows differ in v; x is the same for"
        " all of them.",
        "Leave x out of what is mapped: let the mapped function take v alone.",
    ),
)


BY_VMAP = (
    *MESSAGES,
    ROWS["ones-for-unit-vectors"],
    replace(ROWS["cat-for-stack"], next_step="vmap stacks for you: leave its result of shape (M, N) as it is."),
    replace(
        ROWS["transposed"],
        next_step="`out_dims=1` puts the mapped axis last. Rows are mapped: leave out_dims at 0, and check with an f"
        " whose M and N differ.",
    ),
    ROWS["wrong-flattening-order"],
    ROWS["allow-unused-hides-it"],
    *COSTS,
    ROWS["create-graph-for-nothing"],
)
