"""What is asked: the course's lessons and questions, held by both sides.

A lesson is a folder beside this file, an exercise a file in it: `row_by_row/vjp_once.py`. They are found by walking
the folders; a lesson's own `__init__.py` says its NUMBER, its TITLE and its EXERCISES in order.

Offers: `LESSONS`, `question`, and the types of `question.py`.
"""

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
from autograder.questions.walk import lessons_below

LESSONS: tuple[Lesson, ...] = lessons_below(__name__, __path__)


def question(name: str) -> Question | None:
    """Return the question of that name, or None."""
    return next((q for lesson in LESSONS for q in lesson.questions if q.name == name), None)


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
