"""Key to `hvp_revrev`."""

from autograder.answer_key.hvps.lesson import ENTRIES

ENTRY = ENTRIES["hvp_revrev"]
