"""Lesson 06: the scalar functions f that its questions differentiate, drawn from a stream.

Every f bends x before its marker and again after it, so that each second-order pass leaves a mark of its own in
whatever order of modes. Where a peak is weighed, f is elementwise or narrow: it takes some multiples of N itself.

Offers: `small`, `partial`, `reverse_only`, `sharp`, `rivals` (marked at a hidden layer); `narrow`, `convex`,
`separable`, `linear` (marked at N elements); `lean`, `one_by_one` (marked at one);
`vast`, `tiny` (`small`, of other values); `mark_size`.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from autograder.questions.draw import TINY, VAST, Draw, Function
from autograder.questions.marker import mark

HIDDEN = 11

Maker = Callable[[Draw, int], Function]


def small(draw: Draw, n: int, size: float = 1.0) -> Function:
    """Draw a scalar f through a hidden layer of 11: H is dense, and neither f nor H has any symmetry but H's own.

    `size` is how large the values of f are.
    """
    inner, start = draw.normal(HIDDEN, n) / n**0.5, draw.uniform(n, low=0.5, high=2.0)
    shift, outer = draw.normal(HIDDEN), size * draw.normal(HIDDEN)

    def f(x: Tensor) -> Tensor:
        hidden = mark(inner @ torch.sin(x + start) + shift)
        return outer @ torch.tanh(hidden)

    return f


def vast(draw: Draw, n: int) -> Function:
    """Draw `small`, a million times as large."""
    return small(draw, n, VAST)


def tiny(draw: Draw, n: int) -> Function:
    """Draw `small`, a million times as small."""
    return small(draw, n, TINY)


def partial(draw: Draw, n: int) -> Function:
    """Draw a scalar f that looks at the first half of x alone."""
    seen = small(draw, n // 2)

    def f(x: Tensor) -> Tensor:
        return seen(x[: n // 2])

    return f


def narrow(draw: Draw, n: int) -> Function:
    """Draw a scalar f whose H is a diagonal and one outer product: nothing inside is larger than x."""
    weights, bend, tilt = draw.normal(n) / n**0.5, draw.uniform(n, low=0.2, high=0.6), draw.normal(1)

    def f(x: Tensor) -> Tensor:
        bent = mark(x + bend * x * x)
        return torch.sin(bent).sum() + torch.sin(weights @ bent + tilt).sum()

    return f


def lean(draw: Draw, n: int) -> Function:
    """Draw a scalar f whose H is a diagonal and one outer product, with as little inside as can be.

    Its marker sits at a single number, so that it takes no memory where memory is weighed.
    """
    weights = draw.normal(n) / n**0.5

    def f(x: Tensor) -> Tensor:
        reached = mark((weights @ x).reshape(1))
        return torch.sin(x).sum() + torch.sin(reached).sum()

    return f


def one_by_one(draw: Draw, n: int) -> Function:
    """Make a scalar f with a dense H whose steps have one operand each: half as much to do for a product as in `lean`.

    Where an operand is a constant, forward mode adds and multiplies zeros for its tangent. It is for hundreds of single
    products; that its x may change places is for other calls to see.
    """

    def f(x: Tensor) -> Tensor:
        return torch.sin(mark(torch.exp(x).sum()))

    return f


def convex(draw: Draw, n: int) -> Function:
    """Draw a scalar f with a large positive trace, so that an estimate of it does not cancel."""
    uneven, slopes = narrow(draw, n), draw.uniform(n, low=3.0, high=5.0)

    def f(x: Tensor) -> Tensor:
        return uneven(x) + slopes @ (x * x)

    return f


def separable(draw: Draw, n: int) -> Function:
    """Draw a scalar f whose H is diagonal."""
    slopes, bend = draw.uniform(n, low=1.0, high=3.0), draw.uniform(n, low=0.2, high=0.6)

    def f(x: Tensor) -> Tensor:
        bent = mark(x + bend * x * x)
        return slopes @ (bent * bent + torch.sin(bent))

    return f


def linear(draw: Draw, n: int) -> Function:
    """Draw f(x) = a · x: its gradient does not depend on x, and H is zero."""
    slopes = draw.normal(n)

    def f(x: Tensor) -> Tensor:
        return mark(slopes * x).sum()

    return f


def reverse_only(draw: Draw, n: int) -> Function:
    """Draw a scalar f with an operation that has no forward-mode rule."""
    inside = small(draw, n)

    class Wave(torch.autograd.Function):
        """sin, with the rules of reverse mode and of `vmap` alone."""

        generate_vmap_rule = True

        @staticmethod
        def forward(x: Tensor) -> Tensor:
            return x.sin()

        @staticmethod
        def setup_context(ctx: Any, inputs: tuple[Tensor], output: Tensor) -> None:
            ctx.save_for_backward(*inputs)

        @staticmethod
        def backward(ctx: Any, cotangent: Tensor) -> Tensor:
            (x,) = ctx.saved_tensors
            turned: Tensor = cotangent * x.cos()
            return turned

    wave: Any = Wave

    def f(x: Tensor) -> Tensor:
        return inside(wave.apply(x) + x)

    return f


def sharp(sign: float, scale: float, size: float = 1.0) -> Maker:
    """Make makers of f with one curvature of that sign and size far above the others, in a direction of its own."""

    def make(draw: Draw, n: int) -> Function:
        uneven, along = small(draw, n, size), draw.normal(n) / n**0.5
        along = (scale * size) ** 0.5 * along

        def f(x: Tensor) -> Tensor:
            reached = along @ x
            steep: Tensor = reached * reached
            return uneven(x) + steep if sign > 0 else uneven(x) - steep

        return f

    return make


def rivals(ratio: float) -> Maker:
    """Make makers of f with two curvatures far above the others, about as `ratio` to one, at right angles."""

    def make(draw: Draw, n: int) -> Function:
        uneven, first, other = small(draw, n), draw.normal(n), draw.normal(n)
        first = first / first.norm()
        other = other - (first @ other) * first
        other = ratio**0.5 * other / other.norm()
        both = 300.0**0.5 * torch.stack((first, other))

        def f(x: Tensor) -> Tensor:
            reached = both @ x
            steep: Tensor = reached @ reached
            return uneven(x) + steep

        return f

    return make


_AS_WIDE_AS_X: tuple[Maker, ...] = (narrow, convex, separable, linear)


def mark_size(make: Maker, n: int) -> int:
    """Elements at the marker of an f that `make` drew for N = n."""
    if make in (lean, one_by_one):
        return 1
    return n if make in _AS_WIDE_AS_X else HIDDEN
