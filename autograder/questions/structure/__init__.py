"""Lesson 09, `structure`: what is known of f is worth more than a mode."""

NUMBER = 9
TITLE = "What you know about f"
EXERCISES = (
    "color_columns",
    "sparse_jacobian",
    "implicit_gradient",
    "kepler",
)
