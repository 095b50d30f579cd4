"""All HTML of ours is made here, from the templates beside this module.

    render   template's name, values → HTML

Every value that a template prints goes through `plain` and is escaped. Markup is taken as it is: HTML or safe text.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from autograder.present.safe_text import block, pieces, plain
from autograder.present.styles import COLOURS, STYLES

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, values: Mapping[str, Any]) -> str:
    """Return what a template makes of the values; a name that is missing is an error."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    """Templates are read and compiled once, on their first use."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        finalize=_cleaned,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"pieces": _pieces, "plain": plain, "block": _block}
    # Our own CSS, whose quotes need no escaping.
    environment.globals["style"] = {name: Markup(style) for name, style in STYLES.items()}
    environment.globals["colour"] = COLOURS
    return environment


def _cleaned(value: Any) -> Any:
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _block(text: str) -> Markup:
    """Return lines of code, safe, with their line ends."""
    return escape(block(text))


def _pieces(text: str) -> list[tuple[Markup, bool]]:
    """Return a sentence's prose and code, apart, each safe and with the blanks at its ends."""
    return [(escape(piece), is_code) for piece, is_code in pieces(text)]
