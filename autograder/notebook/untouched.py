"""Whether an answer is still as its lesson handed it out.

Offers: `is_untouched`.
"""

import inspect
import textwrap
from collections.abc import Callable
from typing import Any

from autograder.classroom.course.handed_out import is_template


def is_untouched(name: str, answer: Callable[..., Any]) -> bool:
    """Tell whether a function does what the lesson's template of that name does, comments and layout aside."""
    try:
        return is_template(name, textwrap.dedent(inspect.getsource(answer)))
    except (OSError, TypeError):  # nobody knows its source
        return False
