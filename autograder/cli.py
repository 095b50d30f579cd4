"""The command line: one short function a command, each with its imports inside, so that `--help` comes at once.

A command returns nothing, or its exit code: 0 all is well, 1 it is not, 2 it was asked for in a way that it can't read.
"""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from autograder.errors import AutograderError

app = typer.Typer(
    name="autograder",
    help="Build, check and grade the Jacobian course.",
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="Start with `autograder lab` to learn, `autograder doctor` to see what this machine can do.",
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for a program to read.")]


@app.command()
def build(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; fail on a notebook out of step.")] = False,
) -> int:
    """Make every notebook from its source: solutions/NN/NN.py → its notebook → the student's lesson."""
    from autograder.classroom import release
    from autograder.classroom.course import find_course

    course = find_course()
    if not check:
        changed = release.build(course)
        typer.echo("\n".join(f"made {path}" for path in changed) or "every notebook is up to date")
        return 0
    drifted = release.drift(course)
    for each in drifted:
        typer.echo(f"{each.path}: {each.says}. {each.next}", err=True)
    return 1 if drifted else 0


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
def lab(
    lesson: Annotated[str, typer.Argument(help="The lesson, by name or number.", show_default="the first")] = "01",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address; open no browser.")] = False,
) -> None:
    """Open JupyterLab on a lesson."""
    from autograder.classroom.course import find_course, student_notebook

    course = find_course()
    notebook = student_notebook(course, lesson)
    # The whole course is the root, so that nbgrader's formgrader finds it; the server listens to this machine alone.
    opened = f"/lab/tree/{notebook.relative_to(course).as_posix()}"
    options = [f"--ServerApp.root_dir={course}", f"--LabApp.default_url={opened}"]
    options += ["--no-browser"] if no_browser else []
    # In a container one is root, and JupyterLab would refuse to start.
    options += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    os.chdir(course)
    # Started from this environment, JupyterLab prefers its own kernel python3 to any that the user has besides.
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", *options])


def main() -> None:
    """Run the command line; every failure that we know of is one line on stderr."""
    # nbgrader starts `alembic` by name, and Jupyter its own parts: find them where the environment isn't activated.
    os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))
    try:
        code = app(args=sys.argv[1:] or ["--help"], standalone_mode=False)
    except AutograderError as error:
        code = _say(str(error), 1)
    except typer.Abort:
        code = _say("stopped before the end.", 1)
    except typer.TyperException as error:
        code = _say(f"{error.format_message().rstrip('.')}. See `autograder --help`.", 2)
    sys.exit(code)


def _say(line: str, code: int) -> int:
    typer.echo(f"autograder: {' '.join(line.split())}", err=True)
    return code


if __name__ == "__main__":
    main()
