"""Key to `jacobian_by_vmap`."""

from autograder.answer_key.vmap_vjp.lesson import ENTRIES

ENTRY = ENTRIES["jacobian_by_vmap"]
