"""Time and memory of several ways to the same result, measured side by side: what the lessons' demonstrations use.

samples   every round's seconds of each way at each input
times     the least of them
peak      the most bytes of tensors alive at once during one call
peaks     that, of each way at each input

All ways and all inputs take turns, so that a busy moment of the machine falls on none alone. One thread, first calls
untimed (torch.utils.benchmark). Peaks are counted by a dispatch mode and repeat exactly.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from torch.utils.benchmark import Timer

from autograder.observe import settled_heap
from autograder.observe.meter import Meter

Ways = Mapping[str, Callable[..., Any]]
Inputs = Sequence[tuple[Any, ...]]


def samples(ways: Ways, inputs: Inputs, rounds: int = 5, seconds: float = 0.0) -> dict[str, list[list[float]]]:
    """Return way → input → the seconds of one call, a number a round or more.

    `inputs` holds the arguments of one call each. A round of a way at an input lasts `seconds` at least: short calls
    are repeated until then, and each block of repeats gives its mean.
    """
    timers = {
        name: [Timer("way(*given)", globals={"way": way, "given": given}) for given in inputs]
        for name, way in ways.items()
    }
    found: dict[str, list[list[float]]] = {name: [[] for _ in inputs] for name in ways}
    for _ in range(rounds):
        for place in range(len(inputs)):
            for name in ways:
                found[name][place] += _round(timers[name][place], seconds)
    return found


def _round(timer: Timer, seconds: float) -> list[float]:
    if not seconds:
        return [timer.timeit(1).mean]
    return timer.blocked_autorange(min_run_time=seconds).times


def times(ways: Ways, inputs: Inputs, rounds: int = 5, seconds: float = 0.0) -> dict[str, list[float]]:
    """Return way → the least seconds of one call at each input: the run that was disturbed least."""
    found = samples(ways, inputs, rounds, seconds)
    return {name: [min(each) for each in rows] for name, rows in found.items()}


def peak(way: Callable[..., Any], *given: Any) -> int:
    """Return the most bytes of tensors alive at once while way(*given) runs, above those alive before."""
    with settled_heap(), Meter(collects=False) as meter:
        way(*given)
    return meter.cost(1).peak


def peaks(ways: Ways, inputs: Inputs) -> dict[str, list[int]]:
    """Return way → peak in bytes at each input."""
    return {name: [peak(way, *given) for given in inputs] for name, way in ways.items()}
