"""Mistakes that torch itself names: where a tangent does not fit its primal, where a transform is called wrongly.

Offers: `TANGENTS`, for any answer that pushes tangents through `jvp`; `TRANSFORMS`, for one that calls `jacrev` or
`jacfwd`; and `GRAPH_FOR_NOTHING`, a remark.
"""

from collections.abc import Callable

from autograder.answer_key.key import Case, Mistake
from autograder.observe import Other


def _message(*phrases: str) -> Callable[[Case], bool]:
    return lambda case: case.raised(*phrases)


PRIMALS_NOT_A_TUPLE = Mistake(
    "primals-not-a-tuple",
    "value",
    _message("Expected primals to be a tuple"),
    "`jvp` was given its primals bare.",
    "A function may have several arguments, so its primals come as a tuple, even where there is one.",
    "Write `jvp(f, (x,), (tangent,))`.",
)

TANGENTS_NOT_A_TUPLE = Mistake(
    "tangents-not-a-tuple",
    "value",
    _message("same python structure"),
    "Primals and tangents have another structure from each other.",
    "Each argument that varies has one tangent: a tuple of one beside a tuple of one.",
    "Write `jvp(f, (x,), (tangent,))`; arguments that are held fixed belong into a function around f.",
)


def _sizes_in_message(case: Case) -> tuple[str, str] | None:
    """Return the sizes of a primal and of the tangent that did not fit it, as torch's message prints them."""
    first = case.first_raised
    if first is None or not case.raised("forward gradient that has a different size"):
        return None
    sizes = [part.split("]")[0] for part in first.message.split("[")[1:]]
    return (sizes[0], sizes[1]) if len(sizes) >= 2 else None


def _whole_identity(case: Case) -> bool:
    sizes = _sizes_in_message(case)
    return sizes is not None and sizes[1] == f"{sizes[0]}, {sizes[0]}"


WHOLE_IDENTITY_AS_TANGENT = Mistake(
    "whole-identity-as-tangent",
    "value",
    _whole_identity,
    "A whole N × N identity was given as the tangent of an argument with N entries.",
    "A tangent has its argument's shape: it says how fast each entry moves. One of them gives one column.",
    "Let vmap hand over the identity's rows: `vmap(push)(units)`.",
)


def _flat_tangent(case: Case) -> bool:
    sizes = _sizes_in_message(case)
    return sizes is not None and "," in sizes[0] and "," not in sizes[1]


BASIS_NOT_VIEWED = Mistake(
    "basis-not-viewed",
    "value",
    _flat_tangent,
    "The unit tangents are flat, and the argument is a matrix.",
    "A tangent has its argument's shape. `torch.eye(arg.numel())` counts its entries rightly, and lays them out in"
    " one line.",
    "View each row as the argument: `torch.eye(arg.numel(), ...).reshape(-1, *arg.shape)`.",
)


def _sized_otherwise(case: Case) -> bool:
    return _sizes_in_message(case) is not None and not _flat_tangent(case) and not _whole_identity(case)


TANGENT_SIZED_BY_OUTPUT = Mistake(
    "tangent-sized-by-output",
    "value",
    _sized_otherwise,
    "The tangent has another size than the argument that it moves.",
    "Forward mode starts at the inputs: there is one unit tangent for each entry of the argument, not of y.",
    "Build them from the argument: `torch.eye(arg.numel())`.",
)

TANGENT_OF_ANOTHER_DTYPE = Mistake(
    "tangent-of-another-dtype",
    "value",
    _message("same dtype", "mat1 and mat2", "has different dtype"),
    "Tangents of one dtype met numbers of another.",
    "A tangent has its argument's dtype. What is made without one (`torch.eye(n)`, `torch.zeros(n)`) has torch's"
    " default, float32, and what is made with one keeps that, whatever the argument.",
    "Give all that you make `dtype=arg.dtype, device=arg.device`.",
)

TANGENTS = (
    PRIMALS_NOT_A_TUPLE,
    TANGENTS_NOT_A_TUPLE,
    WHOLE_IDENTITY_AS_TANGENT,
    BASIS_NOT_VIEWED,
    TANGENT_SIZED_BY_OUTPUT,
    TANGENT_OF_ANOTHER_DTYPE,
)


def a_function(case: Case) -> bool:
    return case.each_wrong(lambda got: isinstance(got, Other) and got.type in ("function", "partial", "method"))


FUNCTION_NOT_CALLED = Mistake(
    "function-not-called",
    "value",
    a_function,
    "You gave back a function, not a matrix.",
    "`jacrev(f)` makes the function x ↦ J(x). It computes nothing yet.",
    "Call what it returns: `jacrev(f)(x)`.",
)

ARGNUMS_NOT_A_NUMBER = Mistake(
    "argnums-not-a-number",
    "value",
    _message("argnums must be int"),
    "argnums was given something other than an int or a tuple of ints.",
    "The second argument of `jacrev` and `jacfwd` is argnums, not x; and a list is no tuple.",
    "Write `jacrev(f)(x)`.",
)

ARGNUMS_OUT_OF_RANGE = Mistake(
    "argnums-out-of-range",
    "value",
    _message("Got argnum"),
    "argnums names an argument that f has not got.",
    "f takes x alone, and it has number 0.",
    "Leave argnums out.",
)

CHUNKED_FORWARD_MODE = Mistake(
    "chunked-forward-mode",
    "value",
    _message("unexpected keyword argument 'chunk_size'"),
    "`jacfwd` was given a chunk_size, and knows none.",
    "Only `jacrev` and `vmap` take one.",
    "Leave it out: the budget asks for one pass.",
)

CHUNK_SIZE_ZERO = Mistake(
    "chunk-size-zero",
    "value",
    _message("`chunk_size` should be greater than 0"),
    "chunk_size came out as 0.",
    "A chunk has one row at least.",
    "Leave it out: the budget asks for one pass.",
)

ARGUMENT_BY_KEYWORD = Mistake(
    "argument-by-keyword",
    "value",
    _message("unexpected keyword argument 'x'"),
    "x was handed over by its name.",
    "A transform differentiates positional arguments, and passes keywords on to f, which has names of its own.",
    "Write `jacrev(f)(x)`.",
)

AUX_WITHOUT_FLAG = Mistake(
    "aux-without-flag",
    "value",
    lambda case: case.raised("return only tensors") and not case.raised("NoneType"),
    "The function that was differentiated gives back something beside its tensor.",
    "A transform takes all that comes back for outputs, unless it is told that the second is only carried along.",
    "Give it `has_aux=True`, or return the tensor alone.",
)

FLAG_WITHOUT_AUX = Mistake(
    "flag-without-aux",
    "value",
    _message("should be a tuple: (output, aux)"),
    "`has_aux=True` was said of a function that gives back its output alone.",
    "With that flag the function returns a pair: (output, what is carried along).",
    "Leave the flag out, or return a pair.",
)

FUNCTIONAL_FORWARD_MODE = Mistake(
    "functional-forward-mode",
    "value",
    _message("only implemented for `vectorize=True`"),
    "`torch.autograd.functional.jacobian` refuses forward mode without `vectorize=True`.",
    "It is the older interface, and this exercise is about the newer.",
    "Use `torch.func.jacfwd`.",
)

TRANSFORMS = (
    FUNCTION_NOT_CALLED,
    ARGNUMS_NOT_A_NUMBER,
    ARGNUMS_OUT_OF_RANGE,
    CHUNKED_FORWARD_MODE,
    CHUNK_SIZE_ZERO,
    ARGUMENT_BY_KEYWORD,
    AUX_WITHOUT_FLAG,
    FLAG_WITHOUT_AUX,
    FUNCTIONAL_FORWARD_MODE,
)

# The text of lesson 01 speaks of `create_graph`; here a leaf that requires grad is enough.
GRAPH_FOR_NOTHING = Mistake(
    "create-graph-for-nothing",
    "remark",
    lambda case: any(seen.graph for seen, _ in case.pairs),
    "Your result carries a graph of its own.",
    "A tensor that requires grad went through the transforms, or a pass had `create_graph=True`: every step was"
    " recorded for a derivative that nobody asks for.",
    "Give f the plain argument: no transform needs a tensor that requires grad. Or return `.detach()`.",
)
