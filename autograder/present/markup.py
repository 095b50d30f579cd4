"""Small pieces of HTML that read well on light and dark pages, with the styles inside the tags.

    escaped   text made safe
    prose     text made safe, with `code` set as code
    tag       one element with a style by name
    STYLES    name → inline style

A card is shown in JupyterLab, in nbconvert's pages and in nbgrader's; none of them is ours, so nothing here relies on
a style sheet, a script or a background colour. Colours are JupyterLab's variables, else ones of middle lightness that
stand at least 3 : 1 against both white and near-black; they only repeat what a word and a mark say already.
"""

from html import escape

from autograder.present.safe_text import LONGEST, pieces, plain

_LINE = "var(--jp-border-color1, rgba(128, 128, 128, 0.45))"
_FAINT = "1px solid rgba(128, 128, 128, 0.25)"
_CODE = "var(--jp-code-font-family, ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace)"
_CELL = (
    "padding: 0.12em 0.9em 0.12em 0; vertical-align: baseline; border: 0; max-width: none; background: transparent;"
    " line-height: 1.45"
)

GREEN, RED, AMBER, GREY, BLUE = "#2f9e44", "#e03131", "#d9730d", "#868e96", "#3b82c4"

STYLES: dict[str, str] = {
    "card": (
        f"border: 1px solid {_LINE}; border-radius: 6px; padding: 0.8em 1.1em 0.9em; margin: 0.5em 0; max-width: 60em;"
        " box-sizing: border-box; overflow-x: auto; text-align: left; line-height: 1.45; white-space: normal;"
        " color: var(--jp-content-font-color1, inherit);"
        " font-family: var(--jp-content-font-family, system-ui, 'DejaVu Sans', sans-serif);"
        " font-size: var(--jp-content-font-size1, 14px)"
    ),
    "head": (
        "display: flex; flex-wrap: wrap; gap: 0.2em 1.2em; justify-content: space-between; align-items: baseline;"
        f" border-bottom: 1px solid {_LINE}; padding-bottom: 0.45em; margin-bottom: 0.45em"
    ),
    "name": "font-weight: 600; font-size: 1.1em",
    "points": "font-weight: 600; font-size: 1.1em; white-space: nowrap",
    "soft": "opacity: 0.8",
    "table": (
        "border-collapse: collapse; border: 0; margin: 0; width: auto; font-size: inherit; table-layout: auto;"
        " line-height: inherit; color: inherit; background: transparent"
    ),
    "wide": (
        "border-collapse: collapse; border: 0; margin: 0; width: 100%; font-size: inherit; table-layout: auto;"
        " line-height: inherit; color: inherit; background: transparent"
    ),
    "caption": "caption-side: top; text-align: left; font-weight: 600; color: inherit; padding: 0.9em 0 0.2em",
    "row": f"background: transparent; border: 0; border-top: {_FAINT}",
    "plainrow": "background: transparent; border: 0",
    "column": f"{_CELL}; text-align: left; font-weight: 600; opacity: 0.8; white-space: nowrap",
    "column-number": f"{_CELL}; text-align: right; font-weight: 600; opacity: 0.8; white-space: nowrap",
    "side": f"{_CELL}; text-align: left; font-weight: 600; white-space: nowrap",
    "side-soft": f"{_CELL}; text-align: left; font-weight: 400; white-space: nowrap",
    "text": f"{_CELL}; text-align: left; width: 100%; min-width: 12em; overflow-wrap: anywhere",
    "word": f"{_CELL}; text-align: left; white-space: nowrap",
    "number": f"{_CELL}; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums",
    "number-end": f"{_CELL}; padding-right: 0; text-align: right; white-space: nowrap; width: 1%",
    "number-strong": (
        f"{_CELL}; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; font-weight: 600"
    ),
    "scroll": "overflow-x: auto",
    "code": (
        f"font-family: {_CODE}; font-size: 0.92em; padding: 0.05em 0.3em; border-radius: 3px; color: inherit;"
        " background: rgba(128, 128, 128, 0.15); overflow-wrap: anywhere; unicode-bidi: isolate; white-space: pre-wrap;"
        " -webkit-box-decoration-break: clone; box-decoration-break: clone"
    ),
    "code-name": (
        f"font-family: {_CODE}; font-size: 0.92em; padding: 0.05em 0.3em; border-radius: 3px; color: inherit;"
        " background: rgba(128, 128, 128, 0.15); white-space: nowrap"
    ),
    "line": "margin: 0.4em 0 0; padding: 0",
    "term": "font-weight: 600; margin: 0; padding: 0; float: none; width: auto; text-align: left; white-space: nowrap",
    "said": "margin: 0; padding: 0; float: none; width: auto; overflow-wrap: anywhere",
    "list": (
        "display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.25em 1em;"
        " margin: 0.3em 0 0; padding: 0"
    ),
}


def escaped(text: str, longest: int = LONGEST) -> str:
    """Return text as one safe line of HTML."""
    return escape(plain(text, longest), quote=True)


def prose(text: str) -> str:
    """Return text as safe HTML, its code set as code."""
    return "".join(tag("code", "code", escape(piece)) if is_code else escape(piece) for piece, is_code in pieces(text))


def tag(name: str, style: str, inside: str, attributes: str = "") -> str:
    """Return one element; `inside` and `attributes` are HTML already."""
    extra = f" {attributes}" if attributes else ""
    return f'<{name} style="{STYLES[style]}"{extra}>{inside}</{name}>'


def badge(mark: str, word: str, colour: str) -> str:
    """Return a mark in a coloured ring and its word; the word alone says all of it."""
    ring = (
        "display: inline-block; width: 1.3em; height: 1.3em; line-height: 1.2em; margin-right: 0.45em;"
        " text-align: center; font-size: 0.85em; font-weight: 700; box-sizing: border-box;"
        f" border: 1.5px solid {colour}; border-radius: 50%"
    )
    return f'<span style="{ring}" aria-hidden="true">{mark}</span>{escaped(word)}'


def box(title: str, inside: str, colour: str) -> str:
    """Return a titled box with a coloured edge; `inside` is HTML already."""
    style = (
        f"border: {_FAINT}; border-left: 4px solid {colour}; border-radius: 4px; padding: 0.5em 0.9em 0.6em;"
        " margin: 0.9em 0 0; background: rgba(128, 128, 128, 0.07)"
    )
    return (
        f'<div style="{style}" role="note" aria-label="{escaped(title)}">'
        f'<div style="font-weight: 600; font-size: 1.02em">{escaped(title)}</div>{inside}</div>'
    )
