"""What a lesson still lacks before anybody is asked by it: the part of the audit that judges no answer.

unfinished   all of it: TODOs left, what no lesson asks, check cells out of step, and what its exercises lack
lacking      what one exercise lacks
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import nbformat

from autograder import answer_key, corpus, questions
from autograder.answer_key import ENTRIES, NoKey
from autograder.classroom.course.places import LESSONS as LESSON_FOLDER
from autograder.classroom.course.places import SOLUTIONS, notebook_of
from autograder.classroom.course.released import released
from autograder.errors import CourseError
from autograder.questions import Lesson, Question

FEWEST = {"right": 6, "wrong": 8}  # answers that an exercise must have
_TODO, _STUDENTS = "TODO:", " your answer"


def unfinished(course: Path, lesson: Lesson) -> Iterator[str]:
    """Name what a lesson of a course lacks, a line each."""
    yield from _unlisted(lesson)
    yield from _todos(course, lesson)
    yield from _misfits(course, lesson)
    for question in lesson.questions:
        yield from lacking(course, lesson, question)


def _folders(lesson: Lesson) -> dict[str, Path]:
    """Return where a lesson's questions and its key lie, by the name that each of their files binds."""
    side = -1 if lesson.own else 0
    rooms = {"QUESTION": questions.__path__[side], "ENTRY": answer_key.__path__[side]}
    return {name: Path(room) / lesson.topic for name, room in rooms.items()}


def _unlisted(lesson: Lesson) -> Iterator[str]:
    """Name questions that the lesson does not ask, and entries that belong to no question of its own."""
    asked = {question.name for question in lesson.questions}
    for name, folder in _folders(lesson).items():
        for path in sorted(folder.glob("*.py")):
            if path.stem not in asked and name in _bound(path):
                yield f"{path}: a stray {name}; the lesson's EXERCISES are {', '.join(sorted(asked)) or 'none'}"


def _bound(path: Path) -> set[str]:
    """Return the names that a file's top level assigns."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    targets = [target for node in body if isinstance(node, ast.Assign) for target in node.targets]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _misfits(course: Path, lesson: Lesson) -> Iterator[str]:
    """Name the first check cell of a lesson that no question fits, or whose points are others."""
    notebook = course / notebook_of(LESSON_FOLDER, lesson.folder)
    try:
        if notebook.is_file():
            released(notebook)
    except NoKey:
        return  # named with what else its exercise lacks
    except CourseError as error:
        yield str(error)


def _todos(course: Path, lesson: Lesson) -> Iterator[str]:
    """Name each TODO that is left in a lesson's files; the one that a template holds for its student is none."""
    places = [*_folders(lesson).values(), course / SOLUTIONS / lesson.folder, course / corpus.FOLDER / lesson.folder]
    for path in (path for place in places for path in sorted(place.rglob("*.py"))):
        shown = path.relative_to(course) if path.is_relative_to(course) else path
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            _, left, says = line.partition(_TODO)
            if left and not says.startswith(_STUDENTS):
                yield f"{shown}:{number}: a TODO is left:{says.rstrip()}"


def lacking(course: Path, lesson: Lesson, question: Question) -> Iterator[str]:
    """An exercise has a TODO, three hints, a key, and enough answers of either sort."""
    where = f"{lesson.folder}/{question.name}"
    if question.name not in ENTRIES:
        yield f"{where}: no entry in the answer key"
    if len(set(question.hints)) != 3 or not all("?" in hint.partition(". ")[0] for hint in question.hints):
        yield f"{where}: expected three hints that each ask a question first"
    notebook = course / notebook_of(LESSON_FOLDER, lesson.folder)
    if notebook.is_file() and _TODO not in _answer_cell(notebook, question.name):
        yield f"{where}: expected a TODO in the template"
    if not (_folders(lesson)["QUESTION"] / f"{question.name}.py").is_file():
        return  # a built-in exercise, for points of the lesson's own: its answers are held where it comes from
    if not lesson.own and not (course / corpus.FOLDER).is_dir():
        return  # a class's folder that `autograder start` made: the same
    for sort, fewest in FEWEST.items():
        found = len(list((course / corpus.FOLDER / where / sort).glob("*.py")))
        if found < fewest:
            yield f"{corpus.FOLDER}/{where}/{sort}: expected {fewest} answers at least, found {found}"


def _answer_cell(notebook: Path, name: str) -> str:
    cells = nbformat.read(notebook, as_version=4).cells
    found = [cell.source for cell in cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name]
    return found[0] if len(found) == 1 else ""
