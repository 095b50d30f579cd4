"""hutchinson_trace: what is asked."""

from autograder.questions.hvps.lesson import HUTCHINSON_TRACE as QUESTION

__all__ = ["QUESTION"]
