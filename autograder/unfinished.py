"""What a lesson still lacks before it can be handed out: the part of the audit that judges no answer.

unfinished   all of it: TODOs left, files that no lesson asks, wrong check cells, and what its exercises lack
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
from autograder.grade_id import grade_id_of
from autograder.questions import Lesson, Question

FEWEST = {"right": 6, "wrong": 8}  # answers that an exercise must have
_TODO, _STUDENTS = "TODO:", " your answer"  # «TODO: your answer» is the student's


def unfinished(course: Path, lesson: Lesson) -> Iterator[str]:
    """Name what a lesson of a course lacks, a line each."""
    yield from _unlisted(lesson)
    yield from _todos(course, lesson)
    yield from _misfits(course, lesson)
    for question in lesson.questions:
        yield from lacking(course, lesson, question)


def _folders(lesson: Lesson) -> dict[str, Path]:
    """Return the name that each file of a lesson's questions, and of its key, must bind → their folder."""
    side = -1 if lesson.own else 0
    packages = {"QUESTION": questions.__path__[side], "ENTRY": answer_key.__path__[side]}
    return {name: Path(package) / lesson.topic for name, package in packages.items()}


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
    """Name the first check cell of a lesson that fits no question, or has other points than its question."""
    notebook = course / notebook_of(LESSON_FOLDER, lesson.folder)
    try:
        if notebook.is_file():
            released(notebook)
    except NoKey:
        return  # `lacking` names it
    except CourseError as error:
        yield str(error)


def _todos(course: Path, lesson: Lesson) -> Iterator[str]:
    """Name each TODO that is left in a lesson's files, except those that are meant for the student."""
    places = [*_folders(lesson).values(), course / SOLUTIONS / lesson.folder, course / corpus.FOLDER / lesson.folder]
    for path in (path for place in places for path in sorted(place.rglob("*.py"))):
        shown = path.relative_to(course) if path.is_relative_to(course) else path
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            _, left, says = line.partition(_TODO)
            if left and not says.startswith(_STUDENTS):
                told = says.rstrip(' "')  # the end of a string, as a title's is
                yield f"{shown}:{number}: a TODO is left:{told}"


def lacking(course: Path, lesson: Lesson, question: Question) -> Iterator[str]:
    """Name what an exercise lacks of a TODO, three hints, a key, and enough answers of either sort."""
    where = f"{lesson.folder}/{question.name}"
    if question.name not in ENTRIES:
        yield f"{where}: no entry in the answer key"
    if len(set(question.hints)) != 3 or not all("?" in hint.partition(". ")[0] for hint in question.hints):
        yield f"{where}: expected three hints that each ask a question first"
    notebook = course / notebook_of(LESSON_FOLDER, lesson.folder)
    if notebook.is_file() and _TODO not in _answer_cell(notebook, question.name):
        yield f"{where}: expected a TODO in the template"
    if not (_folders(lesson)["QUESTION"] / f"{question.name}.py").is_file():
        return  # a built-in exercise that a class's lesson asks: its answers lie where it comes from
    if not lesson.own and not (course / corpus.FOLDER).is_dir():
        return  # a built-in lesson in a folder that `autograder start` made: the same
    for sort, fewest in FEWEST.items():
        found = len(list((course / corpus.FOLDER / where / sort).glob("*.py")))
        if found < fewest:
            yield f"{corpus.FOLDER}/{where}/{sort}: expected {fewest} answers at least, found {found}"


def _answer_cell(notebook: Path, name: str) -> str:
    cells = nbformat.read(notebook, as_version=4).cells
    found = [cell.source for cell in cells if grade_id_of(cell) == name]
    return found[0] if len(found) == 1 else ""
