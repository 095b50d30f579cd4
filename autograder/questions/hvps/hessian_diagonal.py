"""hessian_diagonal: what is asked."""

from autograder.questions.hvps.lesson import HESSIAN_DIAGONAL as QUESTION

__all__ = ["QUESTION"]
