"""Key to lesson 04: references, and the HESS mistakes that show in an answer.

A mistake in a value is known by what it would give instead; one in cost by the passes that the marker saw: «frr» is
reverse over reverse, «ftt» forward over forward, «ftr» reverse over forward.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.func import grad, hessian, jacrev

from autograder.answer_key import lesson_04_four as four
from autograder.answer_key.compare import tensor
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.answer_key.lesson_04_detectors import (
    MESSAGES,
    REMARKS,
    factor,
    gives,
    passes,
    symmetric_part_alone,
    zeros,
)
from autograder.questions import lesson_04 as ways

_DETACHED = Mistake(
    "detached-between-levels",
    "HESS13",
    "value",
    gives(zeros),
    "You gave zeros where f is curved.",
    "The inner derivative was cut from x (a `detach`, `.data`, `no_grad`, or a new tensor made of its numbers):"
    " to the outer level it is a constant.",
    "Hand the inner derivative on as it comes.",
)
_FACTOR = Mistake(
    "constant-factor",
    "HESS22",
    "value",
    factor,
    "Every entry is off by the same factor.",
    "A mean in place of a sum, a block added to itself, or the ½ of Taylor's formula: H itself has none.",
    "Compare with f(x) = x₀², whose H₀₀ is 2.",
)


def _scalar(expected: Expected) -> bool:
    return "M" not in expected.call.sizes


def _first_derivative(expected: Expected) -> Tensor:
    f, x = expected.args
    made: Tensor = jacrev(f)(x)
    return made


def _squared_first_derivative(expected: Expected) -> Tensor:
    first = _first_derivative(expected)
    return torch.outer(first, first) if _scalar(expected) else first.T @ first


def _products_by_output(expected: Expected) -> Tensor:
    first = _first_derivative(expected).reshape(-1, len(expected.args[1]))
    return torch.einsum("mi,mj->mij", first, first).reshape(expected.result.shape)


def _outputs_summed(expected: Expected) -> Tensor | None:
    return None if _scalar(expected) else expected.result.sum(0)


def _outputs_averaged(expected: Expected) -> Tensor | None:
    return None if _scalar(expected) else expected.result.mean(0)


def _outputs_moved(to: int) -> Callable[[Expected], Tensor | None]:
    return lambda expected: None if _scalar(expected) else expected.result.movedim(0, to)


def _only(case: Case, scalar: bool, *phrases: str) -> bool:
    """Tell whether every call that raised is on a scalar f (or a vector f), with one of these messages."""
    raised = [(seen.raised.message, expected) for seen, expected in case.pairs if seen.raised]
    return bool(raised) and all(
        _scalar(expected) is scalar and any(phrase in message for phrase in phrases) for message, expected in raised
    )


_HESSIAN = (
    *MESSAGES,
    Mistake(
        "functional-hessian-wants-a-scalar",
        "HESS23",
        "value",
        lambda case: case.raised("given to hessian should contain a single element"),
        "`torch.autograd.functional.hessian` takes a scalar f alone.",
        "For M outputs there are M Hessians, and it does not know which one is meant.",
        "Compose `jacfwd`, `jacrev` and `grad`, which this exercise is about: they take both.",
    ),
    Mistake(
        "vector-f-not-noticed",
        "HESS07",
        "value",
        lambda case: _only(case, False, "to return a scalar Tensor", "only for scalar outputs"),
        "It works for a scalar f, and fails for an f with several outputs.",
        "`grad` starts from one number. A vector f has a gradient, and a Hessian, for each output.",
        "Use `jacrev` inside: it takes both, and its output axis comes first.",
    ),
    Mistake(
        "scalar-f-not-noticed",
        "HESS07",
        "value",
        lambda case: _only(case, True, "0-d tensor", "0-dim tensor", "0-D tensor", "zero-dimensional"),
        "It works for a vector f, and fails for a scalar one.",
        "A scalar f gives a tensor without axes: it has no length, and no entry number 0.",
        "Leave the output axes to `jacrev` and `jacfwd`; f(x) may have none.",
    ),
    Mistake(
        "outputs-summed",
        "HESS07",
        "value",
        gives(_outputs_summed, _outputs_averaged),
        "For a vector f you gave the Hessian of its outputs' sum (or mean).",
        "A derivative of f(x).sum() adds the M Hessians up.",
        "Keep the output axis: shape (M, N, N), one Hessian for each output.",
    ),
    Mistake(
        "row-sums",
        "HESS06",
        "value",
        gives(
            lambda expected: expected.result.sum(-1),
            lambda expected: expected.result.sum(-1).diag_embed(),
            lambda expected: None if expected.result.shape[-1] == 1 else expected.result.sum(-1).diag(),
        ),
        "You gave the sums of H's rows.",
        "A derivative of the gradient's sum is H times a vector of ones. Only of a diagonal H is that the diagonal.",
        "Differentiate the gradient itself, with `jacfwd` or `jacrev`, not its sum.",
    ),
    Mistake(
        "first-derivative-only",
        "",
        "value",
        gives(_first_derivative),
        "You gave the first derivative.",
        "One transform differentiates once.",
        "Differentiate what `jacrev(f)` gives, which is again a function of x.",
    ),
    Mistake(
        "product-of-first-derivatives",
        "HVP18",
        "value",
        gives(_squared_first_derivative, _products_by_output),
        "You gave a product of first derivatives.",
        "JᵀJ stands in for the Hessian in Gauss-Newton methods. It never sees f's second derivatives.",
        "Differentiate the first derivative once more.",
    ),
    Mistake(
        "outputs-not-first",
        "ROW18",
        "value",
        gives(_outputs_moved(1), _outputs_moved(2)),
        "The axes stand in another order than (M, N, N).",
        "Outputs come first, then one axis for each time that x was differentiated.",
        "Look where your output axis went: `torch.stack` and `out_dims` have a dim of their own.",
    ),
    _DETACHED,
    _FACTOR,
    Mistake(
        "symmetric-part-alone",
        "HESS14",
        "value",
        symmetric_part_alone,
        "Your matrix is not symmetric; made symmetric, it would be right.",
        "H of a smooth f is symmetric by itself. A triangle alone, or a half counted twice, hides an error.",
        "Work out every entry, and test H against Hᵀ rather than averaging the two.",
    ),
    Mistake(
        "reverse-over-forward",
        "HESS09",
        "cost",
        passes("ftr"),
        "`jacrev` stands around a forward-mode derivative: the dearest of the four.",
        "The inner level pushes N tangents through f, and the outer one keeps all of them for its way back.",
        "Turn it round: `jacfwd(jacrev(f))`.",
    ),
    Mistake(
        "reverse-outside",
        "HESS08",
        "cost",
        passes("frr"),
        "`jacrev` stands outside: all rows of the Jacobian are kept for one more way back.",
        "For a vector f the outer level has M · N rows to fetch at once, and each carries a graph of its own.",
        "Put forward mode outside: `jacfwd(jacrev(f))` pushes N tangents and keeps nothing.",
    ),
    Mistake(
        "forward-twice",
        "HESS08",
        "cost",
        passes("ftt"),
        "Both levels run in forward mode.",
        "That carries N · N tangents through everything inside f, at once. A reverse pass inside leaves N.",
        "Use `jacrev` (or `grad`, for a scalar f) inside.",
    ),
    Mistake(
        "more-memory-than-needed",
        "HESS08",
        "cost",
        lambda case: "peak" in case.over and not any(passes(kind)(case) for kind in ("ftr", "frr", "ftt")),
        "The composition is lean, and the peak is still too high: {finding}.",
        "Something larger than H is built beside it.",
        "Return what the composition gives; look for copies, and for a second Hessian.",
    ),
    *REMARKS,
)


def _both(expected: Expected, inner: int, outer: int) -> Tensor:
    f, x, y = expected.args
    made: Tensor = jacrev(grad(f, argnums=inner), argnums=outer)(x, y)
    return made


def _gradient(expected: Expected, by: int) -> Tensor:
    f, x, y = expected.args
    made: Tensor = grad(f, argnums=by)(x, y)
    return made


def _joined(expected: Expected) -> Tensor:
    f, x, y = expected.args
    whole: Tensor = hessian(lambda z: f(z[: len(x)], z[len(x) :]))(torch.cat([x, y]))
    return whole


def _tuples(case: Case) -> bool:
    wrong = list(case.wrong())
    return bool(wrong) and all(isinstance(seen.result, tuple) for seen, _ in wrong)


_MIXED = (
    *MESSAGES,
    Mistake(
        "block-transposed",
        "HESS11",
        "value",
        gives(lambda expected: expected.result.T),
        "You gave the block of y and x: entry (j, i) stands where (i, j) belongs.",
        "The inner derivative's axis comes first, the outer's after it: ∂²f/∂x∂y has shape (N, K), x along the rows.",
        "Differentiate by x inside and by y outside, or turn the result.",
    ),
    Mistake(
        "same-variable-twice",
        "HESS05",
        "value",
        gives(lambda expected: _both(expected, 0, 0), lambda expected: _both(expected, 1, 1)),
        "Both derivatives are by the same variable.",
        "Each level has an `argnums` of its own, 0 where you say nothing.",
        "Give the inner level `argnums=0` (x) and the outer one `argnums=1` (y).",
    ),
    Mistake(
        "tuple-of-blocks",
        "HESS05",
        "value",
        _tuples,
        "A tuple came back: several blocks, where one is asked.",
        "A tuple of `argnums` at a level makes a tuple of results at that level.",
        "Ask each level for one variable: then exactly the block that you want is worked out.",
    ),
    Mistake(
        "joined-hessian-returned",
        "HESS25",
        "value",
        gives(_joined),
        "You gave the whole Hessian of x and y joined.",
        "It holds four blocks; ∂²f/∂x∂y is the one in the first N rows and the last K columns.",
        "Take that block; better, ask for it alone, by `argnums`.",
    ),
    Mistake(
        "row-sums",
        "HESS06",
        "value",
        gives(lambda expected: expected.result.sum(1), lambda expected: expected.result.sum(0)),
        "You gave sums of the block's rows or columns.",
        "A derivative of a gradient's sum adds up what you want to see apart.",
        "Differentiate the gradient itself, with `jacfwd` or `jacrev`, not its sum.",
    ),
    Mistake(
        "product-of-first-derivatives",
        "HVP18",
        "value",
        gives(lambda expected: torch.outer(_gradient(expected, 0), _gradient(expected, 1))),
        "You gave the product of the two first derivatives.",
        "∂f/∂xᵢ · ∂f/∂yⱼ is something else than the derivative of ∂f/∂xᵢ by yⱼ.",
        "Differentiate the gradient by x once more, by y.",
    ),
    Mistake(
        "first-derivative-only",
        "",
        "value",
        gives(lambda expected: _gradient(expected, 0), lambda expected: _gradient(expected, 1)),
        "You gave a first derivative.",
        "One transform differentiates once.",
        "Differentiate `grad(f, argnums=0)`, which is again a function of x and y.",
    ),
    _DETACHED,
    _FACTOR,
    Mistake(
        "whole-hessian-for-one-block",
        "HESS25",
        "cost",
        lambda case: "peak" in case.over,
        "More than the one block was worked out: {finding}.",
        "The joined Hessian has (N + K)² entries, four times the block's when N = K, and a composition over both"
        " variables makes all of them before you pick one.",
        "Let `argnums` say what is wanted: x at the inner level, y at the outer.",
    ),
    *REMARKS,
)

ENTRIES = {
    "hessian_by_composition": Entry(
        ways.forward_over_reverse,
        _HESSIAN,
        tensor,
        leanest=(ways.reverse_over_reverse, ways.forward_over_forward),
    ),
    "four_hessians": four.ENTRY,
    "mixed_hessian": Entry(ways.cross_block, _MIXED, tensor),
}
