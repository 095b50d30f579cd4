"""The calls of one question of lesson 06, drawn from a seed.

Offers: `Series`, `IN_A_ROW` (labels of calls that share what they can with the one before).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from autograder.questions.device import ON_META
from autograder.questions.draw import Changing, Draw, refill
from autograder.questions.hvps.functions import Maker, mark_size, narrow
from autograder.questions.question import Call

IN_A_ROW = (
    "first of some in a row",
    "another f at the same x",
    "the same f, new numbers in x",
    "the same f and x, new numbers in all else",
    "the same f and x, other weights in f",
)

# What a call has after f and x: drawn for an N and a K.
More = Callable[[Draw, int, int], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Series:
    """The calls of one question, drawn from a seed.

    more    what a call has after f and x, drawn for an N and a K
    letter  what K is called in a label
    """

    seed: int
    name: str
    more: More
    letter: str = "K"

    def one(
        self, what: str, make: Maker, n: int, k: int = 0, dtype: torch.dtype = torch.float64, counted: bool = False
    ) -> Call:
        """Draw one call whose passes are counted or not; its peak is not weighed."""
        draw = Draw.seeded(self.seed, self.name, what, n, k).to(dtype)
        f, x = make(draw, n), draw.normal(n)
        return self._call(what, (f, x, *self.more(draw, n, k)), k, mark_size(make, n), counted=counted)

    def on_meta(self, k: int = 0) -> Call:
        """Draw a small call for another device.

        This f multiplies x with itself first: where it adds a constant first, meta takes a tangent from the CPU along.
        """
        return self.one(ON_META, narrow, 5, k)

    def strided(self, what: str, make: Maker, n: int, k: int = 0) -> Call:
        """Draw one call of whose tensors the numbers do not lie side by side."""
        call = self.one(f"{what}, with strides", make, n, k)
        return replace(call, args=tuple(_with_strides(arg) if isinstance(arg, Tensor) else arg for arg in call.args))

    def weighed(self, what: str, make: Maker, n: int, k: int = 0) -> Call:
        """Draw one call whose passes are counted and whose peak is weighed."""
        draw = Draw.seeded(self.seed, self.name, what, n, k).to(torch.float64)
        f, x = make(draw, n), draw.normal(n)
        return self._call(what, (f, x, *self.more(draw, n, k)), k, mark_size(make, n), counted=True, weighed=True)

    def size(self, what: str, low: int, high: int) -> int:
        """Draw a size from low to high, another with each seed."""
        return Draw.seeded(self.seed, self.name, what, "size").size(low, high)

    def in_a_row(self, make: Maker, n: int, k: int = 0) -> tuple[Call, ...]:
        """Draw calls that share what they can: whatever an answer keeps between its calls shows here."""
        draw = Draw.seeded(self.seed, self.name, "again").to(torch.float64)
        x, f, g, fresh = draw.normal(n), make(draw, n), Changing(make(draw, n)), draw.normal(n)
        width, weights = mark_size(make, n), make(draw, n)
        more, other = self.more(draw, n, k), self.more(draw, n, k)
        calls = [
            self._call(IN_A_ROW[0], (f, x, *more), k, width),
            self._call(IN_A_ROW[1], (g, x, *more), k, width),
            self._call(IN_A_ROW[2], (g, x, *more), k, width, before=lambda: refill(x, fresh)),
        ]
        if more:
            calls.append(self._call(IN_A_ROW[3], (g, x, *more), k, width, before=lambda: _refill_all(more, other)))
        changed = self._call(IN_A_ROW[4], (g, x, *more), k, width, before=lambda: g.become(weights))
        return (*calls, changed)

    def _call(
        self,
        what: str,
        args: tuple[Any, ...],
        k: int,
        width: int,
        counted: bool = False,
        weighed: bool = False,
        before: Callable[[], None] | None = None,
    ) -> Call:
        x = args[1]
        n, dtype = len(x), str(x.dtype).removeprefix("torch.")
        label = f"{what}: N = {n}, {self.letter} = {k}, {dtype}" if k else f"{what}: N = {n}, {dtype}"
        return Call(label, args, {"N": n, self.letter: k}, width, counted=counted, weighed=weighed, before=before)


def _with_strides(tensor: Tensor) -> Tensor:
    return torch.stack((tensor, -tensor), dim=-1)[..., 0]


def _refill_all(kept: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    for one, numbers in zip(kept, other, strict=True):
        if isinstance(one, Tensor):
            refill(one, numbers)
