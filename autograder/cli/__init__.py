"""The command line: one short function for each command, its imports inside, so that `--help` comes at once.

A command returns nothing, or its exit code: 0 all is well, 1 it is not, 2 the command was misused. The commands lie in
a file for each sort of user: `learner`, `teacher`, `author`; `options` holds what they share.
"""

import os
import sys

_INTERRUPTED = 130  # typer's exit code for an interrupt at the terminal
_STOPPED = "stopped before the end. Run the same command again to go on."
try:
    import atexit
    import codecs
    import contextlib
    import importlib.metadata
    import inspect
    import io
    import platform
    import shutil
    import signal
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import FrameType
    from typing import Annotated

    import typer

    from autograder.cli import author, learner, teacher
    from autograder.errors import AutograderError, CourseError, MachineError
    from autograder.lean_imports import leave_out
except KeyboardInterrupt:  # in the first moments, before `main` listens for it
    sys.stderr.write(f"autograder: {_STOPPED}\n")
    sys.exit(_INTERRUPTED)

__all__ = ["FORKING", "go_on", "main"]

app = typer.Typer(
    name="autograder",
    help="Learn, teach and write the course on Jacobians, Hessians and their products in PyTorch.",
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="Begin with `autograder start FOLDER` to learn, `autograder doctor` to see what this machine can do.",
)
for each in (learner, teacher, author):  # in the order in which `--help` shows them
    for command in each.commands.registered_commands:  # typer would break lines where the docstring does
        paragraphs = inspect.cleandoc(command.callback.__doc__ or "").split("\n\n") if command.callback else []
        command.help = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    app.add_typer(each.commands)


def _say_versions(asked: bool) -> None:
    if asked:
        ours, torch = (importlib.metadata.version(name) for name in ("jacobian-course", "torch"))
        typer.echo(f"autograder {ours}, Python {platform.python_version()}, torch {torch}")
        raise typer.Exit


@app.callback()
def options(
    versions: Annotated[
        bool,
        typer.Option("--version", help="Show the course's version, and Python's and torch's.", callback=_say_versions),
    ] = False,
) -> None:
    """Take the options that belong to no command."""


def main() -> None:
    """Run the command line; every error that we foresee is one line on stderr."""
    # nbgrader and Jupyter start their own programs by name: they are found even if the environment isn't activated.
    os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))
    sys.exit(_end_with(_command))


def go_on() -> None:
    """Run the command line in the clean process that replaces the first one (options.py, `begin_anew`)."""
    from autograder.execute import one_import

    def warm_command() -> int:
        one_import.go_on()
        return _command()

    ended: list[int] = []
    atexit.register(lambda: one_import.leave(ended))  # registered first, and so called last
    ended.append(_end_with(warm_command))
    sys.exit(ended[0])


def _command() -> int:
    # Named, since `python -m autograder.cli` would be taken for the command's name.
    code: int = app(args=sys.argv[1:] or ["--help"], prog_name="autograder", standalone_mode=False)
    return code


_NARROWEST, _WIDEST = 40, 1000  # columns that a table is drawn for


def _take_a_width() -> None:
    """Draw for as many columns as can be read: some programs set COLUMNS to 0, and nothing would be shown."""
    told = os.environ.get("COLUMNS", "")
    if told.isdigit():  # as rich asks, which then takes any number, or what is none, as «²»
        width = int(told[:9]) if told.isdecimal() else _WIDEST
        os.environ["COLUMNS"] = str(min(max(width, _NARROWEST), _WIDEST))


def _take_streams() -> None:
    """Open what is closed of stdin, stdout and stderr: a gradebook would get its number, and what is printed there."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    sys.stdin, sys.stderr = sys.stdin or open(0), sys.stderr or open(2, "w")  # noqa: SIM115


def _expect_output() -> None:
    """Raise MachineError if stdout was closed."""
    if not sys.stdout:
        step = "`> /dev/null` drops what is printed."
        raise MachineError("standard output", "a place to print to", "it closed", step)


def _end_with(command: Callable[[], int]) -> int:
    leave_out()
    _take_streams()
    _take_every_sign()
    _take_a_width()
    with _noted_interrupts() as interrupts:
        try:
            _expect_output()
            _expect_a_folder()
            _expect_forks()
            code = command()
            sys.stdout.flush()  # here, where a full disk is still one line
            if code == _INTERRUPTED:
                _say(_STOPPED, code)
        except AutograderError as error:
            code = _say(str(error), 1)
        except typer.Abort:
            code = _say(_STOPPED, 1)
        except KeyboardInterrupt:  # before typer catches it
            code = _say(_STOPPED, _INTERRUPTED)
        except typer.TyperException as error:
            # The misused command's own context knows its path.
            path = getattr(getattr(error, "ctx", None), "command_path", "autograder")
            words = f"{path} --help"
            # typer says of a choice that is none that it is a «Value error».
            said = error.format_message().replace("Value error, ", "").rstrip(".")
            code = _say(f"{said}{'' if said.endswith('?') else '.'} See `{words}`.", 2)
        except OSError as error:
            _let_go_of_output()
            code = _say(f"{_place(error)}: {error.strerror or type(error).__name__}. {_REPAIR}", 1)
        except Exception:
            if not interrupts:
                raise
            code = _say(_STOPPED, _INTERRUPTED)
    return code


# They fork, or hold a class's lock, which Unix alone has.
FORKING = frozenset({"check", "watch", "audit", "demo", "roster", "collect", "grade", "regrade", "export"})


def _expect_forks() -> None:
    """Raise MachineError if the command needs what a system without forks, as Windows is, lacks."""
    command = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    if command in FORKING and "--help" not in sys.argv and not hasattr(os, "fork"):
        step = "Run it on one of these, on Windows in WSL; `check(...)` in a notebook does without."
        raise MachineError(f"autograder {command}", "Linux or another system that forks", "one that does not", step)


def _expect_a_folder() -> None:
    """Raise CourseError if the current folder is gone: torch would end the process, in its own words."""
    try:
        os.getcwd()
    except FileNotFoundError as error:
        step = "`cd` to where it is now."
        raise CourseError("the folder that you stand in", "one that is there", "none", step) from error


@contextlib.contextmanager
def _noted_interrupts() -> Iterator[list[int]]:
    """Yield a list that each interrupt at the keyboard joins; it is raised as ever.

    A library's C code may swallow one during its import, and fail later at what it then lacks.
    """
    noted: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        noted.append(number)
        signal.default_int_handler(number, frame)

    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield noted
        return
    signal.signal(signal.SIGINT, note)
    try:
        yield noted
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _take_every_sign() -> None:
    """Let output take every character: in UTF-8 if its encoding is ASCII, else with «?» for those that it lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            is_ascii = codecs.lookup(stream.encoding).name == "ascii"  # a C locale; its terminal mostly shows UTF-8
            stream.reconfigure(encoding="utf-8" if is_ascii else stream.encoding, errors="replace")


_REPAIR = "Mend that and run the same command again: what was done before is kept."


def _let_go_of_output() -> None:
    """Drop what can't be written to stdout: Python would try again, and complain, at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _place(error: OSError) -> str:
    return os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else "reading or writing"


def _say(line: str, code: int) -> int:
    # A file's name, or its text, may hold a terminal's commands.
    printable = "".join(char if char.isprintable() else " " for char in line)
    said = f"autograder: {' '.join(printable.split())}"
    if sys.stderr.isatty():  # else it is one line, whoever reads it
        from autograder.present.in_columns import in_columns

        said = in_columns(said, shutil.get_terminal_size().columns)
    typer.echo(said, err=True)
    return code
