"""The lesson map: how far a learner has come.

ExerciseProgress, LessonProgress   what the map draws
lesson_map_html                    for a notebook
lesson_map_text                    the same as lines of text
"""

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.present.markup import GREEN, GREY, escaped, prose, tag
from autograder.present.safe_text import plain

# Share of the points → mark and word; the first that fits.
_STAGES = ((1.0, "●", "done"), (0.0, "◐", "begun"))
_UNTOUCHED = ("○", "to do")


@dataclass(frozen=True, slots=True)
class ExerciseProgress:
    """One exercise: the best points so far, None before its first check."""

    name: str
    title: str
    points: int | None
    max_points: int


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """One lesson and its exercises in order; `number` is «01»."""

    number: str
    title: str
    exercises: tuple[ExerciseProgress, ...]

    @property
    def points(self) -> int:
        """Points so far."""
        return sum(exercise.points or 0 for exercise in self.exercises)

    @property
    def max_points(self) -> int:
        """Points to be had."""
        return sum(exercise.max_points for exercise in self.exercises)


def stage(points: int | None, max_points: int) -> tuple[str, str]:
    """Return the mark and the word for points so far."""
    if points is None:
        return _UNTOUCHED
    share = points / max_points if max_points else 1.0
    return next((mark, word) for least, mark, word in _STAGES if share >= least)


def lesson_map_html(lessons: Sequence[LessonProgress]) -> str:
    """Return the map: a stop for each lesson, with its exercises and points."""
    stops = "".join(_stop(lesson, last=lesson is lessons[-1]) for lesson in lessons)
    head = tag("div", "head", tag("span", "name", "Your way so far") + tag("span", "points", _sum(lessons)))
    way = f'<ol style="list-style: none; margin: 0.6em 0 0; padding: 0">{stops}</ol>'
    return tag(
        "section", "card", head + way, 'class="autograder-map mathjax_ignore tex2jax_ignore" aria-label="Lesson map"'
    )


def _sum(lessons: Sequence[LessonProgress]) -> str:
    points, most = sum(lesson.points for lesson in lessons), sum(lesson.max_points for lesson in lessons)
    return f"{points} of {most} points"


def _stop(lesson: LessonProgress, last: bool) -> str:
    done = lesson.points >= lesson.max_points
    colour = GREEN if done else GREY
    # The way runs from stop to stop along the left edge, and ends at the last.
    edge = "transparent" if last else "rgba(128, 128, 128, 0.45)"
    number = (
        "position: absolute; left: -1.05em; top: 0; width: 2em; height: 2em; line-height: 1.9em; text-align: center;"
        f" border: 2px solid {colour}; border-radius: 50%; font-weight: 600; font-size: 0.9em; box-sizing: border-box;"
        " background: var(--jp-layout-color0, Canvas)"
    )
    share = 100 * lesson.points / lesson.max_points if lesson.max_points else 0
    bar = (
        '<span aria-hidden="true" style="display: inline-block; width: 7em; height: 0.5em; border-radius: 0.25em;'
        ' background: rgba(128, 128, 128, 0.25); vertical-align: middle; overflow: hidden; margin-right: 0.6em">'
        f'<span style="display: block; height: 100%; width: {share:.0f}%; background: {GREEN}"></span></span>'
    )
    title = (
        '<div style="display: flex; flex-wrap: wrap; gap: 0.2em 1.2em; justify-content: space-between">'
        f'<span style="font-weight: 600">{prose(lesson.title)}</span>'
        f'<span style="white-space: nowrap">{bar}{lesson.points} / {lesson.max_points}</span></div>'
    )
    items = "".join(_exercise(exercise) for exercise in lesson.exercises)
    table = tag("table", "wide", f"<tbody>{items}</tbody>")
    return (
        f'<li style="position: relative; margin: 0 0 0 1em; padding: 0.15em 0 1em 1.6em;'
        f' border-left: 2px solid {edge}">'
        f'<span style="{number}">{escaped(lesson.number)}</span>{title}{table}</li>'
    )


def _exercise(exercise: ExerciseProgress) -> str:
    mark, word = stage(exercise.points, exercise.max_points)
    colour = GREEN if word == "done" else "inherit"
    sign = f'<span aria-hidden="true" style="color: {colour}; margin-right: 0.45em">{mark}</span>'
    points = f"{exercise.points or 0} / {exercise.max_points}"
    cells = (
        tag("td", "word", sign + word)
        + tag("th", "side-soft", tag("code", "code-name", escaped(exercise.name)), 'scope="row"')
        + tag("td", "text", prose(exercise.title))
        + tag("td", "number-end", points)
    )
    return tag("tr", "plainrow", cells)


def lesson_map_text(lessons: Sequence[LessonProgress]) -> str:
    """Return the map as lines of text."""
    lines = [f"Your way so far: {_sum(lessons)}"]
    for lesson in lessons:
        lines.append(f"{plain(lesson.number)}  {plain(lesson.title)}  {lesson.points} / {lesson.max_points}")
        for exercise in lesson.exercises:
            mark, word = stage(exercise.points, exercise.max_points)
            points = f"{exercise.points or 0} / {exercise.max_points}"
            lines.append(f"    {mark} {word:<6} {points:>7}  {plain(exercise.name)}: {plain(exercise.title)}")
    return "\n".join(lines)
