"""Key to `top_curvature`."""

from autograder.answer_key.hvps.lesson import ENTRIES

ENTRY = ENTRIES["top_curvature"]
