"""The call that failed, as a cell to copy.

    cell     Failing → the code that makes the call again in a fresh notebook

A call that depends on no other is made alone, with its arguments by their names. Where an answer may keep something
from a call before (they share an argument, or gave the same result), the cell makes all calls from there on, in a loop.
"""

import keyword
import math
from collections.abc import Iterator
from typing import Any

from autograder.judge.failing import Failing
from autograder.present.safe_text import plain
from autograder.questions import Call


def cell(failing: Failing, answer: str = "") -> str:
    """Return the code of a cell that makes the call again; `answer` is the function's name in the notebook."""
    name = answer if answer.isidentifier() and not keyword.iskeyword(answer) else failing.question.name
    asked = f'question("{failing.question.name}")'
    head = ["from autograder.questions import question", ""]
    call = failing.call
    if call is None or failing.place is None:
        turn = f", {failing.turn}" if failing.turn else ""
        names = _names(failing, failing.question.trend.inputs(0, failing.size) if failing.question.trend else ())
        drawn = f"{asked}.trend.inputs({failing.seed}, {failing.size}{turn})  # {failing.label}"
        return "\n".join([*head, f"{_listed(names)} = {drawn}", f"{name}({', '.join(names)})"])
    if failing.start < failing.place:
        return "\n".join([*head, *_in_a_row(failing, asked, name)])
    drawn = f"call = {asked}.calls({failing.seed})[{failing.place}]"
    return "\n".join([*head, drawn, f"# {plain(failing.label)}", *_spelled(failing, name, call)])


def _in_a_row(failing: Failing, asked: str, name: str) -> Iterator[str]:
    yield f"asked = {asked}"
    yield f"# {plain(failing.label)}"
    yield "# That is the last of these calls; those before it matter."
    yield f"for call in asked.calls({failing.seed})[{failing.start}:{(failing.place or 0) + 1}]:"
    yield "    if call.before:"
    yield "        call.before()"
    yield f"    result = asked.ask({name}, call)"
    yield "result"


def _spelled(failing: Failing, name: str, call: Call) -> list[str]:
    if failing.question.spelled is not None:
        return failing.question.spelled(name, call).splitlines()
    names = _names(failing, call.args)
    literal = [_literal(arg) if isinstance(arg, bool | int | float | str) else "" for arg in call.args]
    unpacked = ["_" if each else names[place] for place, each in enumerate(literal)]
    given = [each or names[place] for place, each in enumerate(literal)]
    given += [f"{key}={value!r}" for key, value in call.kwargs.items()]
    return [f"{_listed(unpacked)} = call.args", f"{name}({', '.join(given)})"]


def _literal(arg: bool | int | float | str) -> str:
    return f'float("{arg}")' if isinstance(arg, float) and not math.isfinite(arg) else repr(arg)


def _listed(names: list[str]) -> str:
    return f"({names[0]},)" if len(names) == 1 else ", ".join(names)


def _names(failing: Failing, args: tuple[Any, ...]) -> list[str]:
    """Name arguments as the lesson's function does."""
    return [*failing.names[: len(args)], *(f"arg{place}" for place in range(len(failing.names), len(args)))]
