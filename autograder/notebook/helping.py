"""How much of a diagnosis a card shows, the first, second and third time that it is made.

    1st card   what we saw, and a question
    2nd card   why, and where in the answer to look
    3rd card   the next step itself

staged   what is shown of a diagnosis that is made for the n-th time: the only place of this rule
entered  a verdict, kept in the logbook, with as much help as the learner is due
"""

import re
from dataclasses import replace

from autograder.judge import Diagnosis, Verdict
from autograder.logbook import Progress

_MOST_LINES = 2  # lines of an answer that a card points to


def staged(diagnosis: Diagnosis, times: int, source: str) -> Diagnosis:
    """Return what is shown of a diagnosis when it is made for the `times`-th time.

    `source` is the answer's function, from its `def` on; empty if it has none. A diagnosis about the form of the answer
    is shown whole: its next step gives nothing away.
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


def _place(diagnosis: Diagnosis, source: str) -> str:
    """Say which lines of an answer a diagnosis is about, as far as its words show."""
    lines = source.splitlines()
    if not lines:
        return f"Look for it where you see this: {diagnosis.asks}"
    code = [(number, line.strip()) for number, line in enumerate(lines, start=1) if _is_code(line)]
    # What was seen and why comes first: the next step's words may stand in a line that is right already.
    for text in (f"{diagnosis.saw} {diagnosis.why}", diagnosis.next_step):
        if found := _holding(_quoted(text), code):
            return f"Look at {_told(found[:_MOST_LINES])}. {diagnosis.asks}"
    # No line holds a word of the diagnosis: what is seen of it is what comes out.
    ends = [(number, line) for number, line in code if line.startswith("return")] or code[-1:]
    return f"Go back from {_told(ends[:_MOST_LINES])}, to where it comes from. {diagnosis.asks}"


def _holding(quoted: list[str], code: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the lines that hold a name of what is quoted, or an operator, `+=` say."""
    words = {_bare(word) for part in quoted for word in re.findall(r"[A-Za-z_]\w{2,}", part)} - _COMMON
    words |= {"f"} & {*quoted}
    signs = [part for part in quoted if not re.search(r"\w", part)]
    return [(number, line) for number, line in code if words & _names(line) or any(sign in line for sign in signs)]


def _told(lines: list[tuple[int, str]]) -> str:
    return " and ".join(f"line {number} of the function, `{line}`" for number, line in lines)


def _names(line: str) -> set[str]:
    return {_bare(name) for name in re.findall(r"[A-Za-z_]\w*", line)}


def _bare(name: str) -> str:
    return name.rstrip("_")  # requires_grad_() sets requires_grad


_COMMON = {"torch", "func", "autograd", "def", "for", "the", "True", "False", "None", "len", "range", "return"}


def _quoted(text: str) -> list[str]:
    """Return the code that a text quotes, the names of functions that its prose calls, and f where it is about f."""
    runs_of_f = ["f"] if re.search(r"\bf (itself )?was (evaluated|called)", text) else []
    return re.findall(r"`([^`]+)`", text) + re.findall(r"\b(\w+)\(", text) + runs_of_f


def _is_code(line: str) -> bool:
    text = line.strip()
    return bool(text) and not text.startswith(("#", "def ", "@", '"""', "'''", "class "))
