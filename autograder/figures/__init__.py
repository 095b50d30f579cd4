"""The lessons' figures: drawn from numbers that a lesson computed, each shown with a text alternative.

Offers: `show`, `browse`, `matrices`; each lesson's own are in `lesson_01` to `lesson_06`.
"""

from autograder.figures.drawing import browse, matrices, show

__all__ = ["browse", "matrices", "show"]
