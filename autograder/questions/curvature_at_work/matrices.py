"""Lesson 08: matrices that are handed out as a product v ↦ A v alone, drawn from a stream. Each vector is counted.

Offers: `product_with` (a matrix), `turned` (of given eigenvalues, in directions of its own), `symmetric` (any),
`banded` (nothing N × N inside), `scaled` (eigenvalues on the diagonal); `all_of`, the matrix of a product.
"""

import torch
from torch import Tensor

from autograder.questions.draw import Draw, Function
from autograder.questions.marker import PRODUCT, mark


def product_with(matrix: Tensor) -> Function:
    """Make v ↦ A v."""

    def matvec(v: Tensor) -> Tensor:
        return mark(matrix @ v, PRODUCT)

    return matvec


def turned(draw: Draw, eigenvalues: Tensor) -> Function:
    """Draw v ↦ A v for a symmetric A of these eigenvalues."""
    n = len(eigenvalues)
    directions, _ = torch.linalg.qr(draw.to(torch.float64).normal(n, n))
    matrix = directions @ torch.diag(eigenvalues.double()) @ directions.T
    return product_with(((matrix + matrix.T) / 2).to(draw.dtype))


def symmetric(draw: Draw, n: int, size: float = 1.0) -> Function:
    """Draw v ↦ A v for a symmetric A with eigenvalues of either sign, of about that size."""
    square = size * draw.normal(n, n) / n**0.5
    return product_with(square + square.T)


def banded(draw: Draw, n: int) -> Function:
    """Draw v ↦ A v for a positive definite A with neighbours tied together: no N × N numbers anywhere."""
    diagonal = draw.uniform(n, low=2.0, high=20.0)

    def matvec(v: Tensor) -> Tensor:
        return mark(diagonal * v - 0.7 * v.roll(1, -1) - 0.7 * v.roll(-1, -1), PRODUCT)

    return matvec


def scaled(diagonal: Tensor) -> Function:
    """Make v ↦ A v for a diagonal A."""

    def matvec(v: Tensor) -> Tensor:
        return mark(diagonal * v, PRODUCT)

    return matvec


def all_of(matvec: Function, like: Tensor) -> Tensor:
    """Build the matrix of a product, N columns of it. Shapes: like (N,) → (N, N)."""
    columns: Tensor = torch.func.vmap(matvec)(torch.eye(len(like), dtype=like.dtype, device=like.device))
    return columns.T
