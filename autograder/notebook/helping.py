"""Help that goes from question to place to line: how much of a diagnosis its first, second and third card show.

    1st card   what we saw, and a question
    2nd card   why, and where in the answer to look
    3rd card   the next step itself

Offers: `staged`, the one place of this rule.
"""

import re
from dataclasses import replace

from autograder.judge import Diagnosis

_MOST_LINES = 2


def staged(diagnosis: Diagnosis, times: int, source: str) -> Diagnosis:
    """Return as much of a diagnosis as is told the time that it is made: `times` is 1 for the first.

    `source` is the answer's function, from its `def` on; empty where nobody knows it.
    Where the next step only says how a check works, or how the exercise is called, nothing is given away by it.
    """
    if diagnosis.form or times > 2:
        return diagnosis
    if times == 1:
        return replace(diagnosis, why="", next_step=f"{diagnosis.asks} (The next card says where to look.)")
    return replace(diagnosis, next_step=f"{_place(diagnosis, source)} (The next card says what to write.)")


def _place(diagnosis: Diagnosis, source: str) -> str:
    """Say which lines of an answer a diagnosis is about, as far as its words tell."""
    lines = source.splitlines()
    if not lines:
        return f"Look for it where you see this: {diagnosis.asks}"
    code = [(number, line.strip()) for number, line in enumerate(lines, start=1) if _is_code(line)]
    words = {word for part in _quoted(diagnosis) for word in re.findall(r"[A-Za-z_]\w{2,}", part)} - _COMMON
    found = [(number, line) for number, line in code if words & set(re.findall(r"[A-Za-z_]\w+", line))]
    # The lines that what is given back comes from, if no word of the diagnosis stands in any.
    found = found or [(number, line) for number, line in code if line.startswith("return")] or code[-1:]
    shown = " and ".join(f"line {number} of the function, `{line}`" for number, line in found[:_MOST_LINES])
    return f"Look at {shown}. {diagnosis.asks}"


_COMMON = {"torch", "func", "autograd", "def", "for", "the", "True", "False", "None", "len", "range", "return"}


def _quoted(diagnosis: Diagnosis) -> list[str]:
    """Return what a diagnosis quotes of code, and the names of functions that its prose calls."""
    text = f"{diagnosis.saw} {diagnosis.why} {diagnosis.next_step}"
    return re.findall(r"`([^`]+)`", text) + re.findall(r"\b(\w+)\(", text)


def _is_code(line: str) -> bool:
    text = line.strip()
    return bool(text) and not text.startswith(("#", "def ", "@", '"""', "'''", "class "))
