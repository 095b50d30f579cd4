"""How long is an answer timed: one far too slow is spared the larger sizes, one far ahead needs few rounds.

And beside whom: nothing that it leaves behind slows the baselines.
"""

from collections import Counter
from collections.abc import Callable

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from autograder.judge.criteria import trend
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

    for clock in ("perf_counter", "thread_time", "process_time"):
        monkeypatch.setattr(stopwatch, clock, lambda: now)
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


def test_what_stands_for_a_size_that_was_not_asked_confirms_nothing(timed: Timed) -> None:
    claim = Trend(
        claim="",
        size_name="N",
        sizes=(1, 2, 3, 4),
        make=lambda draw, size: (size,),
        naive=lambda size: timed(4.0**size * 1e-2),
        reference=lambda size: timed(QUICK),
        threshold=0.4,
    )
    reached, _ = climb(claim, claim.naive, 3)
    assert reached == 2, "it takes too long there, and a quarter of what it would take at the last"
    timings = time_answer(claim, claim.naive, 3, reached)
    assert ratio(timings)[0] < claim.threshold
    assert trend(claim, timings).state != "CONFIRMED"


@pytest.mark.parametrize(
    ("naive", "takes", "rounds"),
    [
        (40e-3, 0.8e-3, 2),
        (5e-3, 0.8e-3, 3),
        (3e-3, 0.8e-3, 5),
        (QUICK, 2e-3, 3),
        (0.11, 12e-3, 1),  # a long call is not made three times as long by a busy machine
        (0.09, 10e-3, 3),
        (0.11, 16e-3, 3),
    ],
)
def test_few_rounds_are_enough_only_for_an_answer_far_ahead(
    timed: Timed, naive: float, takes: float, rounds: int
) -> None:
    claim = Trend(
        claim="",
        size_name="M",
        sizes=(1, 2),
        make=lambda draw, size: (size,),
        naive=lambda size: timed(naive),
        reference=lambda size: timed(QUICK),
        threshold=0.4,
    )
    timings = time_answer(claim, lambda size: timed(takes + 1e-6 * size), 3, reached=1)
    assert len(timings.samples["answer"][0]) == rounds


def test_a_standstill_in_the_naive_way_s_call_confirms_nothing(timed: Timed, monkeypatch: pytest.MonkeyPatch) -> None:
    # On the wall it takes far longer than the answer, and of the processor what the answer takes.
    for clock in ("thread_time", "process_time"):
        monkeypatch.setattr(stopwatch, clock, lambda: 0.0)
    standstills = iter((0.3, 0.0))
    claim = Trend(
        claim="",
        size_name="M",
        sizes=(1, 2),
        make=lambda draw, size: (size,),
        naive=lambda size: timed(12e-3 + (next(standstills, 0.0) if size == 2 else 0.0)),
        reference=lambda size: timed(QUICK),
        threshold=0.4,
    )
    timings = time_answer(claim, lambda size: timed(12e-3), 3, reached=1)
    assert len(timings.samples["answer"][0]) > 1
    assert trend(claim, timings).state != "CONFIRMED"


def test_to_wait_while_a_busy_machine_works_for_others_costs_no_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that asks for threads waits for each of them; its time is then that of the processor."""
    wall = cpu = 0.0

    def takes(seconds: float, waits: float) -> torch.Tensor:
        nonlocal wall, cpu
        wall, cpu = wall + seconds + waits, cpu + seconds
        return torch.ones(1)

    monkeypatch.setattr(stopwatch, "perf_counter", lambda: wall)
    for clock in ("thread_time", "process_time"):
        monkeypatch.setattr(stopwatch, clock, lambda: cpu)
    claim = Trend(
        claim="",
        size_name="M",
        sizes=(1, 2),
        make=lambda draw, size: (size,),
        naive=lambda size: takes(size * 0.05, 0.0),
        reference=lambda size: takes(QUICK, 0.0),
        threshold=0.4,
    )
    for threads, seconds, waits, state in (
        (2, QUICK, 0.4, "CONFIRMED"),
        (1, QUICK, 0.4, "CONTRADICTED"),  # who sleeps is slow
        (2, 0.12, 0.0, "CONTRADICTED"),
    ):

        def answer(size: int, of: tuple[int, float, float] = (threads, seconds, waits)) -> torch.Tensor:
            torch.set_num_threads(of[0])
            return takes(*of[1:])

        assert trend(claim, time_answer(claim, answer, 3, reached=1)).state == state


def test_no_baseline_meets_what_an_answer_left_open() -> None:
    given: dict[str, list[torch.Tensor]] = {"answer": [], "naive": [], "reference": []}
    open_then: list[bool] = []

    def leaves_open(x: torch.Tensor) -> torch.Tensor:
        given["answer"].append(x)
        torch.autograd.set_detect_anomaly(True)
        torch.autograd.graph.saved_tensors_hooks(torch.clone, torch.clone).__enter__()
        TorchDispatchMode().__enter__()
        torch.overrides.TorchFunctionMode().__enter__()
        return x

    def baseline(who: str) -> Callable[[torch.Tensor], torch.Tensor]:
        def called(x: torch.Tensor) -> torch.Tensor:
            given[who].append(x)
            modes = torch._C._len_torch_dispatch_stack() + torch._C._len_torch_function_stack()
            hooks = torch._C._autograd._top_saved_tensors_default_hooks(False)
            open_then.extend((torch.is_anomaly_enabled(), modes > 0, hooks is not None))
            return x

        return called

    claim = Trend(
        claim="",
        size_name="N",
        sizes=(2,),
        make=lambda draw, size: (draw.normal(size),),
        naive=baseline("naive"),
        reference=baseline("reference"),
        threshold=0.5,
    )
    time_answer(claim, leaves_open, 3, reached=0, most_rounds=2)
    assert not any(open_then)
    # What the first round gave them; the baselines' first call, before it, is not timed.
    first = [given["answer"][0], given["naive"][1], given["reference"][1]]
    assert all(torch.equal(first[0], other) for other in first)
    assert len({id(tensor) for tensor in first}) == len(first)
    assert torch.equal(given["answer"][1], given["naive"][2])


def test_after_the_first_round_only_what_decides_is_timed(timed: Timed) -> None:
    calls: Counter[tuple[str, int]] = Counter()

    def party(who: str, seconds: float) -> Callable[[int], torch.Tensor]:
        def called(size: int) -> torch.Tensor:
            calls[who, size] += 1
            return timed(seconds * (1 + 1e-3 * calls.total()))

        return called

    claim = Trend(
        claim="",
        size_name="M",
        sizes=(1, 2),
        make=lambda draw, size: (size,),
        naive=party("naive", 3e-3),
        reference=party("reference", 1e-3),
        threshold=0.4,
    )
    samples = time_answer(claim, party("answer", 0.8e-3), 3, reached=1).samples
    # The baselines are called once at the smallest size before all rounds.
    assert calls == {
        ("answer", 1): 5,
        ("answer", 2): 5,
        ("naive", 1): 2,
        ("naive", 2): 5,
        ("reference", 1): 2,
        ("reference", 2): 1,
    }
    assert {who: [len(set(row)) for row in rows] for who, rows in samples.items()} == {
        "answer": [5, 5],
        "naive": [1, 5],
        "reference": [1, 1],
    }
    assert {len(row) for rows in samples.values() for row in rows} == {5}
