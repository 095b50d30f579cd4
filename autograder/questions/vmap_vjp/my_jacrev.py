"""my_jacrev: what is asked."""

from autograder.questions.vmap_vjp.lesson import MY_JACREV as QUESTION

__all__ = ["QUESTION"]
