"""Mistakes of one derivative around another that torch itself names, or that leave no tensor at all.

Offers: `MESSAGES`, for all of lesson 04's exercises.
"""

from autograder.answer_key.key import Case, Expected, Mistake
from autograder.answer_key.row_by_row.jacobian_by_rows import ENTRY as JACOBIAN_BY_ROWS
from autograder.observe import Other

_BY_ROWS = {mistake.slug: mistake for mistake in JACOBIAN_BY_ROWS.mistakes}


_SCALAR_WANTED = "to return a scalar Tensor"


def _raises(case: Case, phrase: str) -> list[Expected]:
    """Return what was expected of the calls that raised so, if the first one is among them."""
    raised = [expected for seen, expected in case.pairs if seen.raised and phrase in seen.raised.message]
    return raised if case.raised(phrase) else []


def _gradient_of_gradient(case: Case) -> bool:
    raised = _raises(case, _SCALAR_WANTED)
    return any("M" not in expected.call.sizes for expected in raised)


GRADIENT_OF_GRADIENT = Mistake(
    "gradient-of-gradient",
    "value",
    _gradient_of_gradient,
    "`grad` was asked for the derivative of a gradient.",
    "`grad` takes a function with one number for its result. A gradient has N of them.",
    "Keep `grad` inside and take `jacfwd` or `jacrev` of it: these accept any number of outputs.",
)

_NOT_TRACKED = "does not require grad and does not have a grad_fn"


def _is_zero(expected: Expected) -> bool:
    found = expected.result.values() if isinstance(expected.result, dict) else (expected.result,)
    return not any(tensor.any() for tensor in found)


def _untracked(case: Case) -> bool:
    return not all(map(_is_zero, _raises(case, _NOT_TRACKED)))


CREATE_GRAPH_FORGOTTEN = Mistake(
    "create-graph-forgotten",
    "value",
    _untracked,
    "The first derivative carries no graph, so that it can't be differentiated again.",
    "`torch.autograd.grad` records what it does only where it is told to, and only if x itself is tracked.",
    "Start from a leaf of your own, and give the inner call `create_graph=True`; or let `torch.func` nest.",
)


def _untracked_where_zero(case: Case) -> bool:
    raised = _raises(case, _NOT_TRACKED)
    return bool(raised) and all(map(_is_zero, raised))


ZERO_CURVATURE_HAS_NO_GRAPH = Mistake(
    "zero-curvature-has-no-graph",
    "value",
    _untracked_where_zero,
    "It fails only where the second derivative is zero everywhere.",
    "The gradient of a linear f is a constant: it depends on x no more, so autograd has no graph to follow.",
    "Use `materialize_grads=True` on a gradient that is tied to x, or `torch.func`, which gives zeros by itself.",
)

NO_CHUNK_SIZE = Mistake(
    "no-chunk-size",
    "value",
    lambda case: case.raised("unexpected keyword argument 'chunk_size'"),
    "`chunk_size` was given to a transform that has none.",
    "`jacrev` and `vmap` have a `chunk_size`; `jacfwd` and `hessian` do not.",
    "Leave it out, or give it to `jacrev`.",
)

ARGNUMS_OUT_OF_RANGE = Mistake(
    "argnums-out-of-range",
    "value",
    lambda case: case.raised("Got argnum"),
    "argnums names an argument that f has not got.",
    "Arguments are counted from 0: f(x) has number 0 alone, f(x, y) has 0 and 1.",
    "Count again, at each level by itself.",
)


def _is_function(result: object) -> bool:
    if isinstance(result, dict):
        return bool(result) and all(map(_is_function, result.values()))
    return isinstance(result, Other) and result.type in ("function", "method", "partial", "builtin_function_or_method")


def _functions(case: Case) -> bool:
    """Tell whether functions came back where tensors are meant."""
    return case.each_wrong(_is_function)


FUNCTION_NOT_CALLED = Mistake(
    "function-not-called",
    "value",
    lambda case: _functions(case) or case.raised("argnums must be int or Tuple[int, ...], got: <class 'torch.Te"),
    "A function came back, or x was handed over where `argnums` belongs.",
    "`jacrev(f)` is a function of x; its second parameter is `argnums`, not x.",
    "Call it: `jacfwd(jacrev(f))(x)`.",
)

MESSAGES = (
    *(_BY_ROWS[slug] for slug in ("graph-freed", "not-in-the-graph", "in-place-on-leaf", "tuple-not-unpacked")),
    GRADIENT_OF_GRADIENT,
    CREATE_GRAPH_FORGOTTEN,
    ZERO_CURVATURE_HAS_NO_GRAPH,
    NO_CHUNK_SIZE,
    ARGNUMS_OUT_OF_RANGE,
    FUNCTION_NOT_CALLED,
)
