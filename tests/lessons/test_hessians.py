"""Lesson 04 says what is so: its numbers, its guesses, its messages, its figures and its bug hunt."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from a_lesson import LESSONS
from torch.func import grad, hessian, jacfwd, jacrev

from autograder import check
from autograder.observe.heap import settled_heap
from autograder.observe.meter import Meter

LESSON = LESSONS["04"]
RIGHT = {prediction.name: prediction.right for prediction in LESSON.predictions}


@pytest.mark.parametrize("parameters", [{"seed": 7}, {"dtype": "float64", "fast": True}])
def test_other_parameters_run_without_demonstrations(parameters: dict[str, Any]) -> None:
    names = LESSON.run(demos=False, **parameters)
    assert names["right"].dtype is getattr(torch, names["dtype"])


def test_the_hessian_by_hand_is_right(lesson: dict[str, Any]) -> None:
    assert torch.equal(hessian(lesson["bowl"])(lesson["point"]), lesson["by_hand"])
    assert str(tuple(lesson["curved"].shape)) == RIGHT["04-shape"]


def peak(way: Callable[..., Any], x: torch.Tensor) -> int:
    with settled_heap(), Meter() as meter:
        way(x)
    return meter.cost(1).peak


def test_the_guesses_on_memory_are_true(lesson: dict[str, Any]) -> None:
    ways: dict[str, Callable[[Any], Any]] = {
        "fwd_rev": lambda f: jacfwd(jacrev(f)),
        "rev_rev": lambda f: jacrev(jacrev(f)),
        "fwd_fwd": lambda f: jacfwd(jacfwd(f)),
        "rev_fwd": lambda f: jacrev(jacfwd(f)),
    }
    weight, bias, x = lesson["layer"](64, 8)
    peaks = {name: peak(way(lambda x: lesson["predict"](weight, bias, x)), x) for name, way in ways.items()}
    assert min(peaks, key=lambda name: peaks[name]) == RIGHT["04-vector"]
    assert max(peaks, key=lambda name: peaks[name]) == "rev_fwd"
    scalar = {name: peak(way(lambda x: lesson["predict"](weight, bias, x).sum()), x) for name, way in ways.items()}
    assert min(scalar, key=lambda name: scalar[name]) == RIGHT["04-scalar"]


def test_on_a_tall_f_forward_mode_on_both_levels_is_the_leaner(lesson: dict[str, Any]) -> None:
    weight, bias, x = lesson["layer"](8, 256)

    def tall(x: torch.Tensor) -> Any:
        return lesson["predict"](weight, bias, x)

    assert 5 * peak(jacfwd(jacfwd(tall)), x) < peak(jacfwd(jacrev(tall)), x)


def test_one_piece_of_reverse_over_reverse_takes_twice_m_times_its_result(lesson: dict[str, Any]) -> None:
    for outputs in (2, 8):
        weight, bias, x = lesson["layer"](128, outputs)
        way = jacrev(jacrev(lambda x, w=weight, b=bias: lesson["predict"](w, b, x)))
        assert peak(way, x) / way(x).nbytes == pytest.approx(2 * outputs, rel=0.1)


def test_zero_and_nan_are_where_the_lesson_says(lesson: dict[str, Any]) -> None:
    assert RIGHT["04-relu"] == "zero"
    assert not lesson["bent"].any()
    assert lesson["smooth"].any()
    assert RIGHT["04-norm"] == "nan"
    nan = {name: bool(H.isnan().all()) for name, H in lesson["at_zero"].items()}
    assert nan == {"fwd_rev": False, "rev_rev": True, "fwd_fwd": False, "rev_fwd": True}


def test_symmetry_passes_three_wrong_ones_and_the_product_none(lesson: dict[str, Any]) -> None:
    symmetric = [name for name, H in lesson["candidates"].items() if lesson["symmetry_gap"](H) < 1e-6]
    assert len(symmetric) == 4
    gaps = {name: lesson["product_gap"](lesson["net"], lesson["at"], H) for name, H in lesson["candidates"].items()}
    assert [name for name, gap in gaps.items() if gap < 0.02] == ["right"]


def refusals() -> list[Callable[[], Any]]:
    x = torch.ones(3)

    def bent(x: torch.Tensor) -> torch.Tensor:
        return (x**3).sum()

    def noisy(x: torch.Tensor) -> torch.Tensor:
        return torch.dropout(x, 0.5, True).pow(3).sum()

    leaf = x.clone().requires_grad_()
    (first,) = torch.autograd.grad(bent(leaf), leaf)
    query = torch.ones(1, 1, 4, 8)

    def attention(x: torch.Tensor) -> torch.Tensor:
        return torch._scaled_dot_product_flash_attention_for_cpu(x, query, query)[0].sum()

    return [
        lambda: grad(grad(bent))(x),
        lambda: torch.autograd.grad(first[0], leaf),
        lambda: jacfwd(jacrev(bent), chunk_size=2)(x),  # type: ignore[call-arg]
        lambda: torch.autograd.functional.hessian(lambda x: x**3, x),  # type: ignore[no-untyped-call]
        lambda: hessian(noisy)(x),
        lambda: torch.func.jvp(attention, (query,), (query,)),
    ]


def test_messages_in_the_table_are_torch_s_own() -> None:
    table = re.findall(r"^\| \*(.+?)\* \|", LESSON.prose, re.MULTILINE)
    assert len(table) == len(refusals())
    for words, ask in zip(table, refusals(), strict=True):
        with pytest.raises((RuntimeError, TypeError, NotImplementedError), match=re.escape(words)):
            ask()


def test_bug_hunt_holds_two_bugs(lesson: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (source,) = [cell.source for cell in LESSON.code if cell.source.startswith("def mended")]
    order = ("torch.autograd.grad(f(a, b), b,", "torch.autograd.grad(f(a, b), a,"), ("(entry, a,", "(entry, b,")
    average = (("return (H + H.T) / 2", "return H"),)
    for mends, points in (((), 0), (order, 0), (average, 0), ((*order, *average), 6)):
        text = source
        for bug, mend in mends:
            assert text.count(bug) == 1
            text = text.replace(bug, mend)
        names = dict(lesson)
        exec(compile(text, "<mended>", "exec"), names)
        card = check(names["mended"], question="mixed_hessian")
        assert card is not None
        assert repr(card) == str(points)
