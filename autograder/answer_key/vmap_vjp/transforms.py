"""What goes wrong in a function that is run by itself, under vmap and under jacrev, whatever it computes.

Offers: `COMMON` and `SLOPE_CUT_OFF` (mistakes), `gives`, `right_by_itself`, `values_right_slopes_wrong`, `agrees` (to
detect others), `ALONE`, `MAPPED`, `SLOPE` (the names of the three results).
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to
from autograder.answer_key.key import Case, Expected, Mistake
from autograder.answer_key.vmap_vjp.torch_messages import MESSAGES
from autograder.observe import tensors_of

ALONE, MAPPED, SLOPE = "by itself", "under vmap", "under jacrev"


def agrees(got: Any, e: Expected, name: str) -> bool:
    """Tell whether one of the three results is right."""
    part, want = got.get(name) if isinstance(got, dict) else None, e.result[name]
    return isinstance(part, Tensor) and part.dtype == want.dtype and equal_to(part, want)


def right_by_itself(case: Case) -> bool:
    """Wherever something is wrong, it is wrong under vmap, and right by itself."""
    told = [agrees(seen.result, e, ALONE) and not agrees(seen.result, e, MAPPED) for seen, e in case.wrong()]
    return bool(told) and all(told)


def gives(mistaken: Callable[[Tensor], Tensor]) -> Callable[[Case], bool]:
    """Tell whether every wrong call's values are those of another function, and one call at least tells it."""

    def shows(case: Case) -> bool:
        wrong = [(seen.result, e) for seen, e in case.wrong()]
        told = [isinstance(got, dict) and _is_that(got, e, mistaken) for got, e in wrong]
        return bool(told) and all(told) and not values_right_slopes_wrong(case)

    return shows


def _is_that(got: dict[str, Any], e: Expected, mistaken: Callable[[Tensor], Tensor]) -> bool:
    (x,), batch = e.args, e.call.kwargs["X"]
    wants = ((ALONE, mistaken(x)), (MAPPED, torch.stack([mistaken(each) for each in batch])))
    return all(isinstance(part := got.get(name), Tensor) and equal_to(part, want, True) for name, want in wants)


def _changes_its_input(case: Case) -> bool:
    return any("earlier" not in change for seen, _ in case.pairs for change in seen.changed)


OVERWRITTEN = Mistake(
    "input-overwritten",
    "value",
    _changes_its_input,
    "The input is no longer as it was: x, or the whole batch X behind it, was written over.",
    "Inside the function x looks like a sample of its own, but under vmap it is a view of the caller's batch: `*=`,"
    " `/=`, `+=`, `] = ` or a `mul_` there raises no error, and changes what the caller holds.",
    "Build new tensors: no `x[i] = …`, no `x += …`, no operation that ends in an underscore on x.",
)


def _unless_overwritten(message: Mistake) -> Mistake:
    """Have a mistake that torch names told only where x itself was not written over: that is told before."""
    shows = message.shows
    return replace(message, shows=lambda case: shows(case) and not _changes_its_input(case))


COMMON = (OVERWRITTEN, *map(_unless_overwritten, MESSAGES))


def values_right_slopes_wrong(case: Case) -> bool:
    """All values are right, alone and mapped; derivatives are not."""
    told = [agrees(seen.result, e, ALONE) and agrees(seen.result, e, MAPPED) for seen, e in case.wrong()]
    return bool(told) and all(told) and not _changes_its_input(case)


def _cuts_off(case: Case) -> bool:
    finite = all(bool(part.isfinite().all()) for seen, _ in case.wrong() for part in tensors_of(seen.result))
    return values_right_slopes_wrong(case) and finite


SLOPE_CUT_OFF = Mistake(
    "slope-cut-off",
    "value",
    _cuts_off,
    "The values are right, and the derivative is not.",
    "`.detach()`, `.data`, `no_grad` or a tensor made anew gives the right number and forgets where it came from: for"
    " the derivative it is a constant.",
    "Let every tensor between x and the result be computed by torch's operations, with nothing detached.",
    rest=True,
)
