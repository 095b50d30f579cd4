"""Key to `jacobian_in_chunks`."""

from autograder.answer_key.vmap_vjp.lesson import ENTRIES

ENTRY = ENTRIES["jacobian_in_chunks"]
