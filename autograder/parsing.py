"""Python text that somebody else wrote, parsed.

parsed  its tree; Python's warnings of it, of a «\\d» in a string say, are shown to nobody
"""

import ast
import warnings


def parsed(source: str) -> ast.Module:
    """Return the tree of a text; raise as `ast.parse` does where it is no Python, or nested too deep."""
    with warnings.catch_warnings(action="ignore"):
        return ast.parse(source)
