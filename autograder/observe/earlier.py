"""Results of an answer's earlier calls: does a later call change one that was already handed over?

Offers: `EarlierResults`.
"""

from typing import Any

import torch
from torch import Tensor

from autograder.observe.capture import captured
from autograder.observe.evidence import Result, tensors_of
from autograder.observe.given import same_bits


class EarlierResults:
    """Live results, each with a copy of what it was when its call returned it."""

    def __init__(self) -> None:
        self._held: list[tuple[Any, Result]] = []

    def add(self, live: Any, was: Result) -> None:
        """Hold a result."""
        self._held.append((live, was))

    def changed(self) -> bool:
        """Tell whether a result that is held is no longer what it was; then hold none of them any more."""
        if all(as_before(live, was) for live, was in self._held):
            return False
        self._held.clear()
        return True


def as_before(live: Any, was: Result) -> bool:
    """Tell whether a live result is, bit by bit, what it was; one that can't be read is taken for unchanged."""
    try:
        # Done after every later call: so by value first, and bit by bit only where a NaN may be among them.
        if _same_numbers(live, was):
            return True
        now = captured(live)
    except Exception:
        return True
    return all(same_bits(one, other) for one, other in zip(tensors_of(now), tensors_of(was), strict=False))


def _same_numbers(live: Any, was: Result) -> bool:
    """Tell whether plain tensors, and plain tuples and dicts of them, hold the same numbers as before."""
    if isinstance(was, Tensor):
        return type(live) is Tensor and torch.equal(live.detach(), was)
    if isinstance(was, tuple):
        return type(live) is tuple and len(live) == len(was) and all(map(_same_numbers, live, was))
    if isinstance(was, dict) and type(live) is dict and len(live) == len(was):
        return all(type(key) is str and key in was and _same_numbers(value, was[key]) for key, value in live.items())
    return isinstance(was, bool) and live is was
