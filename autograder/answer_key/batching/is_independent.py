"""Key to `is_independent`: its reference, and the couplings that an answer misses or invents."""

from collections.abc import Callable
from dataclasses import replace

from torch import Tensor
from torch.func import jacrev

from autograder.answer_key.batching.kept import KEPT
from autograder.answer_key.batching.torch_messages import UNDER_VMAP
from autograder.answer_key.compare import truth
from autograder.answer_key.key import Case, Entry, Mistake
from autograder.questions.batching.is_independent import (
    APART,
    AT_ZERO,
    BARELY,
    ONE_INPUT,
    ONE_OUTPUT,
    ONE_WAY,
    ONLY_ANOTHER,
    ROW_SUMS,
    SAME_BATCH,
    SUMMED_AWAY,
)
from autograder.questions.draw import Function


def apart_in_one_pass(f: Function, batch: Tensor) -> bool:
    """Build (B, M, B, N) by one pass of width B · M, and look beside its blocks. Shapes: batch (B, N)."""
    whole = jacrev(f)(batch)
    reached = whole.ne(0).any(3).any(1)  # (B, B): which row of f(X) moves with which row of X
    return not reached.fill_diagonal_(False).any()


def _wrong_about(case: Case) -> frozenset[str]:
    """Return the sorts of coupling that were answered wrongly; none where one answer is no verdict at all."""
    found = [(seen.result, e.call.label) for seen, e in case.wrong()]
    if any(isinstance(got, Tensor) and got.dim() for got, _ in found):
        return frozenset()
    wrong = (label for got, label in found if isinstance(got, bool | Tensor))
    return frozenset(label.split(":")[0] for label in wrong)


def _always(verdict: bool) -> Callable[[Case], bool]:
    """Tell whether the same verdict came of every call, but perhaps of those where rows see only another one.

    Who looks at a row's own block alone finds nothing there, and is right by mistake.
    """

    def shows(case: Case) -> bool:
        wrong = {e.call.label for seen, e in case.wrong() if isinstance(seen.result, bool | Tensor)}
        labels = {e.call.label for _, e in case.pairs if e.result is not verdict}
        needed = {label for label in labels if not label.startswith(ONLY_ANOTHER)}
        return bool(wrong) and needed <= wrong <= labels

    return shows


def _always_the_opposite(case: Case) -> bool:
    """Tell whether both verdicts came, each in the other's place in nearly every call."""
    wrong = [(seen.result, e.result) for seen, e in case.wrong() if isinstance(seen.result, bool | Tensor)]
    turned = [right for got, right in wrong if bool(got) is not right]
    return set(turned) == {True, False} and len(turned) > 0.9 * len(case.pairs)


def _misses(*sorts: str, besides: tuple[str, ...] = ()) -> Callable[[Case], bool]:
    """Tell whether some calls of these sorts were answered wrongly, and no others but perhaps those of `besides`."""

    def shows(case: Case) -> bool:
        wrong = _wrong_about(case)
        told = [what for what in wrong if what.startswith(sorts)]
        return bool(told) and all(what.startswith((*sorts, *besides)) for what in wrong)

    return shows


_MISTAKES = (
    *UNDER_VMAP,
    Mistake(
        "always-true",
        "value",
        _always(True),
        "{question} says True of everything.",
        "What is looked at does not see a coupling at all: say, a sample's own block, or a result held against itself.",
        "Move one row of X, and look at the other rows of f(X).",
    ),
    Mistake(
        "always-false",
        "value",
        _always(False),
        "{question} says False of everything.",
        "A row's own output always moves with its input. That alone couples nothing.",
        "Leave the row's own output out of what you look at.",
    ),
    Mistake(
        "verdict-inverted",
        "value",
        _always_the_opposite,
        "{question} says True where rows are coupled, and False where they are not.",
        "What was found is the coupling; asked is its absence.",
        "Return `not` of it.",
        form=True,
    ),
    replace(KEPT, shows=_misses(SAME_BATCH)),
    Mistake(
        "rounding-for-coupling",
        "value",
        lambda case: _misses(APART)(case) and not _always(False)(case),
        "Rows that have nothing to do with each other were called coupled.",
        "Two ways to the same number differ in their last digits, more so in float32; an exact comparison takes that"
        " for a dependence.",
        "Hold the difference against the size of the numbers: `torch.allclose`, with a threshold between rounding and"
        " 1e-3.",
    ),
    Mistake(
        "weak-coupling-missed",
        "value",
        _misses(BARELY),
        "A weak coupling went unseen.",
        "The threshold lies above a coupling of relative size 1e-3, or the step is so small that it sinks below.",
        "Lower the threshold to just above rounding, or move the row further.",
    ),
    Mistake(
        "symmetric-coupling-missed",
        "value",
        _misses(*SUMMED_AWAY, besides=(SAME_BATCH, BARELY, ONLY_ANOTHER)),
        "Batch norm, or softmax over the batch, went unseen.",
        "Both treat all rows alike, and over the batch their outputs add up to a constant: a sum over rows, or another"
        " order of them, shows nothing.",
        "Look at single rows of f(X): move one row, and see whether another one follows.",
    ),
    Mistake(
        "looks-at-some-rows",
        "value",
        _misses(*ONE_WAY),
        "A coupling of some rows, or in one direction, went unseen.",
        "A cumulative sum leaves its first row alone; a pair couples two rows out of B. One row, or one neighbour,"
        " does not speak for all.",
        "Look at every ordered pair of rows: move each row in turn, and look at all others.",
    ),
    Mistake(
        "outputs-left-out",
        "value",
        _misses(ONE_OUTPUT),
        "A coupling in one output alone went unseen.",
        "A row of f(X) has M outputs, and each of them may depend on another row.",
        "Compare every output of a row, not the first or another one alone.",
    ),
    Mistake(
        "inputs-left-out",
        "value",
        _misses(ONE_INPUT),
        "A coupling through one input alone went unseen.",
        "A row of X has N inputs, and another row may see any one of them.",
        "Move all of a row's inputs at once, each by a step of its own.",
    ),
    Mistake(
        "still-rows-skipped",
        "value",
        _misses(ONLY_ANOTHER),
        "Rows that see only another row, and not themselves, went unseen.",
        "Where rows change places, as in `roll` or `flip`, a row's output does not move with its own input at all.",
        "Look at the other rows, whatever the row's own output does.",
    ),
    Mistake(
        "row-sums-compared",
        "value",
        _misses(ROW_SUMS),
        "A coupling that leaves each row's sum as it is went unseen.",
        "The sum over a row's outputs is one number; behind a softmax over features it is 1, whatever other rows do.",
        "Look at every output of a row by itself, or weight them with random numbers.",
    ),
    Mistake(
        "looked-at-zero",
        "value",
        _misses(AT_ZERO),
        "A coupling that vanishes at X = 0 went unseen.",
        "A derivative tells of one point alone. The square of a row, say, is flat where that row is zero.",
        "Look at the X that was given, or take a step away from it.",
    ),
    Mistake(
        "couplings-missed",
        "value",
        _misses(
            *SUMMED_AWAY,
            *ONE_WAY,
            ONE_OUTPUT,
            ONE_INPUT,
            ONLY_ANOTHER,
            ROW_SUMS,
            AT_ZERO,
            BARELY,
            SAME_BATCH,
            besides=(APART,),
        ),
        "Couplings of several sorts went unseen; others were found.",
        "What is compared moves too little, or moves along with what it is compared with: copies, order and sums of"
        " rows hide a coupling, and so does a wide threshold.",
        "Move one row of X at a time, and hold every other row of f(X) against what it was.",
        rest=True,
    ),
    Mistake(
        "full-then-diagonal",
        "cost",
        lambda case: "peak" in case.over,
        "The verdicts are right; the whole of (B, M, B, N) was built on the way.",
        "The question has one bit for an answer, and B · B pairs to look at: M · N numbers for each are far too many.",
        "One random cotangent for each output row, or one random step for each input row, is enough.",
    ),
)

ENTRY = Entry(apart_in_one_pass, _MISTAKES, truth, signature="is_independent(f, X)")
