"""What an answer keeps between calls, told where the batch stays and f is another.

Offers: `KEPT`, and `keeps_an_f`, which makes the mistake for a way to differentiate.
"""

from collections.abc import Callable
from dataclasses import replace

from torch import Tensor

from autograder.answer_key.compare import equal_to
from autograder.answer_key.everywhere import EVERYWHERE
from autograder.answer_key.key import Case, Expected, Mistake
from autograder.questions.draw import Function

KEPT = replace(next(mistake for mistake in EVERYWHERE if mistake.slug == "kept-between-calls"), rest=False)


def keeps_an_f(way: Callable[[Function, Tensor], Tensor]) -> Mistake:
    """An f of an earlier call, differentiated at the X of this one."""

    def is_of(before: Expected, result: Tensor, now: Expected) -> bool:
        f, batch, fresh = before.args[0], before.args[1], now.args[1]
        alike = f is not now.args[0] and batch.shape == fresh.shape and batch.dtype == fresh.dtype
        return alike and equal_to(result, way(f, fresh))

    def shows(case: Case) -> bool:
        told = [
            isinstance(seen.result, Tensor) and any(is_of(before, seen.result, now) for _, before in case.pairs)
            for seen, now in case.wrong()
        ]
        return bool(told) and all(told)

    return replace(KEPT, shows=shows)
