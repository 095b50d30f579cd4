"""What an answer keeps between its calls or leaves after them: `KEPT` costs the value, `REMARKS` nothing."""

from autograder.answer_key.key import Case, Mistake
from autograder.questions.hvps.series import IN_A_ROW


def _kept(case: Case) -> bool:
    """Calls that share an argument with an earlier one go wrong, not the first of those, and none with an x of its own.

    An answer may know a call by the shape of its x alone.
    """
    wrong = [observed.label for observed, _ in case.wrong() if not observed.raised]
    forms = [(expected.args[1].shape, expected.args[1].dtype) for _, expected in case.pairs]
    late = {observed.label for place, (observed, _) in enumerate(case.pairs) if forms[place] in forms[:place]}
    in_a_row = any(label.startswith(IN_A_ROW[1:]) for label in wrong)
    return in_a_row and late.issuperset(wrong) and not any(label.startswith(IN_A_ROW[0]) for label in wrong)


KEPT = Mistake(
    "kept-between-calls",
    "value",
    _kept,
    "The first call is right; a later one with another f, new numbers in x or another vector gives what belongs to an"
    " earlier one.",
    "Something is kept between calls, a graph or a result, under a key that does not tell the new call from the old.",
    "Work everything out from the arguments of this call.",
    rest=True,
)


def _cycle_left(case: Case) -> bool:
    """`.backward()` was called, and more stays alive than the result: `.grad` and its graph hold each other."""
    called = any("torch.autograd.backward" in observation.used for observation, _ in case.pairs)
    left = [cost.left > 0 for cost, _ in case.costs()]
    return called and bool(left) and all(left)


_CYCLE = Mistake(
    "cycle-left-behind",
    "remark",
    _cycle_left,
    "After the call more memory stays taken than the result needs.",
    "`.backward(create_graph=True)` puts a gradient that has a graph into `leaf.grad`; the graph holds the leaf,"
    " and the leaf holds the graph. Such a ring is never freed by itself: in a loop it piles up.",
    "Use `torch.autograd.grad(…, create_graph=True)`, which fills no `.grad`, or end with `leaf.grad = None`.",
)


def _carries_graph(case: Case) -> bool:
    return any(observation.graph for observation, _ in case.pairs)


_CREATE_GRAPH = Mistake(
    "create-graph-for-nothing",
    "remark",
    lambda case: _carries_graph(case) and not _cycle_left(case),
    "Your result carries a graph of its own.",
    "`create_graph=True` is for a pass that will be differentiated. The last one will not be, and its graph keeps"
    " everything inside f alive as long as the result lives.",
    "Give `create_graph=True` to the first pass alone, or return `.detach()`.",
)

REMARKS = (_CYCLE, _CREATE_GRAPH)
