"""What tells the mistakes apart that any exercise may show.

Offers detectors: functions of a case.
"""

import itertools
from collections.abc import Iterable, Iterator

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to
from autograder.answer_key.key import Case, Expected
from autograder.observe import Observation, Other, tensors_of
from autograder.observe.evidence import Result


def changed(case: Case, what: str) -> bool:
    return any(what in change for seen, _ in case.pairs for change in seen.changed)


def all_are(case: Case, *types: str) -> bool:
    wrong = list(case.wrong())
    return bool(wrong) and all(_is_only(seen.result, types) for seen, _ in wrong)


def _is_only(result: Result, types: tuple[str, ...]) -> bool:
    # An answer that gives a function back may have its results asked for together, as a tuple.
    if isinstance(result, tuple):
        return bool(result) and all(_is_only(part, types) for part in result)
    return isinstance(result, Other) and result.type in types


def changed_argument(case: Case) -> bool:
    return changed(case, "") and not changed(case, "an earlier result")


def first_kind(case: Case) -> str | None:
    """Name the first fault of value, also where only a timed call has one."""
    for seen, expected in case.wrong():
        if seen.raised:
            return "raised"
        fault = case.compare(seen.result, expected)
        return fault.kind if fault else None
    timed = case.fault_when_timed()
    return timed.kind if timed else None


def keeps(case: Case) -> bool:
    """The first call is right; each wrong one repeats an earlier result, or has one added to it."""
    wrong = [(seen, expected) for seen, expected in case.wrong()]
    if not wrong or wrong[0][0] is case.pairs[0][0]:
        return False
    return all(_repeats(case, seen, expected) for seen, expected in wrong)


def _repeats(case: Case, seen: Observation, expected: Expected) -> bool:
    now, right = tensors_of(seen.result), tensors_of(expected.result)
    before = [
        tensors_of(other.result) for other, _ in itertools.takewhile(lambda pair: pair[0] is not seen, case.pairs)
    ]
    alike = [earlier for earlier in before if now and _forms(earlier) == _forms(now)]
    return any(
        all(map(equal_to, now, earlier))
        or (len(now) == 1 and _forms(now) == _forms(right) and equal_to(now[0], earlier[0] + right[0]))
        for earlier in alike
    )


_SMALL = 5  # entries


def right_when_small(case: Case) -> bool:
    """Whatever is wrong is far larger than all that is right, of which some is more than a single number or two.

    Where only a timed call is wrong, its size is larger than any that was right.
    """
    timed, trend = case.evidence.largest, case.question.trend
    if timed and trend and case.fault_when_timed() and not any(case.wrong()):
        beyond = max(expected.call.sizes.get(trend.size_name, 0) for _, expected in case.pairs)
        return timed.label in {trend.label(size) for size in trend.sizes if size > beyond}
    wrong, right = ([_entries(e) for _, e in pairs] for pairs in (case.wrong(), _right(case)))
    return bool(wrong and right) and min(wrong) > 4 * max(right) and max(right) >= _SMALL


def _entries(expected: Expected) -> int:
    return sum(tensor.numel() for tensor in tensors_of(expected.result))


def _forms(tensors: list[Tensor]) -> list[tuple[torch.Size, torch.dtype]]:
    return [(tensor.shape, tensor.dtype) for tensor in tensors]


def one_dtype(case: Case) -> bool:
    """Every result has the same dtype, whatever that of x."""
    return len({tensor.dtype for seen, _ in case.pairs for tensor in tensors_of(seen.result)}) == 1


def rounded(case: Case) -> bool:
    """Results are wrong in float64 alone, and by no more than float32 rounds; or torch met two dtypes and refused."""
    wrong = list(case.wrong())
    return (
        bool(wrong)
        and first_kind(case) == "value"
        and all(
            ("dtype" in seen.raised.message if seen.raised else _is_rounded(seen.result, expected.result))
            for seen, expected in wrong
        )
    )


def _is_rounded(result: Result, right: Result) -> bool:
    now, exact = tensors_of(result), tensors_of(right)
    alike = bool(now) and _forms(now) == _forms(exact) and all(part.dtype is torch.float64 for part in now)
    near = alike and all(equal_to(*pair, loosely=True) for pair in zip(now, exact, strict=True))
    # Of several parts one must hold float32's numbers: a small term too many moves them as little as rounding does.
    return near and (isinstance(result, Tensor) or any(torch.equal(part, part.float().double()) for part in now))


def two_dtypes_met(case: Case) -> bool:
    """torch refused to put two dtypes together, wherever x has one of them, and nowhere else anything is wrong."""
    wrong = [(seen, expected) for seen, expected in case.wrong()]
    refused = [seen.raised is not None and "dtype" in seen.raised.message for seen, _ in wrong]
    works = _dtypes(_right(case))
    return bool(refused and works) and all(refused) and not _dtypes(case.wrong()) & works


def _right(case: Case) -> Iterator[tuple[Observation, Expected]]:
    wrong = [seen for seen, _ in case.wrong()]
    return (pair for pair in case.pairs if all(pair[0] is not seen for seen in wrong))


def _dtypes(pairs: Iterable[tuple[Observation, Expected]]) -> set[torch.dtype]:
    return {tensor.dtype for _, expected in pairs for tensor in tensors_of(expected.result)}


def untouched(case: Case) -> bool:
    """No transform was called, and f once at most: a template may evaluate it for the student."""
    costs = [cost for cost, _ in case.costs()]
    return not any(seen.used for seen, _ in case.pairs) and all(
        set(cost.passes) <= {"f"} and cost.vectors("f") <= 1 for cost in costs
    )
