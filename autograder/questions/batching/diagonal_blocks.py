"""The naive way to the Jacobians of a batch: a block for every pair of samples, of which the diagonal is wanted."""

import torch
from torch import Tensor

from autograder.questions.draw import Function


def jacobians_on_the_diagonal(f: Function, batch: Tensor) -> Tensor:
    """The naive way for f of the batch: all of (B, M, B, N), then its diagonal. Shapes: batch (B, N) → (B, M, N)."""
    whole: Tensor = torch.func.jacrev(f)(batch)
    return whole.diagonal(dim1=0, dim2=2).movedim(-1, 0)
