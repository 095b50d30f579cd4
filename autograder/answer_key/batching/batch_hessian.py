"""Key to `batch_hessian`."""

from autograder.answer_key.batching.lesson import ENTRIES

ENTRY = ENTRIES["batch_hessian"]
