"""Key to `batch_jacobian`."""

from autograder.answer_key.batching.lesson import ENTRIES

ENTRY = ENTRIES["batch_jacobian"]
