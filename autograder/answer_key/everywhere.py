"""Mistakes that any answer can make, whatever the question.

They are looked for after the question's own, so that the more telling one speaks.
"""

from torch import Tensor

from autograder.answer_key.key import Case, Mistake
from autograder.observe import Other


def _changed(case: Case, what: str) -> bool:
    return any(what in change for seen, _ in case.pairs for change in seen.changed)


def _all_are(case: Case, *types: str) -> bool:
    wrong = list(case.wrong())
    return bool(wrong) and all(isinstance(seen.result, Other) and seen.result.type in types for seen, _ in wrong)


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
    """Only the later two of the three calls in a row are wrong, and they repeat an earlier result."""
    wrong = [seen for seen, _ in case.wrong()]
    late = [seen for seen in wrong if seen.label.startswith(("another f at", "the same f, new"))]
    if not late or len(late) != len(wrong):
        return False
    results = [seen.result for seen, _ in case.pairs if isinstance(seen.result, Tensor)]
    return all(
        isinstance(seen.result, Tensor)
        and any(other is not seen.result and other.shape == seen.result.shape and bool((other == seen.result).all()) for other in results)
        for seen in late
    )


EVERYWHERE: tuple[Mistake, ...] = (
    Mistake(
        "not-written-yet",
        "",
        "value",
        lambda case: _all_are(case, "NoneType", "ellipsis") and "autograder" not in case.evidence.flags and _untouched(case),
        "{question} gives nothing back, and calls f not once.",
        "It is still as the lesson handed it out.",
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
        "x belongs to the caller, who may need it again: `x.requires_grad_()`, `x += h` or `x.backward` on x itself all leave a trace.",
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
        lambda case: any(seen.raised is not None and seen.raised.type in ("SystemExit", "Exited") for seen, _ in case.pairs),
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
        "That takes endless recursion in C, memory beyond the limit, or a signal.",
        "Try it on a tiny f in a fresh kernel, and look at the last line that prints.",
    ),
    Mistake(
        "raised",
        "",
        "value",
        lambda case: _first_kind(case) == "raised",
        "{question} raised an error.",
        "The line and the message stand beside the criterion.",
        "Call it yourself with a small f, say `lambda x: x.sin() * x.sum()` at `torch.randn(3)`, and follow that line.",
    ),
    Mistake(
        "wrong-type",
        "",
        "value",
        lambda case: _first_kind(case) == "type",
        "{question} gives back something other than what is asked.",
        "The contract in the lesson names the type: a list of rows, say, is not yet a matrix.",
        "Look at what your last line returns: `type(...)` tells.",
    ),
    Mistake(
        "wrong-shape",
        "",
        "value",
        lambda case: _first_kind(case) == "shape",
        "{question} gives a tensor of another shape than asked.",
        "Shape is the first thing to check of a derivative: outputs first, inputs after.",
        "Print the shapes for an f with M = 2 and N = 3.",
    ),
    Mistake(
        "dtype-hard-coded",
        "ROW25",
        "value",
        lambda case: _first_kind(case) == "dtype",
        "{question} gives a dtype other than that of x.",
        "A tensor made inside without `dtype=` has torch's default, float32, or the dtype written there.",
        "Make every tensor with `dtype=x.dtype, device=x.device`, or by `torch.zeros_like` and `x.new_zeros`.",
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
        lambda case: _first_kind(case) == "value",
        "{question} gives the right shape with wrong numbers, and no mistake that we know explains them.",
        "Something else than the derivative that is asked was worked out.",
        "Take f(x) = A x with a small A that you write down: its Jacobian is A itself. Compare entry by entry.",
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
        "{question} gives the right values by a tool that this exercise rules out.",
        "The exercise asks you to build what that tool does.",
        "The criterion *method* names the tool and what may be used in its place.",
    ),
    Mistake(
        "tool-missing",
        "",
        "method",
        lambda case: "missing" in case.over and "forbidden" not in case.over and "profile" not in case.evidence.flags,
        "{question} gives the right values, but never calls the tool that this exercise is about.",
        "The right number by another road is not what the lesson practises.",
        "The criterion *method* names what to use.",
    ),
    Mistake(
        "too-many-evaluations",
        "",
        "cost",
        lambda case: "forwards" in case.over,
        "f was evaluated more often than the budget allows.",
        "Each evaluation is a whole forward pass: on a real model that is most of the bill.",
        "Count the calls of f in your code: which of them could have kept an earlier result?",
    ),
    Mistake(
        "too-many-backwards",
        "",
        "cost",
        lambda case: "backwards" in case.over and "forwards" not in case.over,
        "More vectors were pulled back through f than the budget allows.",
        "One backward of width 1 gives one row; no row is needed twice.",
        "Count the backward passes that one row takes in your code.",
    ),
)


def _untouched(case: Case) -> bool:
    return not any(seen.used for seen, _ in case.pairs) and not any(cost.passes for cost, _ in case.costs())
