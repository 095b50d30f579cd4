"""A lesson's questions, and those of their calls that can be made alone."""

from autograder.questions import LESSONS, Call, Question


def questions_of(topic: str) -> tuple[Question, ...]:
    """Return the questions that a lesson asks, in order."""
    return next(lesson for lesson in LESSONS if lesson.topic == topic).questions


def calls_of(question: Question, seed: int) -> list[Call]:
    """Return the calls of a question that bring their numbers with them."""
    return [call for call in question.calls(seed) if call.before is None]
