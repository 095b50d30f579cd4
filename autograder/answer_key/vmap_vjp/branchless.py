"""Key to `branchless`."""

from autograder.answer_key.vmap_vjp.lesson import ENTRIES

ENTRY = ENTRIES["branchless"]
