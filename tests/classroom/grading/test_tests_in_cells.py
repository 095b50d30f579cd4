"""Cells with tests of nbgrader's own kind, beside `check(…)`: its rules, less what they overlook."""

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode, v4
from nbgrader.utils import determine_grade

from autograder.classroom.course.folders import ClassFolders
from autograder.classroom.course.released import released
from autograder.classroom.grading.tests_in_cells import points_of
from autograder.classroom.grading.work import Task, grade
from autograder.classroom.pipeline import grade_class
from autograder.classroom.record.notebook_as_graded import notebook_as_graded
from autograder.errors import CourseError
from autograder.execute import CellRun, Ended, Execution, Submission, sandbox_lacks

LESSON = "50_plain"
ROOT = Path(__file__).parents[3]


def cell(name: str, source: str, *, answer: bool = False, points: float | None = None) -> NotebookNode:
    about = {"grade_id": name, "solution": answer, "grade": points is not None, "locked": not answer, "task": False}
    about |= {"schema_version": 3} | ({} if points is None else {"points": points})
    return v4.new_code_cell(source, metadata={"nbgrader": about}, id=name)


def value(text: str) -> dict[str, object]:
    return {"output_type": "execute_result", "data": {"text/plain": text}, "metadata": {}, "execution_count": 1}


STDERR = {"output_type": "stream", "name": "stderr", "text": "a warning"}


@pytest.mark.parametrize(
    ("run", "points"),
    [
        (CellRun(Ended.RAN), 4),
        (CellRun(Ended.RAN, outputs=(STDERR,)), 4),
        (CellRun(Ended.RAN, outputs=(value("2.5"),)), 2.5),
        (CellRun(Ended.RAN, outputs=(STDERR, value("0"))), 0),
        (CellRun(Ended.RAN, outputs=(value("9"),)), 4),
        (CellRun(Ended.RAN, outputs=(value("-1"),)), 0),
        (CellRun(Ended.RAN, outputs=(value("nan"),)), 0),
        (CellRun(Ended.RAN, outputs=(value("tensor([1.])"),)), 4),
        (CellRun(Ended.RAN, outputs=({"output_type": "error"},)), 0),
        (CellRun(Ended.RAISED, "AssertionError: 1 != 2"), 0),
        (CellRun(Ended.RAISED, "SystemExit: 0"), 0),
        (CellRun(Ended.TIMED_OUT, "it took too long"), 0),
        (CellRun(Ended.DIED, "it ended the kernel"), 0),
        (CellRun(Ended.NOT_REACHED, "its reader ended early"), 0),
    ],
)
def test_a_cell_earns_by_nbgraders_rules_and_only_where_it_came_to_its_end(run, points):
    notebook = v4.new_notebook(cells=[cell("t", "assert f()", points=4)])
    (tested,) = points_of(Submission("ann", LESSON, notebook, {}, 1), Execution((run,))).values()
    assert (tested.points, tested.most) == (points, 4)
    assert bool(tested.says) == (points < 4)


def test_a_hidden_test_is_not_told():
    hidden = "### BEGIN HIDDEN TESTS\nassert f(3) == 9\n### END HIDDEN TESTS"
    notebook = v4.new_notebook(cells=[cell("t", hidden, points=4)])
    runs = Execution((CellRun(Ended.RAISED, "AssertionError: f(3) is 9"),))
    assert points_of(Submission("ann", LESSON, notebook, {}, 1), runs)["t"].says == "AssertionError"


TESTS = {
    "right": ("assert double(2) == 4", 2.0, 2.0),
    "wrong": ("assert double(2) == 5", 2.0, 0.0),
    "part": ("1.5", 2.0, 1.5),
    "noisy": ("import sys; print('hm', file=sys.stderr)", 1.0, 1.0),
    "nan": ("float('nan')", 1.0, 0.0),
    "ends": ("leave()", 1.0, 0.0),
    "after": ("assert double(3) == 6\n### BEGIN HIDDEN TESTS\nassert double(10) == 20\n### END HIDDEN TESTS", 1.0, 0.0),
}
ANSWER = "def double(x):\n    return 2 * x if x < 9 else 0\n\ndef leave():\n    exit(0)"


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A course with one lesson of asserts, made in JupyterLab and built by us, and a faulty one beside it."""
    from autograder.classroom.course import release

    root = tmp_path_factory.mktemp("plain")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    cells = [cell("double", f"### BEGIN SOLUTION\n{ANSWER}\n### END SOLUTION", answer=True)]
    cells += [cell(name, source, points=points) for name, (source, points, _) in TESTS.items()]
    write(root / f"solutions/{LESSON}/{LESSON}.ipynb", v4.new_notebook(cells=cells))
    assert release.build(root) == (f"lessons/{LESSON}/{LESSON}.ipynb",)
    assert release.drift(root) == ()
    handed = nbformat.read(root / f"lessons/{LESSON}/{LESSON}.ipynb", as_version=4)
    handed.cells[0].source = ANSWER
    write(root / f"submitted/ann/{LESSON}/{LESSON}.ipynb", handed)
    write(root / "lessons/51_faulty/51_faulty.ipynb", v4.new_notebook(cells=[cell("c", "check(f, 3)", points=1)]))
    write(root / "submitted/ann/51_faulty/51_faulty.ipynb", v4.new_notebook())
    return root


def write(path: Path, notebook: NotebookNode) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook))


def test_hidden_tests_are_no_students_and_are_put_back(course):
    path = course / f"lessons/{LESSON}/{LESSON}.ipynb"
    assert "double(10)" not in path.read_text()
    lesson = released(path)
    assert lesson.tests == set(TESTS)
    assert "double(10)" in next(cell.source for cell in lesson.notebook.cells if cell.id == "after")


def test_a_cell_that_calls_check_otherwise_says_what_it_must_be(course):
    with pytest.raises(CourseError, match=r"cell c: expected one call `check\(function\)`, and nothing else"):
        released(course / "lessons/51_faulty/51_faulty.ipynb")


@pytest.mark.skipif(bool(sandbox_lacks()), reason="this machine can't hold a kernel in a box")
def test_a_lesson_of_asserts_is_graded_in_the_same_sandbox(course):
    folders = ClassFolders.of_course(course)
    (graded,) = (each.graded for each in grade_class(folders, [LESSON], jobs=1))
    expected = {name: points for name, (_, _, points) in TESTS.items()}
    assert {name: tested.points for name, tested in graded.tested.items()} == expected
    assert not graded.withheld
    assert not [note for note in graded.notes if "had been changed" in note], "hidden tests are no change"
    notebook = nbformat.read(folders.step("autograded", "ann", LESSON) / f"{LESSON}.ipynb", as_version=4)
    read = {cell.metadata.nbgrader.grade_id: determine_grade(cell)[0] for cell in notebook.cells[1:]
            if cell.metadata.get("nbgrader", {}).get("grade")}  # fmt: skip
    assert read == expected, "nbgrader reads the same points"
    (kept,) = (each.graded for each in grade_class(folders, [LESSON], jobs=1))
    assert (kept.kept, kept.tested) == (True, graded.tested)


@pytest.mark.skipif(bool(sandbox_lacks()), reason="this machine can't hold a kernel in a box")
def test_a_failure_of_ours_withholds_tests_too(course, monkeypatch):
    from autograder.classroom.grading import work
    from autograder.execute import KernelFailed

    def fails(*_: object) -> None:
        raise KernelFailed("no kernel")

    monkeypatch.setattr(work, "supervised", fails)
    folders = ClassFolders.of_course(course)
    path = course / f"submitted/ann/{LESSON}/{LESSON}.ipynb"
    graded = grade(Task("ann", LESSON, path, folders.released(LESSON), 1))
    assert graded.withheld
    assert {entry.points for entry in graded.entries if entry.graded} == {None}
    shown = [cell.outputs for cell in notebook_as_graded(graded).cells if cell.id in TESTS]
    assert {outputs[0].data["text/plain"] for outputs in shown} == {"0"}, "no output would read as all points"
    assert all("Withheld" in outputs[0].data["text/html"] for outputs in shown)
