"""Lesson 01, `row_by_row`: one reverse pass is one row."""

NUMBER = 1
TITLE = "One reverse pass is one row"
EXERCISES = (
    "vjp_once",
    "jacobian_by_rows",
    "jacobian_by_differences",
)
