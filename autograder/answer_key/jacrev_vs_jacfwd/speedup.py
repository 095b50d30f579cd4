"""Key to `speedup`: mistakes in comparing two Measurements, the tutorial's own helper among them."""

import math

from torch import Tensor
from torch.utils.benchmark import Measurement

from autograder.answer_key.compare import number
from autograder.answer_key.jacrev_vs_jacfwd.summaries import OTHER_SUMMARIES, every, first, mean, median, pairs
from autograder.answer_key.key import Case, Entry, Expected, Mistake
from autograder.observe import Other


def times_faster(baseline: Measurement, candidate: Measurement) -> float:
    """Return the ratio of medians: 2.0 where the candidate is twice as fast."""
    return float(baseline.median / candidate.median)


MEASUREMENT_IS_NO_NUMBER = Mistake(
    "measurement-is-no-number",
    "value",
    lambda case: case.raised("'Measurement' and", "and 'Measurement'", "not 'Measurement'"),
    "A Measurement was used as a number.",
    "It holds all samples, and what was measured beside them.",
    "Take `measurement.median`, the seconds of one run.",
)

MEDIAN_CALLED = Mistake(
    "median-called",
    "value",
    lambda case: case.raised("'float' object is not callable", "has no attribute 'median'"),
    "`median` was looked for in the wrong place, or called.",
    "It is a property of the Measurement itself, in seconds a run; `times` is a plain list.",
    "Write `measurement.median`, without brackets.",
)


def _kept(case: Case) -> bool:
    """The first call is right, and every wrong number is one that an earlier call had given."""
    given = [seen.result for seen, _ in case.pairs]
    wrong = [place for place, (seen, e) in enumerate(case.pairs) if case.compare(seen.result, e) is not None]
    return bool(wrong) and 0 not in wrong and all(given[place] in given[:place] for place in wrong)


KEPT_BETWEEN_CALLS = Mistake(
    "kept-between-calls",
    "value",
    _kept,
    "The first call is right; a call with other Measurements gives an old number again.",
    "Something is kept between calls, under a key that does not tell the new call from the old one.",
    "Work the ratio out from the two Measurements of this call.",
)


def _first_call_is_wrong(case: Case) -> bool:
    return any(e.call is case.pairs[0][1].call for _, e in case.wrong())


LOSER_NAMED_WINNER = Mistake(
    "loser-named-winner",
    "value",
    lambda case: not _first_call_is_wrong(case) and every(case, lambda e: (1 / e.result,)),
    "A slower candidate came out as faster.",
    "The larger time stands on top whoever it belongs to, so the result is never below 1, and whoever reads it"
    " learns nothing about who won.",
    "Always divide the baseline's time by the candidate's: below 1 then means slower.",
)

RATIO_UPSIDE_DOWN = Mistake(
    "ratio-upside-down",
    "value",
    lambda case: _first_call_is_wrong(case) and every(case, lambda e: (1 / e.result,)),
    "Your ratio is upside down.",
    "Less time is faster: if the candidate takes a quarter of the time, it is four times as fast.",
    "Divide the baseline's time by the candidate's.",
)


def _gains(e: Expected) -> tuple[float, ...]:
    """(b − c) / b and the like, as a share or in per cent, of medians or of first samples, with a sign or without."""
    shares = []
    for of in (median, first, mean):
        b, c = of(e.args[0]), of(e.args[1])
        shares += [(b - c) / b, (b - c) / c, b / c - 1]
    return tuple(sign * scale * share for share in shares for sign in (1, -1) for scale in (1, 100))


GAIN_FOR_RATIO = Mistake(
    "gain-for-ratio",
    "value",
    lambda case: every(case, _gains),
    "You gave a gain, a share or a percentage of time, not a ratio.",
    "That is how the original tutorial's helper counts: it reports more than 100 % improvement, and drops the sign"
    " that says who won. Nobody can take more than 100 % off a time.",
    "Give the baseline's time divided by the candidate's: 2.0 is twice as fast, 0.5 half as fast.",
)

PERCENTAGE = Mistake(
    "percentage",
    "value",
    lambda case: every(case, lambda e: (100 * e.result, 100 / e.result)),
    "You gave a hundred times what is asked.",
    "A ratio needs no per cent: 2.0 says twice as fast.",
    "Leave out the factor of 100.",
)

DIFFERENCE_OF_TIMES = Mistake(
    "difference-of-times",
    "value",
    lambda case: every(case, lambda e: (d := median(e.args[0]) - median(e.args[1]), -d, 1e3 * d, 1e6 * d)),
    "You gave a difference of times.",
    "Seconds belong to a machine; a ratio can be compared across machines.",
    "Divide instead.",
)


def _rounded(e: Expected) -> tuple[float, ...]:
    return (*(float(round(e.result, digits)) for digits in range(5)), float(math.floor(e.result)))


ROUNDED_OFF = Mistake(
    "rounded-off",
    "value",
    lambda case: every(case, _rounded),
    "You rounded the ratio.",
    "Rounded to no digits, half as fast is 0 or 1. How many digits to show is for whoever prints it.",
    "Return the ratio as it is.",
)


def _refuses(case: Case) -> bool:
    """Raised of its own accord, and only where the candidate is slower."""
    raised = [(seen.raised, e.result) for seen, e in case.pairs if seen.raised]
    return bool(raised) and all(error.type in ("ValueError", "AssertionError") and want < 1 for error, want in raised)


REFUSES_THE_SLOWER = Mistake(
    "refuses-the-slower",
    "value",
    _refuses,
    "Where the candidate is slower, an error is raised.",
    "Slower is an answer, too, and perhaps the one that a reader has to hear.",
    "Return the ratio as it is: below 1 it says slower.",
)


def _no_float(case: Case) -> bool:
    """What came back holds a number, or says one, and is none."""
    return case.each_wrong(
        lambda got: isinstance(got, Tensor) or (isinstance(got, Other) and got.type in ("str", "tuple", "list"))
    )


NO_FLOAT = Mistake(
    "no-float",
    "value",
    _no_float,
    "Asked is a float, and something else came back.",
    "Who compares two ratios, or prints one, counts on a plain number.",
    "Return the ratio alone; of a tensor of shape () `.item()` makes a float.",
)


def _a_number(case: Case) -> bool:
    return any(got is not None for got, _ in pairs(case)) and not any(seen.raised for seen, _ in case.pairs)


ANOTHER_NUMBER = Mistake(
    "another-number",
    "value",
    _a_number,
    "A number came back, and not the ratio of the two medians.",
    "Asked is one number with one meaning: how many times faster the candidate is, whoever wins.",
    "Try it on a baseline of 8 ms and a candidate of 2 ms: 4.0. Then swap the two: 0.25.",
    rest=True,
)

_MISTAKES = (
    MEASUREMENT_IS_NO_NUMBER,
    MEDIAN_CALLED,
    KEPT_BETWEEN_CALLS,
    LOSER_NAMED_WINNER,
    RATIO_UPSIDE_DOWN,
    GAIN_FOR_RATIO,
    PERCENTAGE,
    DIFFERENCE_OF_TIMES,
    *OTHER_SUMMARIES,
    REFUSES_THE_SLOWER,
    NO_FLOAT,
    ROUNDED_OFF,
    ANOTHER_NUMBER,
)

ENTRY = Entry(times_faster, _MISTAKES, number)
