"""How our HTML looks on pages of others: as inline styles.

    STYLES    name → inline style, as the templates name it: `style="{{ style.card }}"`
    COLOURS   name → colour, the same

A card is shown in JupyterLab, in nbconvert's pages and in nbgrader's. None of these is ours, so nothing here relies on
a style sheet, a script or a background colour. Colours are JupyterLab's variables, or of a middle lightness with a
contrast of at least 3 : 1 to both white and near-black; they only repeat what a word and a mark say already.
"""

_LINE = "var(--jp-border-color1, rgba(128, 128, 128, 0.45))"
_FAINT = "1px solid rgba(128, 128, 128, 0.25)"
_CODE = "var(--jp-code-font-family, ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace)"
_CELL = (
    "padding: 0.12em 0.6em 0.12em 0; vertical-align: baseline; border: 0; max-width: none; background: transparent;"
    " line-height: 1.45"
)

COLOURS = {
    "green": "#2f9e44",
    "red": "#e03131",
    "amber": "#d9730d",
    "grey": "#868e96",
    "blue": "#3b82c4",
    "purple": "#9061c9",
}

STYLES: dict[str, str] = {
    "card": (
        f"border: 1px solid {_LINE}; border-radius: 6px; padding: 0.8em 1.1em 0.9em; margin: 0.5em 0; max-width: 60em;"
        # A width of its own, for places that are only as wide as their content.
        " container-type: inline-size; contain-intrinsic-inline-size: 34em;"
        " box-sizing: border-box; overflow-x: auto; text-align: left; line-height: 1.45;"
        " white-space: normal;"
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
    "plain_row": "background: transparent; border: 0",
    "column": f"{_CELL}; text-align: left; font-weight: 600; opacity: 0.8; white-space: nowrap",
    "column_number": f"{_CELL}; text-align: right; font-weight: 600; opacity: 0.8; white-space: nowrap",
    "side": f"{_CELL}; text-align: left; font-weight: 600; white-space: nowrap",
    "side_soft": f"{_CELL}; text-align: left; font-weight: 400; white-space: nowrap",
    "text": f"{_CELL}; text-align: left; width: 100%; min-width: 4.5em; overflow-wrap: anywhere",
    "word": f"{_CELL}; text-align: left; white-space: nowrap",
    "number": f"{_CELL}; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums",
    "number_end": f"{_CELL}; padding-right: 0; text-align: right; white-space: nowrap; width: 1%",
    "number_strong": (
        f"{_CELL}; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; font-weight: 600"
    ),
    "scroll": "overflow-x: auto",
    "code": (
        f"font-family: {_CODE}; font-size: 0.92em; padding: 0.05em 0.3em; border-radius: 3px; color: inherit;"
        " background: rgba(128, 128, 128, 0.15); overflow-wrap: anywhere; unicode-bidi: isolate; white-space: pre-wrap;"
        " -webkit-box-decoration-break: clone; box-decoration-break: clone"
    ),
    "code_name": (
        f"font-family: {_CODE}; font-size: 0.92em; padding: 0.05em 0.3em; border-radius: 3px; color: inherit;"
        " background: rgba(128, 128, 128, 0.15); white-space: nowrap"
    ),
    "line": "margin: 0.4em 0 0; padding: 0",
    "term": "font-weight: 600; margin: 0; padding: 0; float: none; width: auto; text-align: left; white-space: nowrap",
    "said": "margin: 0; padding: 0; float: none; width: auto; overflow-wrap: anywhere",
    "checked": "list-style: none; margin: 0.3em 0 0; padding: 0",
    "list": (
        "display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.25em 1em;"
        " margin: 0.3em 0 0; padding: 0"
    ),
    # Where a style ends without a value («solid», «color:»), the template appends a colour.
    "badge": (
        "display: inline-block; width: 1.3em; height: 1.3em; line-height: 1.2em; margin-right: 0.45em;"
        " text-align: center; font-size: 0.85em; font-weight: 700; box-sizing: border-box; border-radius: 50%;"
        " border: 1.5px solid"
    ),
    "box": (
        f"border: {_FAINT}; border-radius: 4px; padding: 0.5em 0.9em 0.6em; margin: 0.9em 0 0;"
        " background: rgba(128, 128, 128, 0.07); border-left: 4px solid"
    ),
    "box_title": "font-weight: 600; font-size: 1.02em",
    # The cost as a picture: for each party a row of bars that stand on one line.
    "passes": "display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.5em 1em; margin: 0.4em 0 0.2em",
    "passes_who": "align-self: end; line-height: 1.2",
    "passes_who_strong": "align-self: end; line-height: 1.2; font-weight: 600",
    "passes_row": (
        "display: flex; flex-wrap: wrap; align-items: flex-end; gap: 2px 3px; min-height: 12px;"
        f" border-bottom: {_FAINT}"
    ),
    "pass": "display: inline-block; width: 9px; border-radius: 1px 1px 0 0; background:",
    "legend": "display: flex; flex-wrap: wrap; gap: 0.1em 1.2em; margin: 0.2em 0 0; font-size: 0.92em",
    "legend_mark": (
        "display: inline-block; width: 9px; height: 9px; border-radius: 1px; margin-right: 0.45em; background:"
    ),
    "call": f"{_CELL}; padding-top: 0.5em; text-align: left; font-weight: 400; overflow-wrap: anywhere",
    "whole": "white-space: nowrap",
    # A gap on the left too: «1» beside «3 × 3 + 1 × 2 back» would read as one sum.
    "column_wraps": f"{_CELL}; padding-left: 0.5em; text-align: right; font-weight: 600; opacity: 0.8",
    "number_wraps": f"{_CELL}; padding-left: 0.5em; text-align: right; font-variant-numeric: tabular-nums",
    "number_strong_wraps": (
        f"{_CELL}; padding-left: 0.5em; text-align: right; font-variant-numeric: tabular-nums; font-weight: 600"
    ),
    # What is folded away: the call that failed, the lesson's own answer.
    "fold": f"margin: 0.9em 0 0; border-top: {_FAINT}; padding-top: 0.5em",
    "fold_title": "cursor: pointer; font-weight: 600; display: list-item",
    "source": (
        "margin: 0.5em 0 0; padding: 0.5em 0.8em; border-radius: 4px; background: rgba(128, 128, 128, 0.15);"
        " overflow-x: auto; line-height: 1.4; user-select: all; color: inherit"
    ),
    "source_code": (
        f"font-family: {_CODE}; font-size: 0.92em; white-space: pre-wrap; color: inherit; background: transparent;"
        " overflow-wrap: anywhere"
    ),
    "maps": "display: flex; flex-wrap: wrap; gap: 0.4em 1.6em; margin: 0.7em 0 0",
    "map": "min-width: 0",
    "map_title": "font-size: 0.92em; margin-bottom: 0.25em",
    "cells": (
        f"display: grid; grid-auto-rows: 14px; gap: 1px; width: max-content; max-width: 100%; overflow-x: auto;"
        f" border: {_FAINT}; padding: 2px; font-size: 10px; line-height: 14px; text-align: center"
    ),
    "pair": "display: flex; flex-wrap: wrap; gap: 0.6em 1.2em; margin: 0.5em 0 0",
    "half": "flex: 1 1 20em; min-width: 0",
    "framed": "outline: 2px solid #e03131; outline-offset: -2px",
    "soft": "opacity: 0.75",
    # What is folded beneath a card.
    "folded": "margin: 0.3em 0 0 0.2em; color: var(--jp-content-font-color1, inherit); max-width: 60em",
    "summary": (
        "cursor: pointer; display: list-item; font-size: var(--jp-content-font-size1, 14px);"
        " font-family: var(--jp-content-font-family, system-ui, 'DejaVu Sans', sans-serif)"
    ),
    "printed": (
        f"font-family: {_CODE}; font-size: 0.92em; margin: 0.3em 0 0.3em 1em; padding: 0.4em 0.7em; border-radius: 4px;"
        " color: inherit; background: rgba(128, 128, 128, 0.1); overflow-x: auto; white-space: pre"
    ),
    # The answer to a guess, and the picture of a trend.
    "reply": (
        "border-radius: 4px; padding: 0.5em 0.9em 0.6em; margin: 0.5em 0; max-width: 60em;"
        " background: rgba(128, 128, 128, 0.07); line-height: 1.45; color: var(--jp-content-font-color1, inherit);"
        " font-family: var(--jp-content-font-family, system-ui, 'DejaVu Sans', sans-serif); border-left: 4px solid"
    ),
    "figure": "margin: 0.5em 0",
    "image": "width: 614px; max-width: 100%; height: auto; border-radius: 6px",
    # The lesson map: its way runs from stop to stop along the left edge.
    "way": "list-style: none; margin: 0.6em 0 0; padding: 0",
    "stop": "position: relative; margin: 0 0 0 1em; padding: 0.15em 0 1em 1.6em; border-left: 2px solid",
    "stop_number": (
        "position: absolute; left: -1.05em; top: 0; width: 2em; height: 2em; line-height: 1.9em; text-align: center;"
        " border-radius: 50%; font-weight: 600; font-size: 0.9em; box-sizing: border-box;"
        " background: var(--jp-layout-color0, Canvas); border: 2px solid"
    ),
    "stop_head": "display: flex; flex-wrap: wrap; gap: 0.2em 1.2em; justify-content: space-between",
    "stop_title": "font-weight: 600",
    "stop_points": "white-space: nowrap",
    "bar": (
        "display: inline-block; width: 7em; height: 0.5em; border-radius: 0.25em; vertical-align: middle;"
        " overflow: hidden; margin-right: 0.6em; background: rgba(128, 128, 128, 0.25)"
    ),
    "bar_share": "display: block; height: 100%",
    "stage": "margin-right: 0.45em; color:",
}
