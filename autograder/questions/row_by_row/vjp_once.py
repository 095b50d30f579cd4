"""vjp_once: what is asked."""

from autograder.questions.row_by_row.lesson import VJP_ONCE as QUESTION

__all__ = ["QUESTION"]
