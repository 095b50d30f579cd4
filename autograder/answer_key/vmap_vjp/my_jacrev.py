"""Key to `my_jacrev`."""

from autograder.answer_key.vmap_vjp.lesson import ENTRIES

ENTRY = ENTRIES["my_jacrev"]
