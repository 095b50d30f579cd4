"""How an answer to Kepler's equation is judged: values by what they leave in the equation, derivatives by numbers.

Offers: `orbit` (the comparison), `wrong_parts` (of a case), `part_is_right`, `gives_part`.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from autograder.answer_key.compare import RESIDUAL, THROUGH_A_SOLUTION, Discrepancy, described, equal_to, within
from autograder.answer_key.key import Case, Expected
from autograder.questions.structure.derivatives import RECORDED, VALUE


def orbit(result: Any, expected: Any) -> Discrepancy | None:
    """Compare what each transform gave, part by part, the values first."""
    if not isinstance(result, dict) or set(result) != set(expected.result):
        return Discrepancy("type", f"expected the parts {', '.join(expected.result)}, got {described(result)}")
    for name in expected.result:
        fault = part_fault(result[name], expected, name)
        if fault is not None:
            return Discrepancy(fault.kind, f"{name}: {fault.says}")
    return None


def part_fault(part: Any, expected: Expected, name: str) -> Discrepancy | None:
    """Name what is wrong with one part, or return None."""
    # The reference's own last steps are recorded.
    want = torch.zeros_like(expected.result[name]) if name == RECORDED else expected.result[name]
    if name == VALUE:
        form = within(float("inf"))(part, replace(expected, result=want))
        return form or _residual(part, expected)
    largest = float(want.abs().max()) if want.numel() else 0.0
    tolerance = THROUGH_A_SOLUTION[want.dtype] * (largest or 1.0)
    return within(tolerance)(part, replace(expected, result=want))


def _residual(E: Tensor, expected: Expected) -> Discrepancy | None:
    """Hold E against the equation: |E − e sin E − M|, worked out in float64."""
    most = RESIDUAL[E.dtype] * expected.slack
    E, M, e = (part.double() for part in (E, *expected.args))
    left = float((E - e * torch.sin(E) - M).abs().max())
    if left <= most:
        return None
    return Discrepancy("value", f"|E − e sin E − M| is {left:.1e} in one entry, expected at most {most:g}")


def wrong_parts(case: Case) -> frozenset[str]:
    """Name the parts that are wrong somewhere; nothing of calls that raised."""
    found = set()
    for seen, expected in case.wrong():
        if isinstance(seen.result, dict):
            found |= {name for name in expected.result if not part_is_right(seen.result.get(name), expected, name)}
    return frozenset(found)


def part_is_right(part: Any, expected: Expected, name: str) -> bool:
    """Tell whether one part is right."""
    return part_fault(part, expected, name) is None


def gives_part(case: Case, name: str, instead: Callable[[Tensor, Tensor, Tensor], Tensor]) -> bool:
    """Tell whether that part, wherever it is wrong, is what the mistake makes of M, e and the right E."""
    told = []
    for seen, expected in case.wrong():
        part = seen.result.get(name) if isinstance(seen.result, dict) else None
        if name in expected.result and not part_is_right(part, expected, name):
            if not isinstance(part, Tensor) or part.shape != expected.result[name].shape:
                return False
            M, e = expected.args
            told.append(equal_to(part, instead(M, e, expected.call.kwargs["weights"]), loosely=True))
    return bool(told) and all(told)
