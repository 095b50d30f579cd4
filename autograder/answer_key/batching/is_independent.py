"""Key to `is_independent`."""

from autograder.answer_key.batching.lesson import ENTRIES

ENTRY = ENTRIES["is_independent"]
