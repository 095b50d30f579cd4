"""Mistakes of any answer that outlive a call: changed arguments, changed earlier results, results kept and repeated.

Offers each mistake by its name, and `changed_at_once`.
"""

import itertools
from dataclasses import replace

from autograder.answer_key.compare import equal_to, sample, shapes_and_dtypes
from autograder.answer_key.key import Case, Expected, Mistake
from autograder.observe import Observation, tensors_of


def _changed(case: Case, what: str) -> bool:
    return any(what in change for seen, _ in case.pairs for change in seen.changed)


def changed_at_once(mistake: Mistake) -> Mistake:
    """Return the mistake as the first call that is wrong, or that changed something, shows it by itself."""

    def shows(case: Case) -> bool:
        if not any(seen.changed for seen, _ in case.pairs):
            return False
        wrong = {id(seen) for seen, _ in case.wrong()}
        first = next(pair for pair in case.pairs if pair[0].changed or id(pair[0]) in wrong)
        return mistake.shows(replace(case, pairs=(first,)))

    return replace(mistake, shows=shows)


def _watches_an_argument(case: Case) -> bool:
    return _changed(case, "requires_grad") or _changed(case, ".grad")


ARGUMENT_WATCHED = Mistake(
    "argument-changed",
    "value",
    lambda case: _watches_an_argument(case) and not _changed(case, "an earlier result"),
    "After the call an argument's `requires_grad` or its `.grad` is no longer as it was.",
    "It belongs to the caller, who may need it again: `requires_grad_()` on it, or a backward pass that ends in it,"
    " leaves a trace.",
    "Leave it as it is: what autograd is to look at must be a tensor of your own, `{changed}.detach().clone()`.",
)
ARGUMENT_CHANGED = Mistake(
    "argument-changed",
    "value",
    lambda case: _changed(case, "") and not _watches_an_argument(case) and not _changed(case, "an earlier result"),
    "After the call an argument is no longer as it was, its numbers are others.",
    "It belongs to the caller, who may need it again. What ends in an underscore, a sign like `+=`, `-=`, `*=`, `/=`"
    " or `|=`, and what assigns to a slice, `] = `, write into the tensor itself; and to add h, take 2h away and add h"
    " again does not bring back the last bit.",
    "Build new tensors, as `{changed} + step` does, or write into a copy of your own: `{changed}.clone()`.",
)
EARLIER_RESULT_CHANGED = Mistake(
    "earlier-result-changed",
    "value",
    lambda case: _changed(case, "an earlier result"),
    "A later call changed the result that an earlier call had given.",
    "The two share memory: a buffer or a `.grad` that is kept between calls is handed out again and overwritten.",
    "Give each call a tensor of its own, with `torch.stack`, `torch.empty` inside the function, or `.clone()`.",
)


def _keeps(case: Case) -> bool:
    """Tell whether the first call is right, and each wrong one repeats an earlier result, or has one added to it.

    Where only a timed call is wrong, it must give what was right at another size.
    """
    wrong = [(seen, expected) for seen, expected in case.wrong()]
    if not wrong:
        return case.fault_when_timed() is not None and _repeats_when_timed(case)
    if wrong[0][0] is case.pairs[0][0]:
        return False
    return all(_repeats(case, seen, expected) for seen, expected in wrong)


def _repeats_when_timed(case: Case) -> bool:
    """Tell whether a timed call gives what was right at another size, or at the largest in an earlier round."""
    trend, seen, timings = case.question.trend, case.evidence.largest, case.evidence.timings
    if trend is None or seen is None or seen.raised or seen.label not in map(trend.label, trend.sizes):
        return False
    before = [case.timed(trend.label(size), 0) for size in trend.sizes]
    if timings is None or sample(seen.result, case.timed(seen.label, 0)) is not None:
        return any(sample(seen.result, right) is None for right in before)
    before += [case.timed(seen.label, turn) for turn in range(1, timings.turns)]
    return any(sample(timings.last, right) is None for right in before)


def _repeats(case: Case, seen: Observation, expected: Expected) -> bool:
    now, right = tensors_of(seen.result), tensors_of(expected.result)
    before = [
        tensors_of(other.result) for other, _ in itertools.takewhile(lambda pair: pair[0] is not seen, case.pairs)
    ]
    alike = [earlier for earlier in before if now and shapes_and_dtypes(earlier) == shapes_and_dtypes(now)]
    if shapes_and_dtypes(now) != shapes_and_dtypes(right):
        return any(all(map(equal_to, now, earlier)) for earlier in alike)
    wrong = [place for place, (one, other) in enumerate(zip(now, right, strict=True)) if not equal_to(one, other)]
    return any(
        (bool(wrong) and all(equal_to(now[place], earlier[place]) for place in wrong))
        or (len(now) == 1 and equal_to(now[0], earlier[0] + right[0]))
        for earlier in alike
    )


KEPT_BETWEEN_CALLS = Mistake(
    "kept-between-calls",
    "value",
    _keeps,
    "The first call is right; a call with another f, or with new numbers in {x}, gives an old result again.",
    "Something is kept between calls: a `not in` (or a `cache`) looks it up under a key that does not tell the new"
    " call from the old one.",
    "Work everything out from the arguments of this call.",
)
