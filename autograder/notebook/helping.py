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
from dataclasses import replace

from autograder.judge import Diagnosis, Verdict
from autograder.logbook import Progress
from autograder.notebook.placing import first_line, name_made, place, statements


def staged(diagnosis: Diagnosis, times: int, source: str) -> Diagnosis:
    """Return what is shown of a diagnosis when it is made for the `times`-th time.

    `source` is the answer's function, from its `def` on, and then what it calls; empty if it has none. A diagnosis
    about the form of the answer is shown whole: its next step gives nothing away.
    """
    if diagnosis.form or times > 2:
        return diagnosis
    if times == 1:
        return replace(diagnosis, why="", next_step=f"{diagnosis.asks} (The next card says where to look.)")
    return replace(diagnosis, next_step=f"{place(diagnosis, source)} (The next card says what to write.)")


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
    made = {made: node for node in statements(text) if (made := name_made(node))}
    if not isinstance(made.get(name), ast.FunctionDef | ast.Assign):
        return ""
    found = [name]
    for each in found:  # it grows
        called = (node.id for node in ast.walk(made[each]) if isinstance(node, ast.Name))
        found += [other for other in dict.fromkeys(called) if other in made and other not in found]
    lines = text.splitlines()
    return "\n".join("\n".join(lines[first_line(made[each]) - 1 : made[each].end_lineno]) for each in found)


def assigned_in(text: str) -> str:
    """Return the first name that a text gives to a function or a class; empty if it gives none."""
    return next(filter(None, map(name_made, statements(text))), "")
