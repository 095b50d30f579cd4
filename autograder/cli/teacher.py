"""The commands of teachers: examine the machine, enter students, collect, grade, grade again, export, show a demo."""

import json
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.options import (
    AsJson,
    Cluster,
    Jobs,
    JsonLines,
    Lessons,
    Unsandboxed,
    begin_anew,
    kernel_for,
    on_one_core,
)
from autograder.lean_imports import uncollected

commands = typer.Typer()
_PANEL = "To teach"


class Form(StrEnum):
    """How points are written out."""

    CSV = "csv"
    JSON = "json"


class Platform(StrEnum):
    """The platform that sums are for."""

    CANVAS = "canvas"
    MOODLE = "moodle"
    CSV = "csv"


@commands.command(rich_help_panel=_PANEL, name="doctor")
def examine(as_json: AsJson = False) -> int:
    """Tell what this machine can do, and what the class that you stand in lacks.

    Exit code 1: something is missing without which no lesson can be checked or graded.
    """
    from autograder import doctor
    from autograder.present.console import console

    findings = doctor.examine(Path.cwd())
    if as_json:
        typer.echo(doctor.as_json(findings))
    else:
        console().print(doctor.table(findings))
    return 1 if any(finding.missing for finding in findings) else 0


@commands.command(rich_help_panel=_PANEL)
def roster(
    table: Annotated[
        Path,
        typer.Argument(
            help="CSV with id, first_name, last_name, email, lms_user_id.", metavar="FILE.csv", readable=False
        ),
    ],
) -> None:
    """Enter who is in the class into the gradebook, all of a table or nobody; run it again when the table changes."""
    from autograder.classroom.course.folders import ClassFolders
    from autograder.classroom.course.places import find_course
    from autograder.classroom.enrolling import enrol

    done = enrol(ClassFolders.of_course(find_course()), table)
    typer.echo(f"{done.new} entered, {done.changed} changed, {done.same} as before.")
    for line in done.told:
        typer.echo(line, err=True)


@commands.command(rich_help_panel=_PANEL)
def collect(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Archives as the platform packs them; Moodle's worksheet.csv too.", metavar="FILE", readable=False
        ),
    ],
    lesson: Annotated[
        str | None,
        typer.Option(help="The lesson that they are of.", metavar="LESSON", show_default="what their notebooks are"),
    ] = None,
) -> int:
    """Put what students handed in to Moodle, Canvas or Blackboard into submitted/, by the gradebook's roster.

    Exit code 1: somebody is not in the roster, or something can't be read. Nobody is added; what is replaced is kept.
    """
    from autograder.classroom.collecting import collect_files
    from autograder.classroom.course.folders import ClassFolders
    from autograder.classroom.course.places import find_course
    from autograder.present.safe_text import plain

    outcome = collect_files(ClassFolders.of_course(find_course()), files, lesson)
    done = outcome.collected
    for line in done.told:
        typer.echo(line)
    for name, students in done.missing.items():
        who = f"{len(students)} handed nothing in: {plain(', '.join(students), 10_000)}"
        typer.echo(f"{name}: {who if students else 'everybody has handed in.'}")
    typer.echo(f"{len(done.taken)} taken, {done.same} as before, {len(outcome.unknown)} unknown.")
    for line in (*outcome.unknown, *outcome.unread):
        typer.echo(line, err=True)
    if outcome.unknown:
        step = "Next: write who belongs to the class into your table, as the platform has name or e-mail"
        typer.echo(f"{step}; `autograder roster FILE.csv`, and collect again.", err=True)
    return 1 if outcome.unknown or outcome.unread else 0


@commands.command(rich_help_panel=_PANEL)
def grade(
    lessons: Lessons = None,
    student: Annotated[str | None, typer.Option(help="Grade this student's submissions alone.", metavar="ID")] = None,
    as_json: JsonLines = False,
    jobs: Jobs = None,
    cluster: Cluster = None,
    force: Annotated[
        bool, typer.Option("--force", help="Grade again what was graded before and has not changed since.")
    ] = False,
    unsandboxed: Unsandboxed = False,
) -> int:
    """Grade everything under submitted/ into the gradebook and write the feedback pages.

    A second run grades what is new: it is safe to interrupt one and to start it again. Exit code 1: a grade is
    withheld, or a lesson is at fault.
    """
    on_one_core()
    from autograder.classroom.course.folders import ClassFolders, asked_lessons, handins, strays
    from autograder.classroom.course.places import find_course

    folders = ClassFolders.of_course(find_course())
    asked = asked_lessons(folders, lessons or ())
    expected = handins(folders, asked, student)
    kernel = kernel_for(unsandboxed)
    ahead = cluster is None and (force or _anything_new(folders.gradebook, [handin.path for handin in expected]))
    if ahead:
        begin_anew(kernel)
    with uncollected():
        from autograder.classroom.course.released import sound
        from autograder.classroom.grading import fork_server
        from autograder.classroom.pipeline import fitting, grade_class, removed_in, taken_out
        from autograder.classroom.record import summary
    if ahead:
        fork_server.fork_here()

    asked, unsound = sound(folders.released, asked)
    asked, unfit = fitting(folders, asked)
    for line in (faults := (*unsound, *unfit)):
        typer.echo(f"autograder: {line}", err=True)
    expected = tuple(handin for handin in expected if handin.lesson in asked)
    if not expected:
        return 1
    removed = removed_in(folders)
    results = grade_class(folders, asked, student=student, kernel=kernel, jobs=jobs, cluster=cluster, force=force)
    if as_json:
        taken = summary.follow_as_json(results, folders)
    else:
        console = summary.console_for_tables()
        taken = summary.follow(results, sum(handin.student not in removed for handin in expected), console)
        summary.closing(taken, folders, console)
    left_out = sorted({handin.student for handin in expected} & removed)
    for line in (*map(taken_out, left_out), *strays(folders, student)):
        typer.echo(line, err=True)
    return 1 if faults or any(found.row.withheld for found in taken) else 0


def _anything_new(gradebook: Path, handed: Iterable[Path]) -> bool:
    """Tell whether there will be work, by dates alone; the journal knows better, but takes seconds to read."""
    try:
        recorded = gradebook.stat().st_mtime
        return any(path.stat().st_mtime > recorded for path in handed)
    except OSError:
        return True


@commands.command(rich_help_panel=_PANEL)
def regrade(
    lessons: Lessons = None,
    question: Annotated[str | None, typer.Option(help="Judge this exercise alone again.", metavar="EXERCISE")] = None,
    student: Annotated[
        str | None, typer.Option(help="Judge this student's submissions alone again.", metavar="ID")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell who would gain and lose; record nothing.")] = False,
    as_json: JsonLines = False,
    jobs: Jobs = None,
    cluster: Cluster = None,
    unsandboxed: Unsandboxed = False,
) -> None:
    """Judge again what has been graded, after points or a question changed, and list who gains and who loses.

    Where only points changed, nothing is run. Points given by hand stay.
    """
    on_one_core()
    from autograder.classroom import regraded
    from autograder.classroom.course.folders import ClassFolders, asked_lessons
    from autograder.classroom.course.places import find_course
    from autograder.classroom.record import summary
    from autograder.classroom.regrade import regrade as judged_again

    folders = ClassFolders.of_course(find_course())
    asked = asked_lessons(folders, lessons or ())
    kernel = kernel_for(unsandboxed)
    results = judged_again(
        folders, asked, question=question, student=student, dry_run=dry_run, kernel=kernel, jobs=jobs, cluster=cluster
    )
    found = []
    for each in results:
        found.append(each)
        if as_json:
            typer.echo(json.dumps(regraded.object_of(each)))
        elif each.told:
            typer.echo(regraded.line_of(each))
    if not dry_run:
        summary.report(folders)
    if not as_json:
        typer.echo(regraded.closing(found, dry_run))


@commands.command(rich_help_panel=_PANEL)
def export(
    form: Annotated[
        Form | None, typer.Option("--format", help="Points for each exercise, as CSV or JSON.", show_default="csv")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="The file to write.", metavar="FILE", show_default="standard output")
    ] = None,
    platform: Annotated[
        Platform | None, typer.Option("--for", help="Sums instead, as this platform takes them.")
    ] = None,
    template: Annotated[
        Path | None, typer.Option(help="The platform's own sheet, to fill in.", metavar="FILE", readable=False)
    ] = None,
    lesson: Annotated[
        str | None, typer.Option(help="This lesson alone.", metavar="LESSON", show_default="all of them")
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option(help="Which assignment of Canvas is which lesson.", metavar="LESSON=TITLE")
    ] = None,
    feedback_zip: Annotated[
        Path | None,
        typer.Option(help="Pack a lesson's feedback pages as the platform takes them back.", metavar="FILE.zip"),
    ] = None,
) -> None:
    """Write the gradebook out: points, sums for a platform, feedback to give back. What waits is empty, never 0."""
    from autograder.classroom import exporting
    from autograder.classroom.course.folders import ClassFolders
    from autograder.classroom.course.places import find_course
    from autograder.whole_file import write_named

    folders, whose = ClassFolders.of_course(find_course()), platform.value if platform else None
    beside = [name for name, given in (("--to", to), ("--template", template), ("--column", column)) if given]
    if form is not None and (platform or feedback_zip):
        raise typer.BadParameter("--format writes points of each exercise; leave it out, or --for and --feedback-zip")
    if feedback_zip is not None and beside:
        raise typer.BadParameter(f"--feedback-zip writes an archive; leave out {', '.join(beside)}")
    if feedback_zip is not None:
        told = exporting.pack_feedback(folders, feedback_zip, whose, lesson)
        typer.echo(f"{feedback_zip}: made.")
    else:
        asked = exporting.Asked((form or Form.CSV).value, whose, template, lesson, tuple(column or ()))
        text, told = exporting.export_text(folders, asked)
        if to is None:
            typer.echo(text, nl=False)
        else:
            write_named(to, text.encode())
    for line in told:
        typer.echo(line, err=True)


@commands.command(rich_help_panel=_PANEL)
def demo(jobs: Jobs = None, unsandboxed: Unsandboxed = False) -> int:
    """Build a demonstration class in ./demo, grade it, and show the class table."""
    on_one_core()
    kernel = kernel_for(unsandboxed)
    begin_anew(kernel)
    with uncollected():
        from autograder.classroom.course import demo as demonstration
        from autograder.classroom.course.folders import handins
        from autograder.classroom.grading import fork_server
        from autograder.classroom.pipeline import grade_class
        from autograder.classroom.record import summary
    fork_server.fork_here()
    folders = demonstration.folders()
    lessons = demonstration.hand_in(folders)
    console = summary.console_for_tables()
    results = grade_class(folders, lessons, limits=demonstration.LIMITS, kernel=kernel, jobs=jobs)
    taken = summary.follow(results, len(handins(folders, lessons)), console, lambda found: found.row.student.id)
    summary.closing(taken, folders, console, always_table=True)
    return 1 if any(found.row.withheld for found in taken) else 0
