"""What SQLite takes for a gradebook, and is none: a pipe in its place, a word in a column of points.

place_of      a gradebook's path → its file's; a CourseError says what is there instead
wrong_value   a gradebook's session → the first value that no gradebook holds, with its place; empty for none
told_once     keep nbgrader from printing what fails in a block, too

SQLite takes any value in any column, and another program may have written «1.12.2026» for a date.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.api import Base, app_log
from sqlalchemy import Boolean, Column, DateTime, Float, Integer, Interval, String, Text, text

from autograder.errors import CourseError
from autograder.present.safe_text import plain

_NUMBER = "typeof({0}) NOT IN ('integer', 'real', 'null')"
_TEXT = "typeof({0}) NOT IN ('text', 'null')"
# Dates are texts as SQLAlchemy writes them; an interval is a date after 1970.
_DATE = "{0} IS NOT NULL AND (typeof({0}) <> 'text' OR julianday({0}) IS NULL)"
_WRONG = {
    Float: _NUMBER,
    Integer: _NUMBER,
    Boolean: _NUMBER,
    String: _TEXT,
    Text: _TEXT,
    DateTime: _DATE,
    Interval: _DATE,
}


def place_of(where: Path, step: str) -> Path:
    """Return a gradebook's own place, links followed; raise CourseError, with that next step, where no file can be."""
    place = Path(os.path.realpath(where))
    if place.is_symlink() or (os.path.lexists(place) and not (place.is_file() or place.is_dir())):
        found = "a link to itself" if place.is_symlink() else "something that is no file"
        raise CourseError(str(where), "a gradebook", found, step)
    return place


def wrong_value(session: Any) -> str:
    """Return the first value of a wrong type as «table grade, auto_score: «abc»»; empty for none."""
    return next(_wrong_values(session), "")


@contextmanager
def told_once() -> Iterator[None]:
    """Keep nbgrader from printing each failure of the database, with its traceback, before it raises it."""
    was, app_log.disabled = app_log.disabled, True
    try:
        yield
    finally:
        app_log.disabled = was


def _wrong_values(session: Any) -> Iterator[str]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if (wrong := _WRONG.get(type(column.type))) and (found := _first(session, column, wrong)) is not None:
                yield f"table {table.name}, {column.name}: «{plain(str(found[0]), 60)}»"


def _first(session: Any, column: Column[Any], wrong: str) -> Any:
    name, table = f'"{column.name}"', f'"{column.table.name}"'
    return session.execute(text(f"SELECT {name} FROM {table} WHERE {wrong.format(name)} LIMIT 1")).first()
