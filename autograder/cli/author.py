"""The commands of authors: build the notebooks, audit the exercises, begin a lesson or an exercise."""

import os
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.options import on_one_core

commands = typer.Typer()
_PANEL = "To write lessons"
_MOST = 40  # mutants an exercise


@commands.command(rich_help_panel=_PANEL)
def build(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; fail on a notebook out of step.")] = False,
) -> int:
    """Make every notebook from its source: solutions/NN/NN.py → its notebook → the student's lesson."""
    from autograder.classroom.course import release
    from autograder.classroom.course.places import find_course

    course = find_course()
    if not check:
        changed = release.build(course)
        typer.echo("\n".join(f"made {path}" for path in changed) or "every notebook is up to date")
        return 0
    drifted = release.drift(course)
    for each in drifted:
        typer.echo(f"{each.path}: {each.says}. {each.next}", err=True)
    return 1 if drifted else 0


@commands.command(rich_help_panel=_PANEL, name="audit")
def prove(
    jobs: Annotated[
        int | None, typer.Option(help="Answers judged at a time.", min=1, show_default="one a core")
    ] = None,
    thorough: Annotated[bool, typer.Option("--thorough", help="Time wrong answers too, and draw three seeds.")] = False,
    mutants: Annotated[
        bool, typer.Option("--mutants", help="Change right answers instead, and hold the judge against an oracle.")
    ] = False,
    most: Annotated[
        int | None, typer.Option(help="With --mutants: how many of each exercise.", min=1, show_default=str(_MOST))
    ] = None,
    question: Annotated[
        str | None, typer.Option(help="With --mutants: of this exercise alone.", metavar="EXERCISE")
    ] = None,
) -> int:
    """Prove that templates earn 0, solutions everything, and that no answer of the corpus is misjudged."""
    # Else the whole audit would run, minutes, where one exercise was asked for.
    if not mutants and (question or most):
        raise typer.BadParameter(
            f"--{'question' if question else 'most'} goes with --mutants; `autograder check FOLDER` judges the answers"
            " in one folder of tests/corpus"
        )
    if mutants and thorough:
        raise typer.BadParameter("--thorough is of the audit without --mutants")
    on_one_core()
    begun = time.monotonic()
    if mutants:
        return _prove_by_mutants(most or _MOST, jobs or os.cpu_count() or 1, question, begun)
    from autograder.audit import SEED, Thoroughness, audit
    from autograder.classroom.course.places import find_course

    tries = Thoroughness((SEED, SEED + 1, SEED + 2), times_all=True) if thorough else Thoroughness()
    findings, tally = audit(find_course(), jobs or 0, tries)
    for finding in findings:
        typer.echo(finding, err=True)
    typer.echo(
        f"{_counted(tally.lessons, 'lesson')}, {_counted(tally.exercises, 'exercise')},"
        f" {tally.right} right, {tally.wrong} wrong and {tally.hostile} hostile answers:"
        f" {_counted(len(findings), 'finding') if findings else 'no findings'}, {_took(begun)}"
    )
    return 1 if findings else 0


def _prove_by_mutants(most: int, jobs: int, question: str | None, begun: float) -> int:
    from autograder.classroom.course.places import find_course
    from autograder.mutants import scores, told, verdict

    found = []
    for score in scores(find_course(), most, jobs, question):
        typer.echo("\n".join(told(score)))
        sys.stdout.flush()
        found.append(score)
    says, well = verdict(found)
    typer.echo(f"{says}, {_took(begun)}")
    return 0 if well else 1


def _took(begun: float) -> str:
    minutes, seconds = divmod(round(time.monotonic() - begun), 60)
    return f"in {minutes} min {seconds} s"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


Folder = Annotated[str, typer.Argument(help="The lesson's folder.", metavar="NN_topic")]


@commands.command(rich_help_panel=_PANEL, name="new-lesson")
def begin_lesson(folder: Folder, title: Annotated[str, typer.Argument(help="Its title.", metavar="TITLE")]) -> None:
    """Write a lesson without exercises, each TODO in it saying what goes there."""
    from autograder.classroom.course.new import new_lesson
    from autograder.classroom.course.places import find_course

    course = find_course()
    _say_written(new_lesson(course, folder, title), course, folder)


@commands.command(rich_help_panel=_PANEL, name="new-exercise")
def begin_exercise(
    folder: Folder, name: Annotated[str, typer.Argument(help="The function to write.", metavar="NAME")]
) -> None:
    """Write an exercise that runs (and its lesson, where it is missing), each TODO in it saying what goes there."""
    from autograder.classroom.course.new import new_exercise
    from autograder.classroom.course.places import find_course

    course = find_course()
    _say_written(new_exercise(course, folder, name), course, folder)


def _say_written(files: tuple[Path, ...], course: Path, lesson: str) -> None:
    from autograder.classroom.course.folders import ClassFolders, left_out

    for path in files:
        typer.echo(f"wrote {path.relative_to(course)}")
    typer.echo("Next: follow the TODOs, then `autograder build` and `autograder audit`.")
    if told := left_out(ClassFolders.of_course(course), [lesson]):
        typer.echo(told)
