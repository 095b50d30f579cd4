"""What tells the mistakes of `cheapest_jacobian` apart.

Offers detectors: functions of a case, and makers of them.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.answer_key.key import Case, Expected
from autograder.observe import Cost, Other


def message(*phrases: str) -> Callable[[Case], bool]:
    return lambda case: case.raised(*phrases)


def a_function(case: Case) -> bool:
    wrong = [seen.result for seen, _ in case.wrong()]
    return bool(wrong) and all(
        isinstance(got, Other) and got.type in ("function", "partial", "method") for got in wrong
    )


def zeros(e: Expected) -> Tensor:
    return torch.zeros_like(e.result)


def zero_by_rows_alone(case: Case) -> bool:
    """Zeros, and only where M ≤ N; a taller one is right."""
    wrong = [e.call.label for _, e in case.wrong()]
    tall = [e.call.label for _, e in case.pairs if e.call.sizes["M"] > e.call.sizes["N"]]
    return case.gives(zeros) and not set(wrong) & set(tall)


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


def border_moved(case: Case) -> bool:
    """One whole pass, of the wrong mode, and only where M and N are within a factor of 2."""
    over = _over_sweeps(case)
    return bool(over) and all(
        max(m, n) <= 2 * min(m, n) and (_whole_reverse(c, m, n) or _whole_forward(c, m, n)) for c, m, n in over
    )


def wrong_mode(case: Case) -> tuple[bool, bool]:
    """Tell whether reverse mode was taken for tall ones, and forward mode for wide ones, and nothing else is amiss."""
    over = _over_sweeps(case)
    tall, wide = (any(which(*each) for each in over) for which in (_whole_reverse, _whole_forward))
    told = all(_whole_reverse(*each) or _whole_forward(*each) for each in over)
    return (tall, wide) if over and told and not border_moved(case) else (False, False)


def both_modes(case: Case) -> bool:
    over = _over_sweeps(case)
    return bool(over) and all(cost.backward_passes and cost.tangent_passes for cost, _, _ in over)


def one_at_a_time(case: Case) -> bool:
    over = _over_sweeps(case)
    return bool(over) and all(
        max(cost.widest("fr"), cost.widest("ft")) == 1
        and not (cost.backward_passes and cost.tangent_passes)
        and cost.backward_passes + cost.tangent_passes in (m, n)
        for cost, m, n in over
    )
