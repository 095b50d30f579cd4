"""Lesson 07, `per_sample_gradients`: from a module to a function, from a batch to its samples."""

NUMBER = 7
TITLE = "From a batch to its samples"
EXERCISES = (
    "as_function",
    "per_sample_gradients",
    "linear_gradient_norms",
    "clip_and_mean",
    "empirical_ntk",
)
