"""The lesson's right results by another way than the key's own: what an audit holds mutants against."""

import torch
from torch import Tensor

from autograder.answer_key.loops import curvatures, rows
from autograder.questions.draw import Function

_MOVES = 3
# Of a row's largest entry: far above what rounding moves, far below what a coupling of a thousandth does.
_MOVED = {torch.float64: 1e-8, torch.float32: 2e-5}


def _one_by_one(f: Function, batch: Tensor) -> Tensor:
    return torch.stack([rows(f, x) for x in batch])


def _blocks(f: Function, batch: Tensor) -> Tensor:
    leaf = batch.detach().clone().requires_grad_()
    reached = f(leaf)
    pulled = [
        torch.autograd.grad(entry, leaf, retain_graph=True)[0][b] for b, row in enumerate(reached) for entry in row
    ]
    return torch.stack(pulled).reshape(*reached.shape, batch.shape[1])


def _nobody_moves(f: Function, batch: Tensor) -> bool:
    """Move a row to another place, some times over, and look at all the others."""
    still, chance = f(batch), torch.Generator().manual_seed(0)
    for row in range(len(batch)):
        others = [other for other in range(len(batch)) if other != row]
        for _ in range(_MOVES):
            moved = batch.clone()
            moved[row] = torch.randn(batch.shape[1], generator=chance, dtype=torch.float64).to(batch.dtype)
            apart = (f(moved) - still)[others].abs().max()
            if apart > _MOVED[batch.dtype] * still.abs().max():
                return False
    return True


def _each_of_each(f: Function, batch: Tensor) -> Tensor:
    return torch.stack([curvatures(f, x) for x in batch])


OTHERWISE = {
    "batch_jacobian": _one_by_one,
    "batch_jacobian_by_sum": _blocks,
    "is_independent": _nobody_moves,
    "batch_hessian": _each_of_each,
}
