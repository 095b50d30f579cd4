"""Derivatives by plain loops of `torch.autograd`, one number at a time: slow, and plain enough to be believed.

No reference of the key is made in this way. Offers: `rows` (J), `curvatures` (the Hessian of each output).
"""

from collections.abc import Callable

import torch
from torch import Tensor


def rows(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """Return J, a reverse pass a row. Shapes: x any, f(x) any → out.shape + x.shape."""
    leaf = x.detach().clone().requires_grad_()
    y = f(leaf)
    pulled = [_gradient(entry, leaf, keep=True) for entry in y.reshape(-1)]
    return torch.stack(pulled).reshape(*y.shape, *x.shape)


def curvatures(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """Return the Hessian of each output, a reverse pass a row of each.

    Shapes: x (N,), f(x) any → out.shape + (N, N).
    """
    leaf = x.detach().clone().requires_grad_()
    y = f(leaf)
    blocks = []
    for entry in y.reshape(-1):
        slopes = _gradient(entry, leaf, keep=True, record=True)
        blocks.append(torch.stack([_gradient(slope, leaf, keep=True) for slope in slopes]))
    return torch.stack(blocks).reshape(*y.shape, len(x), len(x))


def _gradient(y: Tensor, leaf: Tensor, keep: bool, record: bool = False) -> Tensor:
    if not y.requires_grad:
        return torch.zeros_like(leaf)
    (found,) = torch.autograd.grad(y, leaf, retain_graph=keep, create_graph=record, allow_unused=True)
    return torch.zeros_like(leaf) if found is None else found
