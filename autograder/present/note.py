"""What a notebook is told besides cards: a line, or the answer to a guess.

line_html    text → a paragraph
reply_html   Reply → a small box
"""

from autograder.present.page import render
from autograder.present.styles import COLOURS
from autograder.questions.prediction import Reply

# The edge only repeats what the headline says.
_EDGES = {True: COLOURS["green"], False: COLOURS["amber"], None: COLOURS["grey"]}


def line_html(line: str) -> str:
    """Return a line as HTML."""
    return render("line.html.j2", {"line": line})


def reply_html(reply: Reply) -> str:
    """Return the answer to a guess as HTML."""
    return render("reply.html.j2", {"headline": reply.headline, "says": reply.says, "edge": _EDGES[reply.right]})
