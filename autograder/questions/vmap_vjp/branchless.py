"""branchless: what is asked."""

from autograder.questions.vmap_vjp.lesson import BRANCHLESS as QUESTION

__all__ = ["QUESTION"]
