"""Whether an answer is still as its lesson handed it out.

Offers: `is_untouched`.
"""

import inspect
import textwrap
from collections.abc import Callable
from typing import Any

from autograder.classroom.course.handed_out import is_template


def is_untouched(name: str, answer: Callable[..., Any]) -> bool:
    """Tell whether a function is the lesson's template of that name, comments and layout aside."""
    try:
        return is_template(name, textwrap.dedent(inspect.getsource(answer)))
    except (OSError, TypeError):  # it has no source
        return False
