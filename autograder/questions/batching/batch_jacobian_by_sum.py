"""batch_jacobian_by_sum: what is asked."""

from autograder.questions.batching.lesson import BATCH_JACOBIAN_BY_SUM as QUESTION

__all__ = ["QUESTION"]
