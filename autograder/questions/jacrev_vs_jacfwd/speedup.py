"""speedup: what is asked."""

from autograder.questions.jacrev_vs_jacfwd.lesson import SPEEDUP as QUESTION

__all__ = ["QUESTION"]
