"""batch_jacobian: what is asked."""

from autograder.questions.batching.lesson import BATCH_JACOBIAN as QUESTION

__all__ = ["QUESTION"]
