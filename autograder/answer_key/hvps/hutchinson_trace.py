"""Key to `hutchinson_trace`."""

from autograder.answer_key.hvps.lesson import ENTRIES

ENTRY = ENTRIES["hutchinson_trace"]
