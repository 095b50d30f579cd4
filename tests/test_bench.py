"""The lessons' stopwatch and scale: turns are taken, the least counts, and bytes repeat exactly."""

from time import sleep

import torch

from autograder import bench


def test_all_ways_and_inputs_take_turns():
    calls = []
    ways = {name: lambda x, name=name: calls.append((name, x)) for name in ("one", "other")}
    found = bench.samples(ways, [(3,), (4,)], rounds=3)
    assert {name: [len(each) for each in rows] for name, rows in found.items()} == {"one": [3, 3], "other": [3, 3]}
    turn = [("one", 3), ("other", 3), ("one", 4), ("other", 4)]
    # torch.utils.benchmark warms up before each timed call.
    assert [call for place, call in enumerate(calls) if place == 0 or call != calls[place - 1]] == 3 * turn


def test_the_least_disturbed_run_counts():
    naps = iter([0.0, 0.0, 0.03, 0.0, 0.0, 0.0, 0.0, 0.0, 0.03])  # two to warm up, one timed
    least = bench.times({"naps": lambda: sleep(next(naps))}, [()], rounds=3)["naps"][0]
    assert least < 0.02


def test_a_round_lasts_as_long_as_asked():
    assert sum(bench.samples({"short": lambda: sum(range(50))}, [()], rounds=1, seconds=0.01)["short"][0]) > 0


def test_a_peak_is_what_is_alive_at_once():
    x = torch.ones(1000, dtype=torch.float64)

    def twice(x):
        first = x * 2
        return first + (x * 3)

    assert bench.peaks({"twice": twice, "one": lambda x: x * 2}, [(x,), (x[:10],)]) == {
        "twice": [24000, 240],
        "one": [8000, 80],
    }
    assert bench.peak(twice, x) == 24000


def test_runs_that_another_program_held_up_are_told_and_others_are_not():
    ours, held = bench.Clock(wall=2.0, cpu=1.96), bench.Clock(wall=2.0, cpu=1.0)
    assert bench.busy(ours) == ""
    assert bench.busy() == ""
    assert bench.busy(bench.Measured({}, held)).startswith("This machine is busy: these runs had 50% of a core. Trust")
    # What counts is the whole of a figure's runs.
    assert bench.busy(ours, ours, ours, held) != bench.busy(held)


def test_a_run_that_waits_counts_as_held_up():
    """A wait is what a program sees of the others: the clock goes on, its own work does not."""
    least = bench.times({"naps": lambda: sleep(0.01)}, [()], rounds=3)
    assert least.clock.cpu < least.clock.wall / 2
    assert bench.busy(least)
