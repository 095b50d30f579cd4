"""The lesson map: how far a learner has come.

progress        for a notebook, and short for a terminal
every_exercise  all of it, for a terminal
"""

import re
from typing import TYPE_CHECKING

from autograder.logbook import Progress
from autograder.notebook.asking import helpful
from autograder.notebook.shown import Shown, line, only_observed
from autograder.questions import LESSONS, Question, lesson_of, question
from autograder.questions.prediction import predictions

if TYPE_CHECKING:
    from autograder.present.lesson_map import Back, LessonProgress


_MINUTES = re.compile(r" \([^()]*minutes\)$")  # of a heading


@helpful(line)
def progress() -> Shown:
    """Draw the lesson map with your points so far."""
    if only_observed():
        return line("progress: not drawn while a class is graded.")
    from autograder.present.lesson_map import lesson_map_html, lesson_map_text

    store = Progress.at_home()
    lessons, back = _lessons(store), _back(store)
    # The map shows what could not be written down, too; the next session will not know it, and the learner is told.
    told = store.told
    text, page = lesson_map_text(lessons, back), lesson_map_html(lessons, back)
    return Shown(f"{told}\n{text}", line(told).page + page) if told else Shown(text, page)


def every_exercise() -> str:
    """Return the whole map as text, with what is done and what lies ahead."""
    from autograder.present.lesson_map import lesson_map_text

    store = Progress.at_home()
    text = lesson_map_text(_lessons(store), _back(store), whole=True)
    return f"{store.told}\n{text}" if store.told else text


def _lessons(store: Progress) -> "list[LessonProgress]":
    from autograder.notebook.lessons import written
    from autograder.present.lesson_map import ExerciseProgress, LessonProgress

    return [
        LessonProgress(
            lesson.number,
            lesson.title,
            tuple(ExerciseProgress(q.name, q.title, _so_far(store, q), q.max_points) for q in lesson.questions),
            written(lesson),
        )
        for lesson in LESSONS
    ]


def _back(store: Progress) -> "Back":
    """Return the first guesses and the mistakes so far."""
    from autograder.notebook.lessons import heading
    from autograder.notebook.recalling import mistakes_made, remembered
    from autograder.present.lesson_map import Back, MistakeMade

    guesses, made = store.guesses(), []
    for each in mistakes_made(store):
        lesson, found = lesson_of(each.exercise), question(each.exercise)
        above = _MINUTES.sub("", heading(each.exercise))
        taught = f"lesson {lesson.number if lesson else ''}: {above}".rstrip(": ")
        mended = found is not None and (store.points(each.exercise) or 0) >= found.max_points
        made.append(MistakeMade(each.exercise, remembered(each), each.times, taught, mended))
    return Back(sum(guesses.values()), len(guesses), len(predictions()), tuple(made))


def _so_far(store: Progress, question: Question) -> int | None:
    """Return the best points on a question; another lesson may ask it for more."""
    points = store.points(question.name)
    return None if points is None else min(points, question.max_points)
