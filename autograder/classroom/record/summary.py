"""What the command line shows of a class while it is graded and afterwards.

follow    results as they come, each told at once → all of them
closing   the class tables, what was put right, and where everything lies
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from autograder.classroom.course.folders import ClassFolders
from autograder.classroom.grading.work import Graded
from autograder.classroom.record.results import line_of, notes_of, row_of
from autograder.present.report import class_report_html, class_table

REPORT = "class_report.html"
_WIDE = 140
_COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    MofNCompleteColumn(),
    TextColumn("{task.fields[withheld]} withheld"),
    TextColumn("{task.fields[rate]}"),
    TimeElapsedColumn(),
    TextColumn("left"),
    TimeRemainingColumn(),
)


def console_for_tables() -> Console:
    """Return a console: as wide as the terminal, or wide enough for a class table where there is none."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDE)


def follow(
    results: Iterable[Graded], expected: int, console: Console, line: Callable[[Graded], str] = line_of
) -> list[Graded]:
    """Take results as they come: a progress bar in a terminal, a line each elsewhere."""
    if not console.is_terminal:
        taken = []
        for graded in results:
            taken.append(graded)
            console.print(f"{len(taken)} of {expected}  {line(graded)}", soft_wrap=True, markup=False)
        return taken
    with Progress(*_COLUMNS, console=console, transient=True) as progress:
        task = progress.add_task("grading", total=expected, withheld=0, rate="")
        taken = []
        for graded in results:
            taken.append(graded)
            rate = f"{60 * len(taken) / (progress.tasks[0].elapsed or 1):.0f} a minute"
            withheld = sum(each.withheld for each in taken)
            progress.update(task, advance=1, description=f"graded {graded.student}", withheld=withheld, rate=rate)
    return taken


def closing(
    taken: Sequence[Graded], folders: ClassFolders, console: Console, *, whole_class: bool, always_table: bool = False
) -> None:
    """Show the class tables, what was put right while reading, and where everything lies.

    Without a terminal each submission has had its line already. The class report is of the whole class alone.
    """
    if console.is_terminal or always_table:
        for lesson in dict.fromkeys(graded.lesson for graded in taken):
            console.print(class_table([row_of(graded) for graded in taken if graded.lesson == lesson], lesson))
    for graded in taken:
        for line in notes_of(graded):
            console.print(line, soft_wrap=True, markup=False)
    kept = sum(graded.kept for graded in taken)
    if kept:
        console.print(f"{kept} of {len(taken)} have not changed since they were graded (grade again: --force).")
    if whole_class:
        report(taken, folders)
    places(folders, console, whole_class)


def report(taken: Sequence[Graded], folders: ClassFolders) -> None:
    """Write the class report, for the instructor."""
    made = f"{datetime.now():%d %B %Y, %H:%M}"
    html = class_report_html([row_of(graded) for graded in taken], folders.root.resolve().name, made)
    fresh = folders.root / f".{REPORT}.new"  # whole or not at all
    fresh.write_text(html, encoding="utf-8")
    fresh.replace(folders.root / REPORT)


def places(folders: ClassFolders, console: Console, whole_class: bool) -> None:
    """Say where gradebook, feedback and class report lie."""
    found = {"Gradebook": folders.gradebook, "Feedback pages": folders.root / "feedback"}
    if whole_class:
        found["Class report"] = folders.root / REPORT
    for name, path in found.items():
        console.print(f"{name:<15} {path}", soft_wrap=True, markup=False)
