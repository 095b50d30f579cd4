"""The notebook's cells, as its kernel knows them: which one defined a function, and whether a later one failed to.

cell_of              the cell that defined a function
place_of             where code came from, as its writer knows it: «cell [5]»
staleness            the line for a function that a later cell failed to define again
if_edited            the line for a cell that was changed and not run
speak_of_undefined   have NameErrors about exercises answered by a line
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

_DEEPEST = 4  # closures within one another that are looked into


def place_of(file: str) -> str:
    """Return where a code object's file is, as its writer knows it: «cell [5]», or the file's own name."""
    number = _number(file)
    return f"cell [{number}]" if number else file.replace("\\", "/").rpartition("/")[2]


def cell_of(answer: object) -> int | None:
    """Return the number of the cell that defined a function; None if none did."""
    numbers = [number for code in _codes(answer) if (number := _number(code.co_filename))]
    return max(numbers, default=None)


def if_edited(name: str, answer: object) -> str:
    """Return the line to show once the cell above is changed and not run; empty for a function of no cell."""
    judged = cell_of(answer)
    if judged is None:
        return ""
    return f"The cell above was changed and not run since: this is about {name} as cell [{judged}] has it."


def staleness(name: str, answer: object) -> str:
    """Return a line if a later cell should have defined the function anew and failed; empty if none did."""
    judged = cell_of(answer)
    if judged is None:
        return ""
    told = _failed(name, after=judged)
    return f"This is about {name} as cell [{judged}] has it. {told}" if told else ""


def speak_of_undefined() -> None:
    """Show a NameError about an exercise's function as one line that says what to run."""
    shell = shell_at_work()
    if shell is not None:
        shell.set_custom_exc((NameError,), _on_name_error)


def _on_name_error(
    shell: Any, kind: type[BaseException], error: NameError, trace: TracebackType, tb_offset: int | None = None
) -> None:
    # Only where the cell itself names it: inside an answer the traceback says more.
    walked = [(frame.f_code, number) for frame, number in _walked(trace) if _number(frame.f_code.co_filename)]
    if walked and walked[-1][0].co_name == "<module>":
        told = _undefined(error.name or "", linecache.getline(walked[-1][0].co_filename, walked[-1][1]))
        if told:
            shell._showtraceback(kind, error, [told])
            return
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)


def _undefined(name: str, line: str) -> str:
    """Say what to do about a name that no cell has defined; empty if it is no exercise's, nor like one's."""
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
    """Return the number of the cell that a code object's file stands for; None if it is a real file."""
    compiler: Any = getattr(shell_at_work(), "compile", None)
    with contextlib.suppress(AttributeError, TypeError, ValueError):
        named = compiler.format_code_name(file)
        found = re.fullmatch(r"In\[(\d+)\]", named[1]) if named else None
        return int(found[1]) if found else None
    return None


def _codes(answer: object, deep: int = _DEEPEST) -> Iterator[CodeType]:
    """Yield the code of a function and of what it closes over; of a partial, its function's; of an object, its call."""
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
    """Say why the last cell after that number failed to define a name; empty if none was to."""
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
    """Tell whether a statement binds a name to a function that is written right there."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return node.name == name
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
        return any(isinstance(each, ast.Name) and each.id == name for each in node.targets)
    return False
