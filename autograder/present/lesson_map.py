"""The lesson map: how far a learner has come.

A lesson that one is in shows its exercises, one that is done its points; what lies ahead is one line.

ExerciseProgress, LessonProgress   what the map draws
lesson_map_html                    for a notebook; what is folded opens at a click
lesson_map_text                    the same as lines of text, or all of it
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.present.page import render
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
    """One lesson and its exercises in order; `number` is «01», `written` the points that a person gives."""

    number: str
    title: str
    exercises: tuple[ExerciseProgress, ...]
    written: int = 0

    @property
    def points(self) -> int:
        """Points so far."""
        return sum(exercise.points or 0 for exercise in self.exercises)

    @property
    def max_points(self) -> int:
        """Points to be had."""
        return sum(exercise.max_points for exercise in self.exercises)

    @property
    def begun(self) -> bool:
        """Whether one of its exercises was ever checked."""
        return any(exercise.points is not None for exercise in self.exercises)

    @property
    def done(self) -> bool:
        """Whether nothing is left to be had."""
        return self.points >= self.max_points


@dataclass(frozen=True, slots=True)
class MistakeMade:
    """A mistake that cards named: on which exercise, how often, where its lesson teaches it, and whether it is past."""

    exercise: str
    says: str
    times: int
    taught: str
    mended: bool


@dataclass(frozen=True, slots=True)
class Back:
    """What a learner looks back at: how many first guesses were right, were made, and there are; mistakes made."""

    right: int = 0
    made: int = 0
    of: int = 0
    mistakes: tuple[MistakeMade, ...] = ()

    @property
    def guesses(self) -> str:
        """The guesses in a sentence; empty before the first."""
        return f"Guesses: {self.right} of {self.made} right at first; there are {self.of}." if self.made else ""


def stage(points: int | None, max_points: int) -> tuple[str, str]:
    """Return the mark and the word for points so far."""
    if points is None:
        return _UNTOUCHED
    share = points / max_points if max_points else 1.0
    return next((mark, word) for least, mark, word in _STAGES if share >= least)


def lesson_map_html(lessons: Sequence[LessonProgress], back: Back = Back()) -> str:
    """Return the map: a stop for each lesson, with its exercises and points; below it what there is to look back at."""
    here, ahead = _here(lessons), _ahead(lessons)
    stops = [{**_stop(lesson), "here": lesson in here} for lesson in lessons if lesson not in ahead]
    later = [_stop(lesson) for lesson in ahead]
    told = {"sum": _sum(lessons), "lessons": stops, "ahead": _lie_ahead(here, ahead), "later": later, "back": back}
    return render("lesson_map.html.j2", told)


def _here(lessons: Sequence[LessonProgress]) -> list[LessonProgress]:
    """Return the lessons that a learner is in: those begun and not done, else the first that is not done."""
    left = [lesson for lesson in lessons if not lesson.done]
    return [lesson for lesson in left if lesson.begun] or left[:1]


def _ahead(lessons: Sequence[LessonProgress]) -> list[LessonProgress]:
    here = _here(lessons)
    return [lesson for lesson in lessons if not lesson.done and lesson not in here]


def _lie_ahead(here: Sequence[LessonProgress], ahead: Sequence[LessonProgress]) -> str:
    """Say in a line what lies ahead, or was passed over; nothing if nothing does."""
    if not ahead:
        return ""
    points = sum(lesson.max_points for lesson in ahead)
    many, last = len(ahead) > 1, plain(ahead[-1].number)
    first = f"{plain(ahead[0].number)} {plain(ahead[0].title)}"
    word = "Ahead" if all(lesson.number > each.number for each in here for lesson in ahead) else "Not begun"
    return f"{word}: {first}{f', and {len(ahead) - 1} more, up to {last}' if many else ''} ({points} points)."


def _sum(lessons: Sequence[LessonProgress]) -> str:
    points, most = sum(lesson.points for lesson in lessons), sum(lesson.max_points for lesson in lessons)
    return f"{points} of {most} points"


def _stop(lesson: LessonProgress) -> dict[str, Any]:
    share = 100 * lesson.points / lesson.max_points if lesson.max_points else 0
    return {
        "number": lesson.number,
        "title": lesson.title,
        "points": f"{lesson.points} / {lesson.max_points}",
        "share": f"{share:.0f}",
        "done": lesson.done,
        "exercises": [_exercise(exercise) for exercise in lesson.exercises],
        "written": _written(lesson),
    }


def _exercise(exercise: ExerciseProgress) -> dict[str, Any]:
    mark, word = stage(exercise.points, exercise.max_points)
    points = f"{exercise.points or 0} / {exercise.max_points}"
    told = {"name": exercise.name, "title": exercise.title, "points": points}
    return {**told, "mark": mark, "word": word, "done": word == "done"}


def _written(lesson: LessonProgress) -> str:
    """Say that a lesson's written question is open: no program knows whether it is answered."""
    return f"in your own words: {lesson.written} more, given by a person" if lesson.written else ""


def lesson_map_text(lessons: Sequence[LessonProgress], back: Back = Back(), *, whole: bool = False) -> str:
    """Return the map as lines of text; `whole` with the exercises of lessons that are done or lie ahead."""
    lines = [f"Your way so far: {_sum(lessons)}"]
    here, ahead = (lessons, []) if whole else (_here(lessons), _ahead(lessons))
    for lesson in lessons:
        if lesson in ahead:
            continue
        written = f"; {_written(lesson)}" if lesson.written else ""
        done = "" if lesson in here else f"  done{written}"
        lines.append(f"{plain(lesson.number)}  {plain(lesson.title)}  {lesson.points} / {lesson.max_points}{done}")
        if lesson in here:
            lines += _exercises(lesson)
    if ahead:
        lines.append(f"{_lie_ahead(here, ahead)} `autograder progress --all` lists every exercise.")
    if back.guesses:
        lines.append(back.guesses)
    if back.mistakes:
        lines.append("Mistakes that you made, and where each is taught")
    for made in back.mistakes:
        now = "mended" if made.mended else "open"
        lines.append(f"    {made.times} × {plain(made.says)} ({plain(made.exercise)}, {plain(made.taught)}; {now})")
    return "\n".join(lines)


def _exercises(lesson: LessonProgress) -> Iterator[str]:
    for exercise in lesson.exercises:
        mark, word = stage(exercise.points, exercise.max_points)
        points = f"{exercise.points or 0} / {exercise.max_points}"
        yield f"    {mark} {word:<6} {points:>7}  {plain(exercise.name)}: {plain(exercise.title)}"
    if lesson.written:
        yield f"    ○ open             {_written(lesson)}"
