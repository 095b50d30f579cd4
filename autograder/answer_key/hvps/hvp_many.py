"""Key to `hvp_many`."""

import torch
from torch import Tensor

from autograder.answer_key.altered import damped, normalised
from autograder.answer_key.compare import tensor
from autograder.answer_key.hvps.altered_products import WAY, differences
from autograder.answer_key.hvps.derivatives import gradient, hessian, product
from autograder.answer_key.hvps.left_behind import KEPT, REMARKS
from autograder.answer_key.hvps.matrix_built import built
from autograder.answer_key.hvps.over_budget import COST, loops_over_vectors
from autograder.answer_key.hvps.torch_messages import FORWARD, messages
from autograder.answer_key.key import Entry, Expected, Mistake
from autograder.questions.draw import Function


def products_by_matrix(f: Function, x: Tensor, vectors: Tensor) -> Tensor:
    """K products, with the matrix itself. Shapes: x (N,), vectors (K, N) → (K, N)."""
    return vectors @ hessian(f, x)


def _swapped(e: Expected) -> Tensor:
    f, x, vectors = e.args
    return torch.stack([product(f, v, x) for v in vectors])


_MISTAKES = (
    *FORWARD,
    *messages(WAY),
    KEPT,
    Mistake(
        "transposed",
        "value",
        lambda case: case.gives(lambda e: e.result.T if min(e.result.shape) > 1 else None),
        "You gave the transpose: column k is the product with V[k].",
        "The vectors are V's rows, and so are the results: shape (K, N).",
        "Map over axis 0 of V and leave `out_dims` as it is.",
    ),
    Mistake(
        "vectors-added-up",
        "value",
        lambda case: case.gives(lambda e: e.result.sum(0) if len(e.args[2]) > 1 else None),
        "You gave one vector: the sum of all K products.",
        "One pass with the vectors added up gives H times their sum, and the products can't be told apart any more.",
        "Give each vector its place in a batch: `vmap(lambda v: …)(V)`.",
    ),
    Mistake(
        "gradient-returned",
        "value",
        lambda case: case.gives(lambda e: gradient(e).expand_as(e.result)),
        "Every row is the gradient.",
        "`jvp(grad(f), …)` returns two things: the gradient first, then its derivative along v.",
        "Take the second: `jvp(grad(f), (x,), (v,))[1]`.",
    ),
    Mistake(
        "gradient-times-v",
        "value",
        lambda case: case.gives(lambda e: gradient(e) * e.args[2]),
        "You gave the gradient times each v, entry by entry.",
        "The gradient is only the first derivative. H v is the gradient's own derivative, along v.",
        "Differentiate once more: push v through `grad(f)`.",
    ),
    Mistake(
        "product-times-v",
        "value",
        lambda case: case.gives(lambda e: e.result * e.args[2]),
        "You gave each H v times v once more, entry by entry.",
        "Added up, such numbers are vᵀ H v, the curvature along v. Asked is the product itself.",
        "Leave the second v out.",
    ),
    Mistake(
        "point-and-direction-swapped",
        "value",
        lambda case: case.gives(_swapped),
        "You gave H at each point V[k], times x.",
        "The point comes first, and the direction after it: they change places without an error.",
        "Write `jvp(grad(f), (x,), (v,))[1]` for one v.",
    ),
    Mistake(
        "jvp-of-f",
        "value",
        lambda case: case.gives(lambda e: e.args[2] @ gradient(e)),
        "You gave K numbers, g · v for each v: how f itself moves.",
        "A jvp of f differentiates once. H v is how the gradient moves along v.",
        "Push v through `grad(f)`, not through f.",
    ),
    Mistake(
        "loop-over-vectors",
        "cost",
        loops_over_vectors,
        "Each of the K products took passes of its own.",
        "A loop pays Python and the whole of f again for every vector; `vmap` carries all K through at once.",
        "Write the product for one v, and map it: `vmap(lambda v: …)(V)`, without `chunk_size`.",
    ),
    normalised(lambda e: e.result / e.args[2].norm(dim=1, keepdim=True)),
    damped(lambda e: e.args[2]),
    differences("`vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(V)`"),
    built("`vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(V)`"),
    *COST,
    *REMARKS,
)

ENTRY = Entry(products_by_matrix, _MISTAKES, tensor, signature="hvp_many(f, x, V)")
