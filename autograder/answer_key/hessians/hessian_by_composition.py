"""Key to `hessian_by_composition`."""

from autograder.answer_key.hessians.lesson import ENTRIES

ENTRY = ENTRIES["hessian_by_composition"]
