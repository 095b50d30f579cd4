"""jacobian_by_rows: what is asked."""

from autograder.questions.row_by_row.lesson import JACOBIAN_BY_ROWS as QUESTION

__all__ = ["QUESTION"]
