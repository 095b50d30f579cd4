"""mixed_hessian: what is asked."""

from autograder.questions.hessians.lesson import MIXED_HESSIAN as QUESTION

__all__ = ["QUESTION"]
