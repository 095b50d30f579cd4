"""Key to `batch_jacobian_by_sum`."""

from autograder.answer_key.batching.lesson import ENTRIES

ENTRY = ENTRIES["batch_jacobian_by_sum"]
