"""How long is an answer timed: one far too slow is spared the larger sizes, one far ahead needs few rounds."""

import time

import pytest
import torch

from autograder.observe.stopwatch import PATIENCE, climb, ratio, time_answer
from autograder.questions import Trend


def timed(seconds: float) -> torch.Tensor:
    time.sleep(seconds)
    return torch.ones(1)


def test_a_slow_answer_is_spared_the_largest_sizes() -> None:
    asked: list[int] = []

    def slow(size: int) -> torch.Tensor:
        asked.append(size)
        return timed(1.2 * PATIENCE if size > 1 else 0)

    claim = Trend(
        claim="",
        size_name="M",
        sizes=(1, 2, 3, 4),
        make=lambda draw, size: (size,),
        naive=lambda size: timed(1e-3),
        reference=lambda size: torch.ones(1),
        threshold=0.5,
    )
    timings = time_answer(claim, slow, 3, climb(claim, slow, 3)[0])
    assert set(asked) == {1, 2}
    assert timings.sizes == (1, 2, 3, 4)
    assert len({len(row) for rows in timings.samples.values() for row in rows}) == 1
    assert ratio(timings)[1][0] > claim.threshold


@pytest.mark.parametrize(("naive", "rounds"), [(40e-3, {2}), (4e-3, set(range(3, 16))), (0, set(range(3, 16)))])
def test_two_rounds_are_enough_only_for_an_answer_far_ahead(naive: float, rounds: set[int]) -> None:
    claim = Trend(
        claim="",
        size_name="M",
        sizes=(1, 2),
        make=lambda draw, size: (size,),
        naive=lambda size: timed(naive),
        reference=lambda size: torch.ones(1),
        threshold=0.4,
    )
    timings = time_answer(claim, lambda size: timed(0.8e-3 if naive else 2e-3), 3, reached=1)
    assert len(timings.samples["answer"][0]) in rounds
