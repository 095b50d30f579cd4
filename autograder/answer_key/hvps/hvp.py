"""Key to `hvp`."""

from autograder.answer_key.hvps.lesson import ENTRIES

ENTRY = ENTRIES["hvp"]
