"""What goes wrong with the record of f: cut off, made anew for each row, carried along, kept alive.

Offers each mistake by its name.
"""

from torch import Tensor

from autograder.answer_key.key import Case, Mistake
from autograder.observe import Other, tensors_of


def _gives_nothing_unused(case: Case) -> bool:
    """`allow_unused` was given, and zeros or None came of it."""
    if not any("torch.autograd.grad[allow_unused]" in seen.used for seen, _ in case.pairs):
        return False
    wrong = [seen.result for seen, _ in case.wrong() if not seen.raised]
    nothing = [isinstance(r, Other) or (isinstance(r, Tensor) and not r.any()) for r in wrong]
    return (bool(nothing) and all(nothing)) or case.raised("NoneType")


ALLOW_UNUSED = Mistake(
    "allow-unused-hides-it",
    "value",
    _gives_nothing_unused,
    "Zeros or None came back where f does depend on x.",
    "`allow_unused` (and a detached x) turns «these two are not connected» from an error into silence.",
    "Take `allow_unused` out, read the error that appears, and connect x to y.",
)


def _forward_a_row(case: Case) -> bool:
    """Wherever f was evaluated too often, it was once for each of M rows, or once more."""
    counts = [(cost.vectors("f"), expected.call.sizes["M"]) for cost, expected in case.costs()]
    over = [(forwards, m) for forwards, m in counts if forwards > 2]
    return bool(over) and all(m <= forwards <= m + 1 for forwards, m in over)


FORWARD_FOR_EVERY_ROW = Mistake(
    "forward-for-every-row",
    "cost",
    _forward_a_row,
    "f was evaluated once for every row.",
    "The graph that one forward records serves all rows; a second forward only makes the same graph again.",
    "Evaluate y = f(leaf) once, before the loop, and keep the graph with `retain_graph=True`.",
)


def _carries_graph(case: Case) -> bool:
    return any(seen.graph for seen, _ in case.pairs)


CREATE_GRAPH = Mistake(
    "create-graph-for-nothing",
    "remark",
    _carries_graph,
    "Your result carries a graph of its own.",
    "`create_graph=True` records every backward pass as well, and its memory grows with M. It is for second"
    " derivatives.",
    "Use `retain_graph=True`: it keeps the first graph and records no other.",
)


def _kept_alive(case: Case) -> bool:
    """Besides the result, more bytes stay alive after the call than it takes, though it carries no graph."""
    left = [(cost.left, sum(t.nbytes for t in tensors_of(expected.result))) for cost, expected in case.costs()]
    return not _carries_graph(case) and any(alive > size for alive, size in left)


KEPT_ALIVE = Mistake(
    "graph-kept-alive",
    "remark",
    _kept_alive,
    "After the call more memory stays taken than J needs.",
    "Something outside the function still holds the graph or its tensors: a list, an attribute, a global.",
    "Let y and the leaf be local names, which go when the function returns.",
)
