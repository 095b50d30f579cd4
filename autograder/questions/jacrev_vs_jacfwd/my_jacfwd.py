"""my_jacfwd: what is asked."""

from autograder.questions.jacrev_vs_jacfwd.lesson import MY_JACFWD as QUESTION

__all__ = ["QUESTION"]
