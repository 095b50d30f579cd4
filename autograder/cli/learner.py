"""The commands of learners: start a folder of lessons, open one, judge answers, give hints, reset."""

import itertools
import shlex
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.options import AsJson, expect_device, on_one_core
from autograder.lean_imports import uncollected
from autograder.limits import A_DAY, CHECKED

commands = typer.Typer()
_PANEL = "To learn"
_ALL_DONE = "Every exercise is done."

Exercise = Annotated[
    str | None,
    typer.Argument(help="The exercise, by name.", metavar="EXERCISE", show_default="the first that lacks points"),
]


def _say(text: str) -> None:
    """Print text, in the terminal's width where it goes to one; what is read by a program keeps its lines."""
    if sys.stdout.isatty():
        from autograder.present.in_columns import in_columns

        text = in_columns(text, shutil.get_terminal_size().columns)
    typer.echo(text)


@commands.command(rich_help_panel=_PANEL)
def start(
    folder: Annotated[Path, typer.Argument(help="A folder that is new or empty.", metavar="FOLDER")],
    for_class: Annotated[bool, typer.Option("--class", help="Make a course folder, to teach and grade in.")] = False,
) -> None:
    """Put the lessons into a folder of your own, to learn in; with --class, all that a teacher needs."""
    from autograder.classroom.course import start as starting

    lessons = starting.start_class(folder) if for_class else starting.start_learner(folder)
    typer.echo(f"{folder}: {len(lessons)} {'lesson' if len(lessons) == 1 else 'lessons'}, from {lessons[0]} on.")
    then = "write what you know into class.toml; `autograder doctor` says what is missing" if for_class else ""
    there = shlex.quote(f"./{folder}" if str(folder).startswith("-") else str(folder))
    typer.echo(f"Next: `cd {there}`, then {then or '`autograder lab`'}.")


@commands.command(rich_help_panel=_PANEL)
def lab(
    lesson: Annotated[
        str | None, typer.Argument(help="The lesson, by name or number.", metavar="LESSON", show_default="the first")
    ] = None,
    teacher: Annotated[bool, typer.Option("--teacher", help="Open the course itself, with nbgrader's panels.")] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address; open no browser.")] = False,
) -> None:
    """Open JupyterLab on your copy of a lesson: in the folder that `start` made, or in a course's work/."""
    from autograder.classroom.course import lab as opening
    from autograder.classroom.course import start as starting
    from autograder.classroom.course.places import find_course, student_notebook

    if teacher:
        course = find_course()
        opening.open_course(course, student_notebook(course, lesson), browser=not no_browser)
    else:
        copy = starting.working_copy()
        opening.open_learner(copy, starting.lesson_in(copy, lesson), browser=not no_browser)


@commands.command(rich_help_panel=_PANEL)
def watch(
    exercise: Exercise = None,
) -> int:
    """Judge your exercises' Python files at each save, in a terminal beside your editor.

    The files lie in exercises/, in the folder that `start` made. The keys stand at the bottom of the screen.
    """
    on_one_core()
    with uncollected():
        from autograder.classroom.course.start import working_copy
        from autograder.practice.watch import watch as watched

    return watched(working_copy(), exercise)


@commands.command(rich_help_panel=_PANEL)
def progress(
    every: Annotated[bool, typer.Option("--all", help="List every exercise of every lesson.")] = False,
) -> None:
    """Show your points so far, and the lesson that you are in."""
    from autograder.notebook.progress_map import every_exercise
    from autograder.notebook.progress_map import progress as drawn

    _say(every_exercise() if every else repr(drawn()))


@commands.command(rich_help_panel=_PANEL, name="next")
def name_next() -> None:
    """Say which exercise is next, and where it lies."""
    from autograder.classroom.course.start import working_copy
    from autograder.logbook import Progress
    from autograder.practice.exercises import exercises, first_open

    copy, progress = working_copy(), Progress.at_home()
    following = first_open(exercises(copy), progress)
    if following is None:
        _say(_ALL_DONE)
        return
    _say(f"{following.name}: {following.question.title}")
    _say(f"In a notebook: `autograder lab {following.lesson[:2]}`. As a file: `autograder watch {following.name}`.")
    if progress.told:
        _say(progress.told)


@commands.command(rich_help_panel=_PANEL)
def hint(
    exercise: Exercise = None,
) -> None:
    """Give the next hint on an exercise: three in all, each a question first."""
    from autograder import hint as given
    from autograder.logbook import Progress
    from autograder.practice.exercises import known, next_name

    name = known(exercise) if exercise else next_name(Progress.at_home())
    _say(repr(given(name)) if name else _ALL_DONE)


@commands.command(rich_help_panel=_PANEL)
def reset(
    what: Annotated[
        str, typer.Argument(help="A lesson, by name or number; or an exercise.", metavar="LESSON|EXERCISE")
    ],
) -> None:
    """Hand out a fresh copy of a lesson's notebook, or of an exercise's file; yours is kept beside it, dated."""
    from autograder.classroom.course import start as starting

    copy = starting.working_copy()
    if what[:1].isdigit():
        fresh, kept = starting.lesson_in(copy, what), starting.reset(copy, what)
    else:
        from autograder.practice.exercises import exercises, named
        from autograder.practice.exercises import reset as begin_again

        again = named(exercises(copy), what)
        fresh, kept = again.path, begin_again(again)
    typer.echo(f"{fresh} is as it was handed out{'' if kept else '; nothing of yours was there'}.")
    if kept:
        typer.echo(f"Yours is kept: {kept}")


@commands.command(rich_help_panel=_PANEL)
def check(
    paths: Annotated[  # one that can't be read is told as a file is; the others are judged
        list[Path],
        typer.Argument(help="Python files, notebooks, or folders of them.", metavar="PATH", readable=False),
    ],
    question: Annotated[str | None, typer.Option(help="Judge this exercise alone.", metavar="EXERCISE")] = None,
    seconds: Annotated[
        float, typer.Option(help="Longest time that one file may take.", min=1, max=A_DAY)
    ] = CHECKED.seconds,
    seed: Annotated[int | None, typer.Option(help="Draw the inputs of an earlier run again.", min=0)] = None,
    device: Annotated[str, typer.Option(help="Where the inputs are: cpu, or cuda.", metavar="DEVICE")] = "cpu",
    whole: Annotated[
        bool,
        typer.Option("--whole", help="Show all of a diagnosis, keep no progress: to judge another's answer."),
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Judge every function in Python files and notebooks whose name is an exercise's.

    Of a notebook, the cells that define one are run, with those that they need. Each file runs in a process of its
    own. Exit code 1: a file could not be read, or a grade is withheld.

    The first card of a mistake asks a question, the second says where to look, the third what to write. Where several
    files answer one exercise, each card shows all of it, and no progress is kept.
    """
    on_one_core()
    expect_device(device)  # before torch is imported: some of its modules ask which devices there are
    # Nothing of the key may be imported before the first answer has run: see check_paths.
    with uncollected():
        from autograder.classroom.grading.answers import check_paths

    checked = check_paths(paths, question, seed, seconds, device)
    first = [*itertools.islice(checked, 1)]
    from autograder.classroom.showing import show_as_cards, show_as_json

    answers = itertools.chain(first, checked)
    return show_as_json(answers) if as_json else show_as_cards(answers, whole)
