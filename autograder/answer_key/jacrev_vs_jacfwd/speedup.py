"""Key to `speedup`: mistakes in comparing two Measurements, the tutorial's own helper among them."""

import math
import statistics
from collections.abc import Callable, Iterator
from functools import partial

from torch.utils.benchmark import Measurement

from autograder.answer_key.compare import number
from autograder.answer_key.key import Case, Entry, Expected, Mistake

Summary = Callable[[Measurement], float]

_LOOSE = 1e-5


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


def _pairs(case: Case) -> Iterator[tuple[float | None, Expected]]:
    for seen, e in case.wrong():
        got = seen.result
        yield (float(got) if isinstance(got, (int, float)) and not isinstance(got, bool) else None), e


def _among(got: float, candidates: tuple[float, ...]) -> bool:
    return any(math.isclose(got, each, rel_tol=_LOOSE, abs_tol=1e-12) for each in candidates)


def _every(case: Case, mistaken: Callable[[Expected], tuple[float, ...]]) -> bool:
    """Tell whether every wrong number is one of those that the mistake would give, and there is one."""
    told = [got is not None and _among(got, mistaken(e)) for got, e in _pairs(case)]
    return bool(told) and all(told)


def _first_call_is_wrong(case: Case) -> bool:
    return any(e.call is case.pairs[0][1].call for _, e in case.wrong())


LOSER_NAMED_WINNER = Mistake(
    "loser-named-winner",
    "value",
    lambda case: not _first_call_is_wrong(case) and _every(case, lambda e: (1 / e.result,)),
    "A slower candidate came out as faster.",
    "The larger time stands on top whoever it belongs to, so the result is never below 1, and whoever reads it"
    " learns nothing about who won.",
    "Always divide the baseline's time by the candidate's: below 1 then means slower.",
)

RATIO_UPSIDE_DOWN = Mistake(
    "ratio-upside-down",
    "value",
    lambda case: _first_call_is_wrong(case) and _every(case, lambda e: (1 / e.result,)),
    "Your ratio is upside down.",
    "Less time is faster: if the candidate takes a quarter of the time, it is four times as fast.",
    "Divide the baseline's time by the candidate's.",
)


def _first(m: Measurement) -> float:
    return m.times[0]


def _median(m: Measurement) -> float:
    return float(m.median)


def _mean(m: Measurement) -> float:
    return statistics.fmean(m.times)


def _gains(e: Expected) -> tuple[float, ...]:
    """(b − c) / b and the like, as a share or in per cent, of medians or of first samples, with a sign or without."""
    shares = []
    for of in (_median, _first, _mean):
        b, c = of(e.args[0]), of(e.args[1])
        shares += [(b - c) / b, (b - c) / c, b / c - 1]
    return tuple(sign * scale * share for share in shares for sign in (1, -1) for scale in (1, 100))


GAIN_FOR_RATIO = Mistake(
    "gain-for-ratio",
    "value",
    lambda case: _every(case, _gains),
    "You gave a gain, a share or a percentage of time, not a ratio.",
    "That is how the original tutorial's helper counts: it reports more than 100 % improvement, and drops the sign"
    " that says who won. Nobody can take more than 100 % off a time.",
    "Give the baseline's time divided by the candidate's: 2.0 is twice as fast, 0.5 half as fast.",
)

PERCENTAGE = Mistake(
    "percentage",
    "value",
    lambda case: _every(case, lambda e: (100 * e.result, 100 / e.result)),
    "You gave a hundred times what is asked.",
    "A ratio needs no per cent: 2.0 says twice as fast.",
    "Leave out the factor of 100.",
)

DIFFERENCE_OF_TIMES = Mistake(
    "difference-of-times",
    "value",
    lambda case: _every(case, lambda e: (d := _median(e.args[0]) - _median(e.args[1]), -d, 1e3 * d, 1e6 * d)),
    "You gave a difference of times.",
    "Seconds belong to a machine; a ratio can be compared across machines.",
    "Divide instead.",
)


def _either_way(of: Summary, e: Expected) -> tuple[float, ...]:
    """The ratio of another summary, or its inverse where that is above 1."""
    ratio = of(e.args[0]) / of(e.args[1])
    return (ratio, 1 / ratio)


def _by_other_sample(*of: Summary) -> Callable[[Case], bool]:
    return lambda case: any(_every(case, partial(_either_way, each)) for each in of)


def _middle_as_it_came(m: Measurement) -> float:
    return m.times[len(m.times) // 2]


FIRST_SAMPLE_FOR_MEDIAN = Mistake(
    "first-sample-for-median",
    "value",
    _by_other_sample(_first, lambda m: m.times[-1], _middle_as_it_came),
    "You used one sample of several.",
    "Any one sample may have been disturbed, and the first one pays for caches and imports as well. The middle one"
    " is no better as long as they stand in the order in which they came.",
    "Use the median of all: `measurement.median`.",
)

MEAN_FOR_MEDIAN = Mistake(
    "mean-for-median",
    "value",
    _by_other_sample(_mean, lambda m: statistics.geometric_mean(m.times), lambda m: statistics.harmonic_mean(m.times)),
    "You used a mean of the samples.",
    "A single disturbed sample drags a mean along. The median does not move.",
    "Use `measurement.median`.",
)

EXTREME_FOR_MEDIAN = Mistake(
    "extreme-for-median",
    "value",
    _by_other_sample(lambda m: min(m.times), lambda m: max(m.times)),
    "You used the smallest or the largest of the samples.",
    "The least sample has its friends, since noise only adds time; but it depends on how many samples there are,"
    " and here the medians are asked for.",
    "Use `measurement.median`.",
)


def _ratios_of_samples(e: Expected) -> tuple[float, ...]:
    """Samples divided one by one, in pairs or each by each, and then the median or the mean of that."""
    first, second = e.args[0].times, e.args[1].times
    pairs = [b / c for b, c in zip(first, second, strict=False)]
    each = [b / c for b in first for c in second]
    return tuple(of(ratios) for of in (statistics.median, statistics.fmean) for ratios in (pairs, each))


RATIOS_OF_SAMPLES = Mistake(
    "ratios-of-samples",
    "value",
    lambda case: _every(case, _ratios_of_samples),
    "You divided sample by sample, and summed the ratios up afterwards.",
    "The samples of the two are no pairs: nothing ties the third of one to the third of the other, and there may be"
    " more of one than of the other.",
    "Take each one's median first, then divide.",
)


def _spread(case: Case) -> bool:
    """Wherever there is a spread on both sides, its ratio came out."""
    told = [
        got is not None and _among(got, _either_way(lambda m: float(m.iqr), e))
        for got, e in _pairs(case)
        if all(m.iqr > 0 for m in e.args)
    ]
    return bool(told) and all(told)


SPREAD_FOR_MEDIAN = Mistake(
    "spread-for-median",
    "value",
    _spread,
    "You compared how much the samples are spread.",
    "`iqr` tells how noisy a measurement was, not how long a run took.",
    "Use `measurement.median`.",
)

RUNS_NOT_DIVIDED_OUT = Mistake(
    "runs-not-divided-out",
    "value",
    _by_other_sample(lambda m: statistics.median(m.raw_times), lambda m: sum(m.raw_times)),
    "You compared whole blocks of runs.",
    "A raw time is that of `number_per_run` runs, and the two Measurements need not have the same number.",
    "Use `times` or `median`, which are for one run.",
)


def _rounded(e: Expected) -> tuple[float, ...]:
    return (*(float(round(e.result, digits)) for digits in range(5)), float(math.floor(e.result)))


ROUNDED_OFF = Mistake(
    "rounded-off",
    "value",
    lambda case: _every(case, _rounded),
    "You rounded the ratio.",
    "Rounded to no digits, half as fast is 0 or 1. How many digits to show is for whoever prints it.",
    "Return the ratio as it is.",
)


def _a_number(case: Case) -> bool:
    wrong = [got for got, _ in _pairs(case)]
    return bool(wrong) and None not in wrong and not any(seen.raised for seen, _ in case.pairs)


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
    FIRST_SAMPLE_FOR_MEDIAN,
    MEAN_FOR_MEDIAN,
    EXTREME_FOR_MEDIAN,
    RATIOS_OF_SAMPLES,
    SPREAD_FOR_MEDIAN,
    RUNS_NOT_DIVIDED_OUT,
    ROUNDED_OFF,
    ANOTHER_NUMBER,
)

ENTRY = Entry(times_faster, _MISTAKES, number)
