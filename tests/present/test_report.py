"""The class at a glance: sums, frequent mistakes, and what could not be graded."""

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from autograder.judge.verdict import Mark, Outcome, Verdict
from autograder.present.class_findings import Alike, items, mistakes
from autograder.present.class_rows import ungraded
from autograder.present.report import Score, State, StudentRow, class_report_html, class_table, score_of

HOSTILE = "<script>alert(1)</script>"
CUT = "The file ends in the middle of a cell."


def _row(student: str, *points: float, slugs: tuple[str, str] = ("", "")) -> StudentRow:
    names = (("vjp_once", 4), ("jacobian_by_rows", 7))
    scores = [
        Score(name, got, most, diagnosis=slug, says=f"why `{slug}`" if slug else "")
        for (name, most), got, slug in zip(names, points, slugs, strict=True)
    ]
    return StudentRow(student, "01_row_by_row", tuple(scores))


@pytest.fixture
def rows() -> list[StudentRow]:
    nothing = (Score("vjp_once", 0, 4, State.NOT_RUN), Score("jacobian_by_rows", 0, 7, State.NOT_RUN))
    ours = (Score("vjp_once", 4, 4), Score("jacobian_by_rows", None, 7, State.WITHHELD, says="out of memory"))
    return [
        _row("ada", 4, 7),
        _row("bob", 4, 5, slugs=("", "forward-per-row")),
        _row(f"cy {HOSTILE}[red]\x1b[31m", 0, 0, slugs=("ones", "ones")),
        _row("dee", 4, 5, slugs=("", "forward-per-row")),
        _row("eli", 0, 7, slugs=("ones", "")),
        StudentRow("fay", "01_row_by_row", nothing, CUT),
        StudentRow("gus", "01_row_by_row", ours),
    ]


def _printed(rows: list[StudentRow], width: int) -> str:
    console = Console(width=width, file=io.StringIO(), force_terminal=True)
    with console.capture() as capture:
        console.print(class_table(rows, "Lesson 01"))
    return capture.get()


def test_a_verdict_becomes_a_score(verdict) -> None:
    costs = tuple(cost for cost in verdict.costs if cost.who == "yours")
    said = ("forward-per-row", verdict.diagnosis.why)
    assert score_of(verdict) == Score("jacobian_by_rows", 4, 7, State.GRADED, *said, costs=costs)


def test_a_wrong_value_is_graded_though_the_rest_was_not_run() -> None:
    marks = (Mark("value", Outcome.FAILED, 0, 3, "wrong"), Mark("cost", Outcome.NOT_RUN, 0, 1, "value first"))
    assert score_of(Verdict("f", marks)).state is State.GRADED


def test_the_reason_comes_along() -> None:
    lost = Verdict("f", (Mark("value", Outcome.NOT_RUN, 0, 3, "no evidence"),))
    ours = Verdict(
        "f", (Mark("value", Outcome.PASSED, 3, 3, "right"), Mark("cost", Outcome.GRADER_ERROR, 0, 1, "oops"))
    )
    assert (score_of(lost).state, score_of(lost).says) == (State.NOT_RUN, "no evidence")
    assert (score_of(ours).state, score_of(ours).says) == (State.WITHHELD, "oops")


def test_the_most_frequent_mistake_comes_first(rows) -> None:
    found = [(mistake.slug, mistake.count, mistake.answers, mistake.exercises) for mistake in mistakes(rows)]
    assert found == [
        ("ones", 3, 13, ("vjp_once", "jacobian_by_rows")),
        ("forward-per-row", 2, 6, ("jacobian_by_rows",)),
    ]


def test_points_spread_over_what_is_known(rows) -> None:
    vjp, by_rows = items(rows)
    assert vjp.counts == ((0, 3), (4, 4))
    assert vjp.mean == pytest.approx(16 / 7)
    assert (vjp.not_run, vjp.waiting) == (1, 0)
    assert by_rows.counts == ((0, 2), (5, 2), (7, 2))
    assert (by_rows.not_run, by_rows.waiting) == (1, 1)


def test_a_whole_submission_is_listed_once_and_a_part_by_name(rows) -> None:
    assert [(item.student, item.exercise, item.state, item.reason) for item in ungraded(rows)] == [
        ("fay", "all of it", State.NOT_RUN, CUT),
        ("gus", "jacobian_by_rows", State.WITHHELD, "out of memory"),
    ]


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_table_shows_every_point_however_narrow(rows, width) -> None:
    shown = _printed(rows, width)
    for text in ("4 / 4", "5 / 7", "9 / 11", "11 / 11", "not run", "withheld", "ada"):
        assert text in shown, text
    assert "…" not in shown


@pytest.mark.parametrize("names", [["ada", "bo"], ["a.very.long.name@university.example", "bo"]])
@pytest.mark.parametrize("exercises", [3, 8, 20])
@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_a_narrow_terminal_loses_no_name_and_no_points(width, exercises, names) -> None:
    scores = tuple(Score(f"an_exercise_of_number_{place}", 10 + place, 40) for place in range(exercises))
    why = (Score("last", 1, 40, diagnosis="a-mistake-with-a-long-name", says="why"),)
    rows = [StudentRow(name, "06_hvps", (*scores, *why)) for name in names]
    shown = _printed(rows, width)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert max(map(len, plain.splitlines())) <= width
    assert "…" not in plain
    for place in range(exercises):
        assert plain.count(f"{10 + place} / 40") == 2
    tables = plain.count("Student")
    lines = [line.strip() for line in plain.splitlines()]
    assert sum(line.startswith("bo ") for line in lines) == tables
    assert names[0] in "".join(line[:24].strip() for line in lines)


WIDE = ("山田 太郎さんの長い名前です", "محمد الخوارزمي", "Anna Maria von und zu Hohenstein-Wittelsbach", "")


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_an_id_stands_with_the_name_that_it_is_of_however_wide_that_is(width) -> None:
    scores = tuple(Score(f"an_exercise_of_number_{place}", 3.5, 7) for place in range(4))
    rows = [StudentRow(f"00{place}", "06_hvps", scores, name=name) for place, name in enumerate(WIDE)]
    shown = re.sub(r"\x1b\[[0-9;]*m", "", _printed(rows, width))
    assert max(map(cell_len, shown.splitlines())) <= width
    assert shown.count("3.5 / 7") == 4 * len(rows)
    for row in rows:
        words = [row.student, *row.name.replace("-", "- ").split()]
        assert all(word[:12] in shown for word in words), row


def test_a_withheld_sum_is_no_sum(rows) -> None:
    gus = next(line for line in _printed(rows, 120).splitlines() if "gus" in line)
    assert gus.count("withheld") == 2  # the exercise and the sum


def test_names_reach_the_terminal_as_text(rows) -> None:
    console = Console(width=200, file=io.StringIO(), color_system=None)
    with console.capture() as capture:
        console.print(class_table(rows))
    assert "\x1b" not in capture.get()
    assert "[red]" in capture.get()


def test_the_page_is_sound_and_says_it_all(rows, read) -> None:
    html = class_report_html(rows, "Jacobians", "22 November 2026")
    assert html.count("<script>") == 1, "the page's own, which sorts"
    page = read(re.sub(r"<script>.*</script>", "", html, flags=re.DOTALL))
    assert page.faults == []
    shown = " ".join(page.text.split())
    for text in ("Jacobians", "7 students", "22 November 2026", "why ones", "out of memory", CUT, "2.3 / 4", "not run"):
        assert text in shown, text
    assert HOSTILE in shown
    assert "`" not in shown
    assert len(page.attributes("code")) == 2, "the two mistakes' `why`"
    assert all(attributes.get("scope") in ("col", "row") for attributes in page.attributes("th"))


def test_each_lesson_has_its_own_table(rows, read) -> None:
    other = StudentRow("ada", "02_vmap_vjp", (Score("jacobian_by_vmap", 7, 7),))
    page = read(class_report_html([*rows, other], "Jacobians"))
    labels = [attributes["aria-label"] for attributes in page.attributes("section")]
    assert labels == ["All lessons", "Who is stuck", "01_row_by_row", "02_vmap_vjp"]
    assert "No known mistake was seen." in page.text


def test_no_rows_make_an_empty_page(read) -> None:
    assert "0 students" in read(class_report_html([], "Jacobians")).text
    assert _printed([], 80)


def test_points_given_by_hand_may_be_halves() -> None:
    row = StudentRow("ada", "01_row_by_row", (Score("transfer", 2.5, 4), Score("essay", None, 3, State.TO_READ)))
    shown = _printed([row], 80)
    assert "2.5 / 4" in shown
    assert "to read" in shown
    assert "2.5+? / 7" in shown


def test_the_report_shows_what_is_to_be_looked_at(rows) -> None:
    assert "To be looked at" not in class_report_html(rows, "2026")
    doubted = StudentRow("hal", "01_row_by_row", (Score("vjp_once", 4, 4, doubt="its timings add up to 9.0 s"),))
    page = class_report_html([*rows, doubted], "2026")
    assert "To be looked at" in page
    assert "its timings add up to 9.0 s" in page


def test_the_report_has_names_penalties_and_who_handed_nothing_in(rows) -> None:
    late = StudentRow("hal", "01_row_by_row", (Score("vjp_once", 4, 4),), "", "Hal Ng", 1.5, ("its time is unknown",))
    page = class_report_html(
        [*rows, late], "2026", alike=[Alike("01_row_by_row", "Hal Ng", "ada", 0.9)], people={"zoe": "Zoe"}
    )
    for text in (
        "Hal Ng<small>hal</small>",
        "<b>2.5 / 4</b>",
        "−1.5 late",
        "its time is unknown",
        "so far: Zoe.",
        "8 of 9 students handed in",
        "90 %",
    ):
        assert text in page, text
    assert "Alike" not in class_report_html(rows, "2026")


def test_the_sum_of_all_lessons_is_the_exports_and_each_names_who_did_not_hand_it_in() -> None:
    rows = [
        StudentRow("ada", "01_a", (Score("f", 3, 4),)),
        StudentRow("ada", "02_b", (Score("g", 5, 10),)),
        StudentRow("bo", "01_a", (Score("f", 4, 4),)),
    ]
    people = {"ada": "Ada", "bo": "Bo", "zoe": "Zoe"}
    page = class_report_html(rows, "2026", people=people)
    assert "<b>8 / 14</b>" in page
    assert "<b>4 / 14</b>" in page, "a lesson that was not handed in adds 0"
    assert page.count("Not handed in by: Bo.") == 1
    assert page.count("Zoe") == 1
    weighed = class_report_html(rows, "2026", people=people, worth={"01_a": (4, 0.25 / 4), "02_b": (10, 0.75 / 10)})
    assert "<b>0.5625 / 1</b>" in weighed
