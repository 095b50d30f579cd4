"""jacobian_in_chunks: what is asked."""

from autograder.questions.vmap_vjp.lesson import JACOBIAN_IN_CHUNKS as QUESTION

__all__ = ["QUESTION"]
