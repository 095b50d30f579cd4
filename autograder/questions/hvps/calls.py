"""Lesson 06: the calls that its questions make, drawn from a seed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from autograder.questions.draw import Draw
from autograder.questions.hvps.functions import (
    Maker,
    convex,
    lean,
    linear,
    mark_size,
    narrow,
    partial,
    reverse_only,
    separable,
    sharp,
    small,
)
from autograder.questions.question import Call

F64, F32 = torch.float64, torch.float32

# Labels of calls that share what they can with the one before.
IN_A_ROW = (
    "first of some in a row",
    "another f at the same x",
    "the same f, new numbers in x",
    "the same f and x, all else new",
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

    def one(self, what: str, make: Maker, n: int, k: int = 0, dtype: torch.dtype = F64, counted: bool = False) -> Call:
        """Draw one call whose passes are counted or not; its peak is not weighed."""
        draw = Draw.seeded(self.seed, self.name, what, n, k).to(dtype)
        f, x = make(draw, n), draw.normal(n)
        return self._call(what, (f, x, *self.more(draw, n, k)), k, mark_size(make, n), counted=counted)

    def weighed(self, what: str, make: Maker, n: int, k: int = 0) -> Call:
        """Draw one call whose passes are counted and whose peak is weighed."""
        draw = Draw.seeded(self.seed, self.name, what, n, k).to(F64)
        f, x = make(draw, n), draw.normal(n)
        return self._call(what, (f, x, *self.more(draw, n, k)), k, mark_size(make, n), counted=True, weighed=True)

    def in_a_row(self, make: Maker, n: int, k: int = 0) -> tuple[Call, ...]:
        """Draw calls that share what they can: whatever an answer keeps between its calls shows here."""
        draw = Draw.seeded(self.seed, self.name, "again").to(F64)
        x, f, g, fresh = draw.normal(n), make(draw, n), make(draw, n), draw.normal(n)
        width = mark_size(make, n)
        more, other = self.more(draw, n, k), self.more(draw, n, k)
        calls = [
            self._call(IN_A_ROW[0], (f, x, *more), k, width),
            self._call(IN_A_ROW[1], (g, x, *more), k, width),
            self._call(IN_A_ROW[2], (g, x, *more), k, width, before=lambda: _refill(x, fresh)),
        ]
        if more:
            calls.append(self._call(IN_A_ROW[3], (g, x, *other), k, width))
        return tuple(calls)

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


def _refill(x: Tensor, numbers: Tensor) -> None:
    with torch.no_grad():
        x.copy_(numbers)


def _nothing(draw: Draw, n: int, k: int) -> tuple[Any, ...]:
    return ()


def _vector(draw: Draw, n: int, k: int) -> tuple[Any, ...]:
    return (draw.normal(n),)


def _vectors(draw: Draw, n: int, k: int) -> tuple[Any, ...]:
    return (draw.normal(k, n),)


def _signs(draw: Draw, n: int, k: int) -> tuple[Any, ...]:
    return (draw.signs(k, n),)


def _start_and_steps(draw: Draw, n: int, k: int) -> tuple[Any, ...]:
    return draw.normal(n), k


def _products(seed: int, name: str) -> tuple[Call, ...]:
    """What `hvp`, `hvp_revrev` and `vhp` have in common."""
    series = Series(seed, name, _vector)
    return (
        series.one("small", small, 7, counted=True),
        series.one("small", small, 13, dtype=F32, counted=True),
        series.one("one input", small, 1),
        series.one("f that ignores part of x", partial, 11),
        series.weighed("N above 64", lean, 67),
        series.weighed("N above 64", lean, 150),
        *series.in_a_row(small, 5),
    )


def hvp(seed: int) -> tuple[Call, ...]:
    """H v: any f, the linear one too."""
    series = Series(seed, "hvp", _vector)
    return (*_products(seed, "hvp"), series.one("linear f", linear, 7), series.one("linear f", linear, 67, dtype=F32))


def hvp_revrev(seed: int) -> tuple[Call, ...]:
    """H v, also where f has no forward mode."""
    series = Series(seed, "hvp_revrev", _vector)
    reverse = (series.one("f without forward mode", reverse_only, n, counted=True) for n in (5, 67))
    return (*_products(seed, "hvp_revrev"), series.one("linear f", linear, 7), *reverse)


def vhp(seed: int) -> tuple[Call, ...]:
    """vᵀ H."""
    return _products(seed, "vhp")


def hvp_many(seed: int) -> tuple[Call, ...]:
    """K products; where they are counted, K is below N, so that building H shows."""
    series = Series(seed, "hvp_many", _vectors)
    return (
        series.one("few vectors", small, 7, 5, counted=True),
        series.one("few vectors", small, 13, 3, F32, counted=True),
        series.one("one vector", small, 11, 1, counted=True),
        series.one("more vectors than inputs", small, 5, 11),
        series.one("as many vectors as inputs", small, 6, 6),
        series.one("one input", small, 1, 3),
        series.one("N above 64", narrow, 101, 17, counted=True),
        *series.in_a_row(small, 5, 3),
    )


def hessian_diagonal(seed: int) -> tuple[Call, ...]:
    """diag H of an f that couples its inputs; 512 is where the peak is weighed."""
    series = Series(seed, "hessian_diagonal", _nothing)
    return (
        series.one("small", small, 13, dtype=F32),
        series.one("one input", small, 1),
        series.one("separable f", separable, 11),
        series.one("N above 64", small, 67),
        series.weighed("lean f", lean, 512),
        *series.in_a_row(small, 5),
    )


def hutchinson_trace(seed: int) -> tuple[Call, ...]:
    """Few probes of many entries, and many of few."""
    series = Series(seed, "hutchinson_trace", _signs)
    return (
        series.one("few probes", convex, 13, 3, F32),
        series.one("one probe", convex, 11, 1),
        series.one("one input", convex, 1, 5),
        series.one("as many probes as inputs", convex, 6, 6),
        series.one("diagonal H", separable, 11, 2),
        series.weighed("long probes", lean, 211, 3),
        series.weighed("many probes", lean, 2, 127),
        *series.in_a_row(small, 5, 3),
    )


def top_curvature(seed: int) -> tuple[Call, ...]:
    """Power iterations, few and many."""
    series = Series(seed, "top_curvature", _start_and_steps, "steps")
    return (
        series.one("a few steps", small, 7, 3, counted=True),
        series.one("a few steps", sharp(1.0, 30.0), 13, 3, F32, counted=True),
        series.one("one step", small, 11, 1, counted=True),
        series.one("one input", small, 1, 2),
        series.one("negative curvature", sharp(-1.0, 30.0), 66, 3, counted=True),
        # In float32 numbers end at 3e38: this λ to the fifth is beyond.
        series.one("large curvature", sharp(1.0, 3e8), 13, 5, F32),
        *series.in_a_row(small, 5, 2),
    )
