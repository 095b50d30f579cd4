"""Answers that never come to a result, whatever the question: not written, nothing returned, raised, cut short.

Offers each mistake by its name. What they say of the next step is about form: it gives no solution away.
"""

from collections.abc import Callable

from autograder.answer_key.key import Case, Mistake
from autograder.answer_key.wrong_results import first_kind, two_dtypes_met
from autograder.observe import Other
from autograder.observe.evidence import Result


def _gives_none(case: Case) -> bool:
    return case.each_wrong(_is_none)


def _is_none(result: Result) -> bool:
    # An answer that gives a function back may have its results asked for together, as a tuple.
    if isinstance(result, tuple):
        return bool(result) and all(map(_is_none, result))
    return isinstance(result, Other) and result.type in ("NoneType", "ellipsis")


def _falls_through(case: Case) -> bool:
    """Some calls give a result, and the others None."""
    return _gives_none(case) and any(not seen.raised and not _is_none(seen.result) for seen, _ in case.pairs)


def _untouched(case: Case) -> bool:
    """No transform was called, and f once at most: a template may evaluate it for the student."""
    costs = [cost for cost, _ in case.costs()]
    return not any(seen.used for seen, _ in case.pairs) and all(
        set(cost.passes) <= {"f"} and cost.vectors("f") <= 1 for cost in costs
    )


NOT_WRITTEN_YET = Mistake(
    "not-written-yet",
    "value",
    lambda case: _gives_none(case) and "autograder" not in case.evidence.flags and _untouched(case),
    "{question} gives nothing back, and differentiates nothing.",
    "It is not written yet: it is still as the lesson handed it out.",
    "Write its body in the cell above, run that cell, then this one. `hint({question})` starts you off.",
    form=True,
)
RETURNED_NOTHING = Mistake(
    "returned-nothing",
    "value",
    lambda case: _gives_none(case) and not _untouched(case) and not _falls_through(case),
    "{question} works, and then gives back None.",
    "No `return` is reached, or what it names is None: so is `x.grad` where f was given a leaf made from x, and so is"
    " what `.backward()` gives back.",
    "End it with `return` and the tensor that you built; print that tensor in the line before.",
    form=True,
)
FALLS_THROUGH = Mistake(
    "returned-nothing",
    "value",
    _falls_through,
    "In some calls {question} gives back a result, and in others None.",
    "A Python function that comes to its end without a `return` gives None: an `if` has no branch for such a call.",
    "Follow your branches for the sizes named above, and let each of them end in a `return`.",
    form=True,
)


def _ended_by(*types: str) -> Callable[[Case], bool]:
    return lambda case: case.first_raised is not None and case.first_raised.type in types


TIMED_OUT = Mistake(
    "timed-out",
    "value",
    _ended_by("TimedOut"),
    "{question} was still running when its time was up.",
    "A loop whose end never comes, or far more work than the question needs.",
    "Try it on a tiny f, with N = M = 2, and print what the loop counts.",
    form=True,
)
EXITED = Mistake(
    "exited",
    "value",
    _ended_by("SystemExit", "Exited"),
    "{question} left Python instead of giving a result.",
    "`sys.exit`, `exit()`, `os._exit` and `raise KeyboardInterrupt` end the process: nothing is left to look at.",
    "Take that line out, and return the result.",
    form=True,
)
CRASHED = Mistake(
    "crashed",
    "value",
    _ended_by("Crashed"),
    "Python itself died while {question} ran.",
    "Such a crash takes endless recursion in C, memory beyond the limit, or a signal.",
    "Try it on a tiny f in a fresh kernel, and look at the last line that prints.",
    form=True,
)


def _cannot_be_called(case: Case) -> bool:
    """Python refused the call itself: no line of the answer's own was running."""
    first = case.first_raised
    phrases = (
        "positional argument",
        "unexpected keyword argument",
        "required keyword-only argument",
        "takes no arguments",
    )
    return first is not None and not first.line and first.type == "TypeError" and case.raised(*phrases)


WRONG_SIGNATURE = Mistake(
    "wrong-signature",
    "value",
    _cannot_be_called,
    "{question} can't be called as `check` calls it, which is `{signature}`.",
    "Names, number and order of the arguments are part of what is asked, and so are their defaults.",
    "Let the function begin as the lesson has it: `def {signature}`.",
    form=True,
)


OUT_OF_MEMORY = Mistake(
    "out-of-memory",
    "value",
    _ended_by("MemoryError"),
    "{question} asked for more memory than an answer may take here.",
    "The inputs are small, and so are the results. Something grows in a loop, or one tensor has far too many entries.",
    "Try it on a tiny f, with N = M = 2, and print the shape of every tensor that you make.",
    form=True,
)
RAISED = Mistake(
    "raised",
    "value",
    lambda case: first_kind(case) == "raised" and not two_dtypes_met(case),
    "{question} raised {error}.",
    "{meaning}",
    "Call it yourself, on a case so small that you can print all of it, and follow that line.",
    form=True,
)
