"""What the lessons' own files say of an exercise.

    own_answer   its cell in the lesson's solution; empty if this installation has no solutions
    heading      the heading that it stands under
    written      the points of a lesson's written questions, which a person reads
    following    the exercise after it in its lesson

The solutions lie in the course folder: around the package in a clone, inside it if a wheel with them was installed.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from autograder import course_folder
from autograder.classroom.course.places import LESSONS as HANDED_OUT
from autograder.classroom.course.places import SOLUTIONS, notebook_of, shipped
from autograder.questions import Lesson, Question, lesson_of
from autograder.whole_file import read_whole

_MARKS = re.compile(r"^\s*### (BEGIN|END) SOLUTION\s*\n", re.MULTILINE)
_HEADING = re.compile(r"^##+ (.*)$", re.MULTILINE)


def following(name: str) -> Question | None:
    """Return the exercise after one in its lesson; None after the last."""
    lesson = lesson_of(name)
    names = [question.name for question in lesson.questions] if lesson else []
    return lesson.questions[names.index(name) + 1] if lesson and name in names[:-1] else None


def own_answer(name: str) -> str:
    """Return the lesson's own answer to an exercise, as its author wrote it."""
    lesson = lesson_of(name)
    cells = _cells(SOLUTIONS, lesson.folder) if lesson else ()
    found = next((source for grade, source in cells if grade.get("grade_id") == name), "")
    return _MARKS.sub("", found + "\n").strip()


def heading(name: str) -> str:
    """Return the heading above an exercise's cell; empty if the lesson isn't here."""
    lesson, above = lesson_of(name), ""
    for grade, source in _cells(HANDED_OUT, lesson.folder) if lesson else ():
        if grade.get("grade_id") == name:
            return above
        above = next(reversed(_HEADING.findall(source)), above) if grade.get("markdown") else above
    return ""


def written(lesson: Lesson) -> int:
    """Return the points of a lesson's written questions."""
    grades = [grade for grade, _ in _cells(HANDED_OUT, lesson.folder)]
    return sum(int(grade.get("points", 0)) for grade in grades if grade.get("markdown") and grade.get("grade"))


@cache
def _cells(folder: str, lesson: str) -> tuple[tuple[dict[str, Any], str], ...]:
    """Return each cell's nbgrader metadata (with `markdown`: its kind) and its source; none if there is no lesson."""
    for course in (course_folder.at_work(), shipped()):
        path = course / notebook_of(folder, lesson) if course else Path()
        try:
            cells = json.loads(read_whole(path))["cells"]
            return tuple((_grade(cell), "".join(cell["source"])) for cell in cells)
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            continue
    return ()


def _grade(cell: dict[str, Any]) -> dict[str, Any]:
    return {**cell["metadata"].get("nbgrader", {}), "markdown": cell["cell_type"] == "markdown"}
