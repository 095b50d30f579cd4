"""Key to `cheapest_jacobian`."""

from autograder.answer_key.jacrev_vs_jacfwd.lesson import ENTRIES

ENTRY = ENTRIES["cheapest_jacobian"]
