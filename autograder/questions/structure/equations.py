"""Lesson 09: equations F(z, theta) = 0, each with a solution z of it.

F is z − g(z, theta) with a g that contracts, so that z can also be found by walking z ← z − F(z, theta). Its marker
sits where z and theta meet, at N elements: a pass by either leaves its mark there.

Offers: `Equation`, `contraction`, `contracting_to`, `root`, `of_z_alone` (equations); `curved` (losses);
`MOST_OF_A_STEP`.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.questions.draw import Draw
from autograder.questions.marker import mark

Residual = Callable[[Tensor, Tensor], Tensor]
Equation = tuple[Residual, Tensor, Tensor]
# A step of the walk leaves at most about this much of the error.
MOST_OF_A_STEP = 0.8


def contraction(draw: Draw, n: int, k: int) -> Equation:
    """Draw F, z (n,) and theta (k,): ∂F/∂z is dense and not symmetric, and theta comes in through a sine.

    A theta of more entries than z is added up into it, without a matrix of n × k.
    """
    z, theta = draw.uniform(n, low=-1.0, high=1.0), draw.normal(k)
    return contracting_to(draw, z, theta), z, theta


def contracting_to(draw: Draw, z: Tensor, theta: Tensor) -> Residual:
    """Draw such an F for a z and a theta that are there already."""
    n, k = len(z), len(theta)
    matrix, signs = draw.normal(n, n), draw.normal(k)
    matrix = matrix * (MOST_OF_A_STEP / torch.linalg.matrix_norm(matrix, 2))
    places = torch.arange(k, device=z.device) % n

    def g(z: Tensor, theta: Tensor) -> Tensor:
        driven = z.new_zeros(n).index_add(0, places, torch.sin(theta) * signs)
        return torch.tanh(mark(matrix @ z + driven))

    rest = (z - g(z, theta)).clone()

    def F(z: Tensor, theta: Tensor) -> Tensor:
        return z - g(z, theta) - rest

    return F


def root(draw: Draw, n: int, k: int) -> Equation:
    """Draw an equation that scales its z: ∂F/∂z is far from the identity, and no walk finds z.

    No singular value and no real part of an eigenvalue is below 2, whatever is drawn: a right solve in float32 loses
    few digits, and a walk runs away.
    """
    matrix, mixed = draw.normal(n, n), draw.normal(n, k)
    matrix = matrix * (2 / torch.linalg.matrix_norm(matrix, 2)) + 5 * torch.eye(n, dtype=draw.dtype)
    z, theta = draw.normal(n), draw.normal(k)

    def g(z: Tensor, theta: Tensor) -> Tensor:
        return mark(matrix @ (z + z**3 / 3) + torch.sin(mixed @ theta) * z)

    rest = g(z, theta).clone()

    def F(z: Tensor, theta: Tensor) -> Tensor:
        return g(z, theta) - rest

    return F, z, theta


def of_z_alone(draw: Draw, n: int, k: int) -> Equation:
    """Draw an equation without theta in it."""
    inner, z, _ = contraction(draw, n, 1)
    still = draw.normal(1)
    rest = inner(z, still).clone()

    def F(z: Tensor, theta: Tensor) -> Tensor:
        return inner(z, still) - rest

    return F, z, draw.normal(k)


def curved(draw: Draw, n: int) -> Callable[[Tensor], Tensor]:
    """Draw a loss of z, (n,) → (), that is not quadratic."""
    tilt, shift = draw.normal(n), draw.normal(n)

    def loss(z: Tensor) -> Tensor:
        weighed: Tensor = tilt @ (torch.sin(z + shift) + z * z)
        return weighed

    return loss
