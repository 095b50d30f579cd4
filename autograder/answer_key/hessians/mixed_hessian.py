"""Key to `mixed_hessian`."""

from autograder.answer_key.hessians.lesson import ENTRIES

ENTRY = ENTRIES["mixed_hessian"]
