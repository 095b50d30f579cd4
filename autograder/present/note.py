"""What a notebook shows besides cards: a line, a hint, the answer to a guess.

line_html    text → a paragraph
edited_html  text → a paragraph that is visible while the cell above is changed and not run
hint_html    a hint → a small card
reply_html   Reply → a small box
"""

from autograder.present.page import render
from autograder.present.styles import COLOURS
from autograder.questions.prediction import Reply

# The colour of the edge only repeats what the headline says.
_EDGES = {True: COLOURS["green"], False: COLOURS["amber"], None: COLOURS["grey"]}


def line_html(line: str) -> str:
    """Return a line as HTML."""
    return render("line.html.j2", {"line": line})


def edited_html(line: str) -> str:
    """Return a line as HTML that shows only while the notebook's cell above is changed and not run."""
    return render("edited.html.j2", {"line": line})


def hint_html(name: str, which: int, most: int, says: str, more: str) -> str:
    """Return a hint as HTML: its number, its text, and how to come to the next."""
    told = {"name": name, "which": which, "most": most, "says": says, "more": more}
    return render("hint.html.j2", {**told, "edge": COLOURS["blue"]})


def reply_html(reply: Reply) -> str:
    """Return the answer to a guess as HTML."""
    told = {"headline": reply.headline, "says": reply.says, "choices": reply.choices, "edge": _EDGES[reply.right]}
    return render("reply.html.j2", told)
