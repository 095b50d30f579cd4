"""What an answer keeps between its calls, `KEPT`, which costs the value; a graph left in its result, `GRAPH`, does not.

The labels of calls that share what they can with the one before begin as `SHARED` says.
"""

from autograder.answer_key.key import Case, Mistake

SHARED = ("another ", "the same ")


def _kept(case: Case) -> bool:
    """Calls that share an argument with an earlier one go wrong, and no others."""
    wrong = [seen.label for seen, _ in case.wrong() if not seen.raised]
    return bool(wrong) and all(label.startswith(SHARED) for label in wrong)


KEPT = Mistake(
    "kept-between-calls",
    "value",
    _kept,
    "The first call is right; a later one, with something new in the same place, gives what belongs to an earlier one.",
    "Something is kept between calls, a matrix or a result: a `not in` (or a `cache`) looks it up under a key that"
    " does not tell the new call from the old.",
    "Work everything out from the arguments of this call.",
    rest=True,
)

GRAPH = Mistake(
    "graph-for-nothing",
    "remark",
    lambda case: any(seen.graph for seen, _ in case.pairs),
    "Your result carries a graph of its own.",
    "It keeps everything inside alive as long as the result lives, and nobody asked to go back through it.",
    "Give no `create_graph=True` to the last pass, or return `.detach()`.",
)
