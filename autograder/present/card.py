"""The card that a learner sees: a verdict as HTML and as plain text.

    card_html   self-contained HTML, for a notebook and a feedback page
    card_text   the same as lines of text

Both are pure. They show what the verdict says and nothing else: no traceback, no hidden input. Names, messages and
code lines in it may be a student's own, so all of it is escaped.
"""

from itertools import groupby

from autograder.judge.verdict import CostRow, Diagnosis, Mark, Outcome, TrendResult, Verdict
from autograder.present.markup import AMBER, BLUE, GREEN, GREY, RED, badge, box, escaped, prose, tag
from autograder.present.safe_text import plain
from autograder.present.words import (
    OUTCOMES,
    STATES,
    WHO,
    WITHHELD,
    binary,
    count,
    headline,
    medians_in_order,
    seconds,
    telling,
    title_of,
    trend_sentence,
)

_COLOURS = {
    Outcome.PASSED: GREEN,
    Outcome.FAILED: RED,
    Outcome.NOT_RUN: GREY,
    Outcome.GRADER_ERROR: AMBER,
}
_STATE_COLOURS = {"CONFIRMED": GREEN, "CONTRADICTED": RED, "INCONCLUSIVE": GREY}

PARTS = ("What we saw", "Why", "Next step")
REMARK = "A remark (it costs nothing)"


def card_html(verdict: Verdict, title: str = "") -> str:
    """Return the card of one answer; `title` stands for the question's own."""
    inside = [_head(verdict, title or title_of(verdict.question))]
    if verdict.withheld:
        inside.append(tag("p", "line", escaped(WITHHELD)))
    inside.append(_marks(verdict.marks))
    if verdict.diagnosis:
        inside.append(box("Diagnosis", _parts(verdict.diagnosis), RED))
    if verdict.remark:
        inside.append(box(REMARK, _parts(verdict.remark), BLUE))
    if verdict.costs:
        inside.append(_costs(telling(verdict.costs)))
    if verdict.trend:
        inside.append(_trend(verdict.trend))
    # MathJax leaves these classes alone: a dollar sign in a student's line is not mathematics.
    attributes = (
        f'class="autograder-card mathjax_ignore tex2jax_ignore" aria-label="Card of {escaped(verdict.question)}"'
    )
    return tag("section", "card", "".join(inside), attributes)


def _head(verdict: Verdict, title: str) -> str:
    name = tag("span", "name", tag("code", "code", escaped(verdict.question)))
    if title:
        name += f"&ensp;{prose(title)}"
    # Not h1 to h6: JupyterLab would list every card in the table of contents.
    heading = f'<div role="heading" aria-level="4">{name}</div>'
    return tag("div", "head", heading + tag("div", "points", escaped(headline(verdict))))


def _marks(marks: tuple[Mark, ...]) -> str:
    columns = "".join(
        tag("th", style, text, 'scope="col"')
        for style, text in (
            ("column", "Criterion"),
            ("column", "Outcome"),
            ("column-number", "Points"),
            ("column", "Why"),
        )
    )
    rows = []
    for says, group in groupby(marks, key=lambda mark: mark.says):
        same = list(group)  # one reason for several criteria stands once
        why = tag("td", "text", prose(says), f'rowspan="{len(same)}"')
        rows += [tag("tr", "row", _mark(mark) + ("" if index else why)) for index, mark in enumerate(same)]
    head = f"<thead>{tag('tr', 'plainrow', columns)}</thead>"
    return tag("table", "wide", f"{head}<tbody>{''.join(rows)}</tbody>")


def _mark(mark: Mark) -> str:
    """Return the cells of a criterion's row, but for the last one."""
    sign, word = OUTCOMES[mark.outcome]
    points = "withheld" if mark.outcome is Outcome.GRADER_ERROR else f"{mark.points} / {mark.max_points}"
    return (
        tag("th", "side", escaped(mark.criterion), 'scope="row"')
        + tag("td", "word", badge(sign, word, _COLOURS[mark.outcome]))
        + tag("td", "number", points)
    )


def _parts(diagnosis: Diagnosis) -> str:
    texts = (diagnosis.saw, diagnosis.why, diagnosis.next_step)
    pairs = "".join(
        tag("dt", "term", part) + tag("dd", "said", prose(text))
        for part, text in zip(PARTS, texts, strict=True)
        if text
    )
    return tag("dl", "list", pairs)


def _costs(costs: tuple[CostRow, ...]) -> str:
    columns = tag("th", "column", "Call", 'scope="col"') + tag("th", "column", "Whose", 'scope="col"')
    columns += "".join(
        tag("th", "column-number", text, 'scope="col"') for text in ("Forwards", "Passes × width", "Peak", "FLOPs")
    )
    bodies = []
    for label, group in groupby(costs, key=lambda row: row.label):
        rows = list(group)
        lines = []
        for index, row in enumerate(rows):
            strong = "-strong" if row.who == "yours" else ""
            first = tag("th", "side-soft", escaped(label), f'scope="rowgroup" rowspan="{len(rows)}"')
            who = tag("th", "side" if strong else "side-soft", escaped(WHO.get(row.who, row.who)), 'scope="row"')
            numbers = (row.forwards, row.passes, binary(row.peak), count(row.flops))
            cells = "".join(tag("td", f"number{strong}", escaped(number)) for number in numbers)
            lines.append(tag("tr", "plainrow" if index else "row", ("" if index else first) + who + cells))
        bodies.append(f"<tbody>{''.join(lines)}</tbody>")
    caption = tag("caption", "caption", "What it cost")
    head = f"<thead>{tag('tr', 'plainrow', columns)}</thead>"
    return tag("div", "scroll", tag("table", "table", caption + head + "".join(bodies)))


def _trend(trend: TrendResult) -> str:
    sign, word = STATES.get(trend.state, ("?", trend.state))
    columns = tag("th", "column", f"Median at {escaped(trend.size_name)} =", 'scope="col"')
    columns += "".join(tag("th", "column-number", str(size), 'scope="col"') for size in trend.sizes)
    rows = []
    for who, medians in medians_in_order(trend):
        strong = "-strong" if who == "answer" else ""
        name = tag("th", "side" if strong else "side-soft", escaped(WHO.get(who, who)), 'scope="row"')
        cells = "".join(tag("td", f"number{strong}", seconds(median)) for median in medians)
        rows.append(tag("tr", "row", name + cells))
    table = tag(
        "table",
        "table",
        tag("caption", "caption", "Time")
        + f"<thead>{tag('tr', 'plainrow', columns)}</thead><tbody>{''.join(rows)}</tbody>",
    )
    colour = _STATE_COLOURS.get(trend.state, GREY)
    claim = tag("p", "line", f"{badge(sign, word, colour)}: {prose(trend.claim)}")
    return tag("div", "scroll", table) + claim + tag("p", "line", escaped(trend_sentence(trend)))


def card_text(verdict: Verdict, title: str = "") -> str:
    """Return the card as lines of text; `title` stands for the question's own."""
    title = title or title_of(verdict.question)
    name = f"{plain(verdict.question)}: {plain(title)}" if title else plain(verdict.question)
    lines = [f"{name} · {headline(verdict)}"]
    if verdict.withheld:
        lines.append(WITHHELD)
    for mark in verdict.marks:
        sign, word = OUTCOMES[mark.outcome]
        points = "withheld" if mark.outcome is Outcome.GRADER_ERROR else f"{mark.points} / {mark.max_points}"
        lines.append(f"  {sign} {plain(mark.criterion):<7} {word:<9} {points:>8}  {plain(mark.says)}".rstrip())
    for heading, diagnosis in (("Diagnosis", verdict.diagnosis), (REMARK, verdict.remark)):
        if diagnosis:
            lines.append(heading)
            texts = (diagnosis.saw, diagnosis.why, diagnosis.next_step)
            lines += [f"  {part}: {plain(text)}" for part, text in zip(PARTS, texts, strict=True) if text]
    if verdict.costs:
        lines.append("What it cost")
        lines += [f"  {line}" for line in _cost_lines(telling(verdict.costs))]
    if verdict.trend:
        sign, word = STATES.get(verdict.trend.state, ("?", plain(verdict.trend.state)))
        lines.append(f"Time: {sign} {word}: {plain(verdict.trend.claim)}")
        lines.append(f"  {trend_sentence(verdict.trend)}")
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
