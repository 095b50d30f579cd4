"""Key to `hessian_diagonal`."""

from autograder.answer_key.hvps.lesson import ENTRIES

ENTRY = ENTRIES["hessian_diagonal"]
