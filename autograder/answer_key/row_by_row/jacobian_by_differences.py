"""Key to `jacobian_by_differences`."""

from autograder.answer_key.row_by_row.lesson import ENTRIES

ENTRY = ENTRIES["jacobian_by_differences"]
