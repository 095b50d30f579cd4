"""Mistakes that any answer can make, whatever the question.

They claim what none of the question's own does, and of themselves the first speaks.
"""

from dataclasses import replace

from autograder.answer_key.everywhere_detectors import (
    all_are,
    changed,
    changed_argument,
    first_kind,
    keeps,
    one_dtype,
    right_when_small,
    rounded,
    two_dtypes_met,
    untouched,
)
from autograder.answer_key.key import Mistake

_ANYWHERE: tuple[Mistake, ...] = (
    Mistake(
        "not-written-yet",
        "value",
        lambda case: (
            all_are(case, "NoneType", "ellipsis") and "autograder" not in case.evidence.flags and untouched(case)
        ),
        "{question} gives nothing back, and differentiates nothing.",
        "It is not written yet: it is still as the lesson handed it out.",
        "Write its body in the cell above, run that cell, then this one. `hint({question})` starts you off.",
    ),
    Mistake(
        "returned-nothing",
        "value",
        lambda case: all_are(case, "NoneType", "ellipsis") and not untouched(case),
        "{question} works, and then gives back None.",
        "A Python function without `return` gives None.",
        "End it with `return` and the tensor that you built.",
    ),
    Mistake(
        "argument-changed",
        "value",
        changed_argument,
        "After the call an argument is no longer as it was (its numbers, its `requires_grad` or its `.grad`).",
        "x belongs to the caller, who may need it again: `x.requires_grad_()`, `x += h` or `x.backward` on x"
        " itself all leave a trace.",
        "Work on a leaf of your own: `leaf = x.detach().clone().requires_grad_()`.",
    ),
    Mistake(
        "earlier-result-changed",
        "value",
        lambda case: changed(case, "an earlier result"),
        "A later call changed the result that an earlier call had given.",
        "The two share memory: a buffer or a `.grad` that is kept between calls is handed out again and overwritten.",
        "Give each call a tensor of its own, with `torch.stack`, `torch.empty` inside the function, or `.clone()`.",
    ),
    Mistake(
        "kept-between-calls",
        "value",
        keeps,
        "The first call is right; a call with another f, or with new numbers in x, gives the old result again.",
        "Something is kept between calls, under a key that does not tell the new call from the old one.",
        "Work everything out from the arguments of this call.",
    ),
    Mistake(
        "timed-out",
        "value",
        lambda case: any(seen.raised is not None and seen.raised.type == "TimedOut" for seen, _ in case.pairs),
        "{question} was still running when its time was up.",
        "A loop whose end never comes, or far more work than the question needs.",
        "Try it on a tiny f, with N = M = 2, and print what the loop counts.",
    ),
    Mistake(
        "exited",
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
        "value",
        lambda case: any(seen.raised is not None and seen.raised.type == "Crashed" for seen, _ in case.pairs),
        "Python itself died while {question} ran.",
        "Such a crash takes endless recursion in C, memory beyond the limit, or a signal.",
        "Try it on a tiny f in a fresh kernel, and look at the last line that prints.",
    ),
    Mistake(
        "right-when-small",
        "value",
        right_when_small,
        "{question} is right for small sizes, and wrong for a larger one: {finding}.",
        "N, M and B may be anything from 1 up. A number that is written into the code, as in `torch.eye(16)` or"
        " `range(10)`, holds for what it was tried on.",
        "Take every size from the arguments: `len(x)`, `y.numel()`, `X.shape[0]`.",
    ),
    Mistake(
        "raised",
        "value",
        lambda case: first_kind(case) == "raised" and not two_dtypes_met(case),
        "{question} raised an error.",
        "{finding}",
        "Call it yourself with a small f and inputs of three entries, such as `torch.randn(3)`, and follow that line.",
    ),
    Mistake(
        "wrong-type",
        "value",
        lambda case: first_kind(case) == "type",
        "{question} gives back something other than what is asked. {finding}.",
        "The contract in the lesson names the type: a list of rows, say, is not yet a matrix.",
        "Look at what your last line returns: `type(...)` tells.",
    ),
    Mistake(
        "wrong-shape",
        "value",
        lambda case: first_kind(case) == "shape",
        "{question} gives a tensor of another shape than asked. {finding}.",
        "Shape is the first thing to check of a derivative: outputs first, inputs after.",
        "Print the shapes for an f with M = 2 and N = 3.",
    ),
    Mistake(
        "dtype-hard-coded",
        "value",
        lambda case: (first_kind(case) == "dtype" and one_dtype(case)) or rounded(case) or two_dtypes_met(case),
        "{question} gives a dtype other than that of x, or numbers that went through one, or lets two dtypes meet.",
        "A tensor made inside without `dtype=` has torch's default, float32, or the dtype written there.",
        "Make every tensor with `dtype=x.dtype, device=x.device`, or by `torch.zeros_like` and `x.new_zeros`.",
    ),
    Mistake(
        "wrong-dtype",
        "value",
        lambda case: first_kind(case) == "dtype" and not one_dtype(case),
        "{question} gives another dtype than that of x. {finding}.",
        "Every answer follows x: its dtype and its device.",
        "Leave out the conversion, or convert to `x.dtype`.",
    ),
    Mistake(
        "not-finite",
        "value",
        lambda case: first_kind(case) == "finite",
        "{question} gives NaN or infinity.",
        "A division by zero, or memory that was never written (`torch.empty`).",
        "Find the first operation whose result is not finite.",
    ),
    Mistake(
        "wrong-value",
        "value",
        lambda case: first_kind(case) == "value" and not rounded(case),
        "{question} gives the right shape with wrong values, and no mistake that we know explains them.",
        "Something else than the derivative that is asked was worked out.",
        "Take a small f that you can differentiate on paper, say of three entries, and compare number by number.",
    ),
    Mistake(
        "observer-removed",
        "method",
        lambda case: "method" in case.failed and "profile" in case.evidence.flags,
        "{question} turned Python's profiler off or put another in its place.",
        "The method is judged from the calls that it sees.",
        "Leave `sys.setprofile` alone, and run profilers outside the function.",
    ),
    Mistake(
        "forbidden-tool",
        "method",
        lambda case: "forbidden" in case.over and "profile" not in case.evidence.flags,
        "{question} gives the right values by a tool that this exercise rules out: {finding}.",
        "The exercise asks you to build what that tool does.",
        "Take it out, and build the same from the tools that the criterion *method* allows.",
    ),
    Mistake(
        "tool-missing",
        "method",
        lambda case: "missing" in case.over and "forbidden" not in case.over and "profile" not in case.evidence.flags,
        "{question} gives the right values, but never calls the tool that this exercise is about: {finding}.",
        "The right number by another road is not what the lesson practises.",
        "The criterion *method* names what to use.",
    ),
    Mistake(
        "too-many-evaluations",
        "cost",
        lambda case: "forwards" in case.over,
        "f was evaluated more often than the budget allows: {finding}.",
        "Each evaluation is a whole forward pass: on a real model that is most of the bill.",
        "Count the calls of f in your code: which of them could have kept an earlier result?",
    ),
    Mistake(
        "slower-than-counted",
        "trend",
        lambda case: "trend" in case.failed,
        "The clock disagrees with the lesson's claim, although the counted passes are within the budget.",
        "Time goes somewhere that the count does not see: work in Python between the passes, or work done twice.",
        "Look at `trend({question})`, and at what each turn of your loop does besides its pass.",
    ),
    Mistake(
        "too-many-passes",
        "cost",
        lambda case: "backwards" in case.over and "forwards" not in case.over,
        "More vectors were pulled back through f than the budget allows: {finding}.",
        "One backward of width 1 gives one row; no row is needed twice.",
        "Count the backward passes that one row takes in your code.",
    ),
)

EVERYWHERE = tuple(replace(mistake, rest=True) for mistake in _ANYWHERE)
