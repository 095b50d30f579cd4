"""four_hessians: what is asked."""

from autograder.questions.hessians.lesson import FOUR_HESSIANS as QUESTION

__all__ = ["QUESTION"]
