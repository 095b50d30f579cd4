"""Mistakes that any answer can make, whatever the question.

They are looked for after the question's own, so that the more telling one speaks.
"""

import itertools
from collections.abc import Iterable, Iterator

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to
from autograder.answer_key.key import Case, Expected, Mistake
from autograder.observe import Observation, Other, tensors_of
from autograder.observe.evidence import Result


def _changed(case: Case, what: str) -> bool:
    return any(what in change for seen, _ in case.pairs for change in seen.changed)


def _all_are(case: Case, *types: str) -> bool:
    wrong = list(case.wrong())
    return bool(wrong) and all(_is_only(seen.result, types) for seen, _ in wrong)


def _is_only(result: Result, types: tuple[str, ...]) -> bool:
    # An answer that gives a function back may have its results asked for together, as a tuple.
    if isinstance(result, tuple):
        return bool(result) and all(_is_only(part, types) for part in result)
    return isinstance(result, Other) and result.type in types


def _changed_argument(case: Case) -> bool:
    return _changed(case, "") and not _changed(case, "an earlier result")


def _first_kind(case: Case) -> str | None:
    for seen, expected in case.wrong():
        if seen.raised:
            return "raised"
        fault = case.compare(seen.result, expected)
        return fault.kind if fault else None
    return None


def _keeps(case: Case) -> bool:
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


def _right_when_small(case: Case) -> bool:
    """Whatever is wrong is far larger than all that is right, of which some is more than a single number or two."""
    wrong, right = ([_entries(e) for _, e in pairs] for pairs in (case.wrong(), _right(case)))
    return bool(wrong and right) and min(wrong) > 4 * max(right) and max(right) >= _SMALL


def _entries(expected: Expected) -> int:
    return sum(tensor.numel() for tensor in tensors_of(expected.result))


def _forms(tensors: list[Tensor]) -> list[tuple[torch.Size, torch.dtype]]:
    return [(tensor.shape, tensor.dtype) for tensor in tensors]


def _one_dtype(case: Case) -> bool:
    """Every result has the same dtype, whatever that of x."""
    return len({tensor.dtype for seen, _ in case.pairs for tensor in tensors_of(seen.result)}) == 1


def _rounded(case: Case) -> bool:
    """Results are wrong in float64 alone, and by no more than float32 rounds; or torch met two dtypes and refused."""
    return _first_kind(case) == "value" and all(
        ("dtype" in seen.raised.message if seen.raised else _is_rounded(seen.result, expected.result))
        for seen, expected in case.wrong()
    )


def _is_rounded(result: Result, right: Result) -> bool:
    now, exact = tensors_of(result), tensors_of(right)
    alike = bool(now) and _forms(now) == _forms(exact) and all(part.dtype is torch.float64 for part in now)
    near = alike and all(equal_to(*pair, loosely=True) for pair in zip(now, exact, strict=True))
    # Of several parts one must hold float32's numbers: a small term too many moves them as little as rounding does.
    return near and (isinstance(result, Tensor) or any(torch.equal(part, part.float().double()) for part in now))


def _two_dtypes_met(case: Case) -> bool:
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


EVERYWHERE: tuple[Mistake, ...] = (
    Mistake(
        "not-written-yet",
        "",
        "value",
        lambda case: (
            _all_are(case, "NoneType", "ellipsis") and "autograder" not in case.evidence.flags and _untouched(case)
        ),
        "{question} gives nothing back, and differentiates nothing.",
        "It is not written yet: it is still as the lesson handed it out.",
        "Write its body in the cell above, run that cell, then this one. `hint({question})` starts you off.",
    ),
    Mistake(
        "returned-nothing",
        "",
        "value",
        lambda case: _all_are(case, "NoneType", "ellipsis") and not _untouched(case),
        "{question} works, and then gives back None.",
        "A Python function without `return` gives None.",
        "End it with `return` and the tensor that you built.",
    ),
    Mistake(
        "argument-changed",
        "",
        "value",
        _changed_argument,
        "After the call an argument is no longer as it was (its numbers, its `requires_grad` or its `.grad`).",
        "x belongs to the caller, who may need it again: `x.requires_grad_()`, `x += h` or `x.backward` on x"
        " itself all leave a trace.",
        "Work on a leaf of your own: `leaf = x.detach().clone().requires_grad_()`.",
    ),
    Mistake(
        "earlier-result-changed",
        "",
        "value",
        lambda case: _changed(case, "an earlier result"),
        "A later call changed the result that an earlier call had given.",
        "The two share memory: a buffer or a `.grad` that is kept between calls is handed out again and overwritten.",
        "Give each call a tensor of its own, with `torch.stack`, `torch.empty` inside the function, or `.clone()`.",
    ),
    Mistake(
        "kept-between-calls",
        "",
        "value",
        _keeps,
        "The first call is right; a call with another f, or with new numbers in x, gives the old result again.",
        "Something is kept between calls, under a key that does not tell the new call from the old one.",
        "Work everything out from the arguments of this call.",
    ),
    Mistake(
        "timed-out",
        "",
        "value",
        lambda case: any(seen.raised is not None and seen.raised.type == "TimedOut" for seen, _ in case.pairs),
        "{question} was still running when its time was up.",
        "A loop whose end never comes, or far more work than the question needs.",
        "Try it on a tiny f, with N = M = 2, and print what the loop counts.",
    ),
    Mistake(
        "exited",
        "",
        "value",
        lambda case: any(
            seen.raised is not None and seen.raised.type in ("SystemExit", "Exited") for seen, _ in case.pairs
        ),
        "{question} left Python instead of giving a result.",
        "`sys.exit`, `exit()` or `os._exit` ends the whole process: nothing is left to look at.",
        "Take that line out, and return the result.",
    ),
    Mistake(
        "crashed",
        "",
        "value",
        lambda case: any(seen.raised is not None and seen.raised.type == "Crashed" for seen, _ in case.pairs),
        "Python itself died while {question} ran.",
        "Such a crash takes endless recursion in C, memory beyond the limit, or a signal.",
        "Try it on a tiny f in a fresh kernel, and look at the last line that prints.",
    ),
    Mistake(
        "right-when-small",
        "",
        "value",
        _right_when_small,
        "{question} is right for small sizes, and wrong for a larger one: {finding}.",
        "N, M and B may be anything from 1 up. A number that is written into the code, as in `torch.eye(16)` or"
        " `range(10)`, holds for what it was tried on.",
        "Take every size from the arguments: `len(x)`, `y.numel()`, `X.shape[0]`.",
    ),
    Mistake(
        "raised",
        "",
        "value",
        lambda case: _first_kind(case) == "raised" and not _two_dtypes_met(case),
        "{question} raised an error.",
        "{finding}",
        "Call it yourself with a small f and inputs of three entries, such as `torch.randn(3)`, and follow that line.",
    ),
    Mistake(
        "wrong-type",
        "",
        "value",
        lambda case: _first_kind(case) == "type",
        "{question} gives back something other than what is asked. {finding}.",
        "The contract in the lesson names the type: a list of rows, say, is not yet a matrix.",
        "Look at what your last line returns: `type(...)` tells.",
    ),
    Mistake(
        "wrong-shape",
        "",
        "value",
        lambda case: _first_kind(case) == "shape",
        "{question} gives a tensor of another shape than asked. {finding}.",
        "Shape is the first thing to check of a derivative: outputs first, inputs after.",
        "Print the shapes for an f with M = 2 and N = 3.",
    ),
    Mistake(
        "dtype-hard-coded",
        "ROW25",
        "value",
        lambda case: (_first_kind(case) == "dtype" and _one_dtype(case)) or _rounded(case) or _two_dtypes_met(case),
        "{question} gives a dtype other than that of x, or numbers that went through one, or lets two dtypes meet.",
        "A tensor made inside without `dtype=` has torch's default, float32, or the dtype written there.",
        "Make every tensor with `dtype=x.dtype, device=x.device`, or by `torch.zeros_like` and `x.new_zeros`.",
    ),
    Mistake(
        "wrong-dtype",
        "",
        "value",
        lambda case: _first_kind(case) == "dtype" and not _one_dtype(case),
        "{question} gives another dtype than that of x. {finding}.",
        "Every answer follows x: its dtype and its device.",
        "Leave out the conversion, or convert to `x.dtype`.",
    ),
    Mistake(
        "not-finite",
        "",
        "value",
        lambda case: _first_kind(case) == "finite",
        "{question} gives NaN or infinity.",
        "A division by zero, or memory that was never written (`torch.empty`).",
        "Find the first operation whose result is not finite.",
    ),
    Mistake(
        "wrong-value",
        "",
        "value",
        lambda case: _first_kind(case) == "value" and not _rounded(case),
        "{question} gives the right shape with wrong values, and no mistake that we know explains them.",
        "Something else than the derivative that is asked was worked out.",
        "Take a small f that you can differentiate on paper, say of three entries, and compare number by number.",
    ),
    Mistake(
        "observer-removed",
        "",
        "method",
        lambda case: "method" in case.failed and "profile" in case.evidence.flags,
        "{question} turned Python's profiler off or put another in its place.",
        "The method is judged from the calls that it sees.",
        "Leave `sys.setprofile` alone, and run profilers outside the function.",
    ),
    Mistake(
        "forbidden-tool",
        "",
        "method",
        lambda case: "forbidden" in case.over and "profile" not in case.evidence.flags,
        "{question} gives the right values by a tool that this exercise rules out: {finding}.",
        "The exercise asks you to build what that tool does.",
        "Take it out, and build the same from the tools that the criterion *method* allows.",
    ),
    Mistake(
        "tool-missing",
        "",
        "method",
        lambda case: "missing" in case.over and "forbidden" not in case.over and "profile" not in case.evidence.flags,
        "{question} gives the right values, but never calls the tool that this exercise is about: {finding}.",
        "The right number by another road is not what the lesson practises.",
        "The criterion *method* names what to use.",
    ),
    Mistake(
        "too-many-evaluations",
        "",
        "cost",
        lambda case: "forwards" in case.over,
        "f was evaluated more often than the budget allows: {finding}.",
        "Each evaluation is a whole forward pass: on a real model that is most of the bill.",
        "Count the calls of f in your code: which of them could have kept an earlier result?",
    ),
    Mistake(
        "slower-than-counted",
        "",
        "trend",
        lambda case: "trend" in case.failed,
        "The clock disagrees with the lesson's claim, although the counted passes are within the budget.",
        "Time goes somewhere that the count does not see: work in Python between the passes, or work done twice.",
        "Look at `trend({question})`, and at what each turn of your loop does besides its pass.",
    ),
    Mistake(
        "too-many-passes",
        "",
        "cost",
        lambda case: "backwards" in case.over and "forwards" not in case.over,
        "More vectors were pulled back through f than the budget allows: {finding}.",
        "One backward of width 1 gives one row; no row is needed twice.",
        "Count the backward passes that one row takes in your code.",
    ),
)


def _untouched(case: Case) -> bool:
    """No transform was called, and f once at most: a template may evaluate it for the student."""
    costs = [cost for cost, _ in case.costs()]
    return not any(seen.used for seen, _ in case.pairs) and all(
        set(cost.passes) <= {"f"} and cost.vectors("f") <= 1 for cost in costs
    )
