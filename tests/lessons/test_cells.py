"""A lesson's cells show ideas: short ones, narrow ones, and nothing that a reader could not take to another project."""

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest
from support.lesson_source import LESSONS, Lesson

MOST_LINES = 15
MOST_COLUMNS = 88
# The grader's rooms; a lesson stands on the public ones, `autograder` itself and the figures.
CLOSED = ("autograder.observe", "autograder.questions", "autograder.answer_key", "autograder.judge")

each_lesson = pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)


def shown(lesson: Lesson) -> Iterator[tuple[Any, list[str]]]:
    """Yield the cells that show something, an exercise's own answer cells excepted, with their lines."""
    for cell in lesson.code:
        if not cell.metadata.get("nbgrader", {}).get("solution"):
            yield cell, cell.source.strip().splitlines()


def begins(lines: list[str]) -> str:
    return next((line for line in lines if line and not line.startswith("#")), "")


@each_lesson
def test_no_cell_is_longer_than_a_reader_takes_in(lesson: Lesson) -> None:
    long = {begins(lines): len(lines) for _, lines in shown(lesson) if len(lines) > MOST_LINES}
    assert not long


@each_lesson
def test_no_line_is_wider_than_the_page(lesson: Lesson) -> None:
    assert not [line for _, lines in shown(lesson) for line in lines if len(line) > MOST_COLUMNS]


def imported(source: str) -> Iterator[str]:
    """Yield the dotted names that a cell imports."""
    # A lesson's cells are plain Python, but for what Jupyter adds.
    for node in ast.walk(ast.parse(re.sub(r"^[%!].*$", "", source, flags=re.MULTILINE))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@each_lesson
def test_a_lesson_imports_nothing_from_the_graders_rooms(lesson: Lesson) -> None:
    names = [name for cell in lesson.code for name in imported(cell.source)]
    assert not [name for name in names if f"{name}.".startswith(tuple(f"{room}." for room in CLOSED))]
