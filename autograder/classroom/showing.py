"""What `autograder check` prints: cards for a person, or for a program one JSON object for each answer.

Offers: `show_as_cards`, `show_as_json`; each returns the exit code.
"""

import json
from collections.abc import Iterable

import typer
from rich.text import Text

from autograder.classroom.grading.answer_file import Unreadable
from autograder.classroom.grading.answers import CheckedAnswer
from autograder.judge import Verdict, not_begun
from autograder.logbook import Progress
from autograder.present.beneath import beneath_of, beneath_text
from autograder.present.console import console as console_of_its_width
from autograder.present.terminal import card_rich
from autograder.present.verdict_json import verdict_to_json


def show_as_json(checked: Iterable[CheckedAnswer | Unreadable]) -> int:
    """Print a JSON array with an object for each function; that of an unreadable file holds `error`."""
    code = 0
    rows = []
    for each in checked:
        if isinstance(each, Unreadable):
            rows.append({"file": str(each.path), "error": each.error})
            code = 1
        else:
            rows.append(verdict_to_json(_shown(each), str(each.path)))
            code = max(code, int(each.verdict.withheld))
    typer.echo(json.dumps(rows, indent=1))
    return code


def show_as_cards(checked: Iterable[CheckedAnswer | Unreadable], whole: bool = False) -> int:
    """Print a card for each answer as it is judged, below it what the answer printed, and at the end a sum.

    As in a notebook, help goes from a question to a place to the next step, and progress is kept; not so if `whole`,
    nor where several files answer one question, as a learner's own do not.
    """
    console, progress = console_of_its_width(), Progress.at_home()
    code, points, most, answers = 0, 0, 0, 0
    for each in checked:
        if isinstance(each, Unreadable):
            typer.echo(each.error, err=True)
            code = 1
            continue
        shown = _entered(each, progress) if each.begun and each.alone and not whole else _shown(each)
        console.print(card_rich(shown, file=str(each.path), doubts=each.doubts))
        for line in beneath_text(beneath_of(each.told)):
            console.print(Text(line))
        points, most, answers = points + each.verdict.points, most + each.verdict.max_points, answers + 1
        code = max(code, int(each.verdict.withheld))
    if not answers and not code:
        typer.echo("autograder: no function in these files has the name of a question.", err=True)
        return 1
    if progress.told:
        console.print(Text(progress.told, style="yellow"))
    console.print(f"{answers} {'answer' if answers == 1 else 'answers'}, {points} of {most} points")
    return code


def _shown(checked: CheckedAnswer) -> Verdict:
    """Return the verdict to show: «not begun» for a function that is as its lesson handed it out."""
    return checked.verdict if checked.begun else not_begun(checked.verdict)


def _entered(checked: CheckedAnswer, progress: Progress) -> Verdict:
    from autograder.notebook.helping import answer_in, entered  # not earlier: it imports what a notebook does

    return entered(checked.verdict, answer_in(checked.source, checked.verdict.question), progress)
