"""Key to `four_hessians`."""

from autograder.answer_key.hessians.lesson import ENTRIES

ENTRY = ENTRIES["four_hessians"]
