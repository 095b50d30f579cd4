"""The command line: one short function a command, each with its imports inside, so that `--help` comes at once.

A command returns nothing, or its exit code: 0 all is well, 1 it is not, 2 it was asked for in a way that it can't read.
"""

import itertools
import json
import os
import shlex
import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.errors import AutograderError, MachineError
from autograder.lean_imports import leave_out, uncollected

if TYPE_CHECKING:
    from autograder.execute import Kernel

app = typer.Typer(
    name="autograder",
    help="Build, check and grade the Jacobian course.",
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="Begin with `autograder start FOLDER` to learn, `autograder doctor` to see what this machine can do.",
)

Jobs = Annotated[int | None, typer.Option(help="Submissions graded at a time.", min=1, show_default="one a core")]
Unsandboxed = Annotated[bool, typer.Option("--unsandboxed", help="Run students' code with your own rights.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for a program to read.")]


class Form(StrEnum):
    """How grades are written out."""

    CSV = "csv"
    JSON = "json"


@app.command()
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


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(help="Python files, or folders of them.", metavar="PATH…")],
    question: Annotated[str | None, typer.Option(help="Judge this function alone.", metavar="NAME")] = None,
    seconds: Annotated[float, typer.Option(help="Longest time that one file may take.", min=1)] = 30.0,
    seed: Annotated[int | None, typer.Option(help="Draw the inputs of an earlier run again.", min=0)] = None,
    as_json: AsJson = False,
) -> int:
    """Judge every function in Python files whose name is a question's.

    Each file runs in a process of its own. Exit code 1: a file could not be read, or a grade is withheld.
    """
    _on_one_core()
    # Nothing of the key is imported before the first answer has run: see check_paths.
    with uncollected():
        from autograder.classroom.grading.answers import check_paths

    checked = check_paths(paths, question, seed, seconds)
    first = [*itertools.islice(checked, 1)]
    from autograder.classroom.showing import show_as_cards, show_as_json

    return (show_as_json if as_json else show_as_cards)(itertools.chain(first, checked))


@app.command("audit")
def prove(
    jobs: Annotated[
        int | None, typer.Option(help="Answers judged at a time.", min=1, show_default="one a core")
    ] = None,
    thorough: Annotated[bool, typer.Option("--thorough", help="Time wrong answers too, and draw three seeds.")] = False,
    mutants: Annotated[
        bool, typer.Option("--mutants", help="Change right answers instead, and hold the judge against an oracle.")
    ] = False,
    most: Annotated[int, typer.Option(help="Mutants an exercise.", min=1)] = 40,
    question: Annotated[str | None, typer.Option(help="This exercise's mutants alone.", metavar="NAME")] = None,
) -> int:
    """Prove that templates earn 0, solutions everything, and that no answer of the corpus is misjudged."""
    _on_one_core()
    begun = time.monotonic()
    if mutants:
        return _prove_by_mutants(most, jobs or os.cpu_count() or 1, question, begun)
    from autograder.audit import SEED, Thoroughness, audit
    from autograder.classroom.course.places import find_course

    tries = Thoroughness((SEED, SEED + 1, SEED + 2), times_all=True) if thorough else Thoroughness()
    findings, tally = audit(find_course(), jobs or 0, tries)
    for finding in findings:
        typer.echo(finding, err=True)
    minutes, seconds = divmod(round(time.monotonic() - begun), 60)
    typer.echo(
        f"{_counted(tally.lessons, 'lesson')}, {_counted(tally.exercises, 'exercise')},"
        f" {tally.right} right, {tally.wrong} wrong and {tally.hostile} hostile answers:"
        f" {_counted(len(findings), 'finding') if findings else 'no findings'}, in {minutes} min {seconds} s"
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
    minutes, seconds = divmod(round(time.monotonic() - begun), 60)
    typer.echo(f"{says}, in {minutes} min {seconds} s")
    return 0 if well else 1


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


Folder = Annotated[str, typer.Argument(help="The lesson's folder.", metavar="NN_topic")]


@app.command("new-lesson")
def begin_lesson(folder: Folder, title: Annotated[str, typer.Argument(help="Its title.")]) -> None:
    """Write a lesson without exercises, each TODO in it saying what goes there."""
    from autograder.classroom.course.new import new_lesson
    from autograder.classroom.course.places import find_course

    course = find_course()
    _say_written(new_lesson(course, folder, title), course)


@app.command("new-exercise")
def begin_exercise(folder: Folder, name: Annotated[str, typer.Argument(help="The function to write.")]) -> None:
    """Write an exercise that runs (and its lesson, where it is missing), each TODO in it saying what goes there."""
    from autograder.classroom.course.new import new_exercise
    from autograder.classroom.course.places import find_course

    course = find_course()
    _say_written(new_exercise(course, folder, name), course)


def _say_written(files: tuple[Path, ...], course: Path) -> None:
    for path in files:
        typer.echo(f"wrote {path.relative_to(course)}")
    typer.echo("Next: follow the TODOs, then `autograder build` and `autograder audit`.")


@app.command("doctor")
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


@app.command()
def start(
    folder: Annotated[Path, typer.Argument(help="A folder that is new or empty.", show_default=False)],
    for_class: Annotated[bool, typer.Option("--class", help="Make a course folder, to teach and grade in.")] = False,
) -> None:
    """Put the lessons into a folder of your own, to learn in; with --class, all that a teacher needs."""
    from autograder.classroom.course import start as starting

    lessons = starting.start_class(folder) if for_class else starting.start_learner(folder)
    typer.echo(f"{folder}: {len(lessons)} {'lesson' if len(lessons) == 1 else 'lessons'}, from {lessons[0]} on.")
    typer.echo(f"Next: `cd {shlex.quote(str(folder))}`, then `autograder lab{' --teacher' if for_class else ''}`.")


@app.command()
def reset(lesson: Annotated[str, typer.Argument(help="The lesson, by name or number.")]) -> None:
    """Hand out a fresh copy of a lesson; yours is kept beside it, dated."""
    from autograder.classroom.course import start as starting

    copy = starting.working_copy()
    notebook = starting.lesson_in(copy, lesson)
    kept = starting.reset(copy, lesson)
    typer.echo(f"{notebook}: {'as it was handed out' if kept else 'is still as it was handed out; nothing to do'}.")
    if kept:
        typer.echo(f"Yours is kept: {kept}")


@app.command()
def lab(
    lesson: Annotated[
        str | None, typer.Argument(help="The lesson, by name or number.", show_default="the first")
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


@app.command()
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
    _on_one_core()
    from autograder.classroom.course.folders import ClassFolders, asked_lessons, handins, strays
    from autograder.classroom.course.places import find_course
    from autograder.classroom.grading import fork_server

    folders = ClassFolders.of_course(find_course())
    asked = asked_lessons(folders, lessons or ())
    expected = handins(folders, asked, student)
    kernel = _kernel(unsandboxed)
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


@app.command()
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


@app.command()
def demo(jobs: Jobs = None, unsandboxed: Unsandboxed = False) -> int:
    """Build a demonstration class in ./demo, grade it, and show the class table."""
    from autograder.classroom.grading import fork_server

    _on_one_core()
    kernel = _kernel(unsandboxed)
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


def _kernel(unsandboxed: bool) -> "Kernel":
    """Return where students' code runs; refuse where this machine can't hold it, unless told to let it."""
    from autograder.execute import Kernel, sandbox_lacks

    if unsandboxed:
        return Kernel.UNSANDBOXED
    if lacks := sandbox_lacks():
        raise MachineError(
            "grade",
            "a machine that can hold students' code in a sandbox",
            f"one without {lacks}",
            "Pass --unsandboxed to run it with your own rights.",
        )
    return Kernel.SANDBOXED


def _on_one_core() -> None:
    """Have torch, which is not imported yet, work on one core, in a thread that an answer starts too."""
    os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"


def main() -> None:
    """Run the command line; every failure that we know of is one line on stderr."""
    # nbgrader and Jupyter start programs of their own by name: find them where the environment isn't activated.
    os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))
    leave_out()
    try:
        code = app(args=sys.argv[1:] or ["--help"], standalone_mode=False)
        sys.stdout.flush()  # here, where a full disk is still one line
        if code == _INTERRUPTED:
            _say(_STOPPED, code)
    except AutograderError as error:
        code = _say(str(error), 1)
    except typer.Abort:
        code = _say(_STOPPED, 1)
    except typer.TyperException as error:
        # The context of the command that was misused; its path starts with however this program was called.
        path = getattr(getattr(error, "ctx", None), "command_path", "")
        words = " ".join(["autograder", *path.split()[1:], "--help"])
        code = _say(f"{error.format_message().rstrip('.?')}. See `{words}`.", 2)
    except OSError as error:
        _let_go_of_output()
        code = _say(f"{_place(error)}: {error.strerror or type(error).__name__}. {_REPAIR}", 1)
    sys.exit(code)


_INTERRUPTED = 130  # what typer makes of an interrupt at the terminal
_STOPPED = "stopped before the end. Run the same command again to go on."
_REPAIR = "Mend that and run the same command again: what was done before is kept."


def _let_go_of_output() -> None:
    """Where what is printed can't be written, drop it: Python would try, and complain, once more at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _place(error: OSError) -> str:
    return os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else "reading or writing"


def _say(line: str, code: int) -> int:
    typer.echo(f"autograder: {' '.join(line.split())}", err=True)
    return code


if __name__ == "__main__":
    main()
