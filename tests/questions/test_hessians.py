"""Lesson 04: references agree with torch.func, and each f shows what it is there to show."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.func import hessian, jacfwd, jacrev

from autograder.answer_key import ways_taught
from autograder.answer_key.hessians.taught import (
    cross_block,
    forward_over_forward,
    forward_over_reverse,
    reverse_over_reverse,
)
from autograder.observe import run_call, settled_heap
from autograder.questions import Question
from autograder.questions.draw import Draw
from autograder.questions.hessians.compositions import reverse_over_forward
from autograder.questions.hessians.four_hessians import QUESTION as FOUR_HESSIANS
from autograder.questions.hessians.four_hessians import telling_modes_apart
from autograder.questions.hessians.hessian_by_composition import QUESTION as HESSIAN_BY_COMPOSITION
from autograder.questions.hessians.mixed_hessian import QUESTION as MIXED_HESSIAN
from autograder.questions.hessians.mixed_hessian import block_of_the_joined

TOLERANCE = {torch.float64: 1e-10, torch.float32: 1e-4}
SEEDS = (3, 20_26)


@pytest.mark.parametrize("question", [HESSIAN_BY_COMPOSITION, FOUR_HESSIANS, MIXED_HESSIAN], ids=lambda each: each.name)
def test_sizes_are_the_seed_s_own_and_strides_are_asked(question: Question) -> None:
    calls = question.calls(5)
    large = {call.label for call in calls if max(call.sizes.values()) > 128}
    assert large
    assert not large & {call.label for call in question.calls(6)}
    assert any(not call.args[1].is_contiguous() for call in calls)


def close(result: Tensor, want: Tensor) -> None:
    assert result.dtype is want.dtype
    torch.testing.assert_close(result, want, rtol=1e-7, atol=TOLERANCE[want.dtype])


@pytest.mark.parametrize("seed", SEEDS)
def test_hessians_are_torch_s_own(seed: int) -> None:
    for call in HESSIAN_BY_COMPOSITION.calls(seed):
        f, x = call.args
        result = ways_taught()["hessian_by_composition"][0](f, x)
        assert result.dtype is x.dtype
        close(result, hessian(f)(x))
        assert result.shape == (*f(x).shape, *x.shape, *x.shape)
        assert result.any() == ("linear" not in call.label)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_four_agree_where_value_is_decided(seed: int) -> None:
    deciding = []
    for call in FOUR_HESSIANS.calls(seed):
        f, x = call.args
        entries = ways_taught()["four_hessians"][0](f, x)
        assert set(entries) == {"fwd_rev", "rev_rev", "fwd_fwd", "rev_fwd"}
        for entry in entries.values():
            # What an answer's own comparison of the four would ask: torch's default tolerance.
            torch.testing.assert_close(entry, hessian(f)(x), atol=1e-4 if x.dtype is torch.float32 else 1e-7, rtol=1e-4)
            assert entry.dtype is x.dtype
        deciding.append(call.decides)
    assert deciding.count("method") == 5


@pytest.mark.parametrize("n", [1, 5, 37, 179])
def test_modes_are_told_apart_and_nothing_else(n: int) -> None:
    f = telling_modes_apart(Draw.seeded(11, "told"), n)
    x: Tensor = f.there  # type: ignore[attr-defined]
    ways = [jacfwd(jacrev(f))(x), jacrev(jacrev(f))(x), jacfwd(jacfwd(f))(x), jacrev(jacfwd(f))(x)]
    scale = ways[0].abs().max()
    for one, other in combinations(ways, 2):
        apart = ((one - other).abs().max() / scale).item()
        assert 3e-12 < apart < 4e-11
        torch.testing.assert_close(one, other, rtol=1e-10, atol=0)
    for way in ways:
        torch.testing.assert_close(way, way.T, rtol=1e-13, atol=0)
    # The same modes by other tools tell the same.
    rows = torch.autograd.functional.hessian(f, x)
    torch.testing.assert_close(rows, ways[1], rtol=1e-13, atol=0)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_block_is_that_of_the_whole(seed: int) -> None:
    for call in MIXED_HESSIAN.calls(seed):
        f, x, y = call.args
        result = cross_block(f, x, y)
        assert result.dtype is x.dtype
        close(result, hessian(f, argnums=(0, 1))(x, y)[0][1])
        close(block_of_the_joined(f, x, y), result)
        assert result.any() == ("no cross term" not in call.label)


def peak(question: Any, answer: Callable[..., Any], call: Any) -> int:
    with settled_heap():
        _, error, cost = run_call(question, answer, call)
    assert error is None
    return cost.peak


def test_peaks_of_compositions_tell() -> None:
    counted = [call for call in HESSIAN_BY_COMPOSITION.calls(5) if call.counted]
    assert len(counted) == 2
    for call in counted:
        ways = (forward_over_reverse, reverse_over_reverse, forward_over_forward)
        peaks = [peak(HESSIAN_BY_COMPOSITION, way, call) for way in ways]
        lean = min(peaks)
        assert peaks[0] < 2 * lean
        assert peaks[2] > 3 * lean
        assert peak(HESSIAN_BY_COMPOSITION, reverse_over_forward, call) >= 8 * lean
        # On a vector f reverse over reverse is dear; on a scalar f it is the leanest.
        assert (peaks[1] > 4 * lean) == ("M" in call.sizes)


def test_peaks_of_blocks_tell() -> None:
    for call in (call for call in MIXED_HESSIAN.calls(5) if call.counted):
        naive = peak(MIXED_HESSIAN, block_of_the_joined, call)
        assert peak(MIXED_HESSIAN, cross_block, call) < 0.45 * naive
        assert peak(MIXED_HESSIAN, lambda f, x, y: hessian(f, (0, 1))(x, y)[0][1], call) > 0.8 * naive


def test_the_trend_s_layer_is_no_marked_one() -> None:
    trend = HESSIAN_BY_COMPOSITION.trend
    assert trend is not None
    f, x = trend.inputs(3, trend.sizes[0])
    close(trend.reference(f, x), trend.naive(f, x))
    assert x.dtype is torch.float32
    assert "mark" not in f.__code__.co_names  # type: ignore[attr-defined]
