"""How long is an answer timed: one far too slow is spared the larger sizes, one far ahead needs few rounds."""

from collections.abc import Callable

import pytest
import torch

from autograder.observe import stopwatch
from autograder.observe.stopwatch import PATIENCE, climb, ratio, time_answer
from autograder.questions import Trend

Timed = Callable[[float], torch.Tensor]
QUICK = 1e-6


@pytest.fixture
def timed(monkeypatch: pytest.MonkeyPatch) -> Timed:
    """Return a function that takes so many seconds, on a clock that nothing else moves."""
    now = 0.0

    def takes(seconds: float) -> torch.Tensor:
        nonlocal now
        now += seconds
        return torch.ones(1)

    monkeypatch.setattr(stopwatch, "perf_counter", lambda: now)
    return takes


def test_a_slow_answer_is_spared_the_largest_sizes(timed: Timed) -> None:
    asked: list[int] = []

    def slow(size: int) -> torch.Tensor:
        asked.append(size)
        return timed(1.2 * PATIENCE if size > 1 else QUICK)

    claim = Trend(
        claim="",
        size_name="M",
        sizes=(1, 2, 3, 4),
        make=lambda draw, size: (size,),
        naive=lambda size: timed(1e-3),
        reference=lambda size: timed(QUICK),
        threshold=0.5,
    )
    timings = time_answer(claim, slow, 3, climb(claim, slow, 3)[0])
    assert set(asked) == {1, 2}
    assert timings.sizes == (1, 2, 3, 4)
    assert len({len(row) for rows in timings.samples.values() for row in rows}) == 1
    assert ratio(timings)[1][0] > claim.threshold


@pytest.mark.parametrize(("naive", "rounds"), [(40e-3, 2), (5e-3, 3), (3e-3, 5), (QUICK, 3)])
def test_two_rounds_are_enough_only_for_an_answer_far_ahead(timed: Timed, naive: float, rounds: int) -> None:
    claim = Trend(
        claim="",
        size_name="M",
        sizes=(1, 2),
        make=lambda draw, size: (size,),
        naive=lambda size: timed(naive),
        reference=lambda size: timed(QUICK),
        threshold=0.4,
    )
    timings = time_answer(claim, lambda size: timed(0.8e-3 if naive > QUICK else 2e-3), 3, reached=1)
    assert len(timings.samples["answer"][0]) == rounds
