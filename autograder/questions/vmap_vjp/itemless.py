"""itemless: what is asked."""

from autograder.questions.vmap_vjp.lesson import ITEMLESS as QUESTION

__all__ = ["QUESTION"]
