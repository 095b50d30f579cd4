"""What tells mistakes about batches apart, by results, errors and passes.

Offers detectors: functions of a case, and makers of them.
"""

from collections.abc import Callable

from torch import Tensor

from autograder.answer_key.key import Case, Expected
from autograder.observe import Other


def gives(*makes: Callable[[Tensor], Tensor | None]) -> Callable[[Case], bool]:
    """Look for what a mistake makes of the right result, where B, M and N are large enough to tell."""

    def with_one(make: Callable[[Tensor], Tensor | None]) -> Callable[[Expected], Tensor | None]:
        return lambda e: make(e.result) if min(e.result.shape) > 1 else None

    return lambda case: any(case.gives(with_one(make)) for make in makes)


def scaled(case: Case, power: int) -> bool:
    def scaled(e: Expected) -> Tensor | None:
        result: Tensor = e.result
        return result * float(e.call.sizes["B"]) ** power if e.call.sizes["B"] > 1 else None

    return case.gives(scaled)


def message(*phrases: str) -> Callable[[Case], bool]:
    return lambda case: case.raised(*phrases)


def pairs_samples(inputs: int) -> Callable[[Case], bool]:
    """A result with a batch axis for the output and one more for each input that it is differentiated by."""

    def shows(case: Case) -> bool:
        told = []
        for seen, expected in case.wrong():
            b, m, n = (expected.call.sizes[letter] for letter in "BMN")
            if isinstance(seen.result, (Tensor, Other)) and b > 1:
                told.append(tuple(seen.result.shape or ()) == (b, m, *(b, n) * inputs))
        return bool(told) and all(told)

    return shows


def chunked(case: Case) -> bool:
    """More than one forward, and more than one sample in most of them."""
    over = [(cost, e) for cost, e in case.costs() if cost.count("f") > 2 and "fr" not in case.over]
    return bool(over) and all(1 < cost.widest("f") < e.call.sizes["B"] for cost, e in over)


def a_forward_for_each_output(case: Case) -> bool:
    counts = [(cost.count("f"), cost.widest("f"), e.call.sizes) for cost, e in case.costs()]
    return bool(counts) and all(
        width == sizes["B"] and forwards > 1 and forwards % sizes["M"] in (0, 1) for forwards, width, sizes in counts
    )


def loops(case: Case) -> bool:
    return bool({"method", "cost"} & case.failed) and all(
        cost.widest("f") == 1 and cost.count("f") >= e.call.sizes["B"] for cost, e in case.costs()
    )


def barred(case: Case) -> list[str]:
    """What the question's own rule says of each counted call."""
    bars = case.question.rules.bars
    seen = ((cost, seen.used, e.call.sizes) for seen, e in case.pairs if (cost := seen.cost) is not None)
    return [says for cost, used, sizes in seen if bars and (says := bars(cost.passes, used, sizes)) is not None]


def is_vast(case: Case) -> bool:
    return "peak" in case.over and not loops(case)
