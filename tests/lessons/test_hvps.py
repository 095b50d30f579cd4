"""Lesson 06 says what is so: its numbers, its guesses, its messages, its figures and its bug hunt."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from a_lesson import LESSONS
from torch.func import grad, hessian, jvp

from autograder import bench, check
from autograder.figures.hvps import power

LESSON = LESSONS["06"]
RIGHT = {prediction.name: prediction.right for prediction in LESSON.predictions}


@pytest.fixture(scope="module")
def shown() -> tuple[dict[str, Any], list[Any]]:
    """Its names and what it displayed, with its demonstrations."""
    return LESSON.shown()


@pytest.mark.parametrize("parameters", [{"seed": 7}, {"dtype": "float64", "fast": True}])
def test_other_parameters_run_without_demonstrations(parameters: dict[str, Any]) -> None:
    names = LESSON.run(demos=False, **parameters)
    assert names["one_way"].dtype is getattr(torch, names["dtype"])


def test_the_product_by_hand_is_right(lesson: dict[str, Any]) -> None:
    assert torch.equal(hessian(lesson["bowl"])(lesson["point"]) @ lesson["direction"], lesson["by_hand"])
    assert torch.equal(lesson["second"], lesson["by_hand"])
    assert RIGHT["06-first"] == "the gradient"
    assert torch.equal(lesson["first"], grad(lesson["bowl"])(lesson["point"]))


def test_the_tutorials_two_agree_at_its_own_size(lesson: dict[str, Any]) -> None:
    assert lesson["one_way"].shape == (2048,)
    torch.testing.assert_close(lesson["one_way"], lesson["other_way"])
    torch.testing.assert_close(lesson["one_way"], -lesson["x"].sin() * lesson["v"])


def test_the_guess_on_memory_is_true_and_so_is_its_exception(lesson: dict[str, Any], shown: Any) -> None:
    assert RIGHT["06-leaner"] == "reverse over reverse"
    x, v = torch.randn(2025), torch.randn(2025)
    for name, leaner in (("sines", True), ("sinkhorn", False)):
        peaks = bench.peaks(lesson["routes"], [(lesson[name], x, v)])
        forward = peaks["jvp of the gradient"]
        for way in ("gradient of gᵀv", "vjp of the gradient"):
            assert (peaks[way] < forward) is leaner
        assert peaks["autograd.grad twice"] < forward


def test_all_routes_lead_to_the_same_product(lesson: dict[str, Any]) -> None:
    for f, n in lesson["cases"].values():
        x, v = 0.5 * torch.randn(n), torch.randn(n)
        want = lesson["forward_over_reverse"](f, x, v)
        ways = [*lesson["routes"].values(), *(lambda f, x, v, keep=keep: keep(f, x)(v) for keep in keepers(lesson))]
        for way in ways:
            torch.testing.assert_close(way(f, x, v), want, rtol=1e-3, atol=1e-3 * float(want.abs().max()))


def keepers(lesson: dict[str, Any]) -> list[Callable[..., Any]]:
    """Ways to keep what does not depend on v; `linearize`, which takes seconds, has a test of its own."""
    return [way for name, way in lesson["keepers"].items() if name != "linearize"]


def test_peaks_grow_like_n_and_like_its_square(shown: Any) -> None:
    sizes, peaks = shown[0]["sizes"], shown[0]["peaks"]
    for name, slope in zip(peaks, (2, 1, 1), strict=True):
        assert power(sizes, peaks[name]) == pytest.approx(slope, abs=0.02)


def test_row_sums_are_a_diagonal_only_where_the_matrix_is_one(lesson: dict[str, Any]) -> None:
    for name, agrees in (("sines", True), ("bowl", False)):
        f, point = lesson[name], lesson["point"]
        sums = lesson["forward_over_reverse"](f, point, torch.ones(3))
        assert torch.allclose(sums, hessian(f)(point).diagonal()) is agrees


def test_a_mean_of_probes_is_as_rough_as_the_formula_says(shown: Any) -> None:
    names = shown[0]
    assert power(names["counts"], names["errors"]) == pytest.approx(-0.5, abs=0.12)
    for error, law in zip(names["errors"], names["law"], strict=True):
        assert error == pytest.approx(law, rel=0.4)


def test_products_find_both_ends_of_the_spectrum(lesson: dict[str, Any], shown: Any) -> None:
    torch.manual_seed(3)
    basis = torch.linalg.qr(torch.randn(80, 80, dtype=torch.float64))[0]
    values = torch.cat([torch.linspace(-1, 1, 76), torch.tensor([-9.0, 5.0, 8.0, 20.0])]).double()
    matrix = basis @ torch.diag(values) @ basis.T
    found = lesson["lanczos"](lambda v: matrix @ v, torch.randn(80, dtype=torch.float64), 25)
    assert found.shape == (25,)
    torch.testing.assert_close(found[[0, -3, -2, -1]], torch.tensor([-9.0, 5.0, 8.0, 20.0]).double())
    names = shown[0]
    assert float(names["gaps"].max()) < 1e-6
    assert float(names["truth"][0]) < 0, "some directions of the trained net bend downwards"
    assert names["net_loss"](names["theta"]) < 0.05 * names["net_loss"](names["start"])


def refusals() -> list[Callable[[], Any]]:
    x, v = torch.ones(3), torch.ones(3)

    def bent(x: torch.Tensor) -> torch.Tensor:
        return (x**3).sum()

    leaf = x.clone().requires_grad_()
    (first,) = torch.autograd.grad(bent(leaf), leaf)
    return [
        lambda: jvp(grad(bent), x, v),
        lambda: torch.autograd.grad(first @ v, leaf),
        lambda: jvp(grad(bent), (x,), (torch.ones(2),)),
        lambda: grad(lambda y: grad(bent)(y) @ v.double())(x),
        lambda: jvp(lambda p: bent(p["w"]), ({"w": x},), ((v,),)),
    ]


def test_messages_in_the_table_are_torch_s_own() -> None:
    table = re.findall(r"^\| \*(.+?)\* \|", LESSON.prose, re.MULTILINE)
    assert len(table) == len(refusals())
    for words, ask in zip(table, refusals(), strict=True):
        with pytest.raises((RuntimeError, TypeError, ValueError), match=re.escape(words)):
            ask()


def test_bug_hunt_holds_two_bugs(lesson: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (source,) = [cell.source for cell in LESSON.code if cell.source.startswith("def mended")]
    swapped, first = ("(v,), (x,)", "(x,), (v,)"), (")[0]", ")[1]")
    for mends, points in (((), 0), ((swapped,), 0), ((first,), 0), ((swapped, first), 7)):
        text = source
        for bug, mend in mends:
            assert text.count(bug) == 1
            text = text.replace(bug, mend)
        names = dict(lesson)
        exec(compile(text, "<mended>", "exec"), names)
        card = check(names["mended"], question="hvp")
        assert card is not None
        assert repr(card) == str(points)


def test_both_bugs_together_pass_on_a_quadratic(lesson: dict[str, Any]) -> None:
    matrix = torch.randn(4, 4)
    matrix = matrix + matrix.T
    x, v = torch.randn(4), torch.randn(4)
    torch.testing.assert_close(lesson["mended"](lambda x: x @ matrix @ x / 2, x, v), matrix @ v)
