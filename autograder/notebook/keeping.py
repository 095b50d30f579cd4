"""Whether an answer can keep things from one call to the next.

Offers: `keeps`.
"""

import inspect
from collections.abc import Iterator
from typing import Any

_PLACES = (list, dict, set, bytearray)


def keeps(answer: object) -> bool:
    """Tell whether a function can reach a list, dict or set that outlives its call; any other callable may."""
    function = inspect.unwrap(answer) if callable(answer) else answer
    return function is not answer or not inspect.isfunction(function) or any(map(_is_place, _in_reach(function)))


def _is_place(value: object) -> bool:
    return isinstance(value, _PLACES)


def _in_reach(function: Any) -> Iterator[object]:
    """Yield a function's defaults and attributes, what it closes over, and the globals that it reads."""
    yield from function.__defaults__ or ()
    yield from (function.__kwdefaults__ or {}).values()
    yield from vars(function).values()
    closed = inspect.getclosurevars(function)
    yield from closed.nonlocals.values()
    yield from closed.globals.values()
