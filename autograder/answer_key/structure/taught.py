"""The lesson's own ways: what its exercises teach, and what peaks are held against. No student's wheel has them.

Offers: `TAUGHT`, exercise → its ways, the lesson's first.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.func import grad, jacrev, jvp, vjp

from autograder.questions.draw import Function
from autograder.questions.structure.equations import Residual
from autograder.questions.structure.patterns import colored
from autograder.questions.structure.sparse_jacobian import products_for_colors


def product_by_product(f: Function, x: Tensor, S: Tensor, colors: Tensor) -> Tensor:
    """J's entries where S is True, one colour after another. Shapes: x (N,) → (nnz,)."""
    i, j = S.nonzero(as_tuple=True)
    entries = x.new_zeros(len(i))
    for color in range(int(colors.max()) + 1):
        folded = jvp(f, (x,), ((colors == color).to(x),))[1]
        here = colors[j] == color
        entries[here] = folded[i[here]]
    return entries


def one_solve(F: Residual, loss: Callable[[Tensor], Tensor], z: Tensor, theta: Tensor) -> Tensor:
    """The gradient of loss(z(theta)) by one solve and one pass back. Shapes: z (N,), theta (K,) → (K,)."""
    by_z = jacrev(F)(z, theta)
    weights = torch.linalg.solve(by_z.T, grad(loss)(z))
    pull: Any = vjp(lambda t: F(z, t), theta)[1]
    gradient: Tensor = -pull(weights)[0]
    return gradient


def solved(M: Tensor, e: Tensor) -> Tensor:
    """Solve Kepler's equation by a fixed number of Newton's steps. Shapes: M, e alike → the same."""
    E = M + 0.85 * e * torch.sign(torch.sin(M))
    for _ in range(10):
        E = E - (E - e * torch.sin(E) - M) / (1 - e * torch.cos(E))
    return E


class _Kepler(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(M: Tensor, e: Tensor) -> Tensor:
        return solved(M, e)

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Tensor, Tensor], output: Tensor) -> None:
        ctx.save_for_backward(output, inputs[1])
        ctx.save_for_forward(output, inputs[1])

    @staticmethod
    def backward(ctx: Any, cotangent: Tensor) -> tuple[Tensor, Tensor]:
        E, e = ctx.saved_tensors
        by_M = cotangent / (1 - e * torch.cos(E))
        return by_M, by_M * torch.sin(E)

    @staticmethod
    def jvp(ctx: Any, of_M: Tensor | None, of_e: Tensor | None) -> Tensor:
        E, e = ctx.saved_tensors
        moved = torch.zeros_like(E) if of_M is None else of_M
        moved = moved if of_e is None else moved + of_e * torch.sin(E)
        pushed: Tensor = moved / (1 - e * torch.cos(E))
        return pushed


def by_its_own_rule(M: Tensor, e: Tensor) -> Tensor:
    """E of Kepler's equation, with slopes from the equation itself. Shapes: M, e alike → the same."""
    rule: Any = _Kepler
    E: Tensor = rule.apply(M, e)
    return E


TAUGHT = {
    "color_columns": (colored,),
    "sparse_jacobian": (products_for_colors, product_by_product),
    "implicit_gradient": (one_solve,),
    "kepler": (by_its_own_rule,),
}
