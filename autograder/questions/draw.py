"""Seeded drawing of inputs, and the functions that the questions differentiate.

Everything comes from one seed, so that the grader's side draws the same numbers as the student's: on the CPU, whose
stream of numbers is the same everywhere, and then moved to torch's default device.

Offers: `Draw` (numbers), `smooth`, `linear`, `partial` (functions f with a marker); `times`, `VAST` and
`TINY` (an f of larger values, or smaller), `SHORT` (of a vector); `refill` and `Changing`, by
which a tensor and an f change while they stay the same object.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.questions.device import at_work
from autograder.questions.marker import mark

Function = Callable[[Tensor], Tensor]


@dataclass(frozen=True, slots=True)
class Draw:
    """A stream of random tensors of one dtype."""

    generator: torch.Generator
    dtype: torch.dtype = torch.float64

    @classmethod
    def seeded(cls, seed: int, *path: int | str) -> "Draw":
        """Start a stream; `path` names it, so that one call's numbers never depend on another's."""
        generator = torch.Generator("cpu")
        mixed = seed & 0xFFFFFFFF
        for byte in "/".join(map(str, path)).encode():
            mixed = (mixed * 1_000_003 ^ byte) & 0x7FFFFFFFFFFFFFFF
        generator.manual_seed(mixed)
        return cls(generator)

    def to(self, dtype: torch.dtype) -> "Draw":
        """The same stream, handing out another dtype."""
        return Draw(self.generator, dtype)

    def normal(self, *shape: int) -> Tensor:
        """Standard normal numbers; drawn in float64 and rounded, so that a dtype changes no draw."""
        drawn: Tensor = torch.randn(*shape, generator=self.generator, dtype=torch.float64, device="cpu")
        return drawn.to(at_work(), self.dtype)

    def with_zeros(self, *shape: int) -> Tensor:
        """As `normal`, with 0 for the second entry of each vector: where f hands x on, f is 0 and its slope is not."""
        numbers = self.normal(*shape)
        numbers[..., 1] = 0
        return numbers

    def uniform(self, *shape: int, low: float = 0.0, high: float = 1.0) -> Tensor:
        """Numbers evenly spread over [low, high)."""
        unit = torch.rand(shape, generator=self.generator, dtype=torch.float64, device="cpu")
        spread: Tensor = low + (high - low) * unit
        return spread.to(at_work(), self.dtype)

    def size(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return int(torch.randint(low, high + 1, (), generator=self.generator, device="cpu"))

    def signs(self, *shape: int) -> Tensor:
        """±1 with equal chance."""
        coins: Tensor = torch.randint(0, 2, shape, generator=self.generator, device="cpu")
        return (coins * 2 - 1).to(at_work(), self.dtype)


def smooth(draw: Draw, n: int, m: int, width: int = 11) -> Function:
    """Draw f: (n,) → (m,), two layers with a product between them: not linear, symmetric, odd or even.

    Its marker sits at the hidden layer, of `width` elements.
    """
    inner, shift = draw.normal(width, n) / n**0.5, draw.normal(width)
    outer, tilt = draw.normal(m, width) / width**0.5, draw.normal(m)

    def f(x: Tensor) -> Tensor:
        hidden = torch.tanh(mark(inner @ x + shift))
        reached: Tensor = outer @ (hidden + hidden * hidden)
        return reached + torch.sin(reached + tilt)

    return f


def linear(draw: Draw, n: int, m: int) -> Function:
    """Draw f(x) = A x with A (m, n); its marker sits at the output."""
    matrix = draw.normal(m, n)

    def f(x: Tensor) -> Tensor:
        return mark(matrix @ x)

    return f


def partial(draw: Draw, n: int, m: int, used: int, width: int = 11) -> Function:
    """Draw f: (n,) → (m,) that looks at the first `used` entries of x alone."""
    seen = smooth(draw, used, m, width)

    def f(x: Tensor) -> Tensor:
        return seen(x[:used])

    return f


# Of values as large, or as small, whatever is held within bounds, or cleared of «noise», shows. Powers of two: no digit
# changes.
VAST, TINY = 2.0**20, 2.0**-20
# Of a vector: shorter than most numbers that are taken for 0, and longer than what rounding leaves.
SHORT = 2.0**-36


def times(factor: float, f: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """Return factor · f. A scalar f must be float64: under `jvp` a float times a 0-D float32 is float64."""
    return lambda *args: factor * f(*args)


def refill(tensor: Tensor, numbers: Tensor) -> None:
    """Put new numbers into a tensor; its memory and its version counter stay the same."""
    tensor.data.copy_(numbers)


@dataclass(slots=True, unsafe_hash=True)
class Changing:
    """An f that becomes another in the same place, as a model does when it is trained.

    Its hash and its equality follow the f inside: a cache by f misses after a change, one by `id(f)` still hits.
    """

    inside: Callable[..., Tensor]

    def __call__(self, *args: Tensor) -> Tensor:
        """Return what the f inside makes of the arguments."""
        return self.inside(*args)

    def become(self, other: Callable[..., Tensor]) -> None:
        """Have another f inside from now on."""
        self.inside = other
