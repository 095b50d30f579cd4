"""The lessons' figures: drawn from numbers that a lesson computed, each shown with a text alternative.

Offers: `show`, `browse`, `say`, `matrices`; each lesson's own are in a file of its topic's name.
"""

from autograder.figures.drawing import browse, matrices, say, show

__all__ = ["browse", "matrices", "say", "show"]
