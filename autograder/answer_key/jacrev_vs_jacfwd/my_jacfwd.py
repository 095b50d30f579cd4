"""Key to `my_jacfwd`: its mistakes.

What goes wrong with argnums and with axes is lesson 02's: those mistakes are taken from there.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to, parts
from autograder.answer_key.jacrev_vs_jacfwd.cheapest_jacobian import UNITS_WRITTEN_OVER
from autograder.answer_key.jacrev_vs_jacfwd.torch_messages import GRAPH_FOR_NOTHING, TANGENTS
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.vmap_vjp.my_jacrev import ENTRY as MY_JACREV
from autograder.answer_key.vmap_vjp.my_jacrev import laid_out
from autograder.answer_key.vmap_vjp.torch_messages import MESSAGES as UNDER_TRANSFORMS
from autograder.observe import Cost

_JACREV = {mistake.slug: mistake for mistake in MY_JACREV.mistakes}


def _results(case: Case) -> list[tuple[Any, Expected]]:
    """Wrong results that did not raise, of calls of one shape."""
    calls = [(seen, e) for seen, e in case.wrong() if not seen.raised]
    return [(seen.result, e) for seen, e in calls if not any(isinstance(arg, tuple) for arg in e.args)]


def _is_every(case: Case, mistaken: Callable[[Any, Expected], bool]) -> bool:
    told = [mistaken(got, e) for got, e in _results(case)]
    return bool(told) and all(told)


# Some of lesson 02's next steps go back to a pullback, which is ruled out here.
_WITHOUT_A_PULLBACK = {
    "requires-grad-inside": "Leave it out: a `jvp` takes the plain argument and a tangent, and records nothing.",
    "backward-inside": "Push a tangent instead: `jvp` gives a column, and walks nowhere back.",
    "cotangents-not-paired": "Push tangents: `jvp(f, (x,), (t,))` takes one of each argument's shape.",
}


def _passes_back(case: Case) -> bool:
    """A backward pass was seen, and no transform that gives a whole Jacobian was called."""
    whole = ("torch.func.jacrev", "torch.func.jacfwd", "torch.func.hessian", "torch.autograd.functional.")
    called = any(name.startswith(whole) for seen, _ in case.pairs for name in seen.used)
    return "forbidden" in case.over and not called and any(cost.backward_passes for cost, _ in case.costs())


REVERSE_MODE = Mistake(
    "reverse-mode",
    "method",
    _passes_back,
    "J is right, and reverse mode filled it.",
    "A backward pass walks back from the outputs and brings rows. This exercise is about the other mode, which brings"
    " columns while f runs, and keeps no record.",
    "Push unit tangents forward: `vmap` over a `jvp`, one tangent for each entry of the argument.",
)


def _value_and_tangent(got: Any, e: Expected) -> bool:
    """The pair that a jvp gives, where a tensor is asked."""
    return isinstance(e.result, Tensor) and isinstance(got, tuple) and len(got) == 2


PAIR_NOT_UNPACKED = Mistake(
    "pair-not-unpacked",
    "value",
    lambda case: case.raised("'tuple' object", "but got tuple") or _is_every(case, _value_and_tangent),
    "A pair came back, or was worked with, where its second entry is meant.",
    "`jvp` returns (f(x), J t): the value beside the tangent.",
    "Take the second: `_, moved = jvp(...)`, or `jvp(...)[1]`.",
)


def _first(part: Any) -> Any:
    return part[0] if isinstance(part, tuple) and part else part


def _holds_f(got: Any, e: Expected) -> bool:
    """Every column is f's own value."""
    got, f = _first(got), e.args[0]
    args = [arg for arg in e.args[1:] if isinstance(arg, Tensor)]
    y = f(*args)
    if not isinstance(got, Tensor) or got.numel() % y.numel():
        return False
    columns, rows = got.reshape(*y.shape, -1), got.reshape(-1, *y.shape)
    return equal_to(columns, y[..., None].expand_as(columns), True) or equal_to(rows, y.expand_as(rows), True)


VALUE_FOR_TANGENT = Mistake(
    "value-for-tangent",
    "value",
    lambda case: _is_every(case, _holds_f),
    "Every column is f's own value.",
    "`jvp` returns (f(x), J t), in this order.",
    "Take the second entry of the pair.",
)


def _sums_columns(got: Any, e: Expected) -> bool:
    """The sum of all columns, alone or in each column's place."""
    got, want = _first(got), _first(e.result)
    args = [arg for arg in e.args[1:] if isinstance(arg, Tensor)]
    out = e.args[0](*args).shape
    if not isinstance(got, Tensor) or got.numel() % max(1, out.numel()):
        return False
    total = want.reshape(*out, -1).sum(-1)
    columns, rows = got.reshape(*out, -1), got.reshape(-1, *out)
    return equal_to(columns, total[..., None].expand_as(columns), True) or equal_to(rows, total.expand_as(rows), True)


ONES_FOR_UNIT_VECTORS = Mistake(
    "ones-for-unit-vectors",
    "value",
    lambda case: _is_every(case, _sums_columns),
    "You gave the sum of J's columns.",
    "A tangent of ones moves all entries at once: J t with t = (1, …, 1).",
    "Use one unit tangent for each entry, and keep the columns apart.",
)


def _zero(got: Any, e: Expected) -> bool:
    blocks = got if isinstance(got, tuple) else (got,)
    return all(isinstance(block, Tensor) and not block.any() for block in blocks)


NOT_CONNECTED = Mistake(
    "not-connected",
    "value",
    # Where f hands its input on, zeros are unit vectors that were cleared.
    lambda case: _is_every(case, _zero) and not UNITS_WRITTEN_OVER.shows(case),
    "Zeros everywhere, where f does depend on its argument.",
    "The function that was differentiated does not use what it is given: it takes the argument from the lines"
    " around it, or a detached copy. So nothing moves when its own argument moves.",
    "Put the varying part where it belongs: `f(*args[:place], part, *args[place + 1 :])`.",
)


def _numel(shape: tuple[int, ...]) -> int:
    return torch.Size(shape).numel()


INPUTS_LEFT_FLAT = Mistake(
    "inputs-left-flat",
    "value",
    laid_out(lambda out, arg: (*out, _numel(arg))),
    "All numbers are right, but the argument's axes are still one.",
    "vmap adds a single axis, that of the unit tangents. Where the argument is a matrix, it stands for two.",
    "After moving that axis to the end, `.reshape(*columns.shape[:-1], *arg.shape)`.",
)

INPUTS_FIRST_AND_FLAT = Mistake(
    "inputs-first-and-flat",
    "value",
    laid_out(lambda out, arg: (_numel(arg), *out), turned=True),
    "The axis that counts the argument's entries is still first, and still one.",
    "vmap puts the axis that it ran over first. Here that axis counts columns, and stands for all of the argument's"
    " axes.",
    "Move it to the end, then reshape: `.movedim(0, -1).reshape(*out_shape, *arg.shape)`.",
)


def _over_tangents(case: Case) -> Iterator[tuple[Cost, Expected]]:
    for cost, e in case.costs():
        sizes = e.call.sizes
        if cost.tangent_passes > sizes["asked"] or cost.tangent_vectors > sizes["entries"]:
            yield cost, e


def _loops_over_columns(case: Case) -> bool:
    """Wherever there are too many passes, they are of width 1, one for each entry."""
    over = list(_over_tangents(case))
    return bool(over) and all(
        cost.widest("ft") == 1 and cost.tangent_passes == e.call.sizes["entries"] for cost, e in over
    )


LOOP_OVER_COLUMNS = Mistake(
    "loop-over-columns",
    "",
    lambda case: bool({"cost", "method"} & case.failed) and _loops_over_columns(case),
    "Each column had a tangent pass of its own, of width 1.",
    "Python waits for every pass, and each `jvp` evaluates f again beside it.",
    "Give `vmap` all unit tangents at once: one pass, as wide as the argument has entries.",
)


def _all_arguments(case: Case) -> bool:
    """Wherever too many tangents were pushed, they are those of all arguments that f has."""
    over = list(_over_tangents(case))
    return bool(over) and all(
        cost.tangent_vectors == sum(arg.numel() for arg in e.args[1:] if isinstance(arg, Tensor)) for cost, e in over
    )


ARGUMENTS_NOT_ASKED_FOR = Mistake(
    "arguments-not-asked-for",
    "cost",
    _all_arguments,
    "Tangents of all arguments were pushed, also of those that argnums leaves out.",
    "A pass is as wide as there are entries to move. For predict(weight, bias, x), the weight alone has far more"
    " of them than x.",
    "Push the unit tangents of the chosen arguments alone.",
)

MORE_TANGENTS_THAN_NEEDED = Mistake(
    "more-tangents-than-needed",
    "cost",
    lambda case: "tangents" in case.over,
    "More tangent passes than the budget allows, or wider ones.",
    "One pass moves all entries of an argument, each in a column of its own.",
    "Count the passes for one argument: with vmap around the jvp there is one.",
    rest=True,
)

_MISTAKES = (
    _JACREV["function-not-returned"],
    _JACREV["functions-not-apart"],
    UNITS_WRITTEN_OVER,
    *TANGENTS,
    PAIR_NOT_UNPACKED,
    *(
        # What takes columns of numbers for columns of vectors names an axis that a single number has not got.
        replace(
            mistake,
            next_step=_WITHOUT_A_PULLBACK.get(mistake.slug, mistake.next_step),
            rest=mistake.rest or mistake.slug == "batch-axis-assumed",
        )
        for mistake in UNDER_TRANSFORMS
    ),
    VALUE_FOR_TANGENT,
    ONES_FOR_UNIT_VECTORS,
    NOT_CONNECTED,
    replace(
        _JACREV["argnums-ignored"],
        next_step="Make a function of the chosen argument alone, the others held fixed, and push its tangents.",
    ),
    _JACREV["argnums-in-another-order"],
    _JACREV["tuple-of-one-unwrapped"],
    replace(
        _JACREV["argnums-tuple-unforeseen"],
        next_step="Write the Jacobian by one argument as a function of its own; for a tuple call it once for each"
        " entry, and return a tuple.",
    ),
    replace(
        _JACREV["left-flat"], next_step="Give the columns their argument's axes: `.reshape(*y_shape, *arg.shape)`."
    ),
    INPUTS_LEFT_FLAT,
    replace(
        _JACREV["transposed"],
        saw="Input axes come first, output axes after: what you have is the transpose.",
        why="vmap puts the axis that it ran over first. Here that axis counts columns, and J's shape is out.shape +"
        " arg.shape.",
        next_step="Move it to the end, with `.movedim(0, -1)`.",
    ),
    INPUTS_FIRST_AND_FLAT,
    replace(
        _JACREV["wrong-flattening-order"],
        next_step="Move vmap's axis to the end first; only then split it by `reshape` into the argument's axes.",
    ),
    _JACREV["other-arguments-replaced"],
    _JACREV["taken-at-the-origin"],
    REVERSE_MODE,
    LOOP_OVER_COLUMNS,
    ARGUMENTS_NOT_ASKED_FOR,
    MORE_TANGENTS_THAN_NEEDED,
    GRAPH_FOR_NOTHING,
)

ENTRY = Entry(torch.func.jacfwd, _MISTAKES, parts, signature="my_jacfwd(f, argnums=0)")
