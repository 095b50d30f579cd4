"""Mistakes of letting another number than the median stand for a Measurement's samples.

Offers: `OTHER_SUMMARIES` (mistakes), `pairs`, `every` (to detect others), `first`, `median`, `mean` (of the samples).
"""

import math
import statistics
from collections.abc import Callable, Iterator
from functools import partial

from torch.utils.benchmark import Measurement

from autograder.answer_key.key import Case, Expected, Mistake

Summary = Callable[[Measurement], float]

_LOOSE = 1e-5


def pairs(case: Case) -> Iterator[tuple[float | None, Expected]]:
    for seen, e in case.wrong():
        got = seen.result
        yield (float(got) if isinstance(got, (int, float)) and not isinstance(got, bool) else None), e


def _among(got: float, candidates: tuple[float, ...]) -> bool:
    return any(math.isclose(got, each, rel_tol=_LOOSE, abs_tol=1e-12) for each in candidates)


def every(case: Case, mistaken: Callable[[Expected], tuple[float, ...]]) -> bool:
    """Tell whether every wrong number is one of those that the mistake would give, and there is one."""
    told = [got is not None and _among(got, mistaken(e)) for got, e in pairs(case)]
    return bool(told) and all(told)


def first(m: Measurement) -> float:
    return m.times[0]


def median(m: Measurement) -> float:
    return float(m.median)


def mean(m: Measurement) -> float:
    return statistics.fmean(m.times)


def _either_way(of: Summary, e: Expected) -> tuple[float, ...]:
    """The ratio of another summary, or its inverse where that is above 1."""
    ratio = of(e.args[0]) / of(e.args[1])
    return (ratio, 1 / ratio)


def _by_other_sample(*of: Summary) -> Callable[[Case], bool]:
    return lambda case: any(every(case, partial(_either_way, each)) for each in of)


def _middle_as_it_came(m: Measurement) -> float:
    return m.times[len(m.times) // 2]


FIRST_SAMPLE_FOR_MEDIAN = Mistake(
    "first-sample-for-median",
    "value",
    _by_other_sample(first, lambda m: m.times[-1], _middle_as_it_came),
    "You used one sample of several.",
    "Any one sample may have been disturbed, and the first one pays for caches and imports as well. The middle one"
    " is no better as long as they stand in the order in which they came.",
    "Use the median of all: `measurement.median`.",
)

MEAN_FOR_MEDIAN = Mistake(
    "mean-for-median",
    "value",
    _by_other_sample(mean, lambda m: statistics.geometric_mean(m.times), lambda m: statistics.harmonic_mean(m.times)),
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
    lambda case: every(case, _ratios_of_samples),
    "You divided sample by sample, and summed the ratios up afterwards.",
    "The samples of the two are no pairs: nothing ties the third of one to the third of the other, and there may be"
    " more of one than of the other.",
    "Take each one's median first, then divide.",
)


def _spread(case: Case) -> bool:
    """Wherever there is a spread on both sides, its ratio came out."""
    told = [
        got is not None and _among(got, _either_way(lambda m: float(m.iqr), e))
        for got, e in pairs(case)
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

OTHER_SUMMARIES = (
    FIRST_SAMPLE_FOR_MEDIAN,
    MEAN_FOR_MEDIAN,
    EXTREME_FOR_MEDIAN,
    RATIOS_OF_SAMPLES,
    SPREAD_FOR_MEDIAN,
    RUNS_NOT_DIVIDED_OUT,
)
