"""Key to `cheapest_jacobian`: mistakes in choosing the mode: the wider pass, both, or many."""

from dataclasses import replace

import torch
from torch import Tensor

from autograder.answer_key.compare import tensor
from autograder.answer_key.jacrev_vs_jacfwd.torch_messages import GRAPH_FOR_NOTHING, TANGENTS, TRANSFORMS
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.row_by_row.rows import rows_by_torch
from autograder.answer_key.vmap_vjp.jacobian_by_vmap import ENTRY as JACOBIAN_BY_VMAP
from autograder.answer_key.vmap_vjp.torch_messages import MESSAGES as UNDER_TRANSFORMS
from autograder.answer_key.wrong_numbers import left_at_zero
from autograder.observe import Cost, Other
from autograder.questions.jacrev_vs_jacfwd.cheapest_jacobian import HANDS_ON
from autograder.questions.vmap_vjp.my_jacrev import HANDS_A_MATRIX_ON

_BY_VMAP = {mistake.slug: mistake for mistake in JACOBIAN_BY_VMAP.mistakes}


def _where_f_hands_on(case: Case) -> bool:
    """Wrong where f hands its input on unchanged, and nowhere else."""
    wrong = [e.call.label for _, e in case.wrong()]
    there = all(label.startswith((HANDS_ON, HANDS_A_MATRIX_ON)) for label in wrong)
    return bool(wrong) and there and not left_at_zero(case)


UNITS_WRITTEN_OVER = Mistake(
    "units-written-over",
    "value",
    _where_f_hands_on,
    "Where f hands its input on unchanged, as f(x) = x does, your J is wrong.",
    "There the pass gives back the unit vectors themselves, the same memory. Whoever writes into them afterwards, or"
    " uses them for the next call, writes into J.",
    "Make unit vectors for this call alone, and leave them as they are.",
)


def _zeros(e: Expected) -> Tensor:
    return torch.zeros_like(e.result)


NOT_CONNECTED = Mistake(
    "not-connected",
    "value",
    lambda case: case.gives(_zeros) and not _where_f_hands_on(case),
    "Zeros everywhere, where f does depend on x.",
    "The function that was differentiated does not use what it is given: it takes x from the lines around it, or a"
    " detached copy. So nothing moves when its own argument moves.",
    "Differentiate f itself, or hand on what your function is given: `lambda z: f(z)`.",
)


def _square_falls_through(case: Case) -> bool:
    """None where M = N, and right elsewhere."""
    wrong = [(seen.result, e.call.sizes) for seen, e in case.wrong()]
    return bool(wrong) and all(
        isinstance(got, Other) and got.type == "NoneType" and sizes["M"] == sizes["N"] for got, sizes in wrong
    )


SQUARE_FORGOTTEN = Mistake(
    "square-forgotten",
    "value",
    _square_falls_through,
    "Where M = N, nothing comes back.",
    "M < N and M > N leave out a third case, and a function that runs past its branches gives None.",
    "Let one of the two branches take M = N as well: an `else`, or `<=`. By width it does not matter which.",
)

OUTPUTS_SUMMED = Mistake(
    "outputs-summed",
    "value",
    lambda case: case.gives(lambda e: e.result.sum(0)),
    "You gave the sum of J's rows.",
    "The gradient of f(x).sum() adds the M rows up.",
    "Keep them apart: one unit cotangent for each, which is what `jacrev` does.",
)


def _narrower(e: Expected) -> int:
    return min(e.call.sizes["M"], e.call.sizes["N"])


def _over_sweeps(case: Case) -> list[tuple[Cost, int, int]]:
    """Return the calls that were too dear: their cost, M and N."""
    return [
        (cost, e.call.sizes["M"], e.call.sizes["N"])
        for cost, e in case.costs()
        if cost.backward_passes + cost.tangent_passes > 1 or cost.backward_vectors + cost.tangent_vectors > _narrower(e)
    ]


def _whole_reverse(cost: Cost, m: int, n: int) -> bool:
    return m > n and (cost.backward_passes, cost.backward_vectors, cost.tangent_passes) == (1, m, 0)


def _whole_forward(cost: Cost, m: int, n: int) -> bool:
    return m < n and (cost.tangent_passes, cost.tangent_vectors, cost.backward_passes) == (1, n, 0)


def _border_moved(case: Case) -> bool:
    """One whole pass, of the wrong mode, and only where M and N are within a factor of 2."""
    over = _over_sweeps(case)
    return bool(over) and all(
        max(m, n) <= 2 * min(m, n) and (_whole_reverse(c, m, n) or _whole_forward(c, m, n)) for c, m, n in over
    )


BORDER_MOVED = Mistake(
    "border-moved",
    "cost",
    _border_moved,
    "Near square you took the wider pass.",
    "On a clock the border is no sharp line, and small shapes favour reverse mode beyond it. By width it is: for"
    " N < M ≤ 2N forward mode's N is the smaller number, and the budget counts widths.",
    "Compare M with N themselves, without a margin.",
)


def _wrong_mode(case: Case) -> tuple[bool, bool]:
    """Tell whether reverse mode was taken for tall ones, and forward mode for wide ones, and nothing else is amiss."""
    over = _over_sweeps(case)
    tall, wide = (any(which(*each) for each in over) for which in (_whole_reverse, _whole_forward))
    told = all(_whole_reverse(*each) or _whole_forward(*each) for each in over)
    return (tall, wide) if over and told and not _border_moved(case) else (False, False)


def _always_the_wider(case: Case) -> bool:
    """Tell whether no counted call in which M and N differ took the narrower pass."""
    apart = [e for _, e in case.costs() if e.call.sizes["M"] != e.call.sizes["N"]]
    return len(apart) == len([m for _, m, n in _over_sweeps(case) if m != n])


MODES_SWAPPED = Mistake(
    "modes-swapped",
    "cost",
    lambda case: _wrong_mode(case) == (True, True) and _always_the_wider(case),
    "You took reverse mode for tall Jacobians and forward mode for wide ones.",
    "Reverse mode gives rows, so its pass is M wide. Forward mode gives columns, so its pass is N wide.",
    "Turn the comparison round.",
)

MODE_BY_SOMETHING_ELSE = Mistake(
    "mode-by-something-else",
    "cost",
    lambda case: _wrong_mode(case) == (True, True) and not _always_the_wider(case),
    "Of tall Jacobians and of wide ones, some were built by the wider pass, and others by the narrower.",
    "Something else decides than which of M and N is smaller: one of them alone, say, or a choice that an earlier call"
    " has made.",
    "Compare M with N, in each call anew.",
)

REVERSE_FOR_TALL = Mistake(
    "reverse-for-tall",
    "cost",
    lambda case: _wrong_mode(case) == (True, False),
    "A tall Jacobian was built by rows: a pass of width M, where N is smaller.",
    "There are fewer columns than rows, and a tangent pass gives a column for each of its vectors.",
    "Where N < M, use forward mode.",
)

FORWARD_FOR_WIDE = Mistake(
    "forward-for-wide",
    "cost",
    lambda case: _wrong_mode(case) == (False, True),
    "A wide Jacobian was built by columns: a pass of width N, where M is smaller.",
    "There are fewer rows than columns, and a backward pass gives a row for each of its vectors.",
    "Where M < N, use reverse mode.",
)


def _both_modes(case: Case) -> bool:
    over = _over_sweeps(case)
    return bool(over) and all(cost.backward_passes and cost.tangent_passes for cost, _, _ in over)


BOTH_MODES = Mistake(
    "both-modes",
    "cost",
    _both_modes,
    "Both modes ran.",
    "Two Jacobians cost more than either: the choice has to be made before.",
    "Compare M and N, and then build one.",
)


def _one_at_a_time(case: Case) -> bool:
    over = _over_sweeps(case)
    return bool(over) and all(
        max(cost.widest("fr"), cost.widest("ft")) == 1
        and not (cost.backward_passes and cost.tangent_passes)
        and cost.backward_passes + cost.tangent_passes in (m, n)
        for cost, m, n in over
    )


ONE_VECTOR_A_PASS = Mistake(
    "one-vector-a-pass",
    "cost",
    _one_at_a_time,
    "Many passes of width 1.",
    "Each row or column had a pass of its own, and Python waited for every one of them.",
    "Send all unit vectors at once: `jacrev` and `jacfwd` do, and so does vmap.",
)

MORE_THAN_ONE_PASS = Mistake(
    "more-than-one-pass",
    "cost",
    lambda case: "sweeps" in case.over,
    "More than one pass of width min(M, N).",
    "The narrower mode gives all of J in one go.",
    "Count the passes of your code on an f with M = 17 and N = 3: there should be one, of width 3.",
    rest=True,
)

_MISTAKES = (
    *TRANSFORMS,
    *(
        _BY_VMAP[slug]
        for slug in (
            "no-cotangent",
            "graph-freed",
            "not-in-the-graph",
            "input-not-tracked",
            "whole-identity-as-cotangent",
            "cotangent-sized-by-input",
            "tuple-not-unpacked",
        )
    ),
    *TANGENTS,
    *UNDER_TRANSFORMS,
    replace(
        _BY_VMAP["transposed"],
        next_step="Rows come out of reverse mode along dim 0. Columns come out of vmap over a jvp along dim 0 too, and"
        " belong along dim 1.",
    ),
    _BY_VMAP["wrong-flattening-order"],
    UNITS_WRITTEN_OVER,
    SQUARE_FORGOTTEN,
    NOT_CONNECTED,
    OUTPUTS_SUMMED,
    BORDER_MOVED,
    MODES_SWAPPED,
    MODE_BY_SOMETHING_ELSE,
    REVERSE_FOR_TALL,
    FORWARD_FOR_WIDE,
    BOTH_MODES,
    ONE_VECTOR_A_PASS,
    MORE_THAN_ONE_PASS,
    GRAPH_FOR_NOTHING,
)

ENTRY = Entry(rows_by_torch, _MISTAKES, tensor)
