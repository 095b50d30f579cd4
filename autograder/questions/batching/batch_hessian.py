"""batch_hessian: what is asked."""

from autograder.questions.batching.lesson import BATCH_HESSIAN as QUESTION

__all__ = ["QUESTION"]
