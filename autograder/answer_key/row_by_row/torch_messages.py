"""Mistakes in a reverse pass that torch itself names.

Offers each by its name, and `MESSAGES`, all of them.
"""

from autograder.answer_key.key import Case, Mistake

NO_COTANGENT = Mistake(
    "no-cotangent",
    "value",
    lambda case: case.raised("implicitly created only for scalar outputs"),
    "torch asked which gradient you mean: f has several outputs, and no cotangent was given.",
    "Only a scalar has one gradient. For a vector y, reverse mode needs a v, and gives vᵀJ.",
    "Pass v as `grad_outputs` (or to `.backward(v)`).",
)
GRAPH_FREED = Mistake(
    "graph-freed",
    "value",
    lambda case: case.raised("backward through the graph a second time"),
    "The graph was gone when the second backward pass wanted it.",
    "A `backward` or an `autograd.grad` frees what the forward saved, unless it is told that another one follows.",
    "Add `retain_graph=True` to the pass inside the loop; evaluating f again for each row would cost M forwards.",
)


def _wants_whole_identity(case: Case) -> bool:
    """The message names a square cotangent, M × M, for an output of M entries."""
    m = next((expected.call.sizes["M"] for seen, expected in case.pairs if seen.raised), None)
    return case.raised("Mismatch in shape: grad_output") and case.raised(f"[{m}, {m}]")


WHOLE_IDENTITY = Mistake(
    "whole-identity-as-cotangent",
    "value",
    _wants_whole_identity,
    "A whole M × M identity was given as the cotangent of an output with M entries.",
    "One backward pass carries one cotangent, shaped like y: it gives one row.",
    "Hand over the identity's rows, one a pass.",
)
SIZED_BY_INPUT = Mistake(
    "cotangent-sized-by-input",
    "value",
    lambda case: case.raised("Mismatch in shape: grad_output") and not _wants_whole_identity(case),
    "The cotangent has another shape than f's output.",
    "v pairs with y, not with x: it has M entries, and it came out with another number.",
    "Build it from y: `torch.zeros_like(y)`, or `torch.eye(len(y))`.",
)
_SAVED_WRITTEN_OVER = "modified by an inplace operation"

IN_PLACE_ON_LEAF = Mistake(
    "in-place-on-leaf",
    "value",
    # Where f(x) is x itself, what is written over in f's result is the leaf: that is told by the next one.
    lambda case: case.raised("a leaf Variable that requires grad") and not case.raised(_SAVED_WRITTEN_OVER),
    "A leaf that requires grad was changed in place.",
    "Autograd would lose the numbers that it needs on the way back.",
    "Write the result into a new tensor, or change a copy made by `.detach().clone()`.",
)
IN_PLACE_ON_SAVED = Mistake(
    "in-place-on-saved",
    "value",
    lambda case: case.raised(_SAVED_WRITTEN_OVER),
    "A tensor that the backward pass needs was changed in place after the forward.",
    "Many operations keep their result for their derivative (tanh does).",
    "Replace `+=`, `mul_` or an assignment to a slice by an operation that gives a new tensor.",
)
NOT_IN_THE_GRAPH = Mistake(
    "not-in-the-graph",
    "value",
    lambda case: case.raised("not have been used in the graph") and not case.raised("does not require grad"),
    "The tensor that you differentiate with respect to is not the one that f was given.",
    "`x.clone()` or a leaf made anew is another tensor: y's graph leads to the one that f saw.",
    "Make the leaf once, call f on it, and hand the same name to `torch.autograd.grad`.",
)
INPUT_NOT_TRACKED = Mistake(
    "input-not-tracked",
    "value",
    lambda case: case.raised("does not require grad"),
    "Nothing was recorded on the way forward, so there is no way back.",
    "x arrives as a plain tensor; autograd follows only what starts at a tensor that requires grad, with grad mode on.",
    "Start from a leaf of your own: `leaf = x.detach().clone().requires_grad_()`, and call f on it, outside `no_grad`.",
)
INTEGER_INPUT = Mistake(
    "integer-input",
    "value",
    lambda case: case.raised("nly Tensors of floating point"),
    "An integer tensor was asked to require grad.",
    "A derivative needs small steps, and integers have none.",
    "Keep x's own dtype; `torch.arange` and `.long()` give integers.",
)


def _view_refused_first(case: Case) -> bool:
    """A view was refused, and no earlier call gave a wrong result: a wrong shape is the first thing to tell."""
    first = next((seen for seen, _ in case.wrong()), None)
    return first is not None and first.raised is not None and case.raised("view size is not compatible with input")


VIEW = Mistake(
    "view-not-possible",
    "value",
    _view_refused_first,
    "`.view(…)` was asked of a tensor whose numbers don't lie in that order in memory.",
    "A transpose, or a column of a matrix, only looks at memory that lies otherwise. f's result may be one, and so may"
    " its arguments.",
    "Use `.reshape(…)`, which looks where it can and copies where it must.",
)

MESSAGES = (
    NO_COTANGENT,
    GRAPH_FREED,
    WHOLE_IDENTITY,
    SIZED_BY_INPUT,
    IN_PLACE_ON_LEAF,
    IN_PLACE_ON_SAVED,
    NOT_IN_THE_GRAPH,
    INPUT_NOT_TRACKED,
    INTEGER_INPUT,
    VIEW,
)
