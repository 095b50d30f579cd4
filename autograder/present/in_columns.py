"""Lines of text in a terminal's width.

Offers: `in_columns`.
"""

import re
from textwrap import TextWrapper

_STEP = 4


def in_columns(text: str, width: int) -> str:
    """Wrap lines that are too long between words; what is left stands below the column that it belongs to.

    A line's last column begins after its last gap of two blanks. Where that leaves less than half of the width, the
    rest is set in a step from the line's own beginning.
    """
    return "\n".join(_wrapped(line, width) for line in text.split("\n"))


def _wrapped(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    begin = len(line) - len(line.lstrip())
    column = max((gap.end() for gap in re.finditer(r" {2,}", line)), default=begin)
    rest = column if 2 * column <= width else begin + _STEP
    wrapper = TextWrapper(
        max(width, 1),
        subsequent_indent=" " * rest,
        expand_tabs=False,
        replace_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(wrapper.wrap(line))
