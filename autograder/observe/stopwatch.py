"""The stopwatch: an answer and its baselines timed together, and what the samples say.

A round times them in random order, on one thread. An answer that asks torch for more threads waits for each of them
while a busy machine works for others: of its calls the processor's time is taken where that is less than the clock's.
The first round times all three at every size, for the figure; later rounds time only what decides. Rounds stop as soon
as the interval of the ratio is clear of the claim's threshold. Noise widens the interval; it moves no verdict.

Offers: `climb` (how far is it timed, and what does it give there?), `time_answer` (samples), `answering` and
`AnswerRaised` (what the answer raises meanwhile), `is_clear` (do the samples decide?), `outworked` (may they?),
`confirms` and `contradicts` (the claim?), `ratio`, `slope` (estimates with intervals), `undisturbed` (the
quickest samples alone).
"""

import contextlib
import math
import random
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter, process_time, thread_time  # by name: an answer may put others there
from typing import Any

import torch

from autograder.observe.capture import fresh_call, fresh_state, sampled, unwritten_shows
from autograder.observe.evidence import Observation, Timings
from autograder.observe.onlooker import TimedOut
from autograder.observe.raising import raised
from autograder.questions.question import Answer, Trend

# So many rounds are enough where the ratio's interval is that many times as far from the threshold as it need be: to
# decide either way, or to confirm alone.
_ROUNDS_TO_DECIDE = {5: 1.0, 3: 2.0}
_ROUNDS_TO_CONFIRM = {2: 4.0}
# One round is enough to confirm where the naive way's call kept the processor busy for so many seconds, and its time is
# replaced by these. A machine that stands still, or works for others meanwhile, adds nothing to processor time; where
# the answer's call is held up, that only counts against it.
_LONG_ENOUGH, _ONE_ROUND = 0.1, 3.0
MOST_ROUNDS = 15
LONGEST = 4.0  # seconds for all rounds; a slow answer gets fewer rounds
PATIENCE = 0.5  # seconds for one call of the answer: one that takes longer is not asked for a larger size
PATIENCE_UNTIMED = 0.15  # where no clock decides, and the call at a large size is for its value alone
# A kernel's own threads wait for messages: they take some milliseconds, and no share of a baseline's time.
_IDLE, _WAITS = 0.02, 0.25
_NO_QUICKER = 1.0  # times the naive way's time, at the largest size
_RESAMPLES = 400
_COVERAGE = 0.99

Interval = tuple[float, float]
Estimate = Callable[[Sequence[tuple[float, ...]]], float]


class AnswerRaised(Exception):
    """The answer raised in a timed call: `label` names its size, and the cause is what it raised."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label


@contextlib.contextmanager
def answering(label: str) -> Iterator[None]:
    """Raise AnswerRaised where the answer raises; that its time is up, or that the user interrupts, is no fault."""
    try:
        yield
    except (KeyboardInterrupt, TimedOut):
        raise
    except BaseException as error:
        raise AnswerRaised(label) from error


def climb(trend: Trend, answer: Answer, seed: int, patience: float = PATIENCE) -> tuple[int, Observation]:
    """Call the answer at each size, smallest first, until a call takes too long or raises.

    Return the place of the last size that was tried, and what was seen there.
    """
    seen, _ = _called(trend, trend.sizes[0], answer, seed)  # a first call pays for caches and imports
    reached, seconds = -1, 0.0
    while not seen.raised and seconds <= patience and reached + 1 < len(trend.sizes):
        reached += 1
        seen, seconds = _called(trend, trend.sizes[reached], answer, seed)
    return reached, seen


def _called(trend: Trend, size: int, answer: Answer, seed: int) -> tuple[Observation, float]:
    """Call the answer at one size; return what was seen, and the seconds that the call took."""
    label, given = trend.label(size), trend.inputs(seed, size)
    with fresh_state(), unwritten_shows():
        begin = perf_counter()
        try:
            result = answer(*given)
            seconds = perf_counter() - begin
            return Observation(label, sampled(result)), seconds
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return Observation(label, raised=raised(error)), 0.0


def time_answer(
    trend: Trend, answer: Answer, seed: int, reached: int, most_rounds: int = MOST_ROUNDS, turns: int = 0
) -> Timings:
    """Time an answer beside the trend's baselines, up to the size that it reached; seconds of single calls.

    Each round has inputs of its own, the first those of the turn after `turns`: what an answer keeps of one call is of
    no use in another. The baselines are given the same numbers in tensors of their own, and torch as it was before the
    answer's call: nothing that an answer does to either slows them. After the first round the baselines are timed no
    more but for the naive way at the largest size: what they take elsewhere is drawn and decides nothing. The result of
    the last round's call at the largest size is kept.
    """
    parties = {"answer": answer, "naive": trend.naive, "reference": trend.reference}
    result: Any = None
    samples: dict[str, list[list[float]]] = {who: [[] for _ in trend.sizes] for who in parties}
    order = random.Random(0)
    start = perf_counter()
    for baseline in (trend.naive, trend.reference):  # a first call pays for caches and imports
        baseline(*trend.inputs(seed, trend.sizes[0]))
    calls = [(who, i) for who in parties for i in range(len(trend.sizes)) if who != "answer" or i <= reached]
    busy = 0.0  # processor seconds of the naive way's call at the largest size
    by_baselines = beside = 0.0  # those of all the baselines' calls, and of other threads meanwhile
    for rounds in range(1, most_rounds + 1):
        turns += 1
        order.shuffle(calls)
        for who, i in calls:
            label = trend.label(trend.sizes[i]) if who == "answer" else ""
            seen = _timed(parties[who], trend.inputs(seed, trend.sizes[i], turns), label)
            samples[who][i].append(seen.seconds)
            if who != "answer":
                by_baselines, beside = by_baselines + seen.worked, beside + seen.by_all - seen.worked
            busy = seen.worked if (who, i) == ("naive", len(trend.sizes) - 1) else busy
            result = seen.given if (who, i) == ("answer", reached) else result
        _fill_up(samples, reached, rounds)
        timings = replace(_frozen(trend, samples), turns=turns)
        if perf_counter() - start > LONGEST or _is_enough(trend, timings, rounds, busy):
            break
        calls = [(who, i) for who, i in calls if who == "answer" or (who, i) == ("naive", len(trend.sizes) - 1)]
    return replace(timings, last=sampled(result), beside=max(0.0, beside - _IDLE) / max(by_baselines, _IDLE))


@dataclass(frozen=True, slots=True)
class _Timed:
    """One call: what it gave, its seconds, and the processor seconds of its own thread and of the whole process."""

    given: Any
    seconds: float
    worked: float
    by_all: float


def _timed(way: Answer, inputs: tuple[Any, ...], label: str) -> _Timed:
    """Time one call; one of the answer's has a label, and begins with torch as it is by default."""
    with fresh_call() if label else contextlib.nullcontext():
        begin, worked, by_all = perf_counter(), thread_time(), process_time()
        with answering(label) if label else contextlib.nullcontext():
            given = way(*inputs)
        seconds, worked, by_all = perf_counter() - begin, thread_time() - worked, process_time() - by_all
        waits = torch.get_num_threads() > 1
    # Where the processor's clock goes by steps, as on Windows, a short call took none of its time.
    return _Timed(given, min(seconds, by_all or seconds) if waits else seconds, worked, by_all)


def _fill_up(samples: dict[str, list[list[float]]], reached: int, rounds: int) -> None:
    """Give each row as many samples as there were rounds."""
    # A larger size would take longer still: the last one that was timed stands for it, in the answer's favour.
    for unasked in samples["answer"][reached + 1 :]:
        unasked.append(samples["answer"][reached][-1])
    # What was not timed in this round keeps its first sample.
    for shown in (row for rows in samples.values() for row in rows if len(row) < rounds):
        shown.append(shown[0])


def _is_enough(trend: Trend, timings: Timings, rounds: int, busy: float) -> bool:
    """Tell whether so many rounds settle the claim; `busy` is the processor time of the naive way's largest call."""
    if any(rounds >= fewest and is_clear(trend, timings, margin) for fewest, margin in _ROUNDS_TO_DECIDE.items()):
        return True
    if any(rounds >= fewest and confirms(trend, timings, margin) for fewest, margin in _ROUNDS_TO_CONFIRM.items()):
        return True
    return rounds == 1 and busy >= _LONG_ENOUGH and confirms(trend, _at_most(timings, busy), _ONE_ROUND)


def _frozen(trend: Trend, samples: dict[str, list[list[float]]]) -> Timings:
    return Timings(trend.sizes, {who: tuple(tuple(row) for row in rows) for who, rows in samples.items()})


def _at_most(timings: Timings, naive: float) -> Timings:
    """Return the samples with the naive way's time at the largest size cut to so many seconds."""
    *smaller, largest = timings.samples["naive"]
    held = (*smaller, tuple(min(each, naive) for each in largest))
    return replace(timings, samples={**timings.samples, "naive": held})


def outworked(timings: Timings) -> bool:
    """Tell whether more of the process than the baselines was at work while these were timed, which slows them."""
    return timings.beside > _WAITS


def is_clear(trend: Trend, timings: Timings, margin: float = 1.0) -> bool:
    """Tell whether the samples decide the claim, with the interval `margin` times away from the threshold."""
    return contradicts(trend, timings, margin) or confirms(trend, timings, margin)


def contradicts(trend: Trend, timings: Timings, margin: float = 1.0) -> bool:
    """Tell whether the answer is too slow at the largest size for the claim, by its best round too.

    Where it is still quicker than the naive way, its time at the smallest size is subtracted: a constant (a shape asked
    of a fake tensor, say) says nothing about a trend. A busy machine may lengthen any round; an answer that is slow is
    slow in its best round as well.
    """
    best = undisturbed(timings)
    slow = min(ratio(timings)[1][0], ratio(best)[0])
    if slow <= trend.threshold * margin:
        return False
    return slow > _NO_QUICKER or min(_growth(timings)[1][0], _growth(best)[0]) > trend.threshold


def confirms(trend: Trend, timings: Timings, margin: float = 1.0) -> bool:
    """Tell whether the answer is as quick at the largest size as is claimed, and grows no steeper.

    An answer that was too slow to be timed there does not confirm: its samples there were taken at a smaller size.
    """
    answer = timings.samples["answer"]
    unasked = len(answer) > 1 and answer[-1] == answer[-2]
    if unasked or ratio(timings)[1][1] * margin >= trend.threshold:
        return False
    return trend.steepest is None or slope(timings)[1][1] < trend.steepest


def undisturbed(timings: Timings) -> Timings:
    """Return the quickest sample of each row alone: what else the machine does only ever adds time."""
    return Timings(timings.sizes, {who: tuple((min(row),) for row in rows) for who, rows in timings.samples.items()})


def ratio(timings: Timings) -> tuple[float, Interval]:
    """Return the answer's time over the naive way's at the largest size, and its interval over rounds."""
    answer, naive = timings.samples["answer"][-1], timings.samples["naive"][-1]
    return _bootstrapped(list(zip(answer, naive, strict=True)), _median_ratio)


def _growth(timings: Timings) -> tuple[float, Interval]:
    """Return what the answer takes more than at the smallest size, over the naive way's time, and its interval."""
    first, last, naive = timings.samples["answer"][0], timings.samples["answer"][-1], timings.samples["naive"][-1]
    more = [after - before for before, after in zip(first, last, strict=True)]
    return _bootstrapped(list(zip(more, naive, strict=True)), _median_ratio)


def _median_ratio(rounds: Sequence[tuple[float, ...]]) -> float:
    return statistics.median(answer / naive for answer, naive in rounds)


def slope(timings: Timings, who: str = "answer") -> tuple[float, Interval]:
    """Return the exponent of time in size (a line through the logarithms), and its interval over rounds."""
    sizes = [math.log(size) for size in timings.sizes]

    def fitted(rounds: Sequence[tuple[float, ...]]) -> float:
        times = [math.log(statistics.median(column)) for column in zip(*rounds, strict=True)]
        return statistics.linear_regression(sizes, times).slope

    return _bootstrapped(list(zip(*timings.samples[who], strict=True)), fitted)


def _bootstrapped(rounds: Sequence[tuple[float, ...]], estimate: Estimate) -> tuple[float, Interval]:
    if len(rounds) == 1:
        return estimate(rounds), (estimate(rounds), estimate(rounds))
    draw = random.Random(0)
    estimates = sorted(estimate(draw.choices(rounds, k=len(rounds))) for _ in range(_RESAMPLES))
    cut = round((1 - _COVERAGE) / 2 * _RESAMPLES)
    return estimate(rounds), (estimates[cut], estimates[-1 - cut])
