"""Key to `vhp`."""

from autograder.answer_key.hvps.lesson import ENTRIES

ENTRY = ENTRIES["vhp"]
