"""out_of_place: what is asked."""

from autograder.questions.vmap_vjp.lesson import OUT_OF_PLACE as QUESTION

__all__ = ["QUESTION"]
