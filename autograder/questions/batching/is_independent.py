"""is_independent: what is asked."""

from autograder.questions.batching.lesson import IS_INDEPENDENT as QUESTION

__all__ = ["QUESTION"]
