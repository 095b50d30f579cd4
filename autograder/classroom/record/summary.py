"""What the command line shows of a class while it is graded, and afterwards.

follow          show results as they come; return all of them
follow_as_json  the same for a program: a line of JSON for each, and the report
closing         show what is new as tables, what was corrected, and where everything lies
report          write the class report, from the gradebook's rows of the class's lessons
names_apart     the names that the report gives everybody
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from autograder.class_settings import class_settings
from autograder.classroom.course.folders import ClassFolders
from autograder.classroom.course.released import released, sound
from autograder.classroom.handin.timestamp import arrival_of
from autograder.classroom.record.gradebook import open_book
from autograder.classroom.record.likeness import alike, code_of, template_of
from autograder.classroom.record.results import Recorded, line_of, notes_of, object_of, row_of, told_of, whole_class
from autograder.classroom.record.rows import Person
from autograder.classroom.record.sums import a_point
from autograder.present.class_findings import Alike
from autograder.present.console import console
from autograder.present.report import StudentRow, class_report_html, class_table
from autograder.present.safe_text import plain
from autograder.whole_file import write_whole

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
    """Return a console: as wide as the terminal, or wide enough for a class table if there is none."""
    found = console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=_WIDE)


def follow(
    results: Iterable[Recorded], expected: int, console: Console, line: Callable[[Recorded], str] = line_of
) -> list[Recorded]:
    """Show results as they come: in a terminal by a progress bar, elsewhere by a line for each that is new."""
    taken = []
    if not console.is_terminal:
        for found in results:
            taken.append(found)
            if not found.graded.kept:
                console.print(f"{len(taken)} of {expected}  {line(found)}", soft_wrap=True, markup=False)
        return taken
    with Progress(*_COLUMNS, console=console, transient=True) as progress:
        task = progress.add_task("grading", total=expected, withheld=0, rate="")
        for found in results:
            taken.append(found)
            rate = f"{60 * len(taken) / (progress.tasks[0].elapsed or 1):.0f} a minute"
            withheld = sum(each.row.withheld for each in taken)
            graded = f"graded {plain(found.row.student.id)}"
            progress.update(task, advance=1, description=escape(graded), withheld=withheld, rate=rate)
    return taken


def follow_as_json(results: Iterable[Recorded], folders: ClassFolders) -> list[Recorded]:
    """Print results as they come, a line of JSON for each; write the class report."""
    taken = []
    for found in results:
        path = folders.submitted(found.row.student.id, found.row.lesson)
        print(json.dumps(object_of(found, path)), flush=True)
        taken.append(found)
    report(folders)
    return taken


def closing(taken: Sequence[Recorded], folders: ClassFolders, console: Console, *, always_table: bool = False) -> None:
    """Show what is new as class tables, what was corrected, and where everything lies.

    Without a terminal there are no tables: each submission has had its line. The report is always of the whole class.
    """
    new = [found for found in taken if not found.graded.kept]
    if console.is_terminal or always_table:
        for lesson in dict.fromkeys(found.row.lesson for found in new):
            console.print(class_table([row_of(found) for found in new if found.row.lesson == lesson], lesson))
    corrected = (line for found in new for line in notes_of(found))
    for line in (*corrected, *told_of(taken)):
        console.print(line, soft_wrap=True, markup=False)
    if kept := len(taken) - len(new):
        console.print(f"{kept} of {len(taken)} have not changed since they were graded (grade again: --force).")
    report(folders)
    places(folders, console)


def report(folders: ClassFolders) -> None:
    """Write the class report, for the instructor, of the lessons in the gradebook that the class does."""
    made = f"{datetime.now():%d %B %Y, %H:%M}"
    settings = class_settings(folders.root)
    rows: list[StudentRow] = []
    code: dict[str, dict[str, str]] = {}
    with open_book(folders.gradebook, folders.lessons.parent) as book:
        people = names_apart(book.people())
        for found in whole_class(book):
            if not settings.does(found.row.lesson):
                continue
            path = folders.submitted(found.row.student.id, found.row.lesson)
            fault = arrival_of(path, settings.timezone).fault
            row = row_of(replace(found, notes=(fault,) if fault else ()))
            rows.append(replace(row, name=people[row.student] if row.name else ""))
            code.setdefault(found.row.lesson, {})[found.row.student.id] = "\n".join(code_of(found.graded).values())
        done = [each for each in book.lessons() if settings.does(each.lesson)]
    title = settings.title or folders.root.resolve().name
    worth = {each.lesson: (each.max_points, a_point(each.lesson, each.max_points, settings)) for each in done}
    html = class_report_html(
        rows, title, made, _alike(folders, code, people) if settings.likeness else (), people, worth
    )
    write_whole(folders.root / REPORT, html.encode())


def names_apart(people: Sequence[Person]) -> dict[str, str]:
    """Return id → name, followed by the id if several have that name."""
    often = Counter(person.name for person in people)
    return {person.id: f"{person.name} ({person.id})" if often[person.name] > 1 else person.name for person in people}


def _alike(folders: ClassFolders, code: Mapping[str, Mapping[str, str]], people: Mapping[str, str]) -> list[Alike]:
    """Return the pairs that are alike, by name; lessons that are no longer released, or have errors, are left out."""
    found = []
    for lesson in sound(folders.released, [lesson for lesson in code if folders.released(lesson).is_file()])[0]:
        template = template_of(released(folders.released(lesson)).notebook)
        answered = {student: source for student, source in code[lesson].items() if source}
        found += alike(lesson, answered, template)
    return [replace(pair, one=people[pair.one], other=people[pair.other]) for pair in found]


def places(folders: ClassFolders, console: Console) -> None:
    """Say where gradebook, feedback and class report lie."""
    found = {
        "Gradebook": folders.gradebook,
        "Feedback pages": folders.root / "feedback",
        "Class report": folders.root / REPORT,
    }
    for name, path in found.items():
        console.print(f"{name:<15} {path}", soft_wrap=True, markup=False)
