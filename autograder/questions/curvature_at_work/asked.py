"""The calls of one question of lesson 08, made from what is drawn for them.

Offers: `asked` (one call), `stream` (what it is drawn from), `strided` (its numbers do not lie side by side),
`in_a_row` (some calls that share what they can).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal

import torch
from torch import Tensor

from autograder.questions.draw import Changing, Draw, refill
from autograder.questions.question import Call

Args = tuple[Any, ...]
Sizes = Mapping[str, int]


def stream(seed: int, name: str, what: str, dtype: torch.dtype = torch.float64) -> Draw:
    """Start the stream that a call of a question is drawn from."""
    return Draw.seeded(seed, name, what).to(dtype)


def asked(
    what: str,
    args: Args,
    sizes: Sizes,
    width: int,
    marks: Literal["f", "p"] = "f",
    counted: bool = False,
    weighed: bool = False,
) -> Call:
    """Make a call; its label names its sizes and its dtype. `width` elements are marked in a pass of width 1."""
    dtype = str(next(arg.dtype for arg in args if isinstance(arg, Tensor))).removeprefix("torch.")
    named = ", ".join(f"{letter} = {size}" for letter, size in sizes.items())
    return Call(f"{what}: {named}, {dtype}", args, sizes, width, counted=counted, weighed=weighed, marks=marks)


def strided(call: Call) -> Call:
    """Return a call of whose tensors the numbers do not lie side by side."""
    apart = tuple(torch.stack((arg, -arg), dim=-1)[..., 0] if isinstance(arg, Tensor) else arg for arg in call.args)
    return replace(call, label=f"{call.label}, with strides", args=apart)


def in_a_row(draw: Callable[[], Args], sizes: Sizes, width: int, marks: Literal["f", "p"] = "f") -> tuple[Call, ...]:
    """Make calls that share their function and their tensors: whatever an answer keeps between its calls shows here."""
    first, other = draw(), draw()
    changing = Changing(first[0])
    args = (changing, *first[1:])

    def refilled() -> None:
        for kept, numbers in zip(first, other, strict=True):
            if isinstance(kept, Tensor):
                refill(kept, numbers)

    called = ("first of some in a row", "the same function, another inside", "the same tensors, new numbers in them")
    before = (None, lambda: changing.become(other[0]), refilled)
    return tuple(
        replace(asked(what, args, sizes, width, marks), before=what_before)
        for what, what_before in zip(called, before, strict=True)
    )
