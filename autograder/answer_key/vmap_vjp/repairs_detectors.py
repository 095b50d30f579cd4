"""What tells mistakes in the three functions to be mended apart.

Offers detectors: functions of a case, and makers of them.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to
from autograder.answer_key.key import Case, Expected, Mistake
from autograder.observe import tensors_of

_ALONE, _MAPPED, _SLOPE = "by itself", "under vmap", "under jacrev"


def changes_its_input(case: Case) -> bool:
    return any("earlier" not in change for seen, _ in case.pairs for change in seen.changed)


def written_over(message: Mistake) -> Mistake:
    """A mistake that torch names, where x itself was not written over: that is told before."""
    shows = message.shows
    return Mistake(
        message.slug,
        message.criterion,
        lambda case: shows(case) and not changes_its_input(case),
        message.saw,
        message.why,
        message.next_step,
    )


def gives(mistaken: Callable[[Tensor], Tensor]) -> Callable[[Case], bool]:
    """Tell whether every wrong call's values are those of another function, and one call at least tells it."""

    def shows(case: Case) -> bool:
        wrong = [(seen.result, e) for seen, e in case.wrong()]
        told = [isinstance(got, dict) and _is_that(got, e, mistaken) for got, e in wrong]
        return bool(told) and all(told) and not values_right_slopes_wrong(case)

    return shows


def _is_that(got: dict[str, Any], e: Expected, mistaken: Callable[[Tensor], Tensor]) -> bool:
    (x,), batch = e.args, e.call.kwargs["X"]
    wants = ((_ALONE, mistaken(x)), (_MAPPED, torch.stack([mistaken(each) for each in batch])))
    return all(isinstance(part := got.get(key), Tensor) and equal_to(part, want, loosely=True) for key, want in wants)


def _agrees(got: Any, e: Expected, key: str) -> bool:
    part, want = got.get(key) if isinstance(got, dict) else None, e.result[key]
    return isinstance(part, Tensor) and part.dtype == want.dtype and equal_to(part, want)


def values_right_slopes_wrong(case: Case) -> bool:
    """All values are right, alone and mapped; derivatives are not."""
    told = [_agrees(seen.result, e, _ALONE) and _agrees(seen.result, e, _MAPPED) for seen, e in case.wrong()]
    return bool(told) and all(told) and not changes_its_input(case)


def finite(case: Case) -> bool:
    return all(bool(part.isfinite().all()) for seen, _ in case.wrong() for part in tensors_of(seen.result))


def slope_misses(mistaken: Callable[[Tensor], Tensor]) -> Callable[[Case], bool]:
    """Values are right, and each wrong derivative is that of the mistake."""

    def shows(case: Case) -> bool:
        wrong = [(seen.result, e) for seen, e in case.wrong()]
        return values_right_slopes_wrong(case) and all(
            isinstance(part := got.get(_SLOPE), Tensor) and equal_to(part, mistaken(e.args[0]), True)
            for got, e in wrong
        )

    return shows


def right_by_itself(case: Case) -> bool:
    """Wherever something is wrong, it is wrong under vmap, and right by itself."""
    told = [_agrees(seen.result, e, _ALONE) and not _agrees(seen.result, e, _MAPPED) for seen, e in case.wrong()]
    return bool(told) and all(told)


def one_divisor(case: Case) -> bool:
    """Mapped samples are x over a number that is the same for all of them."""
    return all(_over_one_number(seen.result[_MAPPED], e.call.kwargs["X"]) for seen, e in case.wrong())


def _over_one_number(got: Any, batch: Tensor) -> bool:
    if not isinstance(got, Tensor) or got.shape != batch.shape:
        return False
    divisor = batch.norm() / got.norm()
    return equal_to(got, batch / divisor, loosely=True)


def border_moved(case: Case) -> bool:
    """The sine begins a little above 0, or a little below it."""
    return _branches_at(1e-4)(case) or _branches_at(-1e-4)(case)


def _branches_at(border: float) -> Callable[[Case], bool]:
    return gives(lambda x: torch.where(x.sum() > border, x.sin(), x.cos()))


def of_another_length(case: Case) -> bool:
    """Every wrong result is x over a number that is neither ‖x‖ nor a usual mistake for it."""
    wrong = [
        (seen.result.get(_ALONE), e.args[0])
        for seen, e in case.wrong()
        if isinstance(seen.result, dict) and not _agrees(seen.result, e, _ALONE)
    ]
    along = [isinstance(got, Tensor) and _points_along(got, x) for got, x in wrong]
    return bool(along) and all(along) and not any(gives(each)(case) for each in (by_square, *BY_OTHER_NORMS))


def _points_along(got: Tensor, x: Tensor) -> bool:
    """Tell whether got is x over a number, to the last digits: rounding on the way turns it a little."""
    if got.shape != x.shape or got.dtype != x.dtype:
        return False
    shares = got / x
    return bool((shares - shares[0]).abs().max() <= 64 * torch.finfo(x.dtype).eps * shares[0].abs())


def by_square(x: Tensor) -> Tensor:
    return x / (x * x).sum()


BY_OTHER_NORMS: tuple[Callable[[Tensor], Tensor], ...] = (lambda x: x / x.norm(1), lambda x: x / x.norm(float("inf")))
