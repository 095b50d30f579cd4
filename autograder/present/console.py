"""A console of rich's that is as wide as its terminal.

Offers: `console`.
"""

import shutil

from rich.console import Console


def console(highlight: bool = True) -> Console:
    """Return a console. Of a dumb terminal, an editor's say, rich takes 80 columns for granted."""
    made = Console(highlight=highlight)
    if not made.is_dumb_terminal:
        return made
    width, height = shutil.get_terminal_size()
    return Console(highlight=highlight, width=width, height=height)  # rich obeys a width alone only where it asks
