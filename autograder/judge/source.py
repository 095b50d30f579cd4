"""The source that a submission brought, read on the grader's side: what reaches further than an answer needs.

No answer to this course needs more than arithmetic, torch and the modules of `harmless.py`. What reaches further is a
doubt for the instructor, with its line; it moves no mark. Nothing is run or compiled: what is read is a tree of a
text of bounded length, each node once, so that it takes time in proportion to the text.

Offers: `source_doubt` (cells → a sentence), `lines_to_look_at` (cells → a line each), `reaches` (one text → what it
reaches for, line by line), `Reach`.
"""

import ast
import keyword
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.judge.names import Names
from autograder.judge.reach import reached

# No cell of an answer is a tenth as long, no submission's own cells together.
MOST_OF_A_CELL, MOST_OF_ALL = 64 * 1024, 256 * 1024
_FEW, _LINES, _LONGEST = 3, 8, 100
# What IPython alone reads: magics, commands for a shell, help, calls without brackets, prompts.
_ESCAPED = re.compile(r"^\s*(?:[%!?/;,]|>>>|\.\.\.|(?:\[(?:nav|ins)\] *)?In +\[)|=\s*[%!]|\?\s*$")


@dataclass(frozen=True, slots=True)
class Reach:
    """A line of a text, and what it reaches for: «imports ctypes»."""

    line: int
    says: str


def source_doubt(
    cells: Iterable[tuple[str, str]], given: Iterable[str] = (), allowed: frozenset[str] = frozenset()
) -> str:
    """Say what a submission's own cells reach for, by name and line; empty for nothing.

    `cells` are names and texts; the names that the `given` texts import stand for the same in the others. What lies in
    the `allowed` packages raises no doubt.
    """
    standing = _standing(given, allowed)
    told: list[str] = []
    left = MOST_OF_ALL
    for name, text in cells:
        left -= len(text)
        found = reaches(text, standing) if left >= 0 else [Reach(1, "is more than is read of a submission")]
        if found and len(told) < _FEW:
            lines = ", ".join(f"line {each.line} {each.says}" for each in found[:_FEW])
            told.append(f"{name}: {lines}{' and more' if len(found) > _FEW else ''}")
    return f"it reaches further than an answer needs ({'; '.join(told)})." if told else ""


def lines_to_look_at(cells: Iterable[tuple[str, str]], given: Iterable[str] = ()) -> list[str]:
    """Say the same a line each, with the line of code: «line 2 imports ctypes: «import ctypes»»; of many the first."""
    told, standing = [], _standing(given)
    for name, text in cells:
        code = text.splitlines()
        for each in reaches(text, standing):
            line = code[each.line - 1].strip()[:_LONGEST] if each.line <= len(code) else ""
            told.append(f"{name}line {each.line} {each.says}{f': «{line}»' if line else ''}")
    return [*told[:_LINES], f"and {len(told) - _LINES} more"] if len(told) > _LINES else told


def _standing(given: Iterable[str], allowed: frozenset[str] = frozenset()) -> Names:
    """Return what the names stand for that some texts import."""
    standing = Names(allowed=allowed)
    for text in given:
        if (tree := _parsed(text)) is not None:
            standing.learn(tree)
    return standing


def reaches(text: str, standing: Names | None = None) -> list[Reach]:
    """Return what a text reaches for, in order of its lines; each thing once.

    `standing` are names that were imported before; those that this text imports join them.
    """
    if len(text) > MOST_OF_A_CELL:
        return [Reach(1, "is longer than is read")]
    try:
        tree = _parsed(text)
    except (RecursionError, MemoryError):
        return [Reach(1, "is nested deeper than is read")]
    if tree is None:
        return _read_by_ipython(text)
    names = standing if standing is not None else Names()
    names.learn(tree)
    found = {says: line for line, says in sorted(reached(tree, names), reverse=True)}
    return sorted((Reach(line, says) for says, line in found.items()), key=lambda each: (each.line, each.says))


def _parsed(text: str) -> ast.Module | None:
    """Return a text's tree; None where it is no Python, even without the indent that IPython takes away."""
    for form in dict.fromkeys((text, _dedented(text))):
        try:
            with warnings.catch_warnings(action="ignore"):  # a student's «\d» is not the grader's to complain about
                return ast.parse(form)
        except (SyntaxError, ValueError):
            continue
    return None


def _dedented(text: str) -> str:
    """Return a text as IPython reads it: without the first line's indent, in each line that has it."""
    lines = text.splitlines(keepends=True)
    first = next((line for line in lines if not line.isspace()), "")
    indent = first[: len(first) - len(first.lstrip(" \t"))]
    return "".join(line.removeprefix(indent) for line in lines)


def _read_by_ipython(text: str) -> list[Reach]:
    """Return the first line that IPython reads and Python doesn't; none where neither can."""
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if _ESCAPED.search(line):
            return [Reach(number, "is read by IPython alone")]
    written = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    word = re.match(r"\s*([A-Za-z_]\w*)[ \t]+\S", written[0][1]) if len(written) == 1 else None
    # A magic needs no sign where it stands alone: «run other.py».
    return [Reach(written[0][0], "is read by IPython alone")] if word and not keyword.iskeyword(word[1]) else []
