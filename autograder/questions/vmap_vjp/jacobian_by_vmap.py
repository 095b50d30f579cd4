"""jacobian_by_vmap: what is asked."""

from autograder.questions.vmap_vjp.lesson import JACOBIAN_BY_VMAP as QUESTION

__all__ = ["QUESTION"]
