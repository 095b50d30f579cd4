"""top_curvature: what is asked."""

from autograder.questions.hvps.lesson import TOP_CURVATURE as QUESTION

__all__ = ["QUESTION"]
