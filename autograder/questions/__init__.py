"""What is asked: the course's lessons and questions, held by both sides.

Offers: `LESSONS`, `question`, and the types of `question.py`.
"""

from autograder.questions.lesson_01 import LESSON as LESSON_01
from autograder.questions.lesson_02 import LESSON as LESSON_02
from autograder.questions.lesson_03 import LESSON as LESSON_03
from autograder.questions.lesson_04 import LESSON as LESSON_04
from autograder.questions.lesson_05 import LESSON as LESSON_05
from autograder.questions.lesson_06 import LESSON as LESSON_06
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

LESSONS: tuple[Lesson, ...] = (LESSON_01, LESSON_02, LESSON_03, LESSON_04, LESSON_05, LESSON_06)


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
