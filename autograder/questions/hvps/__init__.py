"""Lesson 06, `hvps`: curvature without the matrix."""

NUMBER = 6
TITLE = "Curvature without the matrix"
EXERCISES = (
    "hvp",
    "hvp_revrev",
    "vhp",
    "hvp_many",
    "hessian_diagonal",
    "hutchinson_trace",
    "top_curvature",
)
