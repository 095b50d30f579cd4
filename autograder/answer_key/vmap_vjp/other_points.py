"""A Jacobian taken at another point than the one given: some arguments replaced by zeros or ones on the way.

Offers the mistakes of it, in both modes, and `asked`, `arguments`, `called_again` of a call on (f, argnums).
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to
from autograder.answer_key.key import Case, Expected, Mistake

_Fill = Callable[[Tensor], Tensor]
_FILLS: tuple[_Fill, ...] = (torch.zeros_like, torch.ones_like)


def arguments(e: Expected) -> list[Tensor]:
    """Return the arguments of f."""
    return [arg for arg in e.args if isinstance(arg, Tensor)]


def called_again(e: Expected) -> bool:
    """Tell whether the Jacobian function was called more than once, and its results are a tuple."""
    return any(isinstance(arg, tuple) for arg in e.args)


def asked(e: Expected) -> Any:
    """Return the argnums that a call asks for."""
    return e.call.kwargs.get("argnums", next((arg for arg in e.args if isinstance(arg, int)), 0))


def _are_taken(case: Case, kept: Callable[[int, int, tuple[int, ...]], bool]) -> bool:
    """Tell whether every wrong Jacobian is that at a point of which some arguments are filled in, all alike.

    `kept` says of (an argument's place, the block's place, all places asked for) whether it stays as it was given.
    """
    wrong = [(seen.result, e) for seen, e in case.wrong() if not seen.raised and not called_again(e)]
    told = [all(_is_at(got, e, fill, kept) for got, e in wrong) for fill in _FILLS]
    # An f of one argument has no others: where all results are as they would be anyway, the fault is another.
    return any(told) and not all(_is_at(got, e, torch.clone, kept) for got, e in wrong)


def _is_at(got: Any, e: Expected, fill: _Fill, kept: Callable[[int, int, tuple[int, ...]], bool]) -> bool:
    places = asked(e) if isinstance(asked(e), tuple) else (asked(e),)
    blocks = got if isinstance(got, tuple) else (got,)
    if len(blocks) != len(places) or isinstance(got, tuple) != isinstance(asked(e), tuple):
        return False
    for block, place in zip(blocks, places, strict=True):
        point = [arg if kept(at, place, places) else fill(arg) for at, arg in enumerate(arguments(e))]
        there = torch.func.jacrev(e.args[0], place)(*point)
        if not isinstance(block, Tensor) or block.shape != there.shape or not equal_to(block, there, loosely=True):
            return False
    return True


def _others_filled(case: Case) -> bool:
    alone = _are_taken(case, lambda at, place, places: at == place)
    return alone or _are_taken(case, lambda at, place, places: at in places)


OTHERS_REPLACED = Mistake(
    "other-arguments-replaced",
    "value",
    _others_filled,
    "The derivative was taken with zeros or ones in the place of the other arguments.",
    "What is not asked for does not move, and is not 0 either: the derivative in one argument depends on where the"
    " others stand.",
    "Hold them at the values that came in, `f(*args[:place], part, *args[place + 1 :])`.",
)


def _own_filled(case: Case) -> bool:
    alone = _are_taken(case, lambda at, place, places: at != place)
    return alone or _are_taken(case, lambda at, place, places: at not in places)


AT_ANOTHER_POINT = Mistake(
    "taken-at-the-origin",
    "value",
    _own_filled,
    "The derivative was taken where the chosen argument is all zeros, or all ones.",
    "A linear f has the same derivative everywhere, and a test with such an f passes. What bends has another one at"
    " each point.",
    "Let the argument itself, as it came in, be the point that you hand to the transform.",
)
