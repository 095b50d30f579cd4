"""Lesson 04, `hessians`: derivatives of derivatives."""

NUMBER = 4
TITLE = "Derivatives of derivatives"
EXERCISES = (
    "hessian_by_composition",
    "four_hessians",
    "mixed_hessian",
)
