"""Key to `itemless`."""

from autograder.answer_key.vmap_vjp.lesson import ENTRIES

ENTRY = ENTRIES["itemless"]
