"""A small course is built, bent out of step, and built by nbgrader's own command."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.classroom.course import release
from autograder.errors import BuildError, CourseError

ROOT = Path(__file__).parents[3]

SOURCE = """\
# %% [markdown]
# # A small lesson

# %% tags=["parameters"]
seed = None

# %% [markdown]
# The same words.

# %% [markdown]
# The same words.

# %% nbgrader={"grade": false, "grade_id": "double", "locked": false, "schema_version": 3, "solution": true, "task": false}
def double(x):
    ### BEGIN SOLUTION
    answer = 2 * x
    return answer
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check-double", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
print(double(1))
### BEGIN HIDDEN TESTS
assert double(7.5) == 15
### END HIDDEN TESTS

# %% [markdown] nbgrader={"grade": true, "grade_id": "words", "locked": false, "points": 1, "schema_version": 3, "solution": true, "task": false}
# Doubling is linear.
"""  # noqa: E501

SOLUTION = "solutions/01_small/01_small.ipynb"
LESSON = "lessons/01_small/01_small.ipynb"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    write(tmp_path, SOURCE)
    return tmp_path


def write(course: Path, text: str, lesson: str = "01_small") -> None:
    source = course / "solutions" / lesson / f"{lesson}.py"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(text, encoding="utf-8")


def cells(path: Path) -> dict[str, nbformat.NotebookNode]:
    return {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}


def test_lesson_holds_the_stub_and_nothing_private(course: Path) -> None:
    assert set(release.build(course)) == {SOLUTION, LESSON}
    lesson = cells(course / LESSON)
    assert lesson["double"].source == "def double(x):\n    ...  # TODO: your answer"
    assert lesson["check-double"].source == "print(double(1))"
    assert lesson["words"].source == "*Your answer here.*"
    assert lesson["check-double"].metadata.editable is False
    assert "answer = 2 * x" in cells(course / SOLUTION)["double"].source
    assert sorted(path.name for path in (course / "lessons").rglob("*")) == ["01_small", "01_small.ipynb"]


def test_an_untouched_lesson_runs_to_its_end(course: Path) -> None:
    release.build(course)
    names: dict[str, object] = {}
    for cell in nbformat.read(course / LESSON, as_version=4).cells:
        if cell.cell_type == "code":
            exec(cell.source, names)
    assert names["double"](3) is None  # type: ignore[operator]


def test_the_same_source_makes_the_same_bytes(course: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(course, other, dirs_exist_ok=True)
    release.build(course)
    release.build(other)
    assert (course / LESSON).read_bytes() == (other / LESSON).read_bytes()
    assert (course / SOLUTION).read_bytes() == (other / SOLUTION).read_bytes()
    assert release.build(course) == ()


def test_a_cell_put_in_between_renames_no_other(course: Path) -> None:
    release.build(course)
    before = set(cells(course / SOLUTION))
    write(course, SOURCE.replace("# %% tags", "# %%\nnew = 1\n\n# %% tags"))
    release.build(course)
    after = set(cells(course / SOLUTION))
    assert before < after
    assert len(after - before) == 1


def test_a_cell_keeps_its_tags_and_nothing_of_jupytext(course: Path) -> None:
    release.build(course)
    notebook = nbformat.read(course / SOLUTION, as_version=4)
    assert notebook.cells[1].metadata == {"tags": ["parameters"]}
    assert notebook.metadata == release.METADATA


def test_build_leaves_gradebook_and_folder_alone(course: Path) -> None:
    here = Path.cwd()
    release.build(course)
    assert not (course / "gradebook.db").exists()
    assert Path.cwd() == here


def test_drift_names_each_file_that_is_out_of_step(course: Path) -> None:
    assert {drift.path for drift in release.drift(course)} == {SOLUTION, LESSON}
    assert not (course / LESSON).exists()
    release.build(course)
    assert release.drift(course) == ()
    (course / LESSON).write_text((course / LESSON).read_text().replace("The same", "Other"))
    (course / "lessons/01_small/notes.txt").write_text("mine")
    (course / "solutions/01_small/__pycache__").mkdir()
    (course / "solutions/01_small/__pycache__/01_small.pyc").write_bytes(b"")
    drifted = {drift.path: drift for drift in release.drift(course)}
    assert set(drifted) == {LESSON, "lessons/01_small/notes.txt"}
    assert "autograder build" in drifted[LESSON].next
    assert "stray" in drifted["lessons/01_small/notes.txt"].says


def test_a_lesson_whose_source_is_gone_is_a_stray(course: Path) -> None:
    write(course, SOURCE, "02_other")
    release.build(course)
    shutil.rmtree(course / "solutions/02_other")
    assert [drift.path for drift in release.drift(course)] == ["lessons/02_other/02_other.ipynb"]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("    ### END SOLUTION\n", "", "no end solution statement found"),
        ('"grade_id": "words"', '"grade_id": "double"', "duplicate grade id"),
        ("# %% tags", "# %%\n### BEGIN SOLUTION\n### END SOLUTION\n\n# %% tags", "non-solution cell"),
        ("### END HIDDEN TESTS\n", "", "no end hidden tests statement found"),
        ("### BEGIN HIDDEN TESTS\n", "### Begin hidden tests\n", "left in its cell 6"),
        ("# The same words.\n", "# One line: BEGIN MARK SCHEME\n", "mark scheme"),
    ],
)
def test_a_faulty_source_is_one_line_that_names_it(course: Path, before: str, after: str, says: str) -> None:
    assert before in SOURCE
    write(course, SOURCE.replace(before, after, 1))
    with pytest.raises(BuildError, match="(?i)" + says) as caught:
        release.build(course)
    assert str(caught.value).startswith("solutions/01_small/01_small.py: expected ")
    assert "\n" not in str(caught.value)
    assert not (course / LESSON).exists()


def test_an_unreadable_source_is_one_line(course: Path) -> None:
    (course / "solutions/01_small/01_small.py").write_bytes(b"# %%\n\xff\xfe")
    with pytest.raises(BuildError, match="01_small.py: expected .* found .*utf-8"):
        release.build(course)


@pytest.mark.parametrize("settings", ["c.X = (", "raise SystemExit", "c.CourseDirectory.course_id = 5"])
def test_settings_of_nbgrader_that_can_not_be_read_are_one_line(course: Path, settings: str) -> None:
    (course / "nbgrader_config.py").write_text(settings)
    with pytest.raises(CourseError, match=r"nbgrader_config.py: expected nbgrader's settings, found \w+: .* Mend them"):
        release.drift(course)


@pytest.mark.timeout(60)
def test_what_stands_in_the_place_of_a_notebook_is_replaced(course: Path) -> None:
    (made,) = (path for path in release.build(course) if path.startswith("lessons"))
    content = (course / made).read_bytes()
    (course / made).unlink()
    os.mkfifo(course / made)
    assert release.build(course) == (made,)
    assert (course / made).read_bytes() == content


def test_a_course_without_lessons_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="expected a folder NN_topic"):
        release.build(tmp_path)


@pytest.mark.long
def test_nbgraders_own_command_makes_the_same_lesson_and_fills_the_gradebook(course: Path) -> None:
    release.build(course)
    ours = (course / LESSON).read_bytes()
    # Without our programs on the path: the shipped settings find them.
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "01_small", "--force"]
    run = subprocess.run(command, cwd=course, env={**os.environ, "PATH": os.defpath}, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert (course / LESSON).read_bytes() == ours
    with sqlite3.connect(course / "gradebook.db") as gradebook:
        assert gradebook.execute("select max_score from grade_cells").fetchall() == [(2.0,), (1.0,)]
