"""Cards and pages in a real browser: to be seen, legible in both themes, and none wider than its page."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PIL import Image

from autograder.judge.verdict import CostRow, Diagnosis, Mark, Outcome, TrendResult, Verdict
from autograder.present.card import card_html
from autograder.present.lesson_map import Back, ExerciseProgress, LessonProgress, MistakeMade, lesson_map_html
from autograder.present.report import Score, State, StudentRow, class_report_html

# WCAG 2.2, success criteria 1.4.3 (text) and 1.4.11 (marks that repeat what a word says).
LEGIBLE, VISIBLE = 4.5, 3.0
HOSTILE = "<script>document.body.innerHTML = ''</script><img src=x onerror=document.body.remove()>"

Look = Callable[..., dict[str, Any]]


def _verdict() -> Verdict:
    marks = (
        Mark("value", Outcome.PASSED, 3, 3, "right"),
        Mark("method", Outcome.GRADER_ERROR, 0, 1, "no memory"),
        Mark("cost", Outcome.FAILED, 0, 2, f"at your line «{HOSTILE}»: " + "long " * 60 + "x" * 300),
        Mark("trend", Outcome.NOT_RUN, 0, 1, "not timed"),
    )
    said = Diagnosis("slug", "Saw `f(x)`.", HOSTILE, "Next.")
    costs = tuple(CostRow("wide f: M = 5", who, "1", "5 × 1", 944, 1600) for who in ("yours", "reference", "naive"))
    times = {"answer": (1e-3, 2e-3), "naive": (2e-3, 4e-3)}
    trend = TrendResult("It is faster.", "CONFIRMED", "M", (8, 16), times, 0.5, (0.4, 0.6), 1.0, (0.9, 1.1))
    return Verdict("jacobian_by_rows", marks, said, said, costs, trend)


def _assert_legible(seen: dict[str, Any]) -> None:
    assert seen["looked"], "nothing of it is on the page"
    texts = [text for element in seen["looked"] for text in element["texts"]]
    assert texts
    faint = [text for text in texts if text["contrast"] < (VISIBLE if text["drawn"] else LEGIBLE)]
    assert not faint
    assert min(text["size"] for text in texts) >= 11


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [600, 1200])
def test_a_card_in_jupyterlab(theme: str, width: int, look: Look, pictures: ModuleType, tmp_path: Path) -> None:
    page = tmp_path / "card.html"
    page.write_text(pictures.lab_page(card_html(_verdict()), theme), encoding="utf-8")
    seen = look(page, ".autograder-card", width)
    _assert_legible(seen)
    (card,) = seen["looked"]
    assert card["height"] > 300
    assert card["right"] <= width
    assert (max(seen["ground"]) < 60) == (theme == "dark")
    words = " ".join(text["text"] for text in card["texts"])
    for word in ("jacobian_by_rows", "passed", "withheld", "failed", "not run", "What we saw", "reference", HOSTILE):
        assert word in words, word


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_card_has_all_its_parts_within_it(theme: str, look: Look, pictures: ModuleType, tmp_path: Path) -> None:
    page = tmp_path / "card.html"
    page.write_text(pictures.lab_page(card_html(_verdict()), theme), encoding="utf-8")
    (card,) = look(page, ".autograder-card", 900)["looked"]
    assert card["hangs"] <= 0
    (marks,) = look(page, ".autograder-marks", 380)["looked"]
    assert marks["hangs"] <= 0


@pytest.mark.parametrize("ground", ["background: white; color: black", "background: black; color: white"])
def test_a_card_on_a_page_without_any_style(ground: str, look: Look, tmp_path: Path) -> None:
    page = tmp_path / "bare.html"
    page.write_text(
        f'<!DOCTYPE html><html><body style="{ground}">{card_html(_verdict())}</body></html>', encoding="utf-8"
    )
    _assert_legible(look(page, ".autograder-card"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_lesson_map(theme: str, look: Look, pictures: ModuleType, tmp_path: Path) -> None:
    exercises = tuple(ExerciseProgress(f"name_{points}", "title", points, 4) for points in (None, 2, 4))
    page = tmp_path / "map.html"
    page.write_text(
        pictures.lab_page(lesson_map_html([LessonProgress("01", "Rows", exercises)]), theme), encoding="utf-8"
    )
    _assert_legible(look(page, ".autograder-map"))


def test_a_lesson_map_in_a_narrow_place_has_all_its_parts_within_it(
    look: Look, pictures: ModuleType, tmp_path: Path
) -> None:
    titles = ("jacobian_by_differences", "J by central differences, without autograd")
    lesson = LessonProgress("01", "Rows", (ExerciseProgress(*titles, None, 4),), 2)
    made = MistakeMade("jacobian_by_differences", "The loop runs over inputs.", 3, "lesson 01: Exercise 3", False)
    page = tmp_path / "map.html"
    page.write_text(pictures.lab_page(lesson_map_html([lesson], Back(mistakes=(made,))), "light"), encoding="utf-8")
    (drawn,) = look(page, ".autograder-map", 330)["looked"]
    assert drawn["hangs"] <= 0
    (title,) = look(page, ".autograder-title:not([colspan])", 330)["looked"]
    assert title["height"] < 70  # two lines, or three
    assert title["right"] <= 330


def test_the_class_report(look: Look, tmp_path: Path) -> None:
    rows = [
        StudentRow("ada", "01_row_by_row", (Score("vjp_once", 4, 4), Score("transfer", None, 4, State.TO_READ))),
        StudentRow("bob", "01_row_by_row", (Score("vjp_once", 0, 4, State.NOT_RUN, says="no evidence"),)),
    ]
    page = tmp_path / "report.html"
    page.write_text(class_report_html(rows, "Jacobians"), encoding="utf-8")
    _assert_legible(look(page, "section"))


def test_on_a_phone_the_report_says_who_is_stuck_within_its_width(look: Look, tmp_path: Path) -> None:
    lacks = tuple(Score(name, 0, 4) for name in ("vjp_once", "jacobian_by_rows", "jacobian_by_differences"))
    page = tmp_path / "report.html"
    rows = [StudentRow("Ivy van der Meer-Schimmelpenninck", "01_row_by_row", lacks)]
    page.write_text(class_report_html(rows, "Jacobians"), encoding="utf-8")
    (table,) = look(page, ".stuck", 400)["looked"]
    assert table["right"] <= 400


def test_a_picture_of_a_card_is_not_blank(browser: str, pictures: ModuleType, tmp_path: Path) -> None:
    page, picture = tmp_path / "card.html", tmp_path / "card.png"
    page.write_text(pictures.lab_page(card_html(_verdict()), "light"), encoding="utf-8")
    pictures.screenshot(browser, page, picture, scale=1)
    image = Image.open(picture).convert("L")
    assert image.width > 600
    assert image.height > 300
    histogram = image.histogram()
    ink = sum(histogram[:128]) / sum(histogram)
    assert 0.005 < ink < 0.5
