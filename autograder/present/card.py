"""The card that a learner sees: a verdict as HTML and as plain text.

    card_html   self-contained HTML, for a notebook and a feedback page
    card_text   the same as lines of text
    Beside      what a learner's own card shows besides: never a class's

Both are pure. They show what the verdict says and nothing else: no traceback, no hidden input. Names, messages and
code lines in it may be a student's own, so all of it is made safe where it is printed.
"""

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from autograder.judge.failing import Failing
from autograder.judge.verdict import CostRow, Diagnosis, Mark, Outcome, TrendResult, Verdict
from autograder.present import ending, failed_call
from autograder.present.ending import Ending
from autograder.present.page import render
from autograder.present.passes import legend, picture
from autograder.present.safe_text import plain
from autograder.present.styles import COLOURS
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

_COLOURS = {
    Outcome.PASSED: COLOURS["green"],
    Outcome.FAILED: COLOURS["red"],
    Outcome.NOT_RUN: COLOURS["grey"],
    Outcome.GRADER_ERROR: COLOURS["amber"],
}
_STATE_COLOURS = {"CONFIRMED": COLOURS["green"], "CONTRADICTED": COLOURS["red"]}

PARTS = ("What we saw", "Why", "Next step")
NOT_GRADED = "not graded"
REMARK = "A remark (it costs nothing)"


@dataclass(frozen=True, slots=True)
class Beside:
    """What a learner's own card shows besides the verdict, and a class's never does.

    answer     the name of their function in the notebook; failing, the call that failed, if one did
    ending     what full marks show
    is_graded  False: no points are shown, since there are none (a bug hunt)
    """

    answer: str = ""
    failing: Failing | None = None
    ending: Ending | None = None
    is_graded: bool = True


def card_html(verdict: Verdict, title: str = "", beside: Beside = Beside()) -> str:
    """Return the card of one answer; `title` stands for the question's own."""
    if is_not_begun(verdict):
        return render("not_begun.html.j2", {"name": verdict.question, "says": not_begun(verdict)})
    costs = telling(verdict)
    boxes = (("Diagnosis", COLOURS["red"], verdict.diagnosis), (REMARK, COLOURS["blue"], verdict.remark))
    return render(
        "card.html.j2",
        {
            "name": verdict.question,
            "title": title or title_of(verdict.question),
            "headline": headline(verdict) if beside.is_graded else NOT_GRADED,
            "is_graded": beside.is_graded,
            "withheld": WITHHELD if verdict.withheld else "",
            "marks": [(says, [_mark(mark) for mark in same]) for says, same in groupby(verdict.marks, _says)],
            "boxes": [(heading, colour, parts_of(said)) for heading, colour, said in boxes if said],
            "costs": [_costs(label, tuple(rows)) for label, rows in groupby(costs, _label)],
            "legend": legend(costs),
            "trend": _trend(verdict.trend) if verdict.trend else None,
            "failed": failed_call.told(beside.failing, beside.answer) if beside.failing else None,
            "ending": ending.told(beside.ending, verdict.costs) if beside.ending else None,
        },
    )


def _says(mark: Mark) -> str:
    return mark.says


def _label(row: CostRow) -> str:
    return row.label


def _mark(mark: Mark) -> dict[str, str]:
    sign, word = OUTCOMES[mark.outcome]
    colour = _COLOURS[mark.outcome]
    return {"criterion": mark.criterion, "sign": sign, "word": word, "colour": colour, "points": points_of(mark)}


def parts_of(diagnosis: Diagnosis) -> list[tuple[str, str]]:
    """Return a diagnosis's parts, each with its heading; what is empty has none."""
    texts = (diagnosis.saw, diagnosis.why, diagnosis.next_step)
    return [(part, text) for part, text in zip(PARTS, texts, strict=True) if text]


def _costs(label: str, rows: tuple[CostRow, ...]) -> tuple[str, list[dict[str, Any]], list[dict[str, Any]]]:
    return label, picture(rows), [_cost(row) for row in rows]


def _cost(row: CostRow) -> dict[str, Any]:
    told = (row.forwards, row.passes, binary(row.peak), count(row.flops))
    numbers = [re.split(r"(?<=[,+]) ", number) for number in told]  # in a narrow place a line may end there
    return {"who": WHO.get(row.who, row.who), "yours": row.who == "yours", "numbers": numbers}


def _trend(trend: TrendResult) -> dict[str, Any]:
    sign, word = STATES.get(trend.state, ("?", trend.state))
    rows = [
        {"who": called(trend, who), "yours": who == "answer", "numbers": [seconds(median) for median in medians]}
        for who, medians in medians_in_order(trend)
    ]
    told = {"claim": trend.claim, "size_name": trend.size_name, "sizes": trend.sizes, "sentence": trend_sentence(trend)}
    return {
        **told,
        "sign": sign,
        "word": word,
        "colour": _STATE_COLOURS.get(trend.state, COLOURS["grey"]),
        "rows": rows,
    }


def card_text(verdict: Verdict, title: str = "", beside: Beside = Beside()) -> str:
    """Return the card as lines of text; `title` stands for the question's own."""
    if is_not_begun(verdict):
        return plain(not_begun(verdict))
    title = title or title_of(verdict.question)
    name = f"{plain(verdict.question)}: {plain(title)}" if title else plain(verdict.question)
    lines = [f"{name} · {headline(verdict) if beside.is_graded else NOT_GRADED}"]
    if verdict.withheld:
        lines.append(WITHHELD)
    for mark in verdict.marks:
        sign, word = OUTCOMES[mark.outcome]
        points = f"{points_of(mark):>8}  " if beside.is_graded else ""
        lines.append(f"  {sign} {plain(mark.criterion):<7} {word:<9} {points}{plain(mark.says)}".rstrip())
    for heading, diagnosis in (("Diagnosis", verdict.diagnosis), (REMARK, verdict.remark)):
        if diagnosis:
            lines.append(heading)
            lines += [f"  {part}: {plain(text)}" for part, text in parts_of(diagnosis)]
    if beside.failing:
        lines.append(failed_call.failed_text(beside.failing, beside.answer))
    if costs := telling(verdict):
        lines.append("What it cost")
        lines += [f"  {line}" for line in _cost_lines(costs)]
    if verdict.trend:
        sign, word = STATES.get(verdict.trend.state, ("?", plain(verdict.trend.state)))
        lines.append(f"Time: {sign} {word}: {plain(verdict.trend.claim)}")
        lines.append(f"  {trend_sentence(verdict.trend)}")
    if beside.ending:
        lines.append(ending.ending_text(beside.ending, verdict.costs))
    return "\n".join(lines)


def _cost_lines(costs: tuple[CostRow, ...]) -> list[str]:
    """Return the cost table as aligned lines."""
    table = [("call", "whose", "forwards", "passes × width", "peak", "FLOPs")]
    for row in costs:
        who = WHO.get(row.who, row.who)
        table.append(
            (plain(row.label), plain(who), plain(row.forwards), plain(row.passes), binary(row.peak), count(row.flops))
        )
    widths = [max(len(line[column]) for line in table) for column in range(6)]
    return [
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in table
    ]
