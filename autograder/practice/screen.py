"""What `autograder watch` shows, for rich to print. All functions are pure.

header      how far the learner is
not_begun   an exercise whose file is still as it was handed out
unreadable  a file that holds no answer
saved       a verdict, and what comes next
hinted      a hint
overview    the current lesson's exercises, and a line for each of the others
footer      the keys
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from autograder.practice.exercises import Exercise
from autograder.practice.judging import Told
from autograder.present.beneath import beneath_text
from autograder.present.lesson_map import stage
from autograder.present.safe_text import plain
from autograder.present.terminal import card_rich, prose

KEYS = {"h": "hint", "r": "run again", "n": "next", "p": "previous", "l": "list", "q": "quit"}
_BAR = 24
_GAP = "   "


def header(all_of_them: Sequence[Exercise], points: Mapping[str, int]) -> RenderableType:
    """Return a line that says how many exercises have all of their points."""
    done = sum(points.get(each.name, 0) >= each.question.max_points for each in all_of_them)
    return Padding(_Header(done, len(all_of_them)), (0, 0, 1, 0))


@dataclass(frozen=True, slots=True)
class _Header:
    """How many exercises are done, with a bar where there is room for one."""

    done: int
    all_of_them: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        name, says = Text("autograder watch", style="bold"), f"{self.done} of {self.all_of_them} exercises done"
        gap = 2
        if options.max_width < len(name) + _BAR + len(says) + 2 * gap:
            yield Text.assemble(name, f": {says}")
            return
        line = Table.grid(padding=(0, gap))
        line.add_row(name, ProgressBar(total=self.all_of_them, completed=self.done, width=_BAR), says)
        yield line


def not_begun(exercise: Exercise, folder: Path) -> RenderableType:
    """Return what an exercise asks, and where its file lies."""
    return Group(
        Text(f"{exercise.lesson}, {exercise.lesson_title}", style="bright_black"),
        Text.assemble((exercise.name, "bold"), ": ", prose(exercise.question.title)),
        Text(),
        Text.assemble("Not begun yet. Open ", (_place(exercise, folder), "cyan"), " and save it when you like."),
    )


def unreadable(exercise: Exercise, line: str) -> RenderableType:
    """Return why no answer can be read from a file."""
    return Panel(Text(plain(line)), title=Text(exercise.name, style="bold"), title_align="left", border_style="red")


def saved(told: Told, following: Exercise | None, folder: Path) -> RenderableType:
    """Return the card of a saved file, and, with full marks, what comes next."""
    if told.timing:
        return Text("Value, method and cost hold. Asking the clock…", style="green")
    beneath = "\n".join(beneath_text(told.beneath))
    card: RenderableType = card_rich(told.verdict, told.exercise.question.title, _place(told.exercise, folder))
    card = Group(card, Text(beneath)) if beneath else card
    if told.verdict.points < told.verdict.max_points:
        return card
    if following is None:
        return Group(card, Text(), Text("That was the last one: every exercise is done.", style="bold green"))
    go_on = Text.assemble("Next (n): ", (following.name, "bold"), ", in ", (_place(following, folder), "cyan"), ".")
    return Group(card, Text(), Text("Done.", style="bold green"), go_on)


def hinted(text: str) -> RenderableType:
    """Return a hint as a box of its own."""
    return Panel(prose(text), border_style="blue")


def overview(all_of_them: Sequence[Exercise], points: Mapping[str, int], at: Exercise) -> RenderableType:
    """Return a line for each lesson, and for each exercise of the current one: that has room in 24 lines."""
    table = Table.grid(padding=(0, 1))
    for lesson, its in groupby(all_of_them, lambda each: each.lesson):
        own = [*its]
        most = sum(each.question.max_points for each in own)
        known = [points[each.name] for each in own if each.name in points]
        begun = sum(known) if known else None
        here = lesson == at.lesson
        table.add_row(" ", f"{stage(begun, most)[0]} {lesson}", f"{begun or 0} / {most}", style="bold" if here else "")
        for each in own if here else []:
            most, has = each.question.max_points, points.get(each.name)
            named, style = f"  {stage(has, most)[0]} {each.name}", "bold" if each is at else ""
            table.add_row("→" if each is at else " ", named, f"{has or 0} / {most}", style=style)
    return table


def footer() -> RenderableType:
    """Return the keys and what each does."""
    return Padding(_Footer(), (1, 0, 0, 0))


@dataclass(frozen=True, slots=True)
class _Footer:
    """The keys in as many lines as they need; none is torn from what it does."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        line = Text(style="bright_black")
        for key, does in KEYS.items():
            said = Text.assemble((key, "bold"), f" {does}")
            if line and len(line) + len(_GAP) + len(said) > options.max_width:
                yield line
                line = Text(style="bright_black")
            line = Text.assemble(line, _GAP if line else "", said, style="bright_black")
        yield line


def _place(exercise: Exercise, folder: Path) -> str:
    return exercise.path.relative_to(folder).as_posix()
