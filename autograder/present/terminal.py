"""A card for a terminal.

    card_rich   Verdict → something that rich prints

Built from `Text`, never from rich's markup: a student's `[red]` is printed as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from autograder.judge.verdict import CostRow, Diagnosis, Mark, Outcome, TrendResult, Verdict
from autograder.present.card import REMARK, parts_of
from autograder.present.safe_text import pieces, plain
from autograder.present.words import (
    OUTCOMES,
    STATES,
    WHO,
    WITHHELD,
    binary,
    called,
    count,
    headline,
    is_not_begun,
    medians_in_order,
    not_begun,
    points_of,
    seconds,
    telling,
    title_of,
    trend_sentence,
)

TO_LOOK_AT = "To be looked at (it moves no mark)"
_ROOM_FOR_A_TABLE = 64  # columns of a terminal, within the card
_ROOM_BESIDE = 50  # columns that it takes to set a reason beside its mark
_COLOURS = {
    Outcome.PASSED: "green",
    Outcome.FAILED: "red",
    Outcome.NOT_RUN: "bright_black",
    Outcome.GRADER_ERROR: "yellow",
}


def card_rich(verdict: Verdict, title: str = "", file: str = "", doubts: Sequence[str] = ()) -> RenderableType:
    """Return the card of one answer.

    `title` stands for the question's own, `file` says where it was found; `doubts` are for whoever grades it.
    """
    if is_not_begun(verdict):
        begins = f"`{verdict.question}` is not begun yet. `autograder hint {verdict.question}` starts you off."
        return prose(f"{file}: {begins}" if file else not_begun(verdict))
    title = title or title_of(verdict.question)
    parts: list[RenderableType] = []
    if title:
        parts.append(prose(title))
    if verdict.withheld:
        parts.append(Text(WITHHELD, style="yellow"))
    parts.append(_Marks(verdict.marks))
    if verdict.diagnosis:
        parts += [Text(), *_parts("Diagnosis", verdict.diagnosis)]
    if verdict.remark:
        parts += [Text(), *_parts(REMARK, verdict.remark)]
    if costs := telling(verdict):
        parts += [Text(), _Costs(costs)]
    if verdict.trend:
        parts += [Text(), *_trend(verdict.trend)]
    if doubts:
        parts += [Text(), Text(TO_LOOK_AT, style="bold underline"), *map(prose, doubts)]
    heading = Text(f"{plain(verdict.question)} · {headline(verdict)}", style="bold")
    below = Text(plain(file), style="bright_black") if file else None
    return Panel(Group(*parts), title=heading, title_align="left", subtitle=below, subtitle_align="right")


def prose(text: str) -> Text:
    """Return one line as rich text, its code set as code; its backticks stay, for a terminal without colours."""
    return Text.assemble(*((f"`{piece}`", "cyan") if is_code else (piece, "") for piece, is_code in pieces(text)))


@dataclass(frozen=True, slots=True)
class _Marks:
    """The marks, each with its reason beside it; in a narrow terminal below it."""

    marks: tuple[Mark, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if options.max_width >= _ROOM_BESIDE:
            yield _mark_table(self.marks)
            return
        for mark in self.marks:
            yield Text("  ").join((_outcome(mark), Text(plain(mark.criterion), style="bold"), Text(points_of(mark))))
            yield Padding(prose(mark.says), (0, 0, 0, 2))


def _outcome(mark: Mark) -> Text:
    sign, word = OUTCOMES[mark.outcome]
    return Text(f"{sign} {word}", style=_COLOURS[mark.outcome])


def _mark_table(marks: tuple[Mark, ...]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column("outcome", no_wrap=True)
    table.add_column("criterion", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("why", ratio=1, overflow="fold")
    for mark in marks:
        table.add_row(_outcome(mark), Text(plain(mark.criterion), style="bold"), points_of(mark), prose(mark.says))
    return table


def _parts(heading: str, diagnosis: Diagnosis) -> list[RenderableType]:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column("part", no_wrap=True)
    table.add_column("text", ratio=1, overflow="fold")
    for part, text in parts_of(diagnosis):
        table.add_row(Text(part, style="bold"), prose(text))
    return [Text(heading, style="bold underline"), table]


@dataclass(frozen=True, slots=True)
class _Costs:
    """What an answer cost: a table, or lines in a terminal where its columns would be cut."""

    rows: tuple[CostRow, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if options.max_width >= _ROOM_FOR_A_TABLE:
            yield _cost_table(self.rows)
            return
        yield Text("What it cost", style="bold")
        for label, its in groupby(self.rows, lambda row: row.label):
            yield Text(plain(label))
            for row in its:
                who, style = WHO.get(row.who, row.who), "bold" if row.who == "yours" else ""
                passed = f"forwards {row.forwards}, passes {row.passes}"
                line = f"{who}: {passed}, peak {binary(row.peak)}, FLOPs {count(row.flops)}"
                yield Padding(Text(plain(line), style=style), (0, 0, 0, 2))


def _cost_table(costs: tuple[CostRow, ...]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=Text("What it cost", style="bold"), title_justify="left")
    table.add_column("Call")
    table.add_column("Whose")
    for name in ("Forwards", "Passes × width", "Peak", "FLOPs"):
        table.add_column(name, justify="right")
    before = None
    for row in costs:
        passes = plain(row.passes).replace(", ", ",\n")  # each sort whole, in a line of its own
        cells = (WHO.get(row.who, plain(row.who)), plain(row.forwards), passes, binary(row.peak), count(row.flops))
        style = "bold" if row.who == "yours" else ""
        label = "" if row.label == before else plain(row.label)
        table.add_row(Text(label), *(Text(cell, style=style) for cell in cells))
        before = row.label
    return table


def _trend(trend: TrendResult) -> list[RenderableType]:
    sign, word = STATES.get(trend.state, ("?", plain(trend.state)))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=Text("Time", style="bold"), title_justify="left")
    table.add_column(Text(f"Median at {plain(trend.size_name)} ="), overflow="fold")
    for size in trend.sizes:
        table.add_column(str(size), justify="right", overflow="fold")
    for who, medians in medians_in_order(trend):
        style = "bold" if who == "answer" else ""
        cells = (called(trend, who), *(seconds(median) for median in medians))
        table.add_row(*(Text(cell, style=style) for cell in cells))
    claim = Text(f"{sign} {word}: ") + prose(trend.claim)
    return [table, claim, Text(trend_sentence(trend))]
