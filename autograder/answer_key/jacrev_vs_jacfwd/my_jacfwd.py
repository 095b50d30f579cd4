"""Key to `my_jacfwd`."""

from autograder.answer_key.jacrev_vs_jacfwd.lesson import ENTRIES

ENTRY = ENTRIES["my_jacfwd"]
