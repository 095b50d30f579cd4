"""What is asked: the course's lessons and questions, held by both sides.

A lesson is a folder beside this file, an exercise a file in it: `topic/exercise.py`. They are found by walking the
folders (`walk`); a lesson's own `__init__.py` says its NUMBER, its TITLE and its EXERCISES in order. A course's own
folder `questions/` adds to them in the same form, and under the same names: `autograder.questions.topic.exercise`.
Points that a class sets in its class.toml replace the questions' own.

    question    what a question is made of
    draw        numbers and functions f, from a seed; `models`, modules and losses
    marker      counts the passes through an f
    device      where tensors live
    prediction  what is guessed before a cell is run

Offers: `LESSONS`, `question`, `lesson_of`, and the types of `question.py`.
"""

import os

from autograder import course_folder
from autograder.class_settings import class_settings
from autograder.questions.question import (
    CRITERIA,
    Answer,
    Budget,
    Call,
    Lesson,
    Question,
    Rules,
    Trend,
)
from autograder.questions.walk import built_in, keep_apart, own, with_class_points


def _lessons() -> tuple[Lesson, ...]:
    found = built_in(__name__, __path__[0])
    folder = course_folder.own(course_folder.QUESTIONS)
    if folder is not None:
        keep_apart(folder, __path__[0])
        __path__.append(str(folder))
        found = tuple(sorted(found + own(__name__, folder, found), key=lambda lesson: lesson.folder))
    # Beside a student's code nothing is judged, and class.toml can't be read there.
    course = None if os.environ.get(course_folder.OBSERVE_ONLY) else course_folder.at_work()
    return with_class_points(found, class_settings(course).points, course)


LESSONS: tuple[Lesson, ...] = _lessons()


def question(name: str, lesson: str = "") -> Question | None:
    """Return the question of that name, or None.

    Several lessons may ask it, for points of their own. Then it is that of the `lesson` whose folder is named, else
    that of a lesson of the course's own.
    """
    asked = [each for each in LESSONS if any(question.name == name for question in each.questions)]
    asked.sort(key=lambda each: (each.folder != lesson, not each.own))
    return next((question for each in asked[:1] for question in each.questions if question.name == name), None)


def lesson_of(name: str) -> Lesson | None:
    """Return the first lesson that asks the question of that name, or None."""
    return next((each for each in LESSONS if any(question.name == name for question in each.questions)), None)


__all__ = [
    "CRITERIA",
    "LESSONS",
    "Answer",
    "Budget",
    "Call",
    "Lesson",
    "Question",
    "Rules",
    "Trend",
    "lesson_of",
    "question",
]
