"""jacobian_by_differences: what is asked."""

from autograder.questions.row_by_row.lesson import JACOBIAN_BY_DIFFERENCES as QUESTION

__all__ = ["QUESTION"]
