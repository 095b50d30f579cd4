"""How lesson 04 recognises its mistakes, and those that all of its questions share.

Offers: `gives`, `symmetric_part_alone`, `passes` (detectors), `MESSAGES`, `REMARKS`, `DETACHED`, `FACTOR` (mistakes).
"""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to
from autograder.answer_key.key import Case, Expected, Mistake
from autograder.answer_key.row_by_row.jacobian_by_rows import ENTRY as BY_ROWS
from autograder.observe import Other

_NOT_TRACKED = "does not require grad and does not have a grad_fn"
_SCALAR_WANTED = "to return a scalar Tensor"
_LESSON_01 = {mistake.slug: mistake for mistake in BY_ROWS.mistakes}


def gives(*instead: Callable[[Expected], Tensor | None]) -> Callable[[Case], bool]:
    """Detect any of these results; each function returns None where a call can't tell."""
    return lambda case: any(case.gives(one) for one in instead)


def _wrong_tensors(case: Case) -> Iterator[tuple[Tensor, Tensor] | None]:
    """Yield each wrong result of the right shape with the expected one; None for any other."""
    for seen, expected in case.wrong():
        fits = isinstance(seen.result, Tensor) and seen.result.shape == expected.result.shape
        yield (seen.result, expected.result) if fits else None


def _all_wrong(case: Case, shows: Callable[[Tensor, Tensor], bool]) -> bool:
    pairs = list(_wrong_tensors(case))
    # A result that is right but for rounding or dtype is another mistake's.
    return bool(pairs) and all(pair and not equal_to(*pair, loosely=True) and shows(*pair) for pair in pairs)


def _is_multiple(result: Tensor, right: Tensor) -> bool:
    result, right = result.double(), right.double()
    if not right.any():
        return False
    share = (result * right).sum() / (right * right).sum()
    return bool(share.abs() > 1e-3) and equal_to(result, share * right, loosely=True)


def _factor(case: Case) -> bool:
    """Tell whether each wrong result is the right one times a number."""
    return _all_wrong(case, _is_multiple)


def symmetric_part_alone(case: Case) -> bool:
    """Tell whether each wrong result has the right symmetric part, or is one triangle of the right one."""

    def shows(result: Tensor, right: Tensor) -> bool:
        candidates = ((result + result.mT) / 2, result.triu() + result.triu(1).mT, result.tril() + result.tril(-1).mT)
        return any(equal_to(candidate, right, loosely=True) for candidate in candidates)

    return _all_wrong(case, shows)


def passes(kind: str) -> Callable[[Case], bool]:
    """Detect passes of a kind in a counted call."""
    return lambda case: any(cost.count(kind) for cost, _ in case.costs())


def _is_function(result: object) -> bool:
    if isinstance(result, dict):
        return bool(result) and all(map(_is_function, result.values()))
    return isinstance(result, Other) and result.type in ("function", "method", "partial", "builtin_function_or_method")


def _functions(case: Case) -> bool:
    """Tell whether functions came back where tensors are meant."""
    wrong = list(case.wrong())
    return bool(wrong) and all(_is_function(seen.result) for seen, _ in wrong)


def _raises(case: Case, phrase: str) -> list[Expected]:
    return [expected for seen, expected in case.pairs if seen.raised and phrase in seen.raised.message]


def _is_zero(expected: Expected) -> bool:
    found = expected.result.values() if isinstance(expected.result, dict) else (expected.result,)
    return not any(tensor.any() for tensor in found)


def _untracked(case: Case) -> bool:
    return not all(map(_is_zero, _raises(case, _NOT_TRACKED)))


def _untracked_where_zero(case: Case) -> bool:
    raised = _raises(case, _NOT_TRACKED)
    return bool(raised) and all(map(_is_zero, raised))


def _gradient_of_gradient(case: Case) -> bool:
    raised = _raises(case, _SCALAR_WANTED)
    return any("M" not in expected.call.sizes for expected in raised)


def _used(case: Case, name: str) -> bool:
    return any(name in seen.used for seen, _ in case.pairs)


MESSAGES = (
    *(_LESSON_01[slug] for slug in ("graph-freed", "not-in-the-graph", "in-place-on-leaf", "tuple-not-unpacked")),
    Mistake(
        "gradient-of-gradient",
        "value",
        _gradient_of_gradient,
        "`grad` was asked for the derivative of a gradient.",
        "`grad` takes a function with one number for its result. A gradient has N of them.",
        "Keep `grad` inside and take `jacfwd` or `jacrev` of it: these accept any number of outputs.",
    ),
    Mistake(
        "create-graph-forgotten",
        "value",
        _untracked,
        "The first derivative carries no graph, so that it can't be differentiated again.",
        "`torch.autograd.grad` records what it does only where it is told to, and only if x itself is tracked.",
        "Start from a leaf of your own, and give the inner call `create_graph=True`; or let `torch.func` nest.",
    ),
    Mistake(
        "zero-curvature-has-no-graph",
        "value",
        _untracked_where_zero,
        "It fails only where the second derivative is zero everywhere.",
        "The gradient of a linear f is a constant: it depends on x no more, so autograd has no graph to follow.",
        "Use `materialize_grads=True` on a gradient that is tied to x, or `torch.func`, which gives zeros by itself.",
    ),
    Mistake(
        "no-chunk-size",
        "value",
        lambda case: case.raised("unexpected keyword argument 'chunk_size'"),
        "`chunk_size` was given to a transform that has none.",
        "`jacrev` and `vmap` have a `chunk_size`; `jacfwd` and `hessian` do not.",
        "Leave it out, or give it to `jacrev`.",
    ),
    Mistake(
        "argnums-out-of-range",
        "value",
        lambda case: case.raised("Got argnum"),
        "argnums names an argument that f has not got.",
        "Arguments are counted from 0: f(x) has number 0 alone, f(x, y) has 0 and 1.",
        "Count again, at each level by itself.",
    ),
    Mistake(
        "function-not-called",
        "value",
        lambda case: _functions(case) or case.raised("argnums must be int or Tuple[int, ...], got: <class 'torch.Te"),
        "A function came back, or x was handed over where `argnums` belongs.",
        "`jacrev(f)` is a function of x; its second parameter is `argnums`, not x.",
        "Call it: `jacfwd(jacrev(f))(x)`.",
    ),
)

REMARKS = (
    Mistake(
        "backward-with-create-graph",
        "remark",
        lambda case: _used(case, "torch.autograd.backward"),
        "You went back with `.backward()` through a graph that is to be differentiated again.",
        "With `create_graph=True` it leaves in `.grad` a tensor whose graph holds the leaf: a cycle, and torch warns"
        " of it.",
        "`torch.autograd.grad(..., create_graph=True)` gives the same and leaves nothing behind.",
    ),
    Mistake(
        "graph-for-nothing",
        "remark",
        lambda case: any(seen.graph for seen, _ in case.pairs) and not _used(case, "torch.autograd.backward"),
        "Your result carries a graph of its own, good for third derivatives.",
        "`create_graph=True` belongs on the inner derivative alone; on the outer one it only takes memory.",
        "Use `retain_graph=True` on the outer passes, or `.detach()` the result.",
    ),
)


def _zeros(expected: Expected) -> Tensor | None:
    """What a detach between the two levels would give."""
    return None if _is_zero(expected) else torch.zeros_like(expected.result)


DETACHED = Mistake(
    "detached-between-levels",
    "value",
    gives(_zeros),
    "You gave zeros where f is curved.",
    "The inner derivative was cut from x (a `detach`, `.data`, `no_grad`, or a new tensor made of its numbers):"
    " to the outer level it is a constant.",
    "Hand the inner derivative on as it comes.",
)
FACTOR = Mistake(
    "constant-factor",
    "value",
    _factor,
    "Every entry is off by the same factor.",
    "A mean in place of a sum, a block added to itself, or the ½ of Taylor's formula: H itself has none.",
    "Compare with f(x) = x₀², whose H₀₀ is 2.",
)
