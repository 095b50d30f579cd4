"""Answer a prediction.

Offers: `guess`.
"""

from types import EllipsisType

from autograder.notebook.asking import helpful
from autograder.notebook.shown import Shown, line, only_observed
from autograder.questions.prediction import YOURS, Reply
from autograder.questions.prediction import guess as answered


@helpful(line, '"01-ones", ...')
def guess(name: str, choice: str | int | EllipsisType) -> Shown:
    """Answer a prediction at once: what the choice gets right, or what it reveals. It is never graded.

    `guess("yours", ...)` asks about a mistake that a card of yours named, if there was one.
    """
    if name == YOURS:
        return _yours(choice)
    reply = answered(name, choice)
    if reply.right is not None and not only_observed():
        from autograder.logbook import Progress

        Progress.at_home().note_guess(name, reply.right)
    return _shown(reply)


def _yours(choice: str | int | EllipsisType) -> Shown:
    if only_observed():
        return line("guess: no mistakes are looked back at while a class is graded.")
    from autograder.notebook.recalling import recall

    return _shown(recall(choice))


def _shown(reply: Reply) -> Shown:
    text = "\n".join(
        [reply.headline, reply.says, *(f'    "{choice}": {says}' for choice, says in reply.choices.items())]
    )
    if only_observed():
        return Shown(text)
    from autograder.present.note import reply_html

    return Shown(text, reply_html(reply))
