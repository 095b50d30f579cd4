"""cheapest_jacobian: what is asked."""

from autograder.questions.jacrev_vs_jacfwd.lesson import CHEAPEST_JACOBIAN as QUESTION

__all__ = ["QUESTION"]
