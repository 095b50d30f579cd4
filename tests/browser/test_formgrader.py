"""nbgrader's formgrader, as `autograder lab --teacher` opens it: our points and cards, and what a reader gives stays.

`AUTOGRADER_PICTURES=FOLDER` keeps the pictures.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import nbformat
import pytest
from nbgrader.api import Gradebook
from support.browser_page import Page, opened, panels

from autograder.classroom.course.start import start_class
from autograder.execute import sandbox_lacks

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

LESSON = "01_row_by_row"
WRITTEN = "in-your-own-words"
SUM_OF_ROWS = """def vjp_once(f, x, v):
    leaf = x.detach().requires_grad_()
    f(leaf).sum().backward()
    return leaf.grad"""


def grade(course: Path, *options: str) -> None:
    """Run `autograder grade`, as a teacher does beside the formgrader."""
    boxed = [] if not sandbox_lacks() else ["--unsandboxed"]
    words = [sys.executable, "-m", "autograder.cli", "grade", "01", *boxed, *options]
    done = subprocess.run(words, cwd=course, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class with one student's submission, graded: the solution, with one answer spoilt."""
    course = tmp_path_factory.mktemp("course")
    start_class(course)
    notebook = nbformat.read(course / "solutions" / LESSON / f"{LESSON}.ipynb", as_version=4)
    (answer,) = (each for each in notebook.cells if each.metadata.get("nbgrader", {}).get("grade_id") == "vjp_once")
    answer.source = SUM_OF_ROWS
    path = course / "submitted/ann" / LESSON / f"{LESSON}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    grade(course)
    return course


@pytest.fixture
def page(course: Path, browser: str, pictures: ModuleType) -> Iterator[Page]:
    """The submission in the formgrader, come to by its list."""
    with panels(course) as address, opened(browser, pictures.QUIET) as page:
        page.resize(1200, 1400)
        page.open(f"{address}/formgrader/gradebook/{LESSON}/{LESSON}")
        link = "document.querySelector('td a[href*=\"/formgrader/submissions/\"]')"
        page.wait(link, "the list of submissions")
        page.evaluate(f"{link}.click()")
        page.wait(f"{score(WRITTEN)} && window.jQuery", "the submission")
        page.wait(f"{score('check-vjp_once')}.placeholder === '0'", "its points")
        yield page


def score(name: str) -> str:
    """Return the field of a cell's points, as a script."""
    return f"document.getElementById('{name}')"


def type_points(page: Page, name: str, points: str) -> None:
    """Write points into a cell's field, as a reader does, and wait until they are kept."""
    page.evaluate("void (window.kept = false)")
    page.evaluate("void jQuery(document).on('finished_saving', () => { window.kept = true; })")
    page.evaluate(f"{score(name)}.focus(); {score(name)}.select()")
    page.send("Input.insertText", text=points)
    page.evaluate(f"{score(name)}.blur()")
    page.wait("window.kept", f"{points} points to be kept")


def by_hand(course: Path) -> dict[str, tuple[float | None, float | None, bool]]:
    """Return what the gradebook holds of what was given: points by hand, points that count, whether it waits."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        found = {name: book.find_grade(name, LESSON, LESSON, "ann") for name in (WRITTEN, "check-vjp_once")}
        return {name: (each.manual_score, each.score, each.needs_manual_grade) for name, each in found.items()}


def test_it_shows_our_points_and_cards_and_what_a_reader_gives_survives(page: Page, course: Path) -> None:
    keep = Path(os.environ.get("AUTOGRADER_PICTURES") or course)
    card = "document.querySelector('.autograder-card[aria-label*=\"vjp_once\"]')"
    assert "0 of 4 points" in page.evaluate(f"{card}.innerText")
    assert "You gave the sum of all rows" in page.evaluate(f"{card}.innerText")
    assert page.evaluate(f"{card}.getBoundingClientRect().width") > 400
    assert page.evaluate("document.querySelectorAll('.autograder-card').length") == 3
    assert page.evaluate(f"{score('check-jacobian_by_rows')}.placeholder") == "7"
    assert page.evaluate(f"{score(WRITTEN)}.classList.contains('needs_manual_grade')")
    page.evaluate(f"{card}.scrollIntoView()")
    page.picture(keep / "formgrader_card.png")

    type_points(page, WRITTEN, "2")
    type_points(page, "check-vjp_once", "1.5")
    given = {WRITTEN: (2.0, 2.0, False), "check-vjp_once": (1.5, 1.5, False)}
    assert by_hand(course) == given
    for options in ((), ("--force",)):
        grade(course, *options)
        assert by_hand(course) == given, options
    assert "1.5 of 4 points" in (course / "feedback/ann" / LESSON / f"{LESSON}.html").read_text()

    page.reload()
    page.wait(f"{score(WRITTEN)} && {score(WRITTEN)}.value === '2'", "the points that were given")
    assert page.evaluate(f"{score('check-vjp_once')}.value") == "1.5"
    assert page.evaluate(f"{score('check-vjp_once')}.placeholder") == "0", "what the grader found stands below"
    assert not page.evaluate(f"{score(WRITTEN)}.classList.contains('needs_manual_grade')")
    page.evaluate(f"{score(WRITTEN)}.scrollIntoView({{block: 'center'}})")
    page.picture(keep / "formgrader_after_regrade.png")
