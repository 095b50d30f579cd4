"""The lesson's own ways: what its exercises teach, and what peaks are held against. No student's wheel has them.

Offers: `TAUGHT`, exercise → its ways, the lesson's first; the compositions by their names.
"""

from torch import Tensor
from torch.func import grad, jacfwd, jacrev

from autograder.questions.draw import Function
from autograder.questions.hessians.compositions import reverse_over_forward
from autograder.questions.hessians.mixed_hessian import Pair


def forward_over_reverse(f: Function, x: Tensor) -> Tensor:
    """H as `hessian` itself makes it. Shapes: x (N,) → (N, N), or (M, N, N)."""
    made: Tensor = jacfwd(jacrev(f))(x)
    return made


def reverse_over_reverse(f: Function, x: Tensor) -> Tensor:
    """H by reverse passes alone. Shapes: x (N,) → (N, N), or (M, N, N)."""
    made: Tensor = jacrev(jacrev(f))(x)
    return made


def forward_over_forward(f: Function, x: Tensor) -> Tensor:
    """H by tangent passes alone. Shapes: x (N,) → (N, N), or (M, N, N)."""
    made: Tensor = jacfwd(jacfwd(f))(x)
    return made


def four_hessians(f: Function, x: Tensor) -> dict[str, Tensor]:
    """H by each composition, named outer_inner. Shapes: x (N,) → four of (N, N)."""
    return {
        "fwd_rev": forward_over_reverse(f, x),
        "rev_rev": reverse_over_reverse(f, x),
        "fwd_fwd": forward_over_forward(f, x),
        "rev_fwd": reverse_over_forward(f, x),
    }


def cross_block(f: Pair, x: Tensor, y: Tensor) -> Tensor:
    """∂²f/∂x∂y alone: the gradient by x, then each of its entries by y. Shapes: x (N,), y (K,) → (N, K)."""
    block: Tensor = jacfwd(grad(f, argnums=0), argnums=1)(x, y)
    return block


TAUGHT = {
    "hessian_by_composition": (forward_over_reverse, reverse_over_reverse, forward_over_forward),
    "four_hessians": (four_hessians,),
    "mixed_hessian": (cross_block,),
}
