"""Lesson 01 says what is so: its numbers, its guesses, its messages, its figures and its bug hunt."""

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from support.lesson_source import LESSONS, flops

from autograder import check, guess
from autograder.figures.vmap_vjp import PUBLISHED
from autograder.questions import question
from autograder.questions.draw import Draw

LESSON = LESSONS["01"]

FIRST_ROW = (-0.5956, -0.6096, -0.1326, -0.2295, 0.4490, 0.3661, -0.1672, -1.1190)
FIRST_ROW += (0.1705, -0.6683, 0.1851, 0.1630, 0.0634, 0.6547, 0.5908, -0.1308)


def test_first_row_is_the_classic_one(lesson: dict[str, Any]) -> None:
    assert [round(slope, 4) for slope in lesson["first_row"].tolist()] == list(FIRST_ROW)


def test_its_results_have_the_dtype_that_was_asked_for(solved: dict[str, Any]) -> None:
    assert solved["jacobian"].shape == (16, 16)
    assert solved["jacobian"].dtype is torch.float64


def test_what_the_wrong_pictures_show(lesson: dict[str, Any]) -> None:
    jacobian = lesson["jacobian"]
    torch.testing.assert_close(lesson["never_cleared"], jacobian.cumsum(0))
    torch.testing.assert_close(lesson["same_tensor"], jacobian.sum(0).expand(16, 16))
    torch.testing.assert_close(lesson["detached"][:, 8:], jacobian[:, 8:])
    assert not lesson["detached"][:, :8].any()


def test_predictions_are_true(lesson: dict[str, Any]) -> None:
    right = {prediction.name: prediction.right for prediction in LESSON.predictions}
    leaf = lesson["point"].clone().requires_grad_()
    lesson["small"](leaf).sum().backward()
    assert leaf.grad is not None
    assert right["01-ones"] == "sum"
    assert leaf.grad.tolist() == lesson["by_hand"].sum(0).tolist()
    assert right["01-forwards"] == str(lesson["counted"].forwards)

    def error(h: float) -> float:
        return float((lesson["slope"](lesson["f64"], lesson["x64"], lesson["u"], h) - lesson["exact"]).abs().max())

    assert right["01-step"] == "grows"
    assert error(1e-12) > 10 * error(1e-5)
    # 64 rows: 65 forwards and 64 reverse passes against 1 and 64, each as dear as any other.
    assert right["01-half"] == "half"


PROSE = " ".join(LESSON.prose.split())


def test_one_forward_for_all_rows_leaves_half_of_the_passes(lesson: dict[str, Any]) -> None:
    passes = {}
    for name, way in (("naive", lesson["naive_rows"]), ("library", torch.autograd.functional.jacobian)):
        counted = lesson["Counted"](lesson["f"])
        torch.testing.assert_close(way(counted, lesson["x"]), lesson["jacobian"])
        passes[name] = counted.forwards + counted.reverses
    assert passes == {"naive": 17 + 16, "library": 1 + 16}
    assert "One forward for all rows removes about half of the time." in PROSE


def test_the_timed_function_s_forward_is_far_dearer_than_its_reverse_passes() -> None:
    trend = question("jacobian_by_rows").trend
    assert trend is not None
    f, x = trend.make(Draw.seeded(0, "timed"), 32)
    leaf = x.requires_grad_()
    y = f(leaf)
    reverse = flops(lambda: torch.autograd.grad(y.sum(), leaf))
    assert flops(lambda: f(x)) > 100 * reverse > 0
    assert "an $f$ whose forward is far dearer than its reverse passes" in PROSE


def test_the_v_s_arms_and_bottom_are_where_the_lesson_says(lesson: dict[str, Any]) -> None:
    def error(name: str, h: float) -> float:
        g, start = lesson["classic"](getattr(torch, name))
        found = lesson["slope"](g, start, torch.ones_like(start), h)
        return float((found.double() - lesson["exact"]).abs().max())

    assert error("float64", 1e-2) / error("float64", 1e-3) == pytest.approx(100, rel=0.05)
    assert 3 < error("float64", 1e-9) / error("float64", 1e-8) < 30
    for name, digits in (("float32", 4), ("float64", 9)):
        eps = torch.finfo(getattr(torch, name)).eps
        errors = {h: error(name, h) for h in (10 ** (-k / 2) for k in range(25))}
        best = min(errors, key=errors.__getitem__)
        assert 0.1 < best / eps ** (1 / 3) < 10
        assert 0.1 < errors[best] / eps ** (2 / 3) < 10
        assert errors[best] < 10**-digits
    assert "Some four digits, and no cleverer step brings more where $f$ bends as this layer does." in PROSE
    assert "On a straight $f$ a large step is exact but for rounding." in PROSE
    here, along = torch.tensor([1.0, 2.0]), torch.tensor([1.0, 0.0])
    assert lesson["slope"](lambda x: 3 * x, here, along, 0.5) == pytest.approx(3 * along, abs=1e-6)


def test_rows_without_bars_are_those_of_outputs_near_one(lesson: dict[str, Any]) -> None:
    outputs, most = lesson["f"](lesson["x"]).abs(), lesson["jacobian"].abs().amax(dim=1)
    flat = most < 0.02 * most.max()
    assert flat.any()
    assert outputs[flat].min() > 0.99
    assert "Those outputs are close to 1 or to −1." in PROSE


def test_the_jacobians_by_pen_and_paper(lesson: dict[str, Any]) -> None:
    torch.testing.assert_close(lesson["naive_rows"](lesson["small"], lesson["point"]), lesson["by_hand"])
    assert lesson["of_log_sum_exp"].shape == (1, 16)
    assert lesson["of_softmax"].sum(1).abs().max() < 1e-6


def test_the_tutorial_is_quoted_as_it_prints() -> None:
    loop, wide = re.findall(r"times a loop at ([\d.]+) ms, and a single wide pass at (\d+) µs", PROSE)[0]
    assert (loop, wide) == (f"{1e3 * PUBLISHED['loop']:.2f}", f"{1e6 * PUBLISHED['jacrev']:.0f}")


def test_the_weather_model_s_days() -> None:
    assert 11 < 1_000_000 / (24 * 3600) < 12
    assert "between eleven and twelve days" in PROSE


def test_a_guess_not_made_reveals_nothing_and_never_raises() -> None:
    for prediction in LESSON.predictions:
        for choice in (..., "no such choice", None, sum):
            said = repr(guess(prediction.name, choice)) + guess(prediction.name, choice)._repr_html_()
            assert not any(text in said for text in prediction.reveals.values())
            assert all(f'"{known}"' in html.unescape(said) for known in prediction.reveals)
    assert "Put back the name" in repr(guess("no such name", "sum"))
    assert repr(guess("01-forwards", 17)).startswith("Yes")


def refusals() -> list[Callable[[], Any]]:
    def f(x: torch.Tensor) -> torch.Tensor:
        return torch.stack([x[0] * x[1], x[2] ** 2])

    grad, x = torch.autograd.grad, torch.ones(3)
    leaf = x.clone().requires_grad_()
    y, used, ones = f(leaf), f(leaf), torch.ones(2)
    grad(used, leaf, ones)
    return [
        lambda: grad(y, leaf),
        lambda: grad(used, leaf, ones),
        lambda: grad(f(x), x, ones),
        lambda: grad(y, x.clone().requires_grad_(), ones),
        lambda: grad(y, leaf, torch.ones(3)),
        lambda: torch.stack([grad(y, leaf, ones)]),  # type: ignore[list-item]
    ]


def test_messages_in_the_table_are_torch_s_own() -> None:
    LESSON.expect_messages(refusals())


def test_the_slider_s_picture_follows_it_within_the_widget(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page that is loaded again asks the kernel for is the widget: a picture beside it would be lost."""
    from autograder import figures
    from autograder.figures import row_by_row

    shown: list[Any] = []
    monkeypatch.setattr("IPython.display.display", lambda data, **_: shown.append(data))
    for values, text in ((None, 2), ((1, 4, 16, 64), "16")):
        shown.clear()
        figures.browse(lambda i: (row_by_row.filling(torch.eye(4), (i + 1,))[0], f"row {i}"), 4, "row", values)
        still, box = shown
        assert still["text/plain"] == "Figure: row 0"
        slider, picture = box.children
        slider.value = 2
        assert 'alt="row 2"' in picture.value
        assert (slider.value if values is None else slider.label) == text
        # The still picture is hidden by what the widget holds, and by nothing else.
        (name,) = re.findall(r'class="([^"]+)"', still["text/html"])
        assert f".{name} {{ display: none" in picture.value
        assert f'class="{name}"' not in picture.value


def test_bug_hunt_holds_two_bugs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AUTOGRADER_DATA", str(tmp_path))
    (broken,) = (cell.source for cell in LESSON.code if cell.source.startswith("def mended("))
    inputs_for_outputs = ("range(len(x))", "range(len(y))")
    clearing = ("        y[i].backward", "        leaf.grad = None\n        y[i].backward")
    points = []
    for mends in ((), (inputs_for_outputs,), (clearing,), (inputs_for_outputs, clearing)):
        source = broken
        for old, new in mends:
            assert old in source
            source = source.replace(old, new)
        names: dict[str, Any] = {"torch": torch}
        exec(source, names)
        card = check(names["mended"], question="jacobian_by_rows")
        assert card is not None
        points.append(card.points)
    assert points[:3] == [0, 0, 0]
    assert points[3] >= 6  # the whole of it, the clock's one point apart
    assert not list(tmp_path.iterdir()), "a bug hunt changes no progress"
