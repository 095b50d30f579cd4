"""hessian_by_composition: what is asked."""

from autograder.questions.hessians.lesson import HESSIAN_BY_COMPOSITION as QUESTION

__all__ = ["QUESTION"]
