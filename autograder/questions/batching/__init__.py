"""Lesson 05, `batching`: many samples, no loop."""

NUMBER = 5
TITLE = "Many samples, no loop"
EXERCISES = (
    "batch_jacobian",
    "batch_jacobian_by_sum",
    "is_independent",
    "batch_hessian",
)
