"""Plain words for what a verdict holds: HTML, text and terminal all use the same.

OUTCOMES          outcome → its mark and its word
binary, count, seconds    sizes, operations and times, printable
title_of          a question's one line
is_not_begun, not_begun    an exercise that is still as it was handed out, and what is said of it
headline          points of a verdict, or that they are withheld; `points_of`, a criterion's
medians_in_order  a trend's times, yours first
trend_sentence    what the stopwatch said
"""

import math

from autograder.judge.verdict import NOT_BEGUN, CostRow, Mark, Outcome, TrendResult, Verdict
from autograder.present.safe_text import plain
from autograder.questions import question

OUTCOMES: dict[Outcome, tuple[str, str]] = {
    Outcome.PASSED: ("✓", "passed"),
    Outcome.FAILED: ("✗", "failed"),
    Outcome.NOT_RUN: ("–", "not run"),
    Outcome.GRADER_ERROR: ("!", "withheld"),
}

STATES: dict[str, tuple[str, str]] = {
    "CONFIRMED": ("✓", "confirmed"),
    "CONTRADICTED": ("✗", "contradicted"),
    "INCONCLUSIVE": ("?", "not clear"),
}

# Whose cost or time it is, in the order of the tables.
WHO: dict[str, str] = {"yours": "yours", "answer": "yours", "reference": "reference", "naive": "naive"}

WITHHELD = "The grade is withheld: something failed on the grader's side, not in your answer. Your instructor is told."

# A card is read at a glance; the JSON holds every call.
_CALLS_SHOWN = 3


def binary(size: int) -> str:
    """Return a number of bytes as «640 B», «1.5 KiB», «12 MiB»."""
    if size < 1024:
        return f"{size} B"
    value = float(size)
    for unit in ("KiB", "MiB", "GiB"):
        value /= 1024
        if value < 1023.5 or unit == "GiB":
            break
    return f"{value:.1f} {unit}" if value < 9.95 else f"{value:.0f} {unit}"


def count(number: int) -> str:
    """Return a number of operations as «960», «12.4 k», «3.1 M»."""
    if number < 1000:
        return str(number)
    value = float(number)
    for unit in ("k", "M", "G", "T"):
        value /= 1000
        if value < 999.5 or unit == "T":
            break
    return f"{value:.1f} {unit}" if value < 99.95 else f"{value:.0f} {unit}"


def seconds(duration: float) -> str:
    """Return seconds as «430 µs», «1.25 ms», «2.10 s»; «–» for a time that was not taken."""
    if not math.isfinite(duration):
        return "–"
    for scale, unit in ((1e-6, "µs"), (1e-3, "ms"), (1.0, "s")):
        value = duration / scale
        if value < 999.5 or unit == "s":
            break
    digits = 0 if value >= 99.5 else 1 if value >= 9.95 else 2
    return f"{value:.{digits}f} {unit}"


def title_of(name: str) -> str:
    """Return the one line of the question of that name; empty where none is called so."""
    found = question(name)
    return found.title if found else ""


def is_not_begun(verdict: Verdict) -> bool:
    """Tell whether an exercise is still as its lesson handed it out."""
    return verdict.diagnosis is not None and verdict.diagnosis.slug == NOT_BEGUN


def not_begun(verdict: Verdict) -> str:
    """Say that an exercise is not begun, and how it begins."""
    name = verdict.question
    return (
        f"`{name}` is not begun yet. Write your answer into the cell above, run that cell, then this one."
        f" `hint({name})` starts you off."
    )


def headline(verdict: Verdict) -> str:
    """Return «5 of 7 points», or that the grade is withheld."""
    if verdict.withheld:
        return f"withheld (of {verdict.max_points} points)"
    return f"{verdict.points} of {verdict.max_points} point{'' if verdict.max_points == 1 else 's'}"


def points_of(mark: Mark) -> str:
    """Return a criterion's «2 / 3», or that it is withheld."""
    return "withheld" if mark.outcome is Outcome.GRADER_ERROR else f"{mark.points} / {mark.max_points}"


def _between(interval: tuple[float, float]) -> str:
    """Return an interval as «0.44 to 0.52»."""
    return f"{interval[0]:.2f} to {interval[1]:.2f}"


def telling(verdict: Verdict) -> tuple[CostRow, ...]:
    """Return the costs of at most three calls: those where yours and the reference's passes differ come first.

    None where the value is wrong: what a wrong result cost would only draw the eye from what is wrong with it.
    """
    costs = verdict.costs
    if any(mark.criterion == "value" and mark.outcome is Outcome.FAILED for mark in verdict.marks):
        return ()
    labels = list(dict.fromkeys(row.label for row in costs))

    def counted(label: str, who: str) -> list[tuple[str, str]]:
        return [(row.forwards, row.passes) for row in costs if (row.label, row.who) == (label, who)]

    # A stable sort: among equals the question's own order stays.
    first = sorted(labels, key=lambda label: counted(label, "yours") == counted(label, "reference"))[:_CALLS_SHOWN]
    return tuple(row for row in costs if row.label in first)


def medians_in_order(trend: TrendResult) -> list[tuple[str, tuple[float, ...]]]:
    """Return who and their medians: yours, the reference's, the naive way's, then any other."""
    order = list(WHO)
    return sorted(trend.medians.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order))


def called(trend: TrendResult, who: str) -> str:
    """Return whose times these are: a claim's naive way may be another than the one whose cost is shown."""
    return plain(trend.naive) if who == "naive" else WHO.get(who, plain(who))


def trend_sentence(trend: TrendResult) -> str:
    """Return in one sentence the ratio at the largest size and the growth, each with its interval."""
    parts: list[str] = []
    beside = "the naive way" if trend.naive == "naive" else plain(trend.naive)
    largest = trend.sizes[-1] if trend.sizes else 0
    if math.isfinite(trend.ratio):
        parts.append(
            f"At {trend.size_name} = {largest} your answer took {trend.ratio:.2f} times as long as {beside} "
            f"(interval {_between(trend.ratio_interval)})"
        )
    if math.isfinite(trend.slope):
        parts.append(
            f"its time grew like {trend.size_name} to the power {trend.slope:.2f} "
            f"(interval {_between(trend.slope_interval)})"
            if trend.slope_interval[1] > 0
            else f"its time did not grow with {trend.size_name}"
        )
    if not parts:
        return "No time could be taken."
    sentence = "; ".join(parts)
    return sentence[0].upper() + sentence[1:] + "."
