"""Key to `hvp_many`."""

from autograder.answer_key.hvps.lesson import ENTRIES

ENTRY = ENTRIES["hvp_many"]
