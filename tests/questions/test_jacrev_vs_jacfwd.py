"""Lesson 03's questions: references agree with torch.func, budgets ask for what they should, Measurements tell."""

import statistics
from collections.abc import Iterable
from typing import Any

import pytest
import torch
from support.lesson_questions import calls_of

from autograder.answer_key import ENTRIES, ways_taught
from autograder.answer_key.jacrev_vs_jacfwd.taught import cheaper_by_shape
from autograder.observe import run_call, settled_heap
from autograder.questions import Call
from autograder.questions.jacrev_vs_jacfwd.cheapest_jacobian import QUESTION as CHEAPEST_JACOBIAN
from autograder.questions.jacrev_vs_jacfwd.cheapest_jacobian import dearer_by_shape
from autograder.questions.jacrev_vs_jacfwd.my_jacfwd import QUESTION as MY_JACFWD
from autograder.questions.jacrev_vs_jacfwd.speedup import QUESTION as SPEEDUP

SEEDS = (11, 12)


def large_of(calls: Iterable[Call]) -> list[Call]:
    return [call for call in calls if max(call.sizes.values()) > 128]


@pytest.mark.parametrize("seed", SEEDS)
def test_sizes_are_the_seed_s_own_and_strides_are_asked(seed: int) -> None:
    calls = CHEAPEST_JACOBIAN.calls(seed)
    large = large_of(calls)
    # Two seeds may draw the same sizes; eight in a row do not.
    assert (
        len({frozenset(call.label for call in large_of(CHEAPEST_JACOBIAN.calls(s))) for s in range(seed, seed + 8)}) > 2
    )
    assert any(call.sizes["M"] > 128 for call in large)
    assert any(call.sizes["N"] > 128 for call in large)
    assert any(not call.args[1].is_contiguous() and not call.args[0](call.args[1]).is_contiguous() for call in calls)
    assert any(call.args[0](call.args[1]) is call.args[1] for call in calls)


def close(got: Any, want: Any) -> None:
    torch.testing.assert_close(got, want, rtol=1e-4, atol=1e-5, check_dtype=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_jacobian_functions_are_those_of_torch(seed: int) -> None:
    for call in calls_of(MY_JACFWD, seed):
        want = MY_JACFWD.ask(torch.func.jacrev, call)
        close(MY_JACFWD.ask(ways_taught()["my_jacfwd"][0], call), want)
        assert MY_JACFWD.naive is not None
        close(MY_JACFWD.ask(MY_JACFWD.naive, call), want)


@pytest.mark.parametrize("seed", SEEDS)
def test_both_choices_of_a_mode_give_the_same(seed: int) -> None:
    for call in calls_of(CHEAPEST_JACOBIAN, seed):
        f, x = call.args
        for answer in (cheaper_by_shape, dearer_by_shape):
            close(answer(f, x), torch.func.jacrev(f)(x))


def test_the_budget_counts_entries_of_the_arguments_asked_for() -> None:
    for call in (call for call in MY_JACFWD.calls(11) if call.counted):
        with settled_heap():
            _, error, cost = run_call(MY_JACFWD, ways_taught()["my_jacfwd"][0], call)
        assert error is None
        assert (cost.tangent_passes, cost.tangent_vectors) == (call.sizes["asked"], call.sizes["entries"])


def test_the_cheapest_pass_is_the_narrower_one() -> None:
    seen = set()
    for call in (call for call in CHEAPEST_JACOBIAN.calls(11) if call.counted):
        m, n = call.sizes["M"], call.sizes["N"]
        with settled_heap():
            cheap, dear = (run_call(CHEAPEST_JACOBIAN, way, call)[2] for way in (cheaper_by_shape, dearer_by_shape))
        assert cheap.backward_vectors + cheap.tangent_vectors == min(m, n)
        assert dear.backward_vectors + dear.tangent_vectors == max(m, n)
        seen.add("square" if m == n else "wide" if m < n else "barely tall" if m <= 2 * n else "tall")
    assert seen == {"square", "wide", "barely tall", "tall"}


@pytest.mark.parametrize("seed", SEEDS)
def test_measurements_tell_medians_from_all_else(seed: int) -> None:
    others = {
        "mean": lambda m: statistics.fmean(m.times),
        "first": lambda m: m.times[0],
        "least": lambda m: min(m.times),
        "raw": lambda m: statistics.median(m.raw_times),
    }
    ratios, told = [], set()
    for call in SPEEDUP.calls(seed):
        baseline, candidate = call.args
        want = ENTRIES["speedup"].reference(baseline, candidate)
        ratios.append(want)
        assert want == pytest.approx(statistics.median(baseline.times) / statistics.median(candidate.times))
        told |= {name for name, of in others.items() if abs(of(baseline) / of(candidate) / want - 1) > 1e-3}
    assert told == set(others)
    assert min(ratios) < 0.5 < 2 < max(ratios)


def test_a_measurement_that_was_changed_is_noticed() -> None:
    from autograder.observe import observe

    def sorts(baseline: Any, candidate: Any) -> float:
        baseline.raw_times.sort()
        return float(baseline.median / candidate.median)

    changed = [seen.changed for seen in observe(SPEEDUP, sorts, seed=11).observations]
    assert ("argument 0",) in changed
    kept = observe(SPEEDUP, ENTRIES["speedup"].reference, seed=11).observations
    assert not any(seen.changed for seen in kept)
