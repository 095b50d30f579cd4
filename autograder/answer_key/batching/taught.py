"""The lesson's own ways: what its exercises teach, and what peaks are held against. No student's wheel has them.

Offers: `TAUGHT`, exercise → its ways, the lesson's first.
"""

import torch
from torch import Tensor

from autograder.questions.batching.batch_jacobian import jacobians_by_vmap
from autograder.questions.draw import Function

# Below this share of its largest entry a gradient of one row by another is rounding.
_ROUNDING = {torch.float64: 1e-10, torch.float32: 1e-5}


def hessians_by_vmap(f: Function, batch: Tensor) -> Tensor:
    """Return H of every output of every sample. Shapes: batch (B, N), f: (N,) → (M,) → (B, M, N, N)."""
    mapped: Tensor = torch.func.vmap(torch.func.hessian(f))(batch)
    return mapped


def jacobians_by_sum(f: Function, batch: Tensor) -> Tensor:
    """Return J of every sample: rows are independent, so their sum hides nothing. Shapes: (B, N) → (B, M, N)."""
    summed: Tensor = torch.func.jacrev(lambda rows: f(rows).sum(0))(batch)
    return summed.movedim(0, 1)


def apart_by_cotangents(f: Function, batch: Tensor) -> bool:
    """Tell whether rows are independent, one output row at a time, by a random cotangent. Shapes: batch (B, N)."""
    leaf = batch.detach().requires_grad_()
    reached = f(leaf)
    chance = torch.Generator().manual_seed(0)
    weights = torch.randn(reached.shape, generator=chance, dtype=batch.dtype).to(batch.device)
    for row, (output, weight) in enumerate(zip(reached, weights, strict=True)):
        (reach,) = torch.autograd.grad(output, leaf, weight, retain_graph=True)
        sizes = reach.abs().amax(1)
        largest = sizes.max().item()
        sizes[row] = 0
        if sizes.max().item() > _ROUNDING[batch.dtype] * largest:
            return False
    return True


TAUGHT = {
    "batch_jacobian": (jacobians_by_vmap,),
    "batch_jacobian_by_sum": (jacobians_by_sum,),
    "is_independent": (apart_by_cotangents,),
    "batch_hessian": (hessians_by_vmap,),
}
