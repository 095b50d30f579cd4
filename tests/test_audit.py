"""The audit: headers are read as written, and each sort of departure is named."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from autograder import audit
from autograder.judge import Diagnosis, Mark, Outcome, Verdict
from autograder.questions import LESSONS

COURSE = Path(__file__).parents[1]
WRONG = "# fails: cost\n# fault: forward-for-every-row\n# says: once for every row\nimport torch\n"


def verdict(cost: Outcome, slug: str | None = None, remark: str | None = None) -> Verdict:
    def told(name: str | None) -> Diagnosis | None:
        return Diagnosis(name, "f was evaluated Once for every row.", "w", "n") if name else None

    points = 2 if cost is Outcome.PASSED else 0
    marks = (Mark("value", Outcome.PASSED, 3, 3, "ok"), Mark("cost", cost, points, 2, "6 evaluations"))
    return Verdict("jacobian_by_rows", marks, told(slug), told(remark))


def departures(source: str, judged: Verdict) -> list[str]:
    return list(audit.expectation_of(source).departures(judged))


def test_a_verdict_as_its_header_says_departs_in_nothing():
    assert departures(WRONG, verdict(Outcome.FAILED, "forward-for-every-row")) == []
    assert departures("# style: plain\n", verdict(Outcome.PASSED)) == []
    assert (
        departures("# style: plain\n# remark: graph-kept-alive\n", verdict(Outcome.PASSED, None, "graph-kept-alive"))
        == []
    )


@pytest.mark.parametrize(
    ("source", "judged", "says"),
    [
        (WRONG, verdict(Outcome.PASSED), "expected to lose cost, lost nothing"),
        (WRONG, verdict(Outcome.FAILED, "transposed"), "expected the diagnosis forward-for-every-row, got transposed"),
        (
            WRONG.replace("once for", "twice for"),
            verdict(Outcome.FAILED, "forward-for-every-row"),
            "expected the diagnosis to say",
        ),
        ("# style: plain\n", verdict(Outcome.FAILED, "transposed"), "expected to lose nothing, lost cost"),
        ("# style: plain\n", verdict(Outcome.NOT_RUN), "expected all 5 points, got 3"),
        ("# style: plain\n", verdict(Outcome.PASSED, None, "graph-kept-alive"), "expected the remark None"),
        (
            WRONG,
            replace(verdict(Outcome.FAILED, "forward-for-every-row"), claimed=("forward-for-every-row", "transposed")),
            "expected one mistake to claim it, found forward-for-every-row, transposed",
        ),
    ],
)
def test_each_departure_is_named(source, judged, says):
    assert any(line.startswith(says) for line in departures(source, judged))


@pytest.fixture
def course(tmp_path):
    """A course with the folders of the real one, and one answer of each sort for one question."""
    for lesson in LESSONS:
        for place in ("solutions", "lessons"):
            (tmp_path / place / lesson.folder).mkdir(parents=True)
            shutil.copy(COURSE / place / lesson.folder / f"{lesson.folder}.ipynb", tmp_path / place / lesson.folder)
    return tmp_path


def answer(course: Path, place: str) -> None:
    path = course / "tests/corpus" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x = 1\n")


def test_what_lies_where_it_should_is_no_stray(course):
    answer(course, "01_row_by_row/vjp_once/right/plain.py")
    answer(course, "hostile/any.py")
    assert list(audit._strays(course)) == []


@pytest.mark.parametrize(
    "place", ["01_row_by_row/stray.py", "01_row_by_row/nix/right/a.py", "01_row_by_row/vjp_once/left/a.py"]
)
def test_a_stray_answer_is_named(course, place):
    answer(course, place)
    assert any(place in line for line in audit._strays(course))


def test_a_stray_lesson_and_a_missing_one_are_named(course):
    (course / "lessons/99_stray").mkdir()
    shutil.rmtree(course / "solutions/01_row_by_row")
    found = list(audit._strays(course))
    assert any(line.startswith("lessons/99_stray: a stray") for line in found)
    assert any(line.startswith("solutions/01_row_by_row: missing") for line in found)


def test_an_exercise_without_enough_answers_or_without_a_todo_is_named(course):
    lesson = LESSONS[0]
    notebook = course / f"lessons/{lesson.folder}/{lesson.folder}.ipynb"
    notebook.write_text(notebook.read_text().replace("TODO", "DONE"))
    found = list(audit._complete(course, lesson, lesson.questions[0]))
    assert any("expected 5 answers at least, found 0" in line for line in found)
    assert any("expected a TODO" in line for line in found)


@pytest.mark.parametrize("last", ["It is a row. Which one?", "It is a row.", ""])
def test_a_hint_that_does_not_ask_first_is_named(course, last):
    lesson = LESSONS[0]
    first, second, _ = lesson.questions[0].hints
    assert not any("hints" in line for line in audit._complete(course, lesson, lesson.questions[0]))
    spoilt = replace(lesson.questions[0], hints=(first, second, last or second))
    assert any("expected three hints" in line for line in audit._complete(course, lesson, spoilt))
