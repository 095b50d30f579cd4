"""hvp: what is asked."""

from autograder.questions.hvps.lesson import HVP as QUESTION

__all__ = ["QUESTION"]
