"""Arguments that lie where those of an earlier call lay: who keeps results by address meets an old key again.

Offers: `in_one_place`, calls of that sort.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from torch import Tensor

from autograder.questions.question import Call

T = TypeVar("T")

_TRIES = 400  # a few dozen find an address again


def in_one_place(make: Callable[[int], Call], turns: int = 6) -> tuple[Call, ...]:
    """Return calls whose functions and tensors lie where those of the call before lay, which are dropped by then.

    `make(turn)` draws a call. A key of `id(f)`, `x.data_ptr()` or `x._version` is an old one then, with new contents
    behind it; whoever keeps f or x themselves keeps their places taken.
    """
    was: dict[int, int] = {}

    def draw(turn: int) -> tuple[Any, ...]:
        args = tuple(_placed(arg, was.get(place)) for place, arg in enumerate(make(turn).args))
        was.update(enumerate(map(_address, args)))
        return args

    return tuple(replace(make(turn), args=(), draws=partial(draw, turn)) for turn in range(turns))


def _address(arg: Any) -> int:
    return arg.data_ptr() if isinstance(arg, Tensor) else id(arg)


def _placed(arg: Any, wanted: int | None) -> Any:
    """Return a tensor or a function again, as another object, at the wanted address if a few tries find it."""
    if isinstance(arg, Tensor):
        return _found(arg.clone, wanted)
    return _found(partial(_again, arg), wanted) if callable(arg) else arg


def _again(f: Callable[..., T]) -> Callable[..., T]:
    return lambda *args: f(*args)


def _found(make: Callable[[], T], wanted: int | None) -> T:
    """Make it until it lies at the wanted address, or for long enough."""
    made = [make()]
    while wanted is not None and _address(made[-1]) != wanted and len(made) < _TRIES:
        made.append(make())
    return made[-1]
