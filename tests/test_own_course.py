"""A course folder's own questions and key: found, kept apart from the built-in ones, read by kernels in part."""

import itertools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder import course_folder
from autograder.classroom.course.new import new_exercise
from autograder.errors import CourseError
from autograder.execute import sandbox_lacks
from autograder.questions import LESSONS, question, walk

pytestmark = pytest.mark.timeout(1800)  # one fixture builds a course and grades it twice
ROOT = Path(__file__).parents[1]
QUESTION = """from autograder.questions.question import Question
QUESTION = Question("{name}", "a title", lambda seed: (), {{"value": 2, "method": 1}}, ("a?", "b?", "c?"))
"""
ABOUT = """NUMBER = {number}
TITLE = "A title"
EXERCISES = {exercises}
"""
_names = (f"own_course_{number}" for number in itertools.count())


class Folder:
    """A package of questions of its own name, in whose place an own folder is walked."""

    def __init__(self, root: Path) -> None:
        self.package = next(_names)
        self.path = root / self.package

    def write(self, place: str, text: str) -> Path:
        path = self.path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def lesson(self, topic: str, exercises: str, number: int = 50, more: str = "") -> None:
        self.write(f"{topic}/__init__.py", ABOUT.format(number=number, exercises=exercises) + more)

    def exercise(self, topic: str, name: str) -> None:
        self.write(f"{topic}/{name}.py", QUESTION.format(name=name))

    def walked(self):
        return walk.own(self.package, self.path, LESSONS)

    def says(self) -> str:
        with pytest.raises(CourseError) as refused:
            self.walked()
        line = str(refused.value)
        assert len(line.splitlines()) == 1
        return line


@pytest.fixture
def folder(tmp_path, monkeypatch):
    made = Folder(tmp_path)
    made.write("__init__.py", "")
    monkeypatch.syspath_prepend(str(tmp_path))
    return made


def test_own_lessons_are_found_in_their_order_with_their_exercises_in_theirs(folder):
    folder.lesson("later", '("two", "one")', 61)
    folder.lesson("sooner", '("three",)', 60)
    for topic, name in (("later", "one"), ("later", "two"), ("sooner", "three")):
        folder.exercise(topic, name)
    found = folder.walked()
    assert [lesson.folder for lesson in found] == ["60_sooner", "61_later"]
    assert [asked.name for asked in found[1].questions] == ["two", "one"]
    assert all(lesson.own for lesson in found)
    assert not any(lesson.own for lesson in LESSONS)


def test_a_lesson_asks_a_built_in_exercise_for_points_of_its_own(folder):
    borrowed = LESSONS[0].questions[0]
    points = {"value": 1, "method": 5}
    folder.lesson("mine", f'("{borrowed.name}",)', more=f"POINTS = {{{borrowed.name!r}: {points}}}\n")
    (lesson,) = folder.walked()
    assert lesson.questions[0].points == points
    assert lesson.questions[0].calls is borrowed.calls
    assert question(borrowed.name).points == borrowed.points


BORROWED = LESSONS[0].questions[0].name
FAULTS = {
    "no about": ({"mine/f.py": ""}, "expected an __init__.py that says NUMBER, TITLE and EXERCISES, found none"),
    "no topic": ({"My-topic/__init__.py": ""}, "expected a topic of small letters, digits and underscores"),
    "no number": ({"mine/__init__.py": "TITLE = 'T'\nEXERCISES = ()\n"}, "expected NUMBER, from 1 to 99, found None"),
    "no title": ({"mine/__init__.py": "NUMBER = 50\nEXERCISES = ()\n"}, "expected TITLE, a line of text, found None"),
    "no comma": ({"mine/__init__.py": ABOUT.format(number=50, exercises='("f")')}, "A tuple of one needs its comma"),
    "named twice": (
        {"mine/__init__.py": ABOUT.format(number=50, exercises='("f", "f")'), "mine/f.py": QUESTION.format(name="f")},
        "expected each of EXERCISES once, found f twice",
    ),
    "no file": (
        {"mine/__init__.py": ABOUT.format(number=50, exercises='("f",)')},
        "mine/__init__.py: expected for each of EXERCISES a file of that name beside it, or a built-in exercise,"
        " found none for «f»",
    ),
    "no question": (
        {"mine/__init__.py": ABOUT.format(number=50, exercises='("f",)'), "mine/f.py": ""},
        "mine/f.py: expected QUESTION, a Question, found none",
    ),
    "another name": (
        {"mine/__init__.py": ABOUT.format(number=50, exercises='("f",)'), "mine/f.py": QUESTION.format(name="g")},
        "mine/f.py: expected a question of the file's name, «f», found «g»",
    ),
    "no Python": (
        {"mine/__init__.py": ABOUT.format(number=50, exercises='("f",)'), "mine/f.py": "x = 1\ndef (:\n"},
        "mine/f.py:2: expected Python that can be imported, found SyntaxError: invalid syntax",
    ),
    "raises": (
        {"mine/__init__.py": ABOUT.format(number=50, exercises='("f",)'), "mine/f.py": "x = 1\n1 / 0\n"},
        "mine/f.py:2: expected Python that can be imported, found ZeroDivisionError: division by zero",
    ),
    "number taken": (
        {"mine/__init__.py": ABOUT.format(number=1, exercises="()")},
        f"expected a NUMBER of its own, found 01, which {LESSONS[0].folder} has. Free is {len(LESSONS) + 1:02}.",
    ),
    "number taken by another": (
        {f"{topic}/__init__.py": ABOUT.format(number=50, exercises="()") for topic in ("a", "b")},
        "b/__init__.py: expected a NUMBER of its own, found 50, which 50_a has",
    ),
    "exercise taken": (
        {
            "mine/__init__.py": ABOUT.format(number=50, exercises=f'("{BORROWED}",)'),
            f"mine/{BORROWED}.py": QUESTION.format(name=BORROWED),
        },
        f"mine/{BORROWED}.py: expected a name of its own, found «{BORROWED}», which is one of the built-in ones",
    ),
    "exercise taken by another": (
        {f"{topic}/f.py": QUESTION.format(name="f") for topic in ("a", "b")}
        | {
            f"{topic}/__init__.py": ABOUT.format(number=number, exercises='("f",)')
            for number, topic in ((50, "a"), (51, "b"))
        },
        "b/f.py: expected a name of its own, found «f», which is one of 50_a",
    ),
    "points of no exercise": (
        {"mine/__init__.py": ABOUT.format(number=50, exercises="()") + "POINTS = {'f': {'value': 1}}"},
        "__init__.py, POINTS: expected the names of its exercises alone (), found «f». Mend it there.",
    ),
    "points of what is not judged": (
        {
            "mine/__init__.py": ABOUT.format(number=50, exercises='("f",)')
            + "POINTS = {'f': {'value': 1, 'trend': 1}}",
            "mine/f.py": QUESTION.format(name="f"),
        },
        "expected for f points of what it judges, value among it (value, method), found value, trend",
    ),
    "points below 1": (
        {
            "mine/__init__.py": ABOUT.format(number=50, exercises='("f",)') + "POINTS = {'f': {'value': 0}}",
            "mine/f.py": QUESTION.format(name="f"),
        },
        "expected for f whole numbers above 0, found {'value': 0}. Mend it there.",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_own_folder_is_one_clear_line(folder, fault):
    files, says = FAULTS[fault]
    for place, text in files.items():
        folder.write(place, text)
    assert says in folder.says()


@pytest.mark.parametrize("name", [LESSONS[0].topic, "draw.py"])
def test_a_name_of_the_built_in_folder_is_refused(folder, name):
    folder.write(name if name.endswith(".py") else f"{name}/__init__.py", "")
    with pytest.raises(CourseError, match="expected a name of its own, found that of a built-in one"):
        walk.keep_apart(folder.path, str(ROOT / "autograder" / "questions"))


def told(tmp_path, monkeypatch, **variables: str):
    """Return the course at work of a process in that folder with those variables."""
    for name in (course_folder.COURSE, "AUTOGRADER_OBSERVE_ONLY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return course_folder.at_work.__wrapped__()


def test_the_course_is_the_one_told_else_the_nearest(tmp_path, monkeypatch):
    inner = tmp_path / "work" / "deep"
    inner.mkdir(parents=True)
    assert told(inner, monkeypatch) is None
    (tmp_path / "nbgrader_config.py").touch()
    assert told(inner, monkeypatch) == tmp_path
    assert told(inner, monkeypatch, AUTOGRADER_COURSE="/elsewhere") == Path("/elsewhere")
    assert told(inner, monkeypatch, AUTOGRADER_COURSE="") is None
    # What a student handed in makes no course, nor does it where it lies in another class's folder.
    theirs = tmp_path / "demo" / "submitted" / "ann" / "01_lesson"
    theirs.mkdir(parents=True)
    (theirs / "nbgrader_config.py").touch()
    assert told(theirs, monkeypatch) == tmp_path
    # What lies around a submission's kernel, its code may have written.
    assert told(inner, monkeypatch, AUTOGRADER_OBSERVE_ONLY="1") is None


def test_a_key_within_the_questions_is_refused(tmp_path, monkeypatch):
    (tmp_path / "questions" / "answer_key").mkdir(parents=True)
    (tmp_path / "answer_key").symlink_to(tmp_path / "questions" / "answer_key")
    monkeypatch.setattr(course_folder, "at_work", lambda: tmp_path)
    with pytest.raises(CourseError, match="expected a key outside of the questions"):
        course_folder.own.__wrapped__("questions")


# --- One course of one's own, through every command ---------------------------------------------------------------

NAME, LESSON, BUILT_IN = "slope_of", "50_mine", LESSONS[0].folder
BASELINE = '''

def with_value(f, x):
    """Return the gradient, worked out beside the value."""
    return torch.func.grad_and_value(f)(x)[0]
'''
META = '"schema_version": 3, "task": false'
CELLS = f"""
# %% nbgrader={{"grade": false, "grade_id": "vjp_once", "locked": false, "solution": true, {META}}}
def vjp_once(f, x, v):
    ### BEGIN SOLUTION
    leaf = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
    ### END SOLUTION


# %% nbgrader={{"grade": true, "grade_id": "check-vjp_once", "locked": true, "points": 3, "solution": false, {META}}}
check(vjp_once)
"""
RIGHT = "def slope_of(f, x):\n    return torch.func.grad(f)(x)"
CALLS_OURS = (
    "def slope_of(f, x):\n    from autograder.questions.mine.slope_of import with_value\n    return with_value(f, x)"
)
ROW = """def vjp_once(f, x, v):
    leaf = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]"""
SPIES = """import os
from pathlib import Path
import autograder.questions
course = Path(autograder.questions.__path__[1]).parent
def attempt(act):
    try:
        act()
        print("done", end=" ")
    except BaseException as error:
        print(type(error).__name__, end=" ")
attempt(lambda: (course / "questions/mine/slope_of.py").read_text())
attempt(lambda: (course / "answer_key/mine/slope_of.py").read_text())
attempt(lambda: os.listdir(course / "answer_key"))
attempt(lambda: os.listdir(course))
attempt(lambda: (course / "questions/mine/new.py").write_text(""))
attempt(lambda: __import__("autograder.answer_key.mine.slope_of"))"""
SEEN = "done PermissionError PermissionError PermissionError PermissionError PermissionError "


def at_home(course: Path) -> dict[str, str]:
    """Return the environment of a teacher who works in the course's folder."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {name: value for name, value in os.environ.items() if name != course_folder.COURSE}
    return environment | {"PATH": path, "AUTOGRADER_DATA": str(course)}


def command(course: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a program of our environment in the course's folder, as a teacher would."""
    program = Path(sys.executable).with_name(words[0])
    return subprocess.run(
        [program, *words[1:]], cwd=course, env=at_home(course), capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def say(torch_forks):
    """Return a function that runs our command line in a course's folder, in a process that has torch already."""

    def say(course: Path, *words: str) -> subprocess.CompletedProcess[str]:
        return torch_forks.autograder(*words, within=course, environment=at_home(course))

    return say


@pytest.fixture(scope="module")
def course(say, tmp_path_factory):
    """A course with one lesson of its own, which asks a built-in exercise too, and the built-in lesson beside it."""
    root = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    new_exercise(root, LESSON, NAME)
    asked = root / "questions/mine/slope_of.py"
    asked.write_text(asked.read_text() + BASELINE)
    about = root / "questions/mine/__init__.py"
    exercises = f'EXERCISES = ("{NAME}", "vjp_once")\nPOINTS = {{"vjp_once": {{"value": 1, "method": 1, "cost": 1}}}}\n'
    about.write_text(about.read_text().partition("EXERCISES")[0] + exercises)
    source = root / "solutions" / LESSON / f"{LESSON}.py"
    source.write_text(source.read_text() + CELLS)
    built = say(root, "build")
    assert built.returncode == 0, built.stderr
    return root


def test_the_audit_holds_the_own_lesson_and_names_what_is_missing(say, course):
    done = say(course, "audit")
    assert done.stdout.startswith("1 lesson, 2 exercises, 1 right, 1 wrong and 0 hostile answers")
    lines = done.stderr.splitlines()
    unfinished = [line for line in lines if ": a TODO is left: " not in line]
    # Of the built-in exercise no answers are missing: they are held where it comes from.
    assert [line.partition(": expected ")[0] for line in unfinished] == [
        f"tests/corpus/{LESSON}/{NAME}/{sort}" for sort in ("right", "wrong")
    ]
    assert not [line for line in lines if line.endswith('"')]
    places = {line.partition(":")[0] for line in lines if line not in unfinished}
    corpus = f"tests/corpus/{LESSON}/{NAME}"
    assert places == {
        f"questions/mine/{NAME}.py",
        f"answer_key/mine/{NAME}.py",
        f"solutions/{LESSON}/{LESSON}.py",
        "questions/mine/__init__.py",
        f"{corpus}/right/plain.py",
        f"{corpus}/wrong/a_gradient_for_each_entry.py",
    }


HONEST = """import sys
held = [name for name in sys.modules if name.startswith("autograder.answer_key")]
def slope_of(f, x):
    import torch
    assert not held
    return torch.func.grad(f)(x)
"""
KEYS = """def slope_of(f, x):
    from autograder.answer_key.mine.slope_of import reference
    return reference(f, x)
"""
PATCHES = """def slope_of(f, x):
    import torch
    from autograder.questions.mine import slope_of as ours
    ours.with_value = print
    return torch.func.grad(f)(x)
"""
PASSED = {"value": "PASSED", "method": "PASSED", "cost": "PASSED"}
CHECKED = {
    "honest": (HONEST, PASSED),
    "key": (KEYS, PASSED | {"method": "FAILED"}),
    "baseline": (CALLS_OURS, PASSED | {"method": "FAILED"}),
    "patched": (PATCHES, dict.fromkeys(PASSED, "NOT_RUN")),
}


def test_a_checked_answer_is_forked_without_the_own_key_and_may_call_none_of_it(say, course, tmp_path):
    for name, (source, _) in CHECKED.items():
        (tmp_path / f"{name}.py").write_text(source)
    done = say(course, "check", str(tmp_path), "--json", "--seed", "1")
    found = {Path(row["file"]).stem: row["criteria"] for row in json.loads(done.stdout)}
    assert found == {name: criteria for name, (_, criteria) in CHECKED.items()}


def test_a_learners_check_uses_the_own_lessons_points(torch_forks, course):
    there = f"import os, torch\nos.chdir({str(course)!r})\nfrom autograder import check\n"
    done = torch_forks.run(f"{there}{ROW}\nprint(check(vjp_once).text)", at_home(course))
    assert done.stdout.splitlines()[0].startswith("vjp_once: "), done.stderr
    assert done.stdout.splitlines()[0].endswith("· 3 of 3 points")


@pytest.mark.long
def test_a_fault_of_an_own_file_is_one_line_of_every_command(course, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(course, broken)
    (broken / "answer_key/mine/slope_of.py").unlink()
    hand_in(broken, "ann", LESSON, {})
    done = command(broken, "autograder", "grade")
    assert done.returncode == 1
    says = "answer_key/mine/slope_of.py: expected the entry of slope_of, found none. Write it: ENTRY = Entry("
    assert done.stderr.startswith(f"autograder: {says}")
    assert len(done.stderr.splitlines()) == 1
    (broken / "questions/mine/slope_of.py").write_text("def (:")
    done = command(broken, "autograder", "check", ".")
    assert done.returncode == 1
    assert done.stderr == (
        f"autograder: {broken}/questions/mine/slope_of.py:1: expected Python that can be imported,"
        " found SyntaxError: invalid syntax. Mend that line.\n"
    )


def hand_in(course: Path, student: str, lesson: str, answers: dict[str, str], own_cell: str = "") -> None:
    notebook = nbformat.read(course / "lessons" / lesson / f"{lesson}.ipynb", as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(name, cell.source)
    notebook.cells.append(nbformat.v4.new_code_cell(own_cell, metadata={}))
    folder = course / "submitted" / student / lesson
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{lesson}.ipynb")


@pytest.fixture(scope="module")
def handed_in(course):
    """Hand in a class's work on its own lesson and on the built-in one."""
    if lacks := sandbox_lacks():
        pytest.skip(f"no sandbox here: {lacks}")
    shutil.copytree(ROOT / "lessons" / BUILT_IN, course / "lessons" / BUILT_IN)
    hand_in(course, "ann", LESSON, {NAME: RIGHT, "vjp_once": ROW}, SPIES)
    hand_in(course, "ann", BUILT_IN, {"vjp_once": ROW})
    hand_in(course, "bob", LESSON, {NAME: CALLS_OURS})
    return course


@pytest.fixture(scope="module")
def theirs(handed_in):
    """Grade a copy of that by nbgrader's own commands; return the copy."""
    copy = handed_in.parent / "theirs"
    shutil.copytree(handed_in, copy)
    for words in (["generate_assignment", "--force"], ["autograde"]):
        done = command(copy, "nbgrader", *words, LESSON)
        assert done.returncode == 0, done.stderr
    return copy


@pytest.fixture(scope="module")
def graded(handed_in):
    """Grade it by `autograder grade`; return the rows that it tells, by student and lesson, and the course."""
    ours = command(handed_in, "autograder", "grade", "--json")
    assert ours.returncode == 0, ours.stderr
    return {(row["student"], row["lesson"]): row for row in map(json.loads, ours.stdout.splitlines())}, handed_in


def exercises(row) -> dict[str, tuple[int, int]]:
    return {each["question"]: (each["points"], each["max_points"]) for each in row["exercises"]}


def test_each_lesson_is_judged_with_its_own_points(graded):
    rows = graded[0]
    assert exercises(rows["ann", LESSON]) == {NAME: (4, 4), "vjp_once": (3, 3)}
    most = question("vjp_once").max_points
    assert exercises(rows["ann", BUILT_IN])["vjp_once"] == (most, most)


def test_an_answer_that_calls_our_baseline_fails_on_method(graded):
    (row,) = [each for each in graded[0]["bob", LESSON]["exercises"] if each["question"] == NAME]
    assert row["criteria"] == {"value": "PASSED", "method": "FAILED", "cost": "PASSED"}


def printed(root: Path) -> str:
    notebook = nbformat.read(root / "autograded/ann" / LESSON / f"{LESSON}.ipynb", as_version=4)
    return "".join(output.text for output in notebook.cells[-1].outputs)


def test_a_kernel_reads_the_own_questions_and_never_the_own_key(graded):
    assert printed(graded[1]) == SEEN


@pytest.mark.long
def test_so_it_is_under_nbgrader_whose_points_are_the_same(theirs, graded):
    ours = graded[1]
    assert printed(theirs) == SEEN
    for root in (ours, theirs):
        done = command(root, "autograder", "export", "--format", "json")
        assert done.returncode == 0, done.stderr
        if root is ours:
            expected = done.stdout
    own = [row for row in json.loads(expected) if row["lesson"] == LESSON]
    assert own
    assert own == [row for row in json.loads(done.stdout) if row["lesson"] == LESSON]
