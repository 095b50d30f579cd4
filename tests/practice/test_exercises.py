"""Exercises as files: each begins as its lesson asks it, and nothing that a learner wrote is lost."""

import ast
import builtins
import json
import re
import warnings
from pathlib import Path

import pytest

from autograder.classroom.course.start import course_of, start_learner
from autograder.errors import CourseError
from autograder.logbook import Progress
from autograder.practice.exercises import FOLDER, begun, exercises, first_open, known, lay_out, named, next_name, reset
from autograder.questions import LESSONS

SOLUTIONS = Path(__file__).parents[2] / "solutions"
NAMES = [question.name for lesson in LESSONS for question in lesson.questions]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("learner") / "mine"
    start_learner(folder)
    lay_out(folder, exercises(folder))
    return folder


def test_each_exercise_has_a_file_that_mirrors_its_lesson(copy):
    expected = [f"{FOLDER}/{lesson.folder}/{each.name}.py" for lesson in LESSONS for each in lesson.questions]
    assert [each.path.relative_to(copy).as_posix() for each in exercises(copy)] == expected
    assert all((copy / path).is_file() for path in expected)


def solved(lesson: str, name: str) -> ast.Module:
    """The answer's cell as the lesson's author wrote it."""
    cells = json.loads((SOLUTIONS / lesson / f"{lesson}.ipynb").read_text())["cells"]
    (cell,) = [each for each in cells if each["metadata"].get("nbgrader", {}).get("grade_id") == name]
    return ast.parse("".join(cell["source"]))


def names(tree: ast.AST, kind: type[ast.expr_context]) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, kind)}


@pytest.mark.parametrize("place", range(len(NAMES)), ids=NAMES)
def test_a_file_has_what_the_lessons_own_answer_needs(copy, place):
    exercise = exercises(copy)[place]
    begins = ast.parse(exercise.template)
    imported = {
        alias.asname or alias.name.split(".")[0]
        for node in begins.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    answer = solved(exercise.lesson, exercise.name)
    defined = {node.name for node in ast.walk(answer) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    arguments = {node.arg for node in ast.walk(answer) if isinstance(node, ast.arg)}
    here = names(answer, ast.Store) | defined | arguments | imported | set(dir(builtins))
    used = exercise.question.uses
    assert names(answer, ast.Load) <= here | set(used)
    assert all(name in exercise.template.partition("copy in")[2] for name in used)
    assert not begun(exercise, exercise.template)
    assert exercise.template.startswith("# ")
    assert not any(line.startswith("##") for line in exercise.template.splitlines())
    told = "\n".join(line for line in exercise.template.splitlines() if line.startswith("#"))
    assert not re.search(r"\$|\\", told), "a formula in LaTeX"


def test_where_exercises_share_a_heading_each_file_has_its_text_and_its_own_item(copy):
    sharing = [each.template for each in exercises(copy) if each.template.startswith("# Exercises ")]
    assert len(sharing) == 3
    for template in sharing:
        assert "by itself and under `vmap`" in template
        assert template.count("\n# **") == 1


def test_laying_out_again_loses_nothing(copy):
    first, second = exercises(copy)[:2]
    first.path.write_text("mine = 1\n")
    second.path.unlink()
    assert lay_out(copy, exercises(copy)) == 1
    assert first.path.read_text() == "mine = 1\n"
    assert second.path.read_text() == second.template
    kept = reset(first)
    assert kept is not None
    assert (kept.suffix, kept.read_text(), first.path.read_text()) == (".py", "mine = 1\n", first.template)
    assert reset(first) is None
    first.path.unlink()
    assert reset(first) is None
    assert first.path.read_text() == first.template


def test_what_is_no_file_is_not_reset(tmp_path):
    start_learner(tmp_path / "mine")
    first = exercises(tmp_path / "mine")[0]
    first.path.mkdir(parents=True)
    with pytest.raises(CourseError, match=r"found something that is no file. Move it away"):
        reset(first)


def test_of_an_odd_escape_in_a_file_python_warns_nobody(copy):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert begun(exercises(copy)[0], 'x = "\\d"')
    assert told == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda source: source, False),
        (lambda source: f"# a note of mine\n{source}\n\n", False),
        (lambda source: source.replace("...", "return x"), True),
        (lambda source: f"{source}\ndef broken(", True),
    ],
)
def test_an_exercise_is_begun_when_its_code_is_other_than_what_was_handed_out(copy, change, expected):
    exercise = exercises(copy)[0]
    assert begun(exercise, change(exercise.template)) is expected


def test_an_exercise_is_found_by_its_name_or_its_file(copy):
    every = exercises(copy)
    assert named(every, NAMES[3]) is every[3]
    assert named(every, str(every[3].path)) is every[3]
    assert known(NAMES[3]) == NAMES[3]
    with pytest.raises(CourseError, match=rf"expected the name of an exercise, .* Did you mean {NAMES[3]}\?"):
        named(every, NAMES[3][:-1])
    with pytest.raises(CourseError, match=r"Did you mean vjp_once\?"):
        known("vjp")  # how it begins: `vhp` has more letters in common with it
    with pytest.raises(CourseError, match="`autograder progress --all` lists them"):
        known("qqqq")


def test_the_first_that_lacks_points_is_next(copy, tmp_path):
    every, progress = exercises(copy), Progress(tmp_path / "progress.json")
    assert first_open(every, progress) is every[0]
    progress.note_points(every[0].name, every[0].question.max_points)
    progress.note_points(every[1].name, 1)
    assert first_open(every, progress) is every[1]
    assert first_open(every[:1], progress) is None
    assert next_name(progress) == every[1].name
    for each in every:
        progress.note_points(each.name, each.question.max_points)
    assert next_name(progress) is None


def test_they_come_from_the_course_that_the_folder_belongs_to(copy):
    assert course_of(copy) == SOLUTIONS.parent
