"""Numbers of which some are right: cut off at a bound, of the wrong sign here and there, right but where a size is 1.

Or all of them, to a few digits alone. Offers each mistake by its name.
"""

import torch
from torch import Tensor

from autograder.answer_key.compare import equal_to
from autograder.answer_key.departing import Pair, departing
from autograder.answer_key.key import Case, Expected, Mistake

_ALIKE = 2  # numbers at one bound, or turned, of which chance makes no more
_DECIMALS = range(1, 7)
_FEW_DIGITS = {torch.float16: 2e-3, torch.bfloat16: 2e-2}  # how far rounding moves a number, as a share


def _wrong_pairs(case: Case) -> list[Pair]:
    """Return all wrong tensors with the right ones; nothing where a call raised, or a form is wrong."""
    wrong = [departing(seen, e) for seen, e in case.wrong()]
    pairs = [pair for each in wrong for pair in each or ()]
    return pairs if all(wrong) and all(right.is_floating_point() for _, right in pairs) else []


def _are_cut_off(case: Case) -> bool:
    """Every wrong tensor is the right one within its own largest and smallest number, which several have reached."""
    pairs = _wrong_pairs(case)
    cut = bool(pairs) and all(_is_cut_off(now, right) for now, right in pairs) and _reached(pairs) >= _ALIKE
    return cut and any(bool(now.any()) for now, _ in pairs)


def _is_cut_off(now: Tensor, right: Tensor) -> bool:
    return now.numel() > 0 and equal_to(now, right.clamp(now.min(), now.max()))


def _reached(pairs: list[Pair]) -> int:
    """Return in how many entries beyond the first a bound is reached that the right number is beyond."""
    beyond = [((right < now.min()).sum(), (right > now.max()).sum()) for now, right in pairs]
    return max(int(side) for each in beyond for side in each)


CUT_OFF = Mistake(
    "held-within-bounds",
    "value",
    _are_cut_off,
    "{question} gives the right numbers as long as they lie within bounds, and the bound beyond.",
    "A `clamp`, a `clip`, a `relu` or a `maximum` holds them there. Optimisers cut gradients so; a derivative is as"
    " large as it is.",
    "Look for what bounds numbers, in your code and in what it calls, and leave it out.",
)


def _signs_turned(case: Case) -> bool:
    """All sizes are right; in every wrong tensor some have the other sign, and in one at least others do not.

    Where a sign is multiplied in, of a number that is 0, there is 0.
    """
    pairs = _wrong_pairs(case)
    same = bool(pairs) and all(equal_to(torch.where(now == 0, right, now).abs(), right.abs()) for now, right in pairs)
    turned = [((now * right < 0).sum(), (now * right > 0).sum()) for now, right in pairs]
    return same and any(bool(wrong) and bool(kept) for wrong, kept in turned)


SOME_SIGNS_TURNED = Mistake(
    "some-signs-turned",
    "value",
    _signs_turned,
    "{question} gives every number in its right size, some with the wrong sign.",
    "A sign that changes from row to row, a difference that is taken the other way round in one branch, or a vector of"
    " ±1 that is multiplied in once and not twice.",
    "Print the signs of what you give beside those of a Jacobian on paper: are whole rows turned, or single entries?",
)


def _to_few_digits(case: Case) -> bool:
    """Every wrong tensor holds numbers of sixteen bits, which are the right ones, rounded."""
    pairs = _wrong_pairs(case)
    return bool(pairs) and any(
        all(torch.equal(now, now.to(dtype).to(now.dtype)) and _is_rounded(now, right, most) for now, right in pairs)
        for dtype, most in _FEW_DIGITS.items()
    )


def _is_rounded(now: Tensor, right: Tensor, most: float) -> bool:
    return bool(((now - right).abs() <= most * right.abs() + 1e-6).all())


FEW_DIGITS = Mistake(
    "rounded-to-sixteen-bits",
    "value",
    _to_few_digits,
    "{question} gives the right numbers with some three digits of each.",
    "They went through `half` or `bfloat16`, and to bring them back to {x}'s dtype brings no digit back.",
    "Leave the conversion out: work in {x}'s own dtype throughout.",
)


def _to_decimals(case: Case) -> bool:
    """Every wrong tensor holds numbers of so many decimals, none further from the right one than rounding moves it."""
    pairs = _wrong_pairs(case)
    return bool(pairs) and any(
        all(
            torch.equal(now, torch.round(now, decimals=places)) and bool((now - right).abs().max() < 0.51 / 10**places)
            for now, right in pairs
        )
        for places in _DECIMALS
    )


DECIMALS = Mistake(
    "rounded-to-decimals",
    "value",
    _to_decimals,
    "{question} gives the right numbers, rounded to a few decimals.",
    "What is small loses all its digits so, and no derivative is too small to matter: a step may be long.",
    "Leave the `round` out; to see fewer digits, set how they are printed.",
)


def _ones(e: Expected) -> set[str]:
    return {name for name, size in e.call.sizes.items() if size == 1}


def _wrong_where_one(case: Case) -> bool:
    """Numbers are wrong in several calls, in each of which the same size is 1, and right wherever it is not."""
    wrong = [e for _, e in case.wrong()]
    right = [e for _, e in case.pairs if all(e is not each for each in wrong)]
    if not wrong or not right or any(seen.raised for seen, _ in case.wrong()) or not _wrong_pairs(case):
        return False
    names = set.intersection(*map(_ones, wrong))
    # 0 is no size, but how often something is asked for.
    return any(all(e.call.sizes.get(name, 0) > 1 for e in right) for name in names)


WRONG_WHERE_ONE = Mistake(
    "wrong-where-a-size-is-1",
    "value",
    _wrong_where_one,
    "{question} is right but where one of the sizes is 1.",
    "A way of its own for a single output, input or sample, behind an `if`, leaves something out that all others have:"
    " a factor, a sum, an argument.",
    "Take the `if` away, and see whether the way of all others does there too.",
)
