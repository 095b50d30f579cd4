"""Results that any answer may get wrong, whatever the question: their sort, their form, their numbers.

Offers each mistake by its name; `UNEXPLAINED`, those of which little is known; `first_kind` and `two_dtypes_met`, to
tell others apart.
"""

from collections.abc import Iterable, Iterator

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to, shapes_and_dtypes
from autograder.answer_key.key import Case, Expected, Mistake
from autograder.observe import Observation, tensors_of
from autograder.observe.elsewhere import is_mismatch
from autograder.observe.evidence import Result


def first_kind(case: Case) -> str | None:
    """Name the first fault of value, also where only a timed call has one."""
    for _, _, fault in case.faults():
        return fault.kind if fault else "raised"
    timed = case.fault_when_timed()
    if timed:
        return timed.kind
    return "device" if case.evidence.elsewhere else None


def _right_ones(case: Case) -> Iterator[tuple[Observation, Expected]]:
    """Yield the calls whose result is as expected."""
    wrong = [seen for seen, _ in case.wrong()]
    return (pair for pair in case.pairs if all(pair[0] is not seen for seen in wrong))


_SMALL = 5  # entries, or a size
_TELLING = 12  # so many entries all move one way by chance once in two thousand times
_ROUNDING = 1e-12  # of float64
_LARGE = 64


def _right_when_small(case: Case) -> bool:
    """Tell whether every wrong result is far larger than any right one, some of which have more than a number or two.

    Or one of the sizes is large, and larger than in all that is right. Where only a timed call is wrong, its size must
    be larger than any that was right.
    """
    timed, trend = case.evidence.largest, case.question.trend
    if timed and trend and case.fault_when_timed() and not any(case.wrong()):
        beyond = max(expected.call.sizes.get(trend.size_name, 0) for _, expected in case.pairs)
        return timed.label in {trend.label(size) for size in trend.sizes if size > beyond}
    wrong, right = ([_entries(e) for _, e in pairs] for pairs in (case.wrong(), _right_ones(case)))
    larger = bool(wrong and right) and min(wrong) > 4 * max(right) and max(right) >= _SMALL
    return larger or _beyond_a_size(case)


def _beyond_a_size(case: Case) -> bool:
    """One of the sizes, or the largest of them, is large in all that is wrong, and larger than in all that is right."""
    wrong, right = (
        [{**e.call.sizes, "largest": max(e.call.sizes.values(), default=0)} for _, e in pairs]
        for pairs in (case.wrong(), _right_ones(case))
    )
    for name in set.intersection(*map(set, (*wrong, *right))) if wrong and right else ():
        most = max(sizes[name] for sizes in right)
        if most >= _SMALL and min(sizes[name] for sizes in wrong) > max(_LARGE, most):
            return True
    return False


def _entries(expected: Expected) -> int:
    return sum(tensor.numel() for tensor in tensors_of(expected.result))


RIGHT_WHEN_SMALL = Mistake(
    "right-when-small",
    "value",
    _right_when_small,
    "{question} is right for small sizes, and wrong for a larger one.",
    "N, M and B may be anything from 1 up. A number that is written into the code, as in `torch.eye(16)` or"
    " `range(10)`, holds for what it was tried on.",
    "Take every size from the arguments: `len(x)`, `y.numel()`, `X.shape[0]`.",
)


def _is_strided(expected: Expected) -> bool:
    given = [*expected.call.args, *expected.call.kwargs.values()]
    entries = [entry for arg in given if isinstance(arg, dict) for entry in arg.values()]
    return any(isinstance(arg, Tensor) and not arg.is_contiguous() for arg in (*given, *entries))


def _reads_memory_in_order(case: Case) -> bool:
    """Numbers are wrong where an argument's do not lie side by side, and there alone."""
    wrong, right = list(case.wrong()), list(_right_ones(case))
    strided = all(seen.raised is None and _is_strided(expected) for seen, expected in wrong)
    return bool(wrong) and strided and not any(_is_strided(expected) for _, expected in right)


STRIDES_IGNORED = Mistake(
    "strides-ignored",
    "value",
    _reads_memory_in_order,
    "{question} is right where an argument's numbers lie side by side in memory, and wrong where they do not.",
    "The numbers of `x[::2]`, or of `W.T`, are those of another tensor, read with strides: what reads memory in order,"
    " as `as_strided` and `data_ptr` do, finds others there.",
    "Index, reshape or clone the tensor itself, and leave its memory alone.",
)
WRONG_TYPE = Mistake(
    "wrong-type",
    "value",
    lambda case: first_kind(case) == "type",
    "{question} gives back something other than what is asked.",
    "The contract in the lesson names the type: a list of rows, say, is not yet a matrix.",
    "Look at what your last line returns: `type(...)` tells.",
)
WRONG_NAMES = Mistake(
    "wrong-names",
    "value",
    lambda case: first_kind(case) == "names",
    "{question} gives a dict with other names than asked.",
    "Whoever uses the result looks its entries up by name: a name that is missing, or one more, is an error there.",
    "Print `result.keys()`, and compare it with what the lesson names.",
)


def _one_dtype(case: Case) -> bool:
    """Every result has the same dtype, whatever that of x."""
    return len({tensor.dtype for seen, _ in case.pairs for tensor in tensors_of(seen.result)}) == 1


def _rounded(case: Case) -> bool:
    """Results are wrong in float64 alone, and by no more than float32 rounds; or torch met two dtypes and refused."""
    wrong = list(case.wrong())
    return (
        bool(wrong)
        and first_kind(case) == "value"
        and all(
            ("dtype" in seen.raised.message if seen.raised else _is_rounded(seen.result, expected.result))
            for seen, expected in wrong
        )
        and not _all_moved_one_way(wrong)
    )


def _all_moved_one_way(wrong: list[tuple[Observation, Expected]]) -> bool:
    """Every entry is larger than the right one, or every one smaller, by shares of many sizes: so does an epsilon.

    Rounding goes both ways, and a single number that was rounded moves all entries by the same share.
    """
    shares = [_shares(seen.result, e.result) for seen, e in wrong if isinstance(e.result, Tensor) and not seen.raised]
    moved = torch.cat(shares) if shares else torch.zeros(0)
    one_way = bool((moved > 0).all() or (moved < 0).all())
    return len(moved) >= _TELLING and one_way and bool(moved.abs().max() > 2 * moved.abs().min())


def _shares(result: Result, right: Tensor) -> Tensor:
    """By which shares of the right entries a result of their form departs from them, where it does by much."""
    if not isinstance(result, Tensor) or not right.is_floating_point():
        return torch.zeros(0)
    shares = (result.double() / right.double() - 1).flatten()
    return shares[shares.isfinite() & (shares.abs() > _ROUNDING)]


def _is_rounded(result: Result, right: Result) -> bool:
    now, exact = tensors_of(result), tensors_of(right)
    alike = bool(now) and shapes_and_dtypes(now) == shapes_and_dtypes(exact)
    double = alike and all(part.dtype is torch.float64 for part in now)
    near = double and all(equal_to(*pair, loosely=True) for pair in zip(now, exact, strict=True))
    # Of several parts one must hold float32's numbers, or they must move both ways: a small term too many moves them as
    # little as rounding does.
    return near and (
        isinstance(result, Tensor)
        or any(torch.equal(part, part.float().double()) for part in now)
        or _moved_both_ways(now, exact)
    )


def _moved_both_ways(now: list[Tensor], exact: list[Tensor]) -> bool:
    """Tell whether about as many entries are larger than the right ones as are smaller, by what float32 rounds."""
    moved = torch.cat([_shares(*pair) for pair in zip(now, exact, strict=True)])
    larger = float((moved > 0).sum())
    return len(moved) >= _TELLING and 0.2 < larger / len(moved) < 0.8 and bool(moved.abs().median() < 1e-6)


def two_dtypes_met(case: Case) -> bool:
    """torch refused to put two dtypes together, where x has one of them, and nowhere else anything is wrong.

    An f without tensors of its own, as f(x) = x, brings no other dtype along: so a few calls of that dtype may be
    right.
    """
    wrong, right = list(case.wrong()), list(_right_ones(case))
    refused = [seen for seen, _ in wrong if seen.raised and "dtype" in seen.raised.message]
    told = all(
        any(seen is each for each in refused) or _is_of_another_dtype(case, seen, expected) for seen, expected in wrong
    )
    spared = [pair for pair in right if _dtypes([pair]) & _dtypes(wrong)]
    return bool(refused) and told and bool(_dtypes(right) - _dtypes(wrong)) and len(spared) < len(wrong) / 2


def _is_of_another_dtype(case: Case, seen: Observation, expected: Expected) -> bool:
    fault = None if seen.raised else case.compare(seen.result, expected)
    return fault is not None and fault.kind == "dtype"


def _dtypes(pairs: Iterable[tuple[Observation, Expected]]) -> set[torch.dtype]:
    return {tensor.dtype for _, expected in pairs for tensor in tensors_of(expected.result)}


DTYPE_HARD_CODED = Mistake(
    "dtype-hard-coded",
    "value",
    lambda case: (first_kind(case) == "dtype" and _one_dtype(case)) or _rounded(case) or two_dtypes_met(case),
    "{question} gives a dtype other than that of {x}, or numbers that went through one, or lets two dtypes meet.",
    "`torch.zeros`, `torch.eye`, `torch.ones`, `torch.tensor` and the like make torch's default, float32, unless they"
    " are told another dtype; `.float()`, `.double()` and `.to(…)` make the one that stands there.",
    "Make every tensor with `dtype={x}.dtype, device={x}.device`, or by `torch.zeros_like` and `{x}.new_zeros`.",
)


def _devices_met(case: Case) -> bool:
    """A result lies elsewhere than x, or torch refused to put tensors of two devices together."""
    raised = next((seen.raised for seen, _ in case.wrong() if seen.raised), None)
    return first_kind(case) == "device" or (raised is not None and is_mismatch(raised))


DEVICE_HARD_CODED = Mistake(
    "device-hard-coded",
    "value",
    _devices_met,
    "{question} makes a tensor on the CPU, wherever {x} is.",
    "`torch.zeros`, `torch.eye`, `torch.ones`, `torch.arange`, `torch.tensor` and the like make it on the CPU unless"
    " they are told a device. With {x} on a GPU, or on torch's device meta, whose tensors have shapes and no numbers,"
    " the two can't be put together.",
    "Make every tensor with `device={x}.device`, or from {x}: `{x}.new_zeros`, `torch.zeros_like`. To try it without a"
    ' GPU, give it `{x}.to("meta")`; what else it is given must have its own tensors on `meta`, too.',
)
WRONG_DTYPE = Mistake(
    "wrong-dtype",
    "value",
    lambda case: first_kind(case) == "dtype" and not _one_dtype(case),
    "{question} gives another dtype than that of {x}.",
    "Every answer follows {x}, its dtype and its device; a `double`, a `float` or a `float64` of your own does not.",
    "Leave out the conversion, or convert to `{x}.dtype`.",
)
NOT_FINITE = Mistake(
    "not-finite",
    "value",
    lambda case: first_kind(case) == "finite",
    "{question} gives NaN or infinity.",
    "A division by zero (which `/` may meet one?), or memory that was never written (`torch.empty`).",
    "Find the first operation whose result is not finite.",
)


def _lacks_a_property(case: Case) -> bool:
    """Results are judged by what they must have, and the first wrong one lacks some of it."""
    first = next((fault for _, _, fault in case.faults()), None)
    return first is not None and bool(first.property)


PROPERTY_LACKING = Mistake(
    "property-lacking",
    "value",
    _lacks_a_property,
    "{question} gives back something that lacks what every right result has.",
    "Many results would be right here. What all of them have in common is asked, and worked out from yours.",
    "Work it out yourself, from what you give back, on inputs so small that you can follow every number.",
)
WRONG_VALUE = Mistake(
    "wrong-value",
    "value",
    lambda case: first_kind(case) == "value" and not _rounded(case) and not _lacks_a_property(case),
    "{question} gives the right shape with wrong values, and no mistake that we know explains them.",
    "Something else than what is asked was worked out.",
    "Take inputs so small that you can work the result out on paper, of two or three entries, and compare number by"
    " number.",
)
# Mistakes, by slug, whose card says in which calls they were seen, since nothing else is known of them.
UNEXPLAINED = frozenset(each.slug for each in (NOT_FINITE, PROPERTY_LACKING, WRONG_VALUE))
