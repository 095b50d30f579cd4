"""Mistakes on products that torch refuses, told by its messages.

Offers: `messages`, given how the exercise asks for one product; `FORWARD`, of exercises that may push tangents.
"""

from autograder.answer_key.key import Case, Mistake
from autograder.answer_key.row_by_row.jacobian_by_rows import ENTRY as BY_ROWS
from autograder.observe import Other

_ROWS = {mistake.slug: mistake for mistake in BY_ROWS.mistakes}

_NO_TUPLE = Mistake(
    "primals-not-a-tuple",
    "value",
    lambda case: case.raised("Expected primals to be a tuple", "Expected tangents to be a tuple"),
    "`jvp` was given a bare tensor where it wants a tuple.",
    "A function may have several arguments, so `jvp` takes its points, and its directions, as tuples.",
    "Write `(x,)` and `(v,)`: the comma makes the tuple.",
)
_ANOTHER_STRUCTURE = Mistake(
    "tangents-of-another-structure",
    "value",
    lambda case: case.raised("same python structure", "same argspec"),
    "The directions given to `jvp` are packed in another way than the points.",
    "Each point goes with one direction: `(x,)` with `(v,)`.",
    "Write `jvp(grad(f), (x,), (v,))`.",
)

# An f whose gradient is constant leaves no graph to walk back through: only its calls raise then.


def _no_graph(case: Case) -> bool:
    return case.raised("does not require grad")


def _walked_back(case: Case) -> bool:
    return any(cost.count("fr") for cost, _ in case.costs())


def _no_graph_of_a_linear_f(case: Case) -> bool:
    """Linear f alone goes wrong: an error, or nothing at all, for want of a graph."""
    wrong = list(case.wrong())
    nothing = all(seen.raised or isinstance(seen.result, Other) for seen, _ in wrong)
    return bool(wrong) and nothing and all(e.call.label.startswith("linear f") for _, e in wrong)


def _no_graph_of_the_gradient(case: Case) -> bool:
    """The first backward pass ran, and left nothing to differentiate, for every f."""
    return _no_graph(case) and not _no_graph_of_a_linear_f(case) and _walked_back(case)


_GRAPH_MISSING = Mistake(
    "graph-of-gradient-missing",
    "value",
    _no_graph_of_the_gradient,
    "The second backward pass found nothing to walk back through.",
    "An `autograd.grad` is not recorded unless it is told to be: its result is a plain tensor.",
    "Give the first pass, and only that one, `create_graph=True`.",
)
_LINEAR = Mistake(
    "linear-f-has-no-graph",
    "value",
    _no_graph_of_a_linear_f,
    "All is well until f is linear: then there is no graph from the gradient back to x.",
    "The gradient of a linear f is the same everywhere, so that it does not depend on x, and H is zero.",
    "Where the gradient does not require grad, return zeros; `torch.func.grad` and `vjp` do so by themselves.",
)


def _no_graph_at_all(case: Case) -> bool:
    """Not even the first backward pass had anything to walk back through."""
    return _no_graph(case) and not _no_graph_of_a_linear_f(case) and not _walked_back(case)


_NOT_TRACKED = Mistake(
    "input-not-tracked",
    "value",
    _no_graph_at_all,
    _ROWS["input-not-tracked"].saw,
    _ROWS["input-not-tracked"].why,
    _ROWS["input-not-tracked"].next_step,
)


def _message_of_shape(case: Case) -> bool:
    return case.raised("that has a different size", "doesn't match the shape", "Mismatch in shape")


_ANOTHER_SHAPE = Mistake(
    "tangent-of-another-shape",
    "value",
    lambda case: _message_of_shape(case) and not case.raised("output[0] has a shape of torch.Size([])"),
    "The direction has another shape than the point.",
    "A product takes one direction, shaped like x. K of them, (K, N), are K products.",
    "Look at `v.shape` beside `x.shape`; for many vectors at once, map over their first axis.",
)


def _cotangent_for_f(way: str) -> Mistake:
    return Mistake(
        "cotangent-for-f",
        "value",
        lambda case: case.raised("output[0] has a shape of torch.Size([])"),
        "v was handed to a pass that starts at f's one number.",
        "f is scalar: a pass back from it wants one number, and brings the gradient. v, of shape (N,), goes with the"
        " gradient's N numbers.",
        f"Start the pass at the gradient: {way}.",
    )


def _gradient_of_a_vector(way: str) -> Mistake:
    return Mistake(
        "gradient-of-a-vector",
        "value",
        lambda case: case.raised("return a scalar Tensor, got tensor with 1 dims"),
        "`grad` was given a function that returns a vector.",
        "Only a scalar has a gradient. g(x) is a vector, and its derivative is all of H.",
        f"Let v in before the second derivative is taken: {way}.",
    )


FORWARD = (_NO_TUPLE, _ANOTHER_STRUCTURE)


def messages(way: str) -> tuple[Mistake, ...]:
    """Return those of any exercise on products; `way` is the code of one product by its rules."""
    lesson_01 = (_ROWS[slug] for slug in ("graph-freed", "not-in-the-graph", "in-place-on-leaf"))
    return (
        _GRAPH_MISSING,
        _LINEAR,
        _NOT_TRACKED,
        _ANOTHER_SHAPE,
        _cotangent_for_f(way),
        _gradient_of_a_vector(way),
        *lesson_01,
    )
