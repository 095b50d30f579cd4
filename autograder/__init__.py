"""All that a lesson's notebook imports.

check      judge an answer and show its card
guess      answer a prediction at once, ungraded
hint       the next of three hints
progress   the lesson map with your points
trend      times against size, drawn
"""

from autograder.notebook import check, hint, progress, trend
from autograder.questions.predictions import guess

__all__ = ["check", "guess", "hint", "progress", "trend"]
