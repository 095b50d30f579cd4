"""The commands of whoever teaches a class: what this machine can do, grading, points out, a class to look at."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.options import AsJson, Jobs, Unsandboxed, kernel_for, on_one_core

commands = typer.Typer()
_PANEL = "To teach"


class Form(StrEnum):
    """How grades are written out."""

    CSV = "csv"
    JSON = "json"


@commands.command(rich_help_panel=_PANEL, name="doctor")
def examine(as_json: AsJson = False) -> int:
    """Tell what this machine can do: check and grade the lessons, and what it can enforce in doing so."""
    from rich.console import Console

    from autograder import doctor

    findings = doctor.examine(Path.cwd())
    if as_json:
        typer.echo(doctor.as_json(findings))
    else:
        Console().print(doctor.table(findings))
    return 1 if any(finding.missing for finding in findings) else 0


@commands.command(rich_help_panel=_PANEL)
def grade(
    lessons: Annotated[
        list[str] | None, typer.Argument(help="Lessons, by name or number.", show_default="all of them")
    ] = None,
    student: Annotated[str | None, typer.Option(help="Grade this student's submissions alone.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a line of JSON for each submission.")] = False,
    jobs: Jobs = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="tcp://HOST:PORT",
            help="Grade on a Dask cluster, by its scheduler. Its workers need this course installed and these folders.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Grade again what was graded before and has not changed since.")
    ] = False,
    unsandboxed: Unsandboxed = False,
) -> int:
    """Grade everything under submitted/ into the gradebook and write the feedback pages.

    A second run grades what is new: it is safe to interrupt one and to start it again.
    """
    on_one_core()
    from autograder.classroom.course.folders import ClassFolders, asked_lessons, handins, strays
    from autograder.classroom.course.places import find_course
    from autograder.classroom.grading import fork_server

    folders = ClassFolders.of_course(find_course())
    asked = asked_lessons(folders, lessons or ())
    expected = handins(folders, asked, student)
    kernel = kernel_for(unsandboxed)
    if cluster is None and (force or not folders.gradebook.exists()):
        fork_server.begin(kernel)  # there will be work; it takes seconds to start, and so do the imports that follow
    from autograder.classroom.pipeline import grade_class
    from autograder.classroom.record import summary
    from autograder.classroom.record.results import object_of

    results = grade_class(folders, asked, student=student, kernel=kernel, jobs=jobs, cluster=cluster, force=force)
    if as_json:
        taken = []
        for handin, graded in zip(expected, results, strict=True):
            typer.echo(json.dumps(object_of(graded, handin.path)))
            taken.append(graded)
    else:
        console = summary.console_for_tables()
        taken = summary.follow(results, len(expected), console)
        summary.closing(taken, folders, console, whole_class=student is None)
    for line in strays(folders, student):
        typer.echo(line, err=True)
    return 1 if any(graded.withheld for graded in taken) else 0


@commands.command(rich_help_panel=_PANEL)
def export(
    form: Annotated[Form, typer.Option("--format", help="What to write.")] = Form.CSV,
    to: Annotated[Path | None, typer.Option(help="The file to write.", show_default="standard output")] = None,
) -> None:
    """Write the gradebook's points for each student, lesson and exercise."""
    from autograder.classroom.course.folders import ClassFolders
    from autograder.classroom.course.places import find_course
    from autograder.classroom.record.export import exported

    text = exported(ClassFolders.of_course(find_course()).gradebook, form.value)
    if to is None:
        typer.echo(text, nl=False)
    else:
        to.write_text(text, encoding="utf-8")


@commands.command(rich_help_panel=_PANEL)
def demo(jobs: Jobs = None, unsandboxed: Unsandboxed = False) -> int:
    """Build a demonstration class in ./demo, grade it, and show the class table."""
    from autograder.classroom.grading import fork_server

    on_one_core()
    kernel = kernel_for(unsandboxed)
    fork_server.begin(kernel)  # it takes seconds, and so do the imports that follow
    from autograder.classroom.course import demo as demonstration
    from autograder.classroom.course.folders import handins
    from autograder.classroom.pipeline import grade_class
    from autograder.classroom.record import summary

    folders = demonstration.folders()
    lessons = demonstration.hand_in(folders)
    console = summary.console_for_tables()
    results = grade_class(folders, lessons, limits=demonstration.LIMITS, kernel=kernel, jobs=jobs)
    taken = summary.follow(results, len(handins(folders, lessons)), console, lambda graded: graded.student)
    summary.closing(taken, folders, console, whole_class=True, always_table=True)
    return 1 if any(graded.withheld for graded in taken) else 0
