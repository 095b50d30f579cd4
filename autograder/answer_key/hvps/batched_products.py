"""Many products at once: `products_at_once`, as the lesson teaches, and `products_of_one_gradient`, the quickest."""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.func import vmap

from autograder.questions.draw import Function
from autograder.questions.hvps.products import product


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
