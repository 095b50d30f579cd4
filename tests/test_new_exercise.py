"""new-lesson and new-exercise: names are checked, nothing is overwritten, and what is written stands in our style."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import autograder
from autograder import cli
from autograder.classroom.course.new import new_exercise, new_lesson
from autograder.errors import CourseError
from autograder.questions import LESSONS

ROOT = Path(__file__).parents[1]
LESSON = "50_mine"
TAKEN = LESSONS[0]


def exercises(course: Path) -> tuple[str, ...]:
    """Return the EXERCISES that the lesson's file names."""
    body = ast.parse((course / "questions/mine/__init__.py").read_text()).body
    return ast.literal_eval(next(node.value for node in body if ast.unparse(node).startswith("EXERCISES")))


def files(course: Path) -> dict[str, str]:
    return {path.relative_to(course).as_posix(): path.read_text() for path in course.rglob("*") if path.is_file()}


def test_an_exercise_is_written_in_its_places_and_its_lesson_with_it(tmp_path):
    written = new_exercise(tmp_path, LESSON, "slope_of")
    assert (
        {path.relative_to(tmp_path).as_posix() for path in written}
        == set(files(tmp_path))
        == {
            "questions/mine/__init__.py",
            "questions/mine/slope_of.py",
            "answer_key/mine/__init__.py",
            "answer_key/mine/slope_of.py",
            "solutions/50_mine/50_mine.py",
            "tests/corpus/50_mine/slope_of/right/plain.py",
            "tests/corpus/50_mine/slope_of/wrong/a_gradient_for_each_entry.py",
        }
    )
    assert exercises(tmp_path) == ("slope_of",)


def test_a_class_that_names_its_lessons_is_told_to_add_the_new_one(tmp_path, monkeypatch, capsys):
    (tmp_path / "nbgrader_config.py").touch()
    (tmp_path / "solutions" / TAKEN.folder).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)

    def said(lessons: str, name: str) -> str:
        (tmp_path / "class.toml").write_text(f"lessons = {lessons}")
        monkeypatch.setattr("sys.argv", ["autograder", "new-exercise", LESSON, name])
        with pytest.raises(SystemExit):
            cli.main()
        return capsys.readouterr().out.splitlines()[-1]

    assert said(f"['{TAKEN.folder}']", "slope_of") == f"class.toml leaves out {LESSON}: add it to `lessons` there."
    assert said(f"['{TAKEN.folder}', '{LESSON}']", "other").startswith("Next: follow the TODOs")


def test_a_lesson_is_written_without_exercises(tmp_path):
    new_lesson(tmp_path, LESSON, 'Slopes, "signs" and \\ more')
    assert exercises(tmp_path) == ()
    about = ast.parse((tmp_path / "questions/mine/__init__.py").read_text())
    titles = [node.value for node in about.body if isinstance(node, ast.Assign)]
    assert [ast.literal_eval(value) for value in titles] == [50, 'Slopes, "signs" and \\ more', ()]


def test_in_a_checkout_of_the_package_they_are_built_in_ones(tmp_path, monkeypatch):
    monkeypatch.setattr(autograder, "__file__", str(tmp_path.resolve() / "autograder" / "__init__.py"))
    new_exercise(tmp_path.resolve(), LESSON, "slope_of")
    assert {"autograder/questions/mine/slope_of.py", "autograder/answer_key/mine/slope_of.py"} <= set(files(tmp_path))
    assert not (tmp_path / "questions").exists()


def test_what_is_written_is_in_the_style_of_the_house(tmp_path):
    new_exercise(tmp_path, LESSON, "slope_of")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for words in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *words, ".", "--config", 'lint.isort.known-first-party=["autograder"]']
        done = subprocess.run(ruff, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("folder", "name", "says"),
    [
        ("mine", "f", "expected NN_topic: a number from 01"),
        ("00_mine", "f", "expected NN_topic: a number from 01"),
        ("50_Mine", "f", "expected NN_topic: a number from 01"),
        ("50_../mine", "f", "expected NN_topic: a number from 01"),
        ("50_class", "f", "expected NN_topic: a number from 01"),
        (f"{TAKEN.number}_mine", "f", f"expected a free number, found {TAKEN.number}: {TAKEN.folder}"),
        (f"50_{TAKEN.topic}", "f", f"expected a free topic, found «{TAKEN.topic}»"),
        ("50_draw", "f", "expected a free topic, found «draw»"),
        ("50_compare", "f", "expected a free topic, found «compare»"),
        (TAKEN.folder, "f", f"found the built-in «{TAKEN.folder}»"),
        (LESSON, "2f", "expected that of a function in Python, found «2f»"),
        (LESSON, "lambda", "expected that of a function in Python"),
        (LESSON, "a.b", "expected that of a function in Python"),
        (LESSON, "_f", "expected that of a function in Python"),
        (LESSON, "check", "expected one that is free, found «check»"),
        (LESSON, "predictions", "expected one that is free"),
        (LESSON, TAKEN.questions[0].name, "expected one that is free"),
    ],
)
def test_a_name_that_is_none_or_is_taken_is_refused_in_one_line(tmp_path, folder, name, says):
    with pytest.raises(CourseError) as refused:
        new_exercise(tmp_path, folder, name)
    assert says in str(refused.value)
    assert files(tmp_path) == {}


@pytest.mark.parametrize("title", ["", "  ", "two\nlines", "\udcff"])
def test_a_title_is_a_line(tmp_path, title):
    with pytest.raises(CourseError, match="expected a title of one line"):
        new_lesson(tmp_path, LESSON, title)


@pytest.mark.parametrize("place", ["questions/mine/f.py", "tests/corpus/50_mine/f/right/plain.py"])
def test_nothing_is_overwritten(tmp_path, place):
    (tmp_path / place).parent.mkdir(parents=True)
    (tmp_path / place).write_text("mine")
    with pytest.raises(CourseError, match="expected nothing there yet, found a file"):
        new_exercise(tmp_path, LESSON, "f")
    assert files(tmp_path) == {place: "mine"}


@pytest.mark.parametrize(
    ("written", "then"),
    [
        ("EXERCISES = ()", ("new",)),
        ('EXERCISES = ("été", "b")', ("été", "b", "new")),
        ('EXERCISES = (\n    "a",  # the first\n)', ("a", "new")),
        ('EXERCISES = ["a"]\nPOINTS = {"a": {"value": 1}}', ["a", "new"]),
        (f'EXERCISES = ("a", "{"b" * 90}")', ("a", "b" * 90, "new")),
    ],
)
def test_a_second_exercise_comes_after_all_that_is_there(tmp_path, written, then):
    new_lesson(tmp_path, LESSON, "Mine")
    about, source = tmp_path / "questions/mine/__init__.py", tmp_path / "solutions/50_mine/50_mine.py"
    about.write_text(f"NUMBER = 50\nTITLE = 'Mine'\n{written}\n")
    before = source.read_text()
    new_exercise(tmp_path, LESSON, "new")
    assert exercises(tmp_path) == then
    kept = [line for line in written.splitlines() if not line.startswith("EXERCISES")]
    assert set(kept) - {'    "a",  # the first'} <= set(about.read_text().splitlines())
    assert ("# the first" in about.read_text()) == ("# the first" in written)
    assert source.read_text().startswith(before)
    assert "check(new)" in source.read_text()


def test_names_that_are_not_written_out_are_left_alone(tmp_path):
    new_lesson(tmp_path, LESSON, "Mine")
    about = tmp_path / "questions/mine/__init__.py"
    about.write_text("NUMBER = 50\nTITLE = 'Mine'\nEXERCISES = tuple('ab')\n")
    before = files(tmp_path)
    with pytest.raises(CourseError, match="Add new by hand"):
        new_exercise(tmp_path, LESSON, "new")
    assert files(tmp_path) == before
