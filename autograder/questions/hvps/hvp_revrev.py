"""hvp_revrev: what is asked."""

from autograder.questions.hvps.lesson import HVP_REVREV as QUESTION

__all__ = ["QUESTION"]
