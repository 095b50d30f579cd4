"""Lesson 08, `curvature_at_work`: what products are for."""

NUMBER = 8
TITLE = "Curvature at work"
EXERCISES = (
    "ggn_vp",
    "conjugate_gradient",
    "newton_cg",
    "spectral_density",
    "influence",
)
