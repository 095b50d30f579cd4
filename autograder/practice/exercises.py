"""The exercises of a learner's folder as files, `exercises/NN_topic/exercise.py`, beside the lessons' notebooks.

exercises   all of them, in the course's order
lay_out     write the files that are missing
named       the exercise of that name, or of that file
known       the name of an exercise, checked
first_open  the first exercise that lacks points
next_name   its name, of all that there are
begun       whether a file holds more than was handed out
reset       hand the file out again; the old one is kept beside it, dated
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.classroom.course.start import course_of, notebooks_of, put, replaced
from autograder.errors import CourseError, nearest
from autograder.grade_id import grade_id_of
from autograder.logbook import Progress
from autograder.parsing import parsed
from autograder.practice.plain_maths import plain_maths
from autograder.questions import LESSONS, Question
from autograder.whole_file import read_whole

FOLDER = "exercises"
_SETUP, _PACKAGE = "setup", "autograder"
_ASKS = "Save this file while `autograder watch` runs: it is judged at once."
_COPY = "It is judged by itself: copy in what you want to call from earlier in the lesson:"
_HEADING = re.compile(r"^#+ ", re.MULTILINE)
_ITEM = re.compile(r"^\*\*\d+\.\*\* ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise: its lesson's folder and title, its question, its file, and that file as it is handed out."""

    lesson: str
    lesson_title: str
    question: Question
    path: Path
    template: str

    @property
    def name(self) -> str:
        """The function to write."""
        return self.question.name


def exercises(copy: Path) -> tuple[Exercise, ...]:
    """Return the exercises of the learner's folder `copy`, in order."""
    found = []
    notebooks = notebooks_of(course_of(copy))
    for lesson in LESSONS:
        if lesson.folder not in notebooks:
            continue
        cells = json.loads(read_whole(notebooks[lesson.folder]))["cells"]
        for question in lesson.questions:
            path = copy / FOLDER / lesson.folder / f"{question.name}.py"
            found.append(Exercise(lesson.folder, lesson.title, question, path, _template(cells, question)))
    return tuple(found)


def lay_out(copy: Path, all_of_them: Sequence[Exercise]) -> int:
    """Write the files that are missing; return how many. Raise CourseError where the folder can't be written."""
    lacking = [each for each in all_of_them if not each.path.exists()]
    put(copy, {each.path.relative_to(copy).as_posix(): each.template.encode() for each in lacking})
    return len(lacking)


def named(all_of_them: Sequence[Exercise], asked: str) -> Exercise:
    """Return the exercise of that name, or of that file; raise CourseError, with the nearest name, if there is none."""
    by_name = {each.name: each for each in all_of_them}
    return by_name[_one_of(list(by_name), asked)]


def known(asked: str) -> str:
    """Return the name of the exercise that is asked for; raise CourseError, with the nearest name, if there is none."""
    return _one_of([question.name for lesson in LESSONS for question in lesson.questions], asked)


def _one_of(names: Sequence[str], asked: str) -> str:
    name = Path(asked).stem if asked.endswith(".py") else asked
    if name in names:
        return name
    near = nearest(name, names)
    step = f"Did you mean {near}?" if near else "`autograder progress --all` lists them."
    raise CourseError("exercise", "the name of an exercise", f"«{name}»", step)


def first_open(all_of_them: Iterable[Exercise], progress: Progress) -> Exercise | None:
    """Return the first exercise that lacks points; None if none does."""
    return next((each for each in all_of_them if _lacks_points(each.question, progress)), None)


def next_name(progress: Progress) -> str | None:
    """Return the name of the first exercise that lacks points; None if none does. This needs no folder."""
    every = (question for lesson in LESSONS for question in lesson.questions)
    return next((question.name for question in every if _lacks_points(question, progress)), None)


def _lacks_points(question: Question, progress: Progress) -> bool:
    return (progress.points(question.name) or 0) < question.max_points


def reset(exercise: Exercise) -> Path | None:
    """Hand an exercise's file out again; return where the old one is kept, None if it was as handed out.

    Raise CourseError if the folder can't be written, or something is there that is no file.
    """
    fresh = exercise.template.encode()
    if not exercise.path.exists():
        put(exercise.path.parent, {exercise.path.name: fresh})
        return None
    if not exercise.path.is_file():
        found, step = "something that is no file", "Move it away, and run the same command again."
        raise CourseError(exercise.path.name, "a Python file", found, step)
    return None if exercise.path.read_bytes() == fresh else replaced(exercise.path, fresh)


def begun(exercise: Exercise, source: str) -> bool:
    """Tell whether a source holds other code than was handed out; what Python can't parse has been begun."""
    try:
        return ast.dump(parsed(source)) != ast.dump(parsed(exercise.template))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True


def _template(cells: Sequence[Any], question: Question) -> str:
    """Return an exercise's file as it is handed out: its task as comments, the lesson's imports, the answer's cell."""
    by_id = {grade_id_of(cell): place for place, cell in enumerate(cells)}
    place = by_id[question.name]
    told = [_commented(line) for line in plain_maths("\n".join(_task(cells[:place]))).split("\n")]
    imports = list(_imports(_source(cells[by_id[_SETUP]]))) if _SETUP in by_id else []
    answer = _source(cells[place])
    used = [f"# {_COPY} {' and '.join(question.uses)}."] if question.uses else []
    return "\n".join([*told, "#", f"# {_ASKS}", *used, "", *imports, "", "", answer, ""])


def _source(cell: Any) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _task(before: Sequence[Any]) -> list[str]:
    """Return the lines of text above an answer, from the last heading on.

    Where several exercises share a heading, each is an item of its own, «**4.** …»: the heading's text, and the item.
    """
    texts = [_source(cell) for cell in before if cell["cell_type"] == "markdown"]
    if not texts:
        return []
    headed = next((text for text in reversed(texts) if _HEADING.search(text)), "")
    shared = headed[[found.start() for found in _HEADING.finditer(headed)][-1] :] if headed else ""
    if headed is texts[-1]:
        return shared.splitlines()
    item = _ITEM.search(texts[-1])
    if item is None:
        return texts[-1].splitlines()
    return [*_ITEM.split(shared)[0].rstrip().splitlines(), "", *texts[-1][item.start() :].splitlines()]


def _commented(line: str) -> str:
    return f"# {line.lstrip('#').strip() if line.startswith('#') else line}".rstrip()


def _imports(source: str) -> Iterator[str]:
    """Yield a cell's imports at its top level, but not ours: `check` and its like are for a notebook."""
    for node in ast.parse(source).body:
        match node:
            case ast.Import():
                yield ast.unparse(node)
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] != _PACKAGE:
                yield ast.unparse(node)
