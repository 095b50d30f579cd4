"""Lesson 08: the functions that its questions differentiate, drawn from a stream.

Nets are marked, their losses are not: what is counted are passes through the net. Objectives are marked between two
bends, so that each second-order pass leaves a mark of its own in whatever order of modes.

Offers: nets (`rolled`, and `smooth` and `linear` of `draw.py`), losses on their outputs (`squares`, `softmax`,
`quartic`, `rough`, `flat`), objectives for Newton (`convex`, `wide`, `bowl`, `valley`, `saddle`), losses of
samples (`rows`, `neighbours`), and `tested`, of a prediction.
"""

import torch
from torch import Tensor

from autograder.questions.draw import Draw, Function
from autograder.questions.marker import mark


def rolled(draw: Draw, n: int) -> Function:
    """Draw a net (n,) → (n,), elementwise but for a neighbour: nothing inside is larger than x."""
    own, next_ = draw.normal(n), draw.normal(n)

    def net(x: Tensor) -> Tensor:
        bent = mark(torch.tanh(own * x) + 0.3 * torch.sin(next_ * x.roll(1)))
        return bent + 0.2 * bent * bent

    return net


def squares(draw: Draw, m: int) -> Function:
    """Draw a loss whose Hessian is the identity, everywhere."""
    target = draw.normal(m)

    def loss(z: Tensor) -> Tensor:
        return (0.5 * (z - target).square()).sum()

    return loss


def softmax(draw: Draw, m: int) -> Function:
    """Draw a cross-entropy: its Hessian is dense, and another at every z."""
    wanted = draw.normal(m).softmax(0)

    def loss(z: Tensor) -> Tensor:
        return z.logsumexp(0) - wanted @ z

    return loss


def quartic(draw: Draw, m: int) -> Function:
    """Draw a loss of fourth powers: its Hessian is diagonal, and another at every z."""
    target = draw.normal(m)

    def loss(z: Tensor) -> Tensor:
        return (0.25 * (z - target).square().square()).sum()

    return loss


def rough(draw: Draw, m: int) -> Function:
    """Draw a loss that bends up and down, with a dense Hessian."""
    tilt, weights = draw.normal(m), draw.normal(m) / m**0.5

    def loss(z: Tensor) -> Tensor:
        return torch.sin(z + tilt).sum() + torch.sin(weights @ z) + z.logsumexp(0)

    return loss


def flat(draw: Draw, m: int) -> Function:
    """Draw a linear loss: its Hessian is zero."""
    slopes = draw.normal(m)

    def loss(z: Tensor) -> Tensor:
        return slopes @ z

    return loss


def convex(draw: Draw, n: int) -> Function:
    """Draw a strictly convex f: a cosh in each direction, and three squares that tie them together."""
    middle, ties = draw.uniform(n, low=-1.0, high=1.0), draw.normal(3, n) / n**0.5

    def f(x: Tensor) -> Tensor:
        grown = mark(torch.exp(x - middle))
        tied: Tensor = (ties @ x).square().sum()
        return (grown + 1 / grown).sum() + tied

    return f


def wide(draw: Draw, n: int) -> Function:
    """Draw a strictly convex f with no matrix in it: neighbours are tied together."""
    middle = draw.uniform(n, low=-1.0, high=1.0)

    def f(x: Tensor) -> Tensor:
        grown = mark(torch.exp(x - middle))
        return (grown + 1 / grown + 0.3 * (x - x.roll(1)).square()).sum()

    return f


def bowl(middle: Tensor) -> Function:
    """Make a cosh in each direction, lowest at `middle`, where its gradient is 0 to the last bit."""

    def f(x: Tensor) -> Tensor:
        grown = mark(torch.exp(x - middle))
        return (grown + 1 / grown).sum()

    return f


def valley(corner: Tensor) -> Function:
    """Make Rosenbrock's curved valley in two dimensions, whose minimum lies at `corner` + (1, 1)."""

    def f(x: Tensor) -> Tensor:
        y = x - corner
        off = mark(y[1:] - y[:-1] * y[:-1])
        return (100 * off * off + (1 - y[:-1]).square()).sum()

    return f


def saddle(corner: Tensor) -> Function:
    """Make x⁴/4 − x²/2 + y²/2 about `corner`: a saddle there, and two minima of −1/4 beside it."""

    def f(x: Tensor) -> Tensor:
        y = x - corner
        squared = mark(y[:1] * y[:1])
        return (0.25 * squared * squared - 0.5 * squared).sum() + (0.5 * y[1:].square()).sum()

    return f


def rows(draw: Draw, p: int, b: int, silent: int | None = None) -> Function:
    """Draw convex losses (p,) → (b,) of b samples; the sample `silent` does not depend on theta."""
    samples = draw.normal(b, p) / p**0.5
    if silent is not None:
        samples[silent] = 0

    def losses(theta: Tensor) -> Tensor:
        reached = samples @ theta
        return torch.nn.functional.softplus(mark(reached + 0.1 * reached * reached))

    return losses


def neighbours(draw: Draw, p: int) -> Function:
    """Draw convex losses (p,) → (p,): each sample looks at two neighbours in theta, and nothing inside is larger."""
    own, next_ = draw.normal(p), draw.normal(p)

    def losses(theta: Tensor) -> Tensor:
        reached = own * theta + next_ * theta.roll(1)
        return torch.nn.functional.softplus(mark(reached + 0.1 * reached * reached))

    return losses


def tested(draw: Draw, p: int) -> Function:
    """Draw a test loss (p,) → 0-D; it is not marked."""
    tilt = draw.normal(p)

    def test_loss(theta: Tensor) -> Tensor:
        return torch.sin(theta + tilt).sum()

    return test_loss
