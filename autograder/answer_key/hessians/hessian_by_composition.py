"""Key to `hessian_by_composition`: its reference and its mistakes.

A mistake in a value is known by what it would give instead; one in cost by the passes that the marker saw: «frr» is
reverse over reverse, «ftt» forward over forward, «ftr» reverse over forward.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.func import jacrev

from autograder.answer_key.altered import damped
from autograder.answer_key.compare import equal_to, tensor
from autograder.answer_key.hessians.torch_messages import MESSAGES
from autograder.answer_key.hessians.two_levels import DETACHED, FACTOR, REMARKS, SECOND_DIFFERENCES, all_wrong, gives
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.questions.hessians.compositions import hessian_by_torch

FUNCTIONAL_HESSIAN_WANTS_A_SCALAR = Mistake(
    "functional-hessian-wants-a-scalar",
    "value",
    lambda case: case.raised("given to hessian should contain a single element"),
    "`torch.autograd.functional.hessian` takes a scalar f alone.",
    "For M outputs there are M Hessians, and it does not know which one is meant.",
    "Compose `jacfwd`, `jacrev` and `grad`, which this exercise is about: they take both.",
)


def _scalar(expected: Expected) -> bool:
    return "M" not in expected.call.sizes


def _only(case: Case, scalar: bool, *phrases: str) -> bool:
    """Tell whether every call that raised is on a scalar f (or a vector f), with one of these messages."""
    raised = [(seen.raised.message, expected) for seen, expected in case.pairs if seen.raised]
    return bool(raised) and all(
        _scalar(expected) is scalar and any(phrase in message for phrase in phrases) for message, expected in raised
    )


VECTOR_F_NOT_NOTICED = Mistake(
    "vector-f-not-noticed",
    "value",
    lambda case: _only(case, False, "to return a scalar Tensor", "only for scalar outputs"),
    "It works for a scalar f, and fails for an f with several outputs.",
    "`grad` starts from one number. A vector f has a gradient, and a Hessian, for each output.",
    "Use `jacrev` inside: it takes both, and its output axis comes first.",
)

SCALAR_F_NOT_NOTICED = Mistake(
    "scalar-f-not-noticed",
    "value",
    lambda case: _only(case, True, "0-d tensor", "0-dim tensor", "0-D tensor", "zero-dimensional"),
    "It works for a vector f, and fails for a scalar one.",
    "A scalar f gives a tensor without axes: it has no length, and no entry number 0.",
    "Leave the output axes to `jacrev` and `jacfwd`; f(x) may have none.",
)


def _outputs_summed(expected: Expected) -> Tensor | None:
    return None if _scalar(expected) else expected.result.sum(0)


def _outputs_averaged(expected: Expected) -> Tensor | None:
    return None if _scalar(expected) else expected.result.mean(0)


OUTPUTS_SUMMED = Mistake(
    "outputs-summed",
    "value",
    gives(_outputs_summed, _outputs_averaged),
    "For a vector f you gave the Hessian of its outputs' sum (or mean).",
    "A derivative of f(x).sum() adds the M Hessians up.",
    "Keep the output axis: shape (M, N, N), one Hessian for each output.",
)

ROW_SUMS = Mistake(
    "row-sums",
    "value",
    gives(
        lambda expected: expected.result.sum(-1),
        lambda expected: expected.result.sum(-1).diag_embed(),
        lambda expected: None if expected.result.shape[-1] == 1 else expected.result.sum(-1).diag(),
    ),
    "You gave the sums of H's rows.",
    "A derivative of the gradient's sum is H times a vector of ones. Only of a diagonal H is that the diagonal.",
    "Differentiate the gradient itself, with `jacfwd` or `jacrev`, not its sum.",
)


def _first_derivative(expected: Expected) -> Tensor:
    f, x = expected.args
    made: Tensor = jacrev(f)(x)
    return made


FIRST_DERIVATIVE_ONLY = Mistake(
    "first-derivative-only",
    "value",
    gives(_first_derivative),
    "You gave the first derivative.",
    "One transform differentiates once.",
    "Differentiate what `jacrev(f)` gives, which is again a function of x.",
)


def _squared_first_derivative(expected: Expected) -> Tensor:
    first = _first_derivative(expected)
    return torch.outer(first, first) if _scalar(expected) else first.T @ first


def _products_by_output(expected: Expected) -> Tensor:
    first = _first_derivative(expected).reshape(-1, len(expected.args[1]))
    return torch.einsum("mi,mj->mij", first, first).reshape(expected.result.shape)


PRODUCT_OF_FIRST_DERIVATIVES = Mistake(
    "product-of-first-derivatives",
    "value",
    gives(_squared_first_derivative, _products_by_output),
    "You gave a product of first derivatives.",
    "JᵀJ stands in for the Hessian in Gauss-Newton methods. It never sees f's second derivatives.",
    "Differentiate the first derivative once more.",
)


def _outputs_moved(to: int) -> Callable[[Expected], Tensor | None]:
    return lambda expected: None if _scalar(expected) else expected.result.movedim(0, to)


OUTPUTS_NOT_FIRST = Mistake(
    "outputs-not-first",
    "value",
    gives(_outputs_moved(1), _outputs_moved(2)),
    "The axes stand in another order than (M, N, N).",
    "Outputs come first, then one axis for each time that x was differentiated.",
    "Look where your output axis went: `torch.stack` and `out_dims` have a dim of their own.",
)


def _symmetric_part_alone(case: Case) -> bool:
    """Tell whether each wrong result has the right symmetric part, or is one triangle of the right one."""

    def shows(result: Tensor, right: Tensor) -> bool:
        candidates = ((result + result.mT) / 2, result.triu() + result.triu(1).mT, result.tril() + result.tril(-1).mT)
        return any(equal_to(candidate, right, loosely=True) for candidate in candidates)

    return all_wrong(case, shows)


SYMMETRIC_PART_ALONE = Mistake(
    "symmetric-part-alone",
    "value",
    _symmetric_part_alone,
    "Your matrix is not symmetric; made symmetric, it would be right.",
    "H of a smooth f is symmetric by itself. A triangle alone, or a half counted twice, hides an error.",
    "Work out every entry, and test H against Hᵀ rather than averaging the two.",
)


DOUBLED_DIAGONAL = Mistake(
    "doubled-diagonal",
    "value",
    gives(lambda expected: expected.result + torch.diag_embed(expected.result.diagonal(dim1=-2, dim2=-1))),
    "The diagonal is there twice; all else is right.",
    "A triangle added to its own transpose counts the diagonal in both.",
    "H comes whole from a composition: leave it as it comes.",
)


DAMPED = damped(
    lambda e: torch.eye(e.result.shape[-1], dtype=e.result.dtype).expand_as(e.result),
    added="the same number all along the diagonal,",
)

FIRST_OUTPUT_REPEATED = Mistake(
    "first-output-repeated",
    "value",
    gives(lambda expected: None if _scalar(expected) else expected.result[:1].expand_as(expected.result)),
    "Every output has the first one's Hessian.",
    "Each output is curved in its own way: there are M different matrices.",
    "Differentiate all outputs: `jacrev(f)` keeps them apart along its first axis.",
)


def _passes(kind: str) -> Callable[[Case], bool]:
    """Detect passes of a kind in a counted call."""
    return lambda case: any(cost.count(kind) for cost, _ in case.costs())


REVERSE_OVER_FORWARD = Mistake(
    "reverse-over-forward",
    "cost",
    _passes("ftr"),
    "`jacrev` stands around a forward-mode derivative: the dearest of the four.",
    "The inner level pushes N tangents through f, and the outer one keeps all of them for its way back.",
    "Turn it round: `jacfwd(jacrev(f))`.",
)

REVERSE_OUTSIDE = Mistake(
    "reverse-outside",
    "cost",
    lambda case: _passes("frr")(case) and not _passes("ftr")(case),
    "`jacrev` stands outside: all M · N rows of the second derivative walk back at once.",
    "For a vector f the inner level has M · N outputs and N inputs. By rows its derivative is a pass of width M · N, by"
    " columns one of width N.",
    "Put forward mode outside: in `jacfwd(jacrev(f))` what f recorded becomes N wide, not M · N.",
)

FORWARD_TWICE = Mistake(
    "forward-twice",
    "cost",
    lambda case: _passes("ftt")(case) and not any(_passes(kind)(case) for kind in ("ftr", "frr")),
    "Both levels run in forward mode.",
    "That carries N · N tangents through everything inside f, at once. A reverse pass inside leaves N.",
    "Use `jacrev` (or `grad`, for a scalar f) inside.",
)

MORE_MEMORY_THAN_NEEDED = Mistake(
    "more-memory-than-needed",
    "cost",
    lambda case: "peak" in case.over and not any(_passes(kind)(case) for kind in ("ftr", "frr", "ftt")),
    "The composition is lean, and the peak is still too high.",
    "Something larger than H is built beside it.",
    "Return what the composition gives; look for copies, and for a second Hessian.",
)

_MISTAKES = (
    *MESSAGES,
    FUNCTIONAL_HESSIAN_WANTS_A_SCALAR,
    VECTOR_F_NOT_NOTICED,
    SCALAR_F_NOT_NOTICED,
    OUTPUTS_SUMMED,
    ROW_SUMS,
    FIRST_DERIVATIVE_ONLY,
    PRODUCT_OF_FIRST_DERIVATIVES,
    OUTPUTS_NOT_FIRST,
    DETACHED,
    FACTOR,
    DOUBLED_DIAGONAL,
    DAMPED,
    FIRST_OUTPUT_REPEATED,
    SECOND_DIFFERENCES,
    SYMMETRIC_PART_ALONE,
    REVERSE_OVER_FORWARD,
    REVERSE_OUTSIDE,
    FORWARD_TWICE,
    MORE_MEMORY_THAN_NEEDED,
    *REMARKS,
)

ENTRY = Entry(hessian_by_torch, _MISTAKES, tensor)
