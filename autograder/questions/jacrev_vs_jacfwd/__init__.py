"""Lesson 03, `jacrev_vs_jacfwd`: rows or columns."""

NUMBER = 3
TITLE = "Rows or columns"
EXERCISES = (
    "my_jacfwd",
    "cheapest_jacobian",
    "speedup",
)
