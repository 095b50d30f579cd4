"""Which cells grading leaves out: demonstrations, unless something that is graded needs what they define.

left_out        the demonstrations that nothing graded needs
needed_by       some cells, and all that these need
without_magics  a cell that plain Python can run

A learner ran the notebook from top to bottom, so an answer may use a helper, a tensor or an import of any cell above
it. What a cell needs is read from its compiled code; nothing of it is run here.
"""

import dis
import re
import warnings
from ast import PyCF_ALLOW_TOP_LEVEL_AWAIT
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType

from nbformat import NotebookNode

from autograder.execute.submission import DEMO_TAG

# Through these, code can use names that stand only in its strings; a magic's line is a string too.
_INDIRECT = {"eval", "exec", "globals", "locals", "vars", "get_ipython", "__main__", "__dict__"}
_LINE_MAGIC = re.compile(r"^([ \t]*+)(?:[%!?].*|.*\?|\S.*=[ \t]*+[%!].*)$", re.MULTILINE)
_WORD = re.compile(r"[^\W\d]\w*")
_REMEMBERED = 10_000  # characters of a cell at most


@dataclass(frozen=True, slots=True)
class _Names:
    """A cell's global names: those that it binds, those that it reads when it runs, those that its functions read."""

    bound: frozenset[str]
    at_once: frozenset[str]
    when_called: frozenset[str]


_NOTHING = _Names(frozenset(), frozenset(), frozenset())


def left_out(cells: Sequence[NotebookNode]) -> frozenset[int]:
    """Return the places of the cells tagged `demo` that define nothing which other cells need, directly or not."""
    names = _names_by_place(cells)
    out = {place for place in names if DEMO_TAG in cells[place].metadata.get("tags", [])}
    return frozenset(_unneeded(names, out))


def needed_by(cells: Sequence[NotebookNode], asking: Sequence[int]) -> list[int]:
    """Return the places of the code cells `asking` and of all that they need, in order."""
    names = _names_by_place(cells)
    return sorted(names.keys() - _unneeded(names, names.keys() - set(asking)))


def without_magics(source: str) -> str:
    """Return a cell with `pass` in place of its magics; where that is no Python either, return it as it is."""
    if source.startswith("%%"):
        return ""
    plain = _LINE_MAGIC.sub(r"\1pass", source)
    return source if _compiled(source) or not _compiled(plain) else plain


def _names_by_place(cells: Sequence[NotebookNode]) -> dict[int, _Names]:
    return {place: _names_of(cell.source) for place, cell in enumerate(cells) if cell.cell_type == "code"}


def _unneeded(names: dict[int, _Names], candidates: set[int]) -> set[int]:
    """Return which of the candidates define nothing that the others, or those they need, read."""
    out = set(candidates)
    asking = [place for place in names if place not in out]
    while asking and out:
        needed = {place for asker in asking for place in _needed(asker, names, out)}
        out -= needed
        asking = sorted(needed)
    return out


def _needed(asker: int, names: dict[int, _Names], out: set[int]) -> Iterator[int]:
    """Yield the demonstrations that one cell needs."""
    # Nobody knows when a function will be called: by then, any of these cells may have bound the name last.
    yield from (place for place in out if names[place].bound & names[asker].when_called)
    shown = {name for place in out for name in names[place].bound}
    for name in names[asker].at_once & shown:
        binders = [place for place in names if place < asker and name in names[place].bound]
        if binders and binders[-1] in out:
            yield binders[-1]


def _names_of(source: str) -> _Names:
    return _remembered(source) if len(source) <= _REMEMBERED else _names(source)


def _names(source: str) -> _Names:
    words = frozenset(_WORD.findall(source))
    if source.startswith("%%"):
        return _Names(frozenset(), words, words)
    code = _compiled(source)
    magic = code is None
    if magic:
        code = _compiled(_LINE_MAGIC.sub(r"\1pass", source))
    if code is None:
        return _NOTHING  # it can't be run either
    bound, at_once, when_called = _read(code)
    if magic or words & _INDIRECT:
        at_once, when_called = at_once | words - bound, when_called | words
    return _Names(frozenset(bound), frozenset(at_once), frozenset(when_called))


_remembered = lru_cache(maxsize=512)(_names)  # most cells are the same in every submission


def _compiled(source: str) -> CodeType | None:
    try:
        with warnings.catch_warnings(action="ignore"):  # a student's «\d» in a string need not bother the grader
            made: CodeType = compile(source, "cell", "exec", PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None
    return made


def _read(code: CodeType) -> tuple[set[str], set[str], set[str]]:
    bound: set[str] = set()
    at_once: set[str] = set()
    for step in dis.get_instructions(code):
        if step.opname == "LOAD_NAME" and step.argval not in bound:
            at_once.add(step.argval)
        elif step.opname in ("STORE_NAME", "STORE_GLOBAL"):
            bound.add(step.argval)
    return bound, at_once, {name for inner in _within(code) for name in _globals_of(inner)}


def _within(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _within(constant)


def _globals_of(code: CodeType) -> Iterator[str]:
    """Yield the global names that a function, or a class's body, reads."""
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS"):
            yield step.argval
