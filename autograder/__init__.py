"""All that a lesson's notebook imports.

check      judge an answer and show its card
hint       the next of three hints
progress   the lesson map with your points
trend      times against size, drawn
"""

from autograder.notebook import check, hint, progress, trend

__all__ = ["check", "hint", "progress", "trend"]
