"""Files that are made to hold, kill or poison the process that reads them."""

import json
from collections.abc import Callable
from typing import Any

from hostile_case import SMALL, Case, Earns, as_bytes, changed, in_place_of, stripped

_LARGE = 60 * 1024**2


def _with_metadata(text: str) -> Callable[[], bytes]:
    """Return a function that makes a notebook of right answers with that JSON in its metadata."""
    return lambda: as_bytes(SMALL.filled()).replace(b'"kernelspec"', b'"more": ' + text.encode() + b', "kernelspec"', 1)


def _nameless(source: str) -> Callable[[], bytes]:
    """Return a function that makes a notebook with that source in a cell, none of whose cells has a known name."""
    return lambda: as_bytes(stripped(SMALL.filled({"vjp_once": source})))


def _format(version: int, **more: Any) -> Callable[[], bytes]:
    return lambda: json.dumps({**SMALL.filled(), "nbformat": version, **more}).encode()


def _first(*cells: Any) -> Callable[[], bytes]:
    """Return a function that makes a notebook of right answers with these, whatever they are, before its cells."""

    def made() -> bytes:
        notebook = SMALL.filled()
        return json.dumps({**notebook, "cells": [*cells, *notebook.cells]}).encode()

    return made


def _nested_finally(depth: int) -> str:
    lines = []
    for level in range(depth):
        lines += [" " * level + "try: pass", " " * level + "finally:"]
    return "\n".join([*lines, " " * depth + "pass"])


def _copies() -> bytes:
    notebook = SMALL.filled()
    notebook.cells += [SMALL.cell_of(notebook, "vjp_once")] * 1900
    return as_bytes(notebook)


_READ_AS = "is read under limits; its author is told"


def _each_cell(change: Callable[[Any], object]) -> Callable[[], bytes]:
    """Return a function that makes a notebook of right answers, and changes each of its cells."""
    return changed(lambda notebook: [change(cell) for cell in notebook.cells])


def _of_version_3(**cell: Any) -> Callable[[], bytes]:
    """Return a function that makes a notebook of an old format with that cell."""
    sheet = {"cells": [{"metadata": {}, "source": "x", **cell}]}
    return lambda: json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [sheet]}).encode()


_ESCAPE = "\x1b]0;owned\x07\x1b[2J\n\u202e<script>alert(1)</script>"

FILES = (
    Case("brackets", lambda: b'{"cells":[' + b"[]," * (_LARGE // 3) + b"[]]}", _READ_AS, Earns.NOTHING, "more", True),
    Case("objects", lambda: b'{"cells":[' + b"{}," * (_LARGE // 3) + b"{}]}", _READ_AS, Earns.NOTHING, "more"),
    Case("nested-brackets", lambda: b'{"cells":' + b"[" * _LARGE, _READ_AS, Earns.NOTHING, "nested"),
    Case("one-wide-letter", lambda: b'{"cells":["' + "😀".encode() + b"x" * _LARGE + b'"]}', _READ_AS, Earns.NOTHING),
    Case("many-keys", lambda: json.dumps({f"k{n}": n for n in range(3_000_000)}).encode(), _READ_AS, Earns.NOTHING),
    Case("digits", _with_metadata("9" * 5000), "an integer of 5,000 digits is its own file's affair", says="digits"),
    Case("not-a-number", _with_metadata("NaN"), "a number that is none harms nothing", Earns.ALL),
    Case("huge-float", _with_metadata("1e999"), "a number without end harms nothing", Earns.ALL),
    Case("deep-metadata", _with_metadata("[" * 900 + "]" * 900), "what nobody reads harms nothing"),
    Case("statements", _nameless("0;" * 950_000), "parsed once at most, and under limits", Earns.NOTHING, "characters"),
    Case("statements-within-limits", _nameless("0;" * 30_000), "is parsed within seconds", Earns.NOTHING),
    Case("parentheses", _nameless("(" * 60_000), "is parsed within seconds", Earns.NOTHING),
    Case("additions", _nameless("+".join("1" * 30_000)), "is parsed within seconds", Earns.NOTHING),
    Case("attributes", _nameless("a" + ".a" * 30_000), "is parsed within seconds", Earns.NOTHING),
    Case(
        "nested-finally",
        in_place_of("vjp_once", _nested_finally(24)),
        "its doubling is compiled under limits",
    ),
    Case(
        "deeply-nested-finally", in_place_of("vjp_once", _nested_finally(60)), "its doubling is compiled under limits"
    ),
    Case("comment", in_place_of("vjp_once", "#" + "autograder." * 16_000), "is read in linear time"),
    Case("blanks", in_place_of("vjp_once", "sys" + " " * 60_000 + "x"), "is read in linear time"),
    Case("backslashes", in_place_of("vjp_once", "\\\n" * 30_000), "is read in linear time"),
    Case("percent-signs", in_place_of("vjp_once", "x=%" * 20_000 + "\n?"), "is read in linear time"),
    Case("copies", _copies, "two thousand copies of a cell are told apart in linear time", Earns.ALL),
    Case("long-ids", lambda: as_bytes(SMALL.filled()).replace(b'"id": "', b'"id": "' + b"i" * 10**6), "are cut"),
    Case("too-new", _format(5), "a format that nobody knows yet is refused by its name", Earns.NOTHING, "nbformat 5"),
    Case("far-too-new", _format(10**30), "likewise, and no digit of it is printed", Earns.NOTHING, "far beyond"),
    Case("old", _format(3, worksheets=[{"cells": [{"cell_type": "code", "input": ["x"] * 10**6}]}]), _READ_AS),
    Case("older", _format(1, cells=[{"cell_type": "code", "code": "x"}] * 100_000), _READ_AS, Earns.NOTHING),
    Case("empty", lambda: b"", _READ_AS, Earns.NOTHING, "empty"),
    Case("binary", lambda: bytes(range(256)) * 4096, _READ_AS, Earns.NOTHING),
    Case(
        "surrogates-in-ids",
        _each_cell(lambda cell: cell.update(id="\ud800")),
        "what is no text is no id, and harms nothing",
        Earns.ALL,
    ),
    Case(
        "surrogates-in-names",
        _each_cell(lambda cell: cell.metadata.update(nbgrader={"grade_id": "\ud800"})),
        "what is no text is no name",
    ),
    Case("escapes-in-ids", _each_cell(lambda cell: cell.update(id=_ESCAPE)), "no id is printed as it is", Earns.ALL),
    Case(
        "escapes-in-names",
        _each_cell(lambda cell: cell.metadata.update(nbgrader={"grade_id": _ESCAPE})),
        "no name is printed as it is",
    ),
    Case("one-id-for-all", _each_cell(lambda cell: cell.update(id="a")), "ids tell nothing", Earns.ALL),
    Case(
        "points-of-its-own",
        _each_cell(lambda cell: cell.metadata.get("nbgrader", {}).update(points=1e308, locked="no", solution=[{}])),
        "what a file says of its points counts nothing",
        Earns.ALL,
    ),
    Case(
        "names-that-are-none",
        _each_cell(lambda cell: cell.metadata.update(nbgrader={"grade_id": {}, "points": -1})),
        "a name of another type is none",
    ),
    Case(
        "a-heading-without-end",
        _of_version_3(cell_type="heading", level=10**9),
        "no heading is longer than headings are",
        Earns.NOTHING,
    ),
    Case(
        "two-lists-of-cells",
        lambda: as_bytes(SMALL.filled()).replace(b'"cells"', b'"cells": [], "cells"', 1),
        "the last counts, and breaks nothing",
        Earns.ALL,
    ),
    Case(
        "cells-by-number",
        lambda: json.dumps({**SMALL.filled(), "cells": {"0": {}}}).encode(),
        _READ_AS,
        Earns.NOTHING,
        "a list of cells",
    ),
    Case("a-list-for-a-cell", _first({}, []), _READ_AS, Earns.NOTHING, "in place of cell 2"),
    Case("no-type", _first({"source": "x"}), "what has no type is text, and harms nothing", Earns.ALL),
    Case(
        "lists-for-metadata",
        _first({"cell_type": "code", "source": [None, 1], "metadata": [], "outputs": {}, "execution_count": "one"}),
        "what is no metadata names nothing",
        Earns.ALL,
    ),
    Case(
        "lines-without-letters",
        _first({"cell_type": "code", "source": [""] * 3_000_000 + ["x = 1"]}),
        "three million lines of nothing are nothing",
        Earns.ALL,
    ),
    Case(
        "endings-alike",
        _first(*[{"cell_type": "markdown", "source": "The end."}] * 1900),
        "cells that are alike are told apart in seconds",
        Earns.ALL,
    ),
    Case(
        "names-of-others",
        _first(
            {"cell_type": "code", "source": "1/0", "metadata": {"nbgrader": {"grade_id": "check-vjp_once"}}},
            {"cell_type": "code", "source": "while True: pass", "metadata": {"nbgrader": {"grade_id": "transfer"}}},
        ),
        "a check is the lesson's, whichever cell has its name",
        says="stood 2 times",
    ),
    Case("a-true-format", lambda: json.dumps({**SMALL.filled(), "nbformat": True}).encode(), "is 4", Earns.ALL),
    Case("sixteen-bits", lambda: as_bytes(SMALL.filled()).decode().encode("utf-16"), _READ_AS, Earns.NOTHING, "UTF-8"),
)
