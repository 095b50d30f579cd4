"""The house: the engine knows no lesson and no exercise by name, and each exercise has its three places."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

import autograder
from autograder.questions import LESSONS

PACKAGE = Path(autograder.__file__).parent
CORPUS = Path(__file__).parent / "corpus"
# The course's part: what is asked, what is right, what is drawn; and what the demonstration class hands in.
COURSE = ("questions", "answer_key", "figures")
NOT_OURS = PACKAGE / "classroom" / "course" / "demo_class"
ENGINE = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    if path.relative_to(PACKAGE).parts[0] not in COURSE and not path.is_relative_to(NOT_OURS)
)
EXERCISES = [(lesson, question.name) for lesson in LESSONS for question in lesson.questions]
MOST_LINES = 300
# Names that say nothing of what a file holds.
EMPTY = {"shared", "misc", "lesson", "calls", "detectors"}


def is_torchs(name: str) -> bool:
    """Tell whether torch itself has a function of an exercise's name: the call trace must know it."""
    return any(hasattr(module, name) for module in (torch.func, torch.autograd.functional))


NAMES = {
    *(lesson.topic for lesson in LESSONS),
    *(lesson.folder for lesson in LESSONS),
    *(name for _, name in EXERCISES if not is_torchs(name)),
}
NUMBERS = {lesson.number for lesson in LESSONS}
NAMED = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, sorted(NAMES)))})(?!\w)")


def _within(node: ast.AST | None) -> Iterator[ast.AST]:
    return ast.walk(node) if node else iter(())


def named(source: str) -> Iterator[str]:
    """Yield where a module's imports and strings (docstrings too) hold a lesson's or an exercise's name."""
    nodes = list(ast.walk(ast.parse(source)))
    # How a number is written, as in `{number:02}`, is no text.
    forms = {id(part) for node in nodes if isinstance(node, ast.FormattedValue) for part in _within(node.format_spec)}
    for node in nodes:
        match node:
            case ast.Constant() if id(node) in forms:
                continue
            case ast.Import(names=names):
                said = [alias.name for alias in names]
            case ast.ImportFrom(module=module, names=names):
                said = [f"{module}.{alias.name}" for alias in names]
            case ast.Constant(value=str() as text):
                said = [text]
            case _:
                continue
        yield from (f"line {node.lineno}: {found[0]}" for text in said for found in NAMED.finditer(text))
        yield from (f"line {node.lineno}: lesson {text}" for text in said if text in NUMBERS)


@pytest.mark.parametrize("path", ENGINE, ids=[path.relative_to(PACKAGE).as_posix() for path in ENGINE])
def test_the_engine_names_no_lesson_and_no_exercise(path):
    assert list(named(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        f"first = '{LESSONS[0].number}'",
        f"import autograder.questions.{LESSONS[0].topic}",
        f"x = 'in {LESSONS[0].folder}'",
        f'"""As {EXERCISES[0][1]}."""',
    ],
)
def test_a_name_is_found_wherever_it_stands(source):
    assert len(list(named(source))) == 1


def targets(node: ast.stmt) -> list[ast.expr]:
    """Return what a statement assigns to."""
    return node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []


def course_files() -> list[Path]:
    return [path for room in ("questions", "answer_key") for path in sorted((PACKAGE / room).rglob("*.py"))]


def test_no_file_of_the_course_is_too_long_to_read():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in course_files()}
    assert [f"{path}: {lines}" for path, lines in lengths.items() if lines > MOST_LINES] == []


def test_a_file_of_the_course_is_named_for_what_it_holds():
    assert [path for path in course_files() if "lesson_0" in path.name or path.stem in EMPTY] == []


def test_the_numbers_from_50_on_are_left_to_others():
    """As docs/authoring.md promises."""
    assert all(int(lesson.number) < 50 for lesson in LESSONS if not lesson.own)


@pytest.mark.parametrize(("lesson", "name"), EXERCISES, ids=[name for _, name in EXERCISES])
def test_whoever_knows_an_exercise_knows_its_three_places(lesson, name):
    for room, holds in (("questions", "QUESTION"), ("answer_key", "ENTRY")):
        path = PACKAGE / room / lesson.topic / f"{name}.py"
        assigned = {
            target.id
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            for target in targets(node)
            if isinstance(target, ast.Name)
        }
        assert holds in assigned, f"{path} hands on what another file holds"
    assert (CORPUS / lesson.folder / name).is_dir()


def test_contributing_names_every_room_and_nothing_that_is_not_there():
    text = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = text.split("## Rooms\n")[1].split("A submission's way")[0]
    named = set(re.findall(r"`(\w+(?:/|\.py))`", rooms.split("| holds |")[1]))
    there = {f"{path.name}/" for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    there |= {path.name for path in PACKAGE.glob("*.py") if path.name != "__init__.py"}
    assert named == there
    paths = set(
        re.findall(r"`((?:autograder|tests|docs|benchmarks|classroom|execute|judge|notebook|observe)/[\w/.]+)`", text)
    )
    assert len(paths) > 30
    roots = (PACKAGE.parent, PACKAGE)
    assert [path for path in sorted(paths) if not any((root / path).exists() for root in roots)] == []


ROOMS = [
    init.parent
    for init in (*sorted(PACKAGE.rglob("__init__.py")), CORPUS.parent / "support" / "__init__.py")
    if init.parent != PACKAGE
    and not init.is_relative_to(NOT_OURS)
    and init.parent.name not in {lesson.topic for lesson in LESSONS}
]


@pytest.mark.parametrize("room", ROOMS, ids=[room.name for room in ROOMS])
def test_a_room_says_what_each_of_its_modules_is(room):
    """Its `__init__` names each; a line of that list that begins with a name has a module of this name."""
    text = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))) or ""
    modules = {path.stem for path in room.glob("*.py")} - {"__init__", "__main__"}
    topics = {lesson.topic for lesson in LESSONS}  # a figure's module is named as its lesson, which no text may name
    assert sorted(modules - topics - set(re.findall(r"\w+", text))) == []
    listed = {name for names in re.findall(r"^    (\w+(?:, \w+)*)  ", text, re.MULTILINE) for name in names.split(", ")}
    assert sorted(listed - modules) == []


def test_no_file_holds_two_sides_of_a_merge():
    ours = (path for room in (PACKAGE, CORPUS.parent, PACKAGE.parent / "docs") for path in room.rglob("*.*"))
    texts = (path for path in ours if path.suffix in (".py", ".md", ".j2", ".js", ".toml") and path.is_file())
    begins = re.compile(rb"^(<{7}|>{7}) ", re.MULTILINE)
    assert [path for path in texts if begins.search(path.read_bytes())] == []
