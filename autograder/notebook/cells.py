"""The notebook's cells, as its kernel knows them: which one a function came from, and which one would have come after.

Offers: `cell_of` (a function's cell), `place_of` (a file's: «cell [5]»), `staleness` (what a later cell lacks),
`if_edited` (what holds once a cell is changed), `speak_of_undefined` (a name that no cell has defined gets a line).
"""

import ast
import contextlib
import functools
import inspect
import linecache
import re
from collections.abc import Iterator
from types import CodeType, TracebackType
from typing import Any

from autograder.notebook.asking import nearest
from autograder.observe.outbox import shell_at_work
from autograder.questions import question as find_question

_DEEPEST = 4


def place_of(file: str) -> str:
    """Return where a file of code is, as its writer knows it: «cell [5]», or the file's own name."""
    number = _number(file)
    return f"cell [{number}]" if number else file.replace("\\", "/").rpartition("/")[2]


def cell_of(answer: object) -> int | None:
    """Return the number of the cell that a function was last defined by; None where it came from none."""
    numbers = [number for code in _codes(answer) if (number := _number(code.co_filename))]
    return max(numbers, default=None)


def if_edited(name: str, answer: object) -> str:
    """Return what is to be said should the cell above be changed and not run; nothing for a function of no cell."""
    judged = cell_of(answer)
    if judged is None:
        return ""
    return f"The cell above was changed and not run since: this is about {name} as cell [{judged}] has it."


def staleness(name: str, answer: object) -> str:
    """Say that a later cell was to define a function too and did not come to it, and why; nothing where none was."""
    judged = cell_of(answer)
    if judged is None:
        return ""
    told = _failed(name, after=judged)
    return f"This is about {name} as cell [{judged}] has it. {told}" if told else ""


def speak_of_undefined() -> None:
    """Have a cell that names an exercise's function before it is defined say so in one line."""
    shell = shell_at_work()
    if shell is not None:
        shell.set_custom_exc((NameError,), _on_name_error)


def _on_name_error(
    shell: Any, kind: type[BaseException], error: NameError, trace: TracebackType, tb_offset: int | None = None
) -> None:
    # In the cell itself: within an answer's own lines the traceback tells more.
    walked = [(frame.f_code, number) for frame, number in _walked(trace) if _number(frame.f_code.co_filename)]
    if walked and walked[-1][0].co_name == "<module>":
        told = _undefined(error.name or "", linecache.getline(walked[-1][0].co_filename, walked[-1][1]))
        if told:
            shell._showtraceback(kind, error, [told])
            return
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)


def _undefined(name: str, line: str) -> str:
    """Say what to do about a name that a line of a cell's has and no cell has defined; nothing for any other."""
    if find_question(name) is not None:
        told = _failed(name, after=0) or f"Next: run the cell that begins with `def {name}`, then this one."
        return f"{name} is not defined yet. {told}"
    called = re.search(rf"\b(check|hint|trend)\(\s*{re.escape(name)}\b", line)
    choice = re.search(rf"""\bguess\(\s*("[^"]*"|'[^']*')\s*,\s*{re.escape(name)}\s*\)""", line)
    if choice:
        return f'{name} is not defined: a choice stands in quotes. Next: guess({choice[1]}, "{name}").'
    near = nearest(name) if called else ""
    return f"{name} is not defined: did you mean {near}? Next: {called[1]}({near})." if called and near else ""


def _walked(trace: TracebackType | None) -> Iterator[tuple[Any, int]]:
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next


def _number(file: str) -> int | None:
    """Return the number of the cell that a file of code stands for."""
    compiler: Any = getattr(shell_at_work(), "compile", None)
    with contextlib.suppress(AttributeError, TypeError, ValueError):
        named = compiler.format_code_name(file)
        found = re.fullmatch(r"In\[(\d+)\]", named[1]) if named else None
        return int(found[1]) if found else None
    return None


def _codes(answer: object, deep: int = _DEEPEST) -> Iterator[CodeType]:
    """Yield the code of a function, of what it wraps or closes over, of a partial's, of an object that is called."""
    if isinstance(answer, functools.partial):
        answer = answer.func
    answer = getattr(answer, "__func__", answer)
    if not inspect.isfunction(answer):
        answer = vars(type(answer)).get("__call__")
    if not inspect.isfunction(answer) or not deep:
        return
    yield answer.__code__
    for cell in answer.__closure__ or ():
        with contextlib.suppress(ValueError):  # nothing is in it yet
            if callable(cell.cell_contents):
                yield from _codes(cell.cell_contents, deep - 1)


def _failed(name: str, after: int) -> str:
    """Say what the last cell after that number lacks that was to define a name; nothing where there is none."""
    shell = shell_at_work()
    history = list(getattr(shell, "user_ns", {}).get("In", ()))
    # The last one is the cell that runs now.
    for number in range(len(history) - 2, after, -1):
        text = str(history[number])
        if not re.search(rf"^\s*(?:async\s+)?def\s+{name}\b|^{name}\s*=", text, re.MULTILINE):
            continue
        try:
            tree = ast.parse(shell.transform_cell(text))
        except SyntaxError as error:
            where = f"in line {error.lineno}: {error.msg}"
            return f"Cell [{number}] has a syntax error {where}. Next: mend it and run it, then this one."
        if any(_binds(node, name) for node in tree.body):
            return f"Cell [{number}] stopped before it came to {name}. Next: mend it and run it, then this one."
    return ""


def _binds(node: ast.stmt, name: str) -> bool:
    """Tell whether a statement gives a name a function of this very cell: what another made may come from any cell."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return node.name == name
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
        return any(isinstance(each, ast.Name) and each.id == name for each in node.targets)
    return False
