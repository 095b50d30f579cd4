"""hvp_many: what is asked."""

from autograder.questions.hvps.lesson import HVP_MANY as QUESTION

__all__ = ["QUESTION"]
