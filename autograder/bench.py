"""Time and memory of several ways to the same result, measured side by side, for the lessons' demonstrations.

samples   seconds of each way at each input, in every round
times     the least of them
clocked   the wall and processor time of a block
busy      a warning, if another program had the core meanwhile
peak      the most bytes of tensors alive at once during one call
peaks     that, of each way at each input

All ways and inputs take turns, so that a busy moment of the machine hits no single one. They run on one thread, and
first calls are not timed (torch.utils.benchmark). Peaks are counted by a dispatch mode and repeat exactly.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Any, Generic, TypeVar

from torch.utils.benchmark import Timer

from autograder.observe import settled_heap
from autograder.observe.meter import Meter

Ways = Mapping[str, Callable[..., Any]]
Inputs = Sequence[tuple[Any, ...]]
Value = TypeVar("Value")

# On an idle machine a process has its core for 97 % of the time and more. Under this share, times are not to be
# trusted.
OURS = 0.85


@dataclass(slots=True)
class Clock:
    """Seconds of a block: `wall` that went by, `cpu` in which this process worked."""

    wall: float = 0.0
    cpu: float = 0.0


class Measured(dict[str, list[Value]], Generic[Value]):
    """Way → what was measured at each input; `clock` is the whole run's."""

    def __init__(self, rows: Mapping[str, list[Value]], clock: Clock) -> None:
        super().__init__(rows)
        self.clock = clock


@contextmanager
def clocked() -> Iterator[Clock]:
    """Take the time of a block."""
    clock, wall, cpu = Clock(), perf_counter(), process_time()
    yield clock
    clock.wall, clock.cpu = perf_counter() - wall, process_time() - cpu


def busy(*measured: Measured[Any] | Clock) -> str:
    """Return a warning if another program had the core while these times were taken; empty if none had."""
    clocks = [each if isinstance(each, Clock) else each.clock for each in measured]
    wall, cpu = sum(clock.wall for clock in clocks), sum(clock.cpu for clock in clocks)
    if cpu >= OURS * wall:
        return ""
    return f"This machine is busy: these runs had {cpu / wall:.0%} of a core. Trust the counts, not these times."


def samples(ways: Ways, inputs: Inputs, rounds: int = 5, seconds: float = 0.0) -> Measured[list[float]]:
    """Return way → for each input, seconds of one call: at least one number a round.

    Each of `inputs` is the arguments of one call. A round of a way at an input lasts at least `seconds`: short calls
    are repeated until then, and each block of repeats gives its mean.
    """
    timers = {
        name: [Timer("way(*given)", globals={"way": way, "given": given}) for given in inputs]
        for name, way in ways.items()
    }
    found: dict[str, list[list[float]]] = {name: [[] for _ in inputs] for name in ways}
    with clocked() as clock:
        for _ in range(rounds):
            for place in range(len(inputs)):
                for name in ways:
                    found[name][place] += _round(timers[name][place], seconds)
    return Measured(found, clock)


def _round(timer: Timer, seconds: float) -> list[float]:
    if not seconds:
        return [timer.timeit(1).mean]
    return timer.blocked_autorange(min_run_time=seconds).times


def times(ways: Ways, inputs: Inputs, rounds: int = 5, seconds: float = 0.0) -> Measured[float]:
    """Return way → the least seconds of one call at each input: those of the least disturbed run."""
    found = samples(ways, inputs, rounds, seconds)
    return Measured({name: [min(each) for each in rows] for name, rows in found.items()}, found.clock)


def peak(way: Callable[..., Any], *given: Any) -> int:
    """Return the most bytes of tensors alive at once while way(*given) runs, above those alive before."""
    with settled_heap(), Meter(collects=False) as meter:
        way(*given)
    return meter.cost(1).peak


def peaks(ways: Ways, inputs: Inputs) -> dict[str, list[int]]:
    """Return way → peak in bytes at each input."""
    return {name: [peak(way, *given) for given in inputs] for name, way in ways.items()}
