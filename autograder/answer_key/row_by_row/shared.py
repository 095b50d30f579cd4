"""Lesson 01's mistakes that more than one of its questions knows.

Offers: `MESSAGES` (what torch says), `TRANSPOSED`, `CAT`, `ORDER` (how rows are put together), `UNPACK` (a sentence).
"""

from autograder.answer_key.compare import reshaped_for_turned
from autograder.answer_key.key import Mistake
from autograder.answer_key.row_by_row import detectors as seen

MESSAGES = (
    Mistake(
        "no-cotangent",
        "value",
        seen.message("implicitly created only for scalar outputs"),
        "torch asked which gradient you mean: f has several outputs, and no cotangent was given.",
        "Only a scalar has one gradient. For a vector y, reverse mode needs a v, and gives vᵀJ.",
        "Pass v as `grad_outputs` (or to `.backward(v)`).",
    ),
    Mistake(
        "graph-freed",
        "value",
        seen.message("backward through the graph a second time"),
        "The graph was gone when the second backward pass wanted it.",
        "A backward pass frees what the forward saved, unless it is told that another one follows.",
        "Add `retain_graph=True` to the pass inside the loop; evaluating f again for each row would cost M forwards.",
    ),
    Mistake(
        "whole-identity-as-cotangent",
        "value",
        seen.wants_whole_identity,
        "A whole M × M identity was given as the cotangent of an output with M entries.",
        "One backward pass carries one cotangent, shaped like y: it gives one row.",
        "Hand over the identity's rows, one a pass.",
    ),
    Mistake(
        "cotangent-sized-by-input",
        "value",
        seen.sized_by_input,
        "The cotangent has another shape than f's output.",
        "v pairs with y, not with x: it has M entries, and it came out with another number.",
        "Build it from y: `torch.zeros_like(y)`, or `torch.eye(len(y))`.",
    ),
    Mistake(
        "in-place-on-leaf",
        "value",
        seen.message("a leaf Variable that requires grad"),
        "A leaf that requires grad was changed in place.",
        "Autograd would lose the numbers that it needs on the way back.",
        "Write the result into a new tensor, or change a copy made by `.detach().clone()`.",
    ),
    Mistake(
        "in-place-on-saved",
        "value",
        seen.message("modified by an inplace operation"),
        "A tensor that the backward pass needs was changed in place after the forward.",
        "Many operations keep their result for their derivative (tanh does).",
        "Replace `+=`, `mul_` or an assignment to a slice by an operation that gives a new tensor.",
    ),
    Mistake(
        "not-in-the-graph",
        "value",
        seen.message("not have been used in the graph"),
        "The tensor that you differentiate with respect to is not the one that f was given.",
        "`x.clone()` or a leaf made anew is another tensor: y's graph leads to the one that f saw.",
        "Make the leaf once, call f on it, and hand the same name to `torch.autograd.grad`.",
    ),
    Mistake(
        "input-not-tracked",
        "value",
        seen.message("does not require grad"),
        "Nothing was recorded on the way forward, so there is no way back.",
        "x arrives as a plain tensor; autograd follows only what starts at a tensor that requires grad, with grad"
        " mode on.",
        "Start from a leaf of your own: `leaf = x.detach().clone().requires_grad_()`, and call f on it, outside"
        " `no_grad`.",
    ),
    Mistake(
        "integer-input",
        "value",
        seen.message("nly Tensors of floating point"),
        "An integer tensor was asked to require grad.",
        "A derivative needs small steps, and integers have none.",
        "Keep x's own dtype; `torch.arange` and `.long()` give integers.",
    ),
)

TRANSPOSED = Mistake(
    "transposed",
    "value",
    seen.gives(lambda matrix: matrix.T),
    "You gave the transpose: entry (j, i) stands where (i, j) belongs.",
    "J has a row for each output and a column for each input: shape (M, N).",
    "Rows are stacked along dim 0, columns along dim 1; check with an f whose M and N differ.",
)
CAT = Mistake(
    "cat-for-stack",
    "value",
    seen.gives(lambda matrix: matrix.flatten()),
    "All numbers are right, in one long vector.",
    "`torch.cat` joins along an axis that is there already; `torch.stack` makes a new one.",
    "Use `torch.stack(rows)`.",
)
ORDER = Mistake(
    "wrong-flattening-order",
    "value",
    seen.gives(reshaped_for_turned),
    "The shape is right and so are the numbers, in the wrong order.",
    "`reshape` keeps the order in memory: a transpose is something else.",
    "Collect rows where you mean rows, and use `.T` or `dim=` rather than `reshape` to turn them.",
)
UNPACK = "`torch.autograd.grad` returns a tuple, one entry for each input, even for one."
