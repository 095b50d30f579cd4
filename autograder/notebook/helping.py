"""How much of a diagnosis a card shows, the first, second and third time that it is made.

    1st card   what we saw, and a question
    2nd card   why, and where in the answer to look
    3rd card   the next step itself

staged       what is shown of a diagnosis that is made for the n-th time: the only place of this rule
entered      a verdict, kept in the logbook, with as much help as the learner is due
answer_in    a text → the answer's function, and what it calls there
assigned_in  a text → the name that it gives, to a lambda say
"""

import ast
import re
from dataclasses import replace

from autograder.judge import Diagnosis, Verdict
from autograder.logbook import Progress
from autograder.parsing import parsed

_Line = tuple[str, str]  # where it stands, and its code
_OWN = "the function"
_MOST_LINES = 2  # lines of an answer that a card points to


def staged(diagnosis: Diagnosis, times: int, source: str) -> Diagnosis:
    """Return what is shown of a diagnosis when it is made for the `times`-th time.

    `source` is the answer's function, from its `def` on, and then what it calls; empty if it has none. A diagnosis
    about the form of the answer is shown whole: its next step gives nothing away.
    """
    if diagnosis.form or times > 2:
        return diagnosis
    if times == 1:
        return replace(diagnosis, why="", next_step=f"{diagnosis.asks} (The next card says where to look.)")
    return replace(diagnosis, next_step=f"{_place(diagnosis, source)} (The next card says what to write.)")


def entered(verdict: Verdict, source: str, progress: Progress) -> Verdict:
    """Enter points and mistake in the logbook; return the verdict with as much help as the learner is due.

    `source` is as for `staged`.
    """
    progress.note_points(verdict.question, verdict.points)
    if verdict.diagnosis is None:
        return verdict
    times = progress.note_mistake(verdict.question, verdict.diagnosis.slug)
    return replace(verdict, diagnosis=staged(verdict.diagnosis, times, source))


def answer_in(text: str, name: str) -> str:
    """Return a function's lines in a text, and then those of the functions and classes there that it calls.

    They are empty if neither a plain `def` nor a lambda makes it, or the text is no Python.
    """
    made = {made: node for node in _statements(text) if (made := _name_made(node))}
    if not isinstance(made.get(name), ast.FunctionDef | ast.Assign):
        return ""
    found = [name]
    for each in found:  # it grows
        called = (node.id for node in ast.walk(made[each]) if isinstance(node, ast.Name))
        found += [other for other in dict.fromkeys(called) if other in made and other not in found]
    return "\n".join(ast.get_source_segment(text, made[each]) or "" for each in found)


def assigned_in(text: str) -> str:
    """Return the first name that a text gives to a function or a class; empty if it gives none."""
    return next(filter(None, map(_name_made, _statements(text))), "")


def _name_made(node: ast.stmt) -> str:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda()):
            return name
    return ""


def _statements(text: str) -> list[ast.stmt]:
    try:
        return parsed(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _place(diagnosis: Diagnosis, source: str) -> str:
    """Say which lines of an answer a diagnosis is about, as far as its words show."""
    code = _code(source)
    if not code:
        return f"Look for it where you see this: {diagnosis.asks}"
    # What was seen and why comes first: the next step's words may stand in a line that is right already.
    for text in (f"{diagnosis.saw} {diagnosis.why}", diagnosis.next_step):
        if found := _holding(_quoted(text), code):
            return f"Look at {_told(found[:_MOST_LINES])}. {diagnosis.asks}"
    if named := _called_in_prose(f"{diagnosis.saw} {diagnosis.why} {diagnosis.asks}", code):
        return f"Look at {_told(named)}. {diagnosis.asks}"
    # No line holds a word of the diagnosis: what is seen of it is what comes out.
    own = [(place, line) for place, line in code if place.endswith(_OWN)]
    ends = [(place, line) for place, line in own if line.startswith("return")] or own or code
    return f"Begin with {_told(ends[-1:])}, and go back from there. {diagnosis.asks}"


def _code(source: str) -> list[_Line]:
    """Return a source's lines of code, each with its place: from the `def` or the `class` that it belongs to."""
    lines = source.splitlines()
    found: list[_Line] = []
    for node in _statements(source):
        if name := _name_made(node):
            where = f"`{name}`" if found else _OWN
            head = 0 if isinstance(node, ast.Assign) else 1
            code = enumerate(lines[node.lineno - 1 + head : node.end_lineno], start=1 + head)
            found += [(f"line {number} of {where}", line.strip()) for number, line in code if _is_code(line)]
    # A rule of a class, `def backward(…)`, is a place; what the answer itself calls something is none.
    return [(place, line) for place, line in found if not (place.endswith(_OWN) and line.startswith("def "))]


def _called_in_prose(text: str, code: list[_Line]) -> list[_Line]:
    """Return the lines, if they are few, that call what the prose speaks of, `norm` or `solve` say: its rarest word."""
    words = {word.lower() for word in re.findall(r"[A-Za-z]{3,}", text)} - _COMMON
    found = ([line for line in code if word in re.findall(r"(\w+)\(", line[1])] for word in sorted(words))
    return min((lines for lines in found if 0 < len(lines) <= _MOST_LINES), key=len, default=[])


def _holding(quoted: list[str], code: list[_Line]) -> list[_Line]:
    """Return the lines that hold the most of what is quoted: names, or an operator, `+=` say."""
    words = {_bare(word) for part in quoted for word in re.findall(r"[A-Za-z_]\w{2,}", part)} - _COMMON
    words |= {"f", "if"} & {*quoted}
    signs = [part for part in quoted if not re.search(r"\w", part)]
    held = [len(words & _names(line)) + sum(sign in line for sign in signs) for _, line in code]
    most = max(held, default=0)
    return [each for each, count in zip(code, held, strict=True) if count == most > 0]


def _told(lines: list[_Line]) -> str:
    return " and ".join(f"{place}, `{line}`" for place, line in lines)


def _names(line: str) -> set[str]:
    return {_bare(name) for name in re.findall(r"[A-Za-z_]\w*", line)}


def _bare(name: str) -> str:
    return name.rstrip("_")  # requires_grad_() sets requires_grad


_COMMON = {
    *("torch", "func", "autograd", "def", "for", "the", "True", "False", "None", "len", "return"),
    *("parameters", "loss", "one", "any", "int", "max", "min", "sign"),
}


def _quoted(text: str) -> list[str]:
    """Return the code that a text quotes, the names of functions that its prose calls, and f where it is about f."""
    runs_of_f = ["f"] if re.search(r"\bf (itself )?was (evaluated|called)", text) else []
    return re.findall(r"`([^`]+)`", text) + re.findall(r"\b(\w+)\(", text) + runs_of_f


def _is_code(line: str) -> bool:
    text = line.strip()
    return bool(re.search(r"\w", text)) and not text.startswith(("#", "@", '"""', "'''", "class "))
