"""Whole pages from the templates beside this module.

    render   template's name, values → HTML

Every value that a template prints passes `plain` and is escaped; HTML made by our own functions comes as Markup.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from autograder.present.safe_text import pieces, plain

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, values: Mapping[str, Any]) -> str:
    """Return the page that a template makes of the values; a name that is missing is an error."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    """Templates are compiled once for all pages."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_cleaned,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"breakable": _breakable, "prose": _prose}
    return environment


def _cleaned(value: Any) -> Any:
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _breakable(name: str) -> Markup:
    """Let a long name break at its underscores."""
    return escape(plain(name)).replace("_", Markup("_<wbr>"))


def _prose(text: str) -> Markup:
    """Set what is code in a sentence as code."""
    return Markup("").join(Markup("<code>{}</code>").format(piece) if code else piece for piece, code in pieces(text))
