"""A submission's source, read on the grader's side: what reaches further than an answer needs.

No answer to this course needs more than arithmetic, torch and the modules of `harmless.py`. What reaches further is a
doubt for the instructor, with its line; it moves no mark. Nothing is run or compiled: a syntax tree of bounded size is
walked once, which takes time in proportion to the source.

Offers: `look_through` (cells → what they reach for), `Looked` (the same as a sentence, or a line each), `Reach`.
"""

import ast
import keyword
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from autograder.judge.names import Names
from autograder.judge.reach import reached

# Characters read of a cell, and of all of a submission's own cells. Real ones are not a tenth as long.
MOST_OF_A_CELL, MOST_OF_ALL = 64 * 1024, 256 * 1024
_FEW, _LINES, _LONGEST = 3, 8, 100
# The prompts that begin lines copied from a session. IPython reads such a line once for each quote in it.
_PROMPT = re.compile(r"\s*(?:>>>|\.\.\.|(?:\[(?:nav|ins)\] ?)?In )")
_LONGEST_PROMPTED = 2000
_BY_IPYTHON, _TOO_DEEP = "is read by IPython alone", "is nested deeper than is read"
# What IPython alone reads: magics, shell commands, help, calls without brackets, prompts.
_ESCAPED = re.compile(r"^\s*(?:[%!?/;,]|>>>|\.\.\.|(?:\[(?:nav|ins)\] *)?In +\[)|=\s*[%!]|\?\s*$")


@dataclass(frozen=True, slots=True)
class Reach:
    """A line of a source, and what it reaches for: «imports ctypes»."""

    line: int
    says: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What a submission's cells reach for: for each cell its name, its source and what was found, in order of lines."""

    cells: tuple[tuple[str, str, Sequence[Reach]], ...]

    @property
    def doubt(self) -> str:
        """The first of it in one sentence, by cell and line; empty for nothing."""
        told: list[str] = []
        for name, _, found in self.cells:
            if found and len(told) < _FEW:
                lines = ", ".join(f"line {each.line} {each.says}" for each in found[:_FEW])
                told.append(f"{name or 'the file'}: {lines}{' and more' if len(found) > _FEW else ''}")
        return f"it reaches further than an answer needs ({'; '.join(told)})." if told else ""

    @property
    def lines(self) -> tuple[str, ...]:
        """A line for each, with the code: «cell 1, line 2 imports ctypes: «import ctypes»»; of many, the first few."""
        told: list[str] = []
        for name, text, found in self.cells:
            code = text.splitlines()
            for each in found:
                line = code[each.line - 1].strip()[:_LONGEST] if each.line <= len(code) else ""
                place = f"{name}, line" if name else "line"
                told.append(f"{place} {each.line} {each.says}{f': «{line}»' if line else ''}")
        return (*told[:_LINES], f"and {len(told) - _LINES} more") if len(told) > _LINES else tuple(told)


def look_through(
    cells: Iterable[tuple[str, str]], given: Iterable[str] = (), allowed: frozenset[str] = frozenset()
) -> Looked:
    """Read a submission's own cells, each a name and a source; the only cell of a Python file has no name.

    Names that the `given` sources import are known in the cells. Nothing is said of the `allowed` packages.
    """
    names = Names(allowed=allowed)
    for text in given:
        if (tree := _parsed(text)) is not None:
            names.learn(tree)
    left, read = MOST_OF_ALL, []
    for name, text in cells:
        left -= len(text)
        taken = _read(text) if left >= 0 else "is more than is read of a submission"
        read.append((name, text, taken))
        # All cells' names before any cell is walked: a function may use what a later cell imports.
        with suppress(RecursionError, MemoryError):
            for tree in () if isinstance(taken, str) else taken:
                names.learn(tree)
    return Looked(tuple((name, text, _found(text, taken, names)) for name, text, taken in read))


def _read(text: str) -> list[ast.Module] | str:
    """Return a source's trees, one for each way that it is read; or what keeps it from being read."""
    if len(text) > MOST_OF_A_CELL:
        return "is longer than is read"
    if _is_dear(text):
        return _BY_IPYTHON
    try:
        return [tree for form in _forms(text) if (tree := _parsed(form)) is not None]
    except (RecursionError, MemoryError):
        return _TOO_DEEP


def _found(text: str, taken: list[ast.Module] | str, names: Names) -> list[Reach]:
    """Return what a source reaches for, in order of its lines; each thing once."""
    if isinstance(taken, str):
        return [Reach(1, taken)]
    if not taken:
        return _read_by_ipython(text)
    found: dict[str, int] = {}
    try:
        for tree in taken:
            names.turn_to(tree)
            found = {says: line for line, says in sorted(reached(tree, names), reverse=True)} | found
    except (RecursionError, MemoryError):
        return [Reach(1, _TOO_DEEP)]
    return sorted((Reach(line, says) for says, line in found.items()), key=lambda each: (each.line, each.says))


def _parsed(text: str) -> ast.Module | None:
    """Return a source's tree; None where it is no Python."""
    try:
        with warnings.catch_warnings(action="ignore"):  # a student's «\d» in a string need not bother the grader
            return ast.parse(text)
    except (SyntaxError, ValueError):
        return None


def _forms(text: str) -> Iterable[str]:
    """Return a source as Python reads it, and as IPython does where that differs.

    IPython removes indentation and prompts at the beginning of lines, even within quoted text.
    """
    lines = text.splitlines(keepends=True)
    first = next((place for place, line in enumerate(lines) if not line.isspace()), 0)
    begun = lines[first:]
    if not begun or not (begun[0][0] in " \t" or _is_prompted(begun)):
        return (text,)
    from IPython.core.inputtransformer2 import classic_prompt, ipython_prompt, leading_indent  # few texts need it

    transforms: tuple[Callable[[list[str]], list[str]], ...] = (leading_indent, classic_prompt, ipython_prompt)
    for transform in transforms:
        begun = transform(begun)
    return dict.fromkeys((text, "".join((*lines[:first], *begun))))


def _is_dear(text: str) -> bool:
    """Tell whether IPython would take long over it: it reads a line once for each quote in it."""
    lines = text.splitlines()
    return _is_prompted(lines) and max(map(len, lines)) > _LONGEST_PROMPTED


def _is_prompted(lines: Iterable[str]) -> bool:
    return any(_PROMPT.match(line, 0, _LONGEST) for line in lines)


def _read_by_ipython(text: str) -> list[Reach]:
    """Return the first line that IPython can read and Python can't; none where neither can."""
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if _ESCAPED.search(line):
            return [Reach(number, _BY_IPYTHON)]
    written = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    word = re.match(r"\s*([A-Za-z_]\w*)[ \t]+\S", written[0][1]) if len(written) == 1 else None
    # A magic that stands alone needs no «%»: «run other.py».
    return [Reach(written[0][0], _BY_IPYTHON)] if word and not keyword.iskeyword(word[1]) else []
