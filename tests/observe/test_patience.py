"""An answer that is far too slow is not asked for ever larger sizes, and is still told apart."""

import time

from autograder.observe.stopwatch import PATIENCE, ratio, time_answer
from autograder.questions import Trend


def timed(seconds: float) -> None:
    time.sleep(seconds)


def test_a_slow_answer_is_spared_the_largest_sizes() -> None:
    asked: list[int] = []

    def slow(size: int) -> None:
        asked.append(size)
        timed(1.2 * PATIENCE if size > 1 else 0)

    claim = Trend(
        claim="",
        size_name="M",
        sizes=(1, 2, 3, 4),
        make=lambda size: (size,),
        naive=lambda size: timed(1e-3),
        reference=lambda size: None,
        threshold=0.5,
    )
    timings = time_answer(claim, slow)
    assert set(asked) == {1, 2}
    assert timings.sizes == (1, 2, 3, 4)
    assert len({len(row) for rows in timings.samples.values() for row in rows}) == 1
    assert ratio(timings)[1][0] > claim.threshold
