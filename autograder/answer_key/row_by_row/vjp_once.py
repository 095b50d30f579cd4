"""Key to `vjp_once`."""

from autograder.answer_key.row_by_row.lesson import ENTRIES

ENTRY = ENTRIES["vjp_once"]
