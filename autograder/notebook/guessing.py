"""Answer a prediction.

Offers: `guess`.
"""

from types import EllipsisType

from autograder.notebook.asking import helpful
from autograder.notebook.shown import Shown, line, only_observed
from autograder.questions.prediction import guess as answered


@helpful(line, '"01-ones", ...')
def guess(name: str, choice: str | int | EllipsisType) -> Shown:
    """Answer a prediction at once: what the choice gets right, or what it reveals. It is never graded."""
    reply = answered(name, choice)
    text = f"{reply.headline}\n{reply.says}"
    if only_observed():
        return Shown(text)
    from autograder.present.note import reply_html

    return Shown(text, reply_html(reply))
