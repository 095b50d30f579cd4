"""How far a learner has come.

Offers: `progress`.
"""

from autograder.logbook import Progress
from autograder.notebook.asking import helpful
from autograder.notebook.shown import Shown, line, only_observed
from autograder.questions import LESSONS, Question


@helpful(line)
def progress() -> Shown:
    """Draw the lesson map with your points so far."""
    if only_observed():
        return line("progress: not drawn while a class is graded.")
    from autograder.present.lesson_map import ExerciseProgress, LessonProgress, lesson_map_html, lesson_map_text

    store = Progress.at_home()
    lessons = [
        LessonProgress(
            lesson.number,
            lesson.title,
            tuple(ExerciseProgress(q.name, q.title, _so_far(store, q), q.max_points) for q in lesson.questions),
        )
        for lesson in LESSONS
    ]
    return Shown(lesson_map_text(lessons), lesson_map_html(lessons))


def _so_far(store: Progress, question: Question) -> int | None:
    """Return the best points on a question; another lesson may ask it for more."""
    points = store.points(question.name)
    return None if points is None else min(points, question.max_points)
