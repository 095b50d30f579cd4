"""Lesson 06's mistakes that more than one of its questions knows.

Offers: `MESSAGES` (what torch says), `BUILT` (H was built), `COST` (what else breaks a budget), `KEPT`,
`MATRIX_RETURNED`, `REMARKS`; `products_at_once`, a reference that two of them stand on; and
`products_of_one_gradient`, the quickest way to the same.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.func import vmap

from autograder.answer_key.hvps import detectors as seen
from autograder.answer_key.key import Case, Mistake
from autograder.answer_key.row_by_row.jacobian_by_rows import ENTRY as BY_ROWS
from autograder.questions.draw import Function
from autograder.questions.hvps.lesson import product

_ROW = {mistake.slug: mistake for mistake in BY_ROWS.mistakes}


def products_at_once(f: Function, x: Tensor, vectors: Tensor) -> Tensor:
    """K products in one pass. Shapes: x (N,), vectors (K, N) → (K, N)."""
    pushed: Tensor = vmap(lambda v: product(f, x, v))(vectors)
    return pushed


def products_of_one_gradient(f: Function, x: Tensor) -> Callable[[Tensor], Tensor]:
    """A function that gives K products, (K, N) → (K, N), from a gradient recorded once. Shapes: x (N,)."""
    leaf = x.detach().requires_grad_()
    (slopes,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)

    def products(vectors: Tensor) -> Tensor:
        return torch.autograd.grad(slopes, leaf, vectors, retain_graph=True, is_grads_batched=True)[0]

    return products


def _message_of_shape(case: Case) -> bool:
    return case.raised("that has a different size", "doesn't match the shape", "Mismatch in shape")


def _carries_graph(case: Case) -> bool:
    return any(observation.graph for observation, _ in case.pairs)


def _cycle_left(case: Case) -> bool:
    """`.backward()` was called, and more stays alive than the result: `.grad` and its graph hold each other."""
    called = any("torch.autograd.backward" in observation.used for observation, _ in case.pairs)
    left = [cost.left > 0 for cost, _ in case.costs()]
    return called and bool(left) and all(left)


MESSAGES = (
    Mistake(
        "primals-not-a-tuple",
        "value",
        seen.message("Expected primals to be a tuple", "Expected tangents to be a tuple"),
        "`jvp` was given a bare tensor where it wants a tuple.",
        "A function may have several arguments, so `jvp` takes its points, and its directions, as tuples.",
        "Write `(x,)` and `(v,)`: the comma makes the tuple.",
    ),
    Mistake(
        "tangents-of-another-structure",
        "value",
        seen.message("same python structure", "same argspec"),
        "The directions given to `jvp` are packed in another way than the points.",
        "Each point goes with one direction: `(x,)` with `(v,)`.",
        "Write `jvp(grad(f), (x,), (v,))`.",
    ),
    Mistake(
        "graph-of-gradient-missing",
        "value",
        seen.no_graph_of_the_gradient,
        "The second backward pass found nothing to walk back through.",
        "A backward pass is not recorded unless it is told to be: its result is a plain tensor.",
        "Give the first pass, and only that one, `create_graph=True`.",
    ),
    Mistake(
        "linear-f-has-no-graph",
        "value",
        seen.no_graph_of_a_linear_f,
        "All is well until f is linear: then there is no graph from the gradient back to x.",
        "The gradient of a linear f is the same everywhere, so that it does not depend on x, and H is zero.",
        "Where the gradient does not require grad, return zeros; `torch.func.grad` and `vjp` do so by themselves.",
    ),
    Mistake(
        "input-not-tracked",
        "value",
        seen.no_graph_at_all,
        _ROW["input-not-tracked"].saw,
        _ROW["input-not-tracked"].why,
        _ROW["input-not-tracked"].next_step,
    ),
    Mistake(
        "tangent-of-another-shape",
        "value",
        lambda case: _message_of_shape(case) and not case.raised("output[0] has a shape of torch.Size([])"),
        "The direction has another shape than the point.",
        "A product takes one direction, shaped like x. K of them, (K, N), are K products.",
        "Look at `v.shape` beside `x.shape`; for many vectors at once, map over their first axis.",
    ),
    Mistake(
        "cotangent-for-f",
        "value",
        seen.message("output[0] has a shape of torch.Size([])"),
        "v was handed to a pass that starts at f's one number.",
        "f is scalar: a pass back from it wants one number, and brings the gradient. v, of shape (N,), goes with the"
        " gradient's N numbers.",
        "Start the pass at the gradient: `vjp(grad(f), x)`, or `torch.autograd.grad(g, leaf, v)`.",
    ),
    Mistake(
        "gradient-of-a-vector",
        "value",
        seen.message("return a scalar Tensor, got tensor with 1 dims"),
        "`grad` was given a function that returns a vector.",
        "Only a scalar has a gradient. g(x) is a vector, and its derivative is all of H.",
        "Make a scalar of it first, g · v, or take a `jvp` or a `vjp` of `grad(f)`.",
    ),
    _ROW["graph-freed"],
    _ROW["not-in-the-graph"],
    _ROW["in-place-on-leaf"],
)

BUILT = Mistake(
    "hessian-built",
    "cost",
    seen.builds_matrix,
    "As many vectors as x has entries were multiplied with H: you built it, or all of its rows one by one.",
    "H takes N products and N × N numbers, and a product with one vector takes one product and N. At a million weights"
    " the matrix does not fit into any memory, and the product costs a few gradients.",
    "Put v inside the derivative: `jvp(grad(f), (x,), (v,))[1]`, or walk back from g · v.",
)

COST = (
    Mistake(
        "too-many-products",
        "cost",
        seen.too_many_products,
        "More passes went through second derivatives than the budget has: {finding}.",
        "Each product costs about as much as two gradients, and none is needed twice.",
        "Count the products in your code: which of them is worked out again, or for nothing?",
    ),
    Mistake(
        "peak-too-high",
        "cost",
        seen.large_inside,
        "There are no more products than needed, and still too much memory is taken at one time: {finding}.",
        "Somewhere a tensor is made that grows like N × N, or like K × K, or a list keeps more than it needs.",
        "Look for `torch.eye`, `torch.outer`, `torch.diag`, `[:, None] * [None, :]` and lists of rows.",
    ),
)

MATRIX_RETURNED = Mistake(
    "matrix-returned",
    "value",
    seen.whole_matrix,
    "You gave all of H, (N, N).",
    "Asked are N numbers, and the lesson is about never holding N × N.",
    "Work the N numbers out from products with vectors.",
)

KEPT = Mistake(
    "kept-between-calls",
    "value",
    seen.kept,
    "The first call is right; a later one with another f, new numbers in x or another vector gives what belongs to an"
    " earlier one.",
    "Something is kept between calls, a graph or a result, under a key that does not tell the new call from the old.",
    "Work everything out from the arguments of this call.",
    rest=True,
)

REMARKS = (
    Mistake(
        "cycle-left-behind",
        "remark",
        _cycle_left,
        "After the call more memory stays taken than the result needs.",
        "`.backward(create_graph=True)` puts a gradient that has a graph into `leaf.grad`; the graph holds the leaf,"
        " and the leaf holds the graph. Such a ring is never freed by itself: in a loop it piles up.",
        "Use `torch.autograd.grad(…, create_graph=True)`, which fills no `.grad`, or end with `leaf.grad = None`.",
    ),
    Mistake(
        "create-graph-for-nothing",
        "remark",
        lambda case: _carries_graph(case) and not _cycle_left(case),
        "Your result carries a graph of its own.",
        "`create_graph=True` is for a pass that will be differentiated. The last one will not be, and its graph keeps"
        " everything inside f alive as long as the result lives.",
        "Give `create_graph=True` to the first pass alone, or return `.detach()`.",
    ),
)
