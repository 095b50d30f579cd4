"""Key to `hvp_revrev`."""

import torch
from torch import Tensor

from autograder.answer_key.compare import tensor
from autograder.answer_key.hvps.one_product import product_mistakes
from autograder.answer_key.key import Entry
from autograder.questions.draw import Function


def by_double_backward(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """H v by a backward pass through a recorded one. Shapes: x, v (N,) → (N,)."""
    leaf = x.detach().requires_grad_()
    (slopes,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    if not slopes.requires_grad:  # a linear f
        return torch.zeros_like(x)
    (pulled,) = torch.autograd.grad(slopes, leaf, v)
    return pulled


ENTRY = Entry(by_double_backward, product_mistakes("`torch.autograd.grad(g @ v, leaf)[0]`"), tensor)
