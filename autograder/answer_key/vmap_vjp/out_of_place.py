"""Key to `out_of_place`."""

from autograder.answer_key.vmap_vjp.lesson import ENTRIES

ENTRY = ENTRIES["out_of_place"]
