"""Lesson 06: its references against torch.func on fresh seeds, and peaks that tell a product from a matrix."""

import re

import pytest
import torch
from support.lesson_questions import questions_of
from torch import Tensor
from torch.func import hessian

from autograder.answer_key import ENTRIES, key_for
from autograder.answer_key.key import Expected
from autograder.judge.criteria import NAIVE_IS_TELLING
from autograder.questions import question as asked

QUESTIONS = questions_of("hvps")

SEEDS = (3, pytest.param(20, marks=pytest.mark.long))
NAMES = [question.name for question in QUESTIONS]


def by_matrix(name: str, expected: Expected) -> Tensor:
    """The answer worked out from torch's own Hessian."""
    f, x, *more = expected.args
    H = by_rows(f, x)
    match name:
        case "hvp" | "hvp_revrev" | "vhp":
            return H @ more[0]
        case "hvp_many":
            return more[0] @ H
        case "hessian_diagonal":
            return H.diagonal()
        case "hutchinson_trace":
            return torch.stack([p @ H @ p for p in more[0]]).mean()
    u = torch.linalg.matrix_power(H / H.norm(), more[1]) @ more[0]
    return u @ H @ u / (u @ u)


def by_rows(f, x: Tensor) -> Tensor:
    try:
        return hessian(f)(x)
    except NotImplementedError:  # an f without forward mode
        return torch.autograd.functional.hessian(f, x)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", NAMES)
def test_references_agree_with_the_matrix_and_hold_the_dtype(name: str, seed: int) -> None:
    for expected in key_for(asked(name), seed).expected:
        x = expected.args[1]
        result = expected.result[0] if name == "top_curvature" else expected.result
        assert result.dtype == x.dtype
        loose = 1e-9 if x.dtype is torch.float64 else 2e-4
        want = by_matrix(name, expected)
        assert (result - want).abs().max() <= loose * want.abs().max().clamp(min=1e-3), expected.call.label


def test_a_unit_vector_comes_with_the_curvature() -> None:
    for expected in key_for(asked("top_curvature"), 5).expected:
        assert abs(expected.result[1].norm().item() - 1) < 1e-5


@pytest.mark.parametrize("name", ["hvp", "hvp_revrev", "vhp", "hutchinson_trace"])
def test_peaks_are_weighed_where_they_tell(name: str) -> None:
    weighed = [e for e in key_for(asked(name), 1).expected if e.call.counted and e.call.weighed]
    assert len(weighed) == 2
    for expected in weighed:
        assert expected.naive.peak >= NAIVE_IS_TELLING * expected.reference.peak, expected.call.label


def test_the_diagonal_is_weighed_at_512_and_blocks_of_sixteen_fit() -> None:
    (weighed,) = (e for e in key_for(asked("hessian_diagonal"), 1).expected if e.call.weighed and e.call.counted)
    n = weighed.call.sizes["N"]
    limit = asked("hessian_diagonal").budget.elements({"N": n}) * 8
    assert n == 512
    assert weighed.reference.peak < limit / 2  # blocks of eight
    assert weighed.naive.peak > 10 * limit
    assert torch.eye(n, dtype=torch.float64).nbytes > limit


def test_negative_curvature_and_overflow_are_tried() -> None:
    expected = {e.call.label.split(":")[0]: e for e in key_for(asked("top_curvature"), 9).expected}
    assert expected["negative curvature"].result[0] < 0
    large = expected["large curvature"]
    assert large.result[0].double() ** large.call.sizes["steps"] > torch.finfo(torch.float32).max


def test_a_linear_f_and_one_without_forward_mode_are_tried() -> None:
    labels = [call.label.split(":")[0] for call in asked("hvp_revrev").calls(1)]
    assert "linear f" in labels
    (call,) = (call for call in asked("hvp_revrev").calls(1) if call.label.startswith("f without forward mode: N = 5"))
    f, x, v = call.args
    with pytest.raises(NotImplementedError):
        torch.func.jvp(f, (x,), (v,))


def test_vectors_probes_and_steps_are_tried_beyond_what_one_would_write_in() -> None:
    for name, letter, at_least in (
        ("hvp_many", "K", 65),
        ("hutchinson_trace", "K", 257),
        ("top_curvature", "steps", 29),
    ):
        largest = [max(call.sizes.get(letter, 0) for call in asked(name).calls(seed)) for seed in range(6)]
        assert min(largest) >= at_least
        assert len(set(largest)) > 1


@pytest.mark.parametrize(("label", "ratio"), [("many steps", 0.97), ("steps after", 0.3)])
def test_a_second_curvature_keeps_u_turning(label: str, ratio: float) -> None:
    (call,) = (call for call in asked("top_curvature").calls(2) if call.label.startswith(label))
    f, x, _, steps = call.args
    first, second, *_ = torch.linalg.eigvalsh(hessian(f)(x)).abs().sort(descending=True).values.tolist()
    assert second / first == pytest.approx(ratio, abs=0.01)
    assert (second / first) ** steps > 1e-9


def test_who_looks_for_reverse_mode_is_not_told_to_push() -> None:
    assert [each.slug for each in ENTRIES["vhp"].mistakes if re.search("`[^`]*jvp", each.next_step)] == []
