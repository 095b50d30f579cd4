"""vhp: what is asked."""

from autograder.questions.hvps.lesson import VHP as QUESTION

__all__ = ["QUESTION"]
