"""What is asked: the course's lessons and questions, held by both sides.

A lesson is a folder beside this file, an exercise a file in it: `topic/exercise.py`. They are found by walking the
folders; a lesson's own `__init__.py` says its NUMBER, its TITLE and its EXERCISES in order. A course's own folder
`questions/` adds to them in the same form, and under the same names: `autograder.questions.topic.exercise`.

Offers: `LESSONS`, `question`, and the types of `question.py`.
"""

from autograder import course_folder
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
from autograder.questions.walk import built_in, keep_apart, own


def _lessons() -> tuple[Lesson, ...]:
    ours = built_in(__name__, __path__[0])
    folder = course_folder.own(course_folder.QUESTIONS)
    if folder is None:
        return ours
    keep_apart(folder, __path__[0])
    __path__.append(str(folder))
    return tuple(sorted(ours + own(__name__, folder, ours), key=lambda lesson: lesson.folder))


LESSONS: tuple[Lesson, ...] = _lessons()


def question(name: str, lesson: str = "") -> Question | None:
    """Return the question of that name, or None.

    Where several lessons ask it, for points of their own: that of the lesson whose folder is named, else that of the
    course's own lesson.
    """
    asked = [each for each in LESSONS if any(question.name == name for question in each.questions)]
    asked.sort(key=lambda each: (each.folder != lesson, not each.own))
    return next((question for each in asked[:1] for question in each.questions if question.name == name), None)


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
    "question",
]
