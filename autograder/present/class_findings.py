"""What a teacher wants to know of a class, read off its rows, as plain data.

mistakes    what the class did not grasp: each diagnosis with its share of the answers and one example, without a name
items       each exercise: how the points spread, how hard it is, and whether it tells strong students from weak ones
stuck       who has less than half of the points, and where they have none
heavy       answers that cost several times what the class's others do
Alike       two submissions whose own code is alike; found by classroom/
"""

import ast
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.judge.verdict import NOT_BEGUN
from autograder.parsing import parsed
from autograder.present.class_rows import Score, State, StudentRow, exercises_of

# So many answers are needed to call an exercise too easy or too hard, and to say that it tells students apart or not.
_FEW, _FEW_TO_TELL = 5, 8
_EASY, _HARD, _TELLS_LITTLE = 0.95, 0.4, 0.1
_STUCK = 0.5
# A cost stands out at so many times the median of at least so many answers.
_TIMES, _ANSWERS = 3.0, 4
_LONGEST_EXAMPLE = 30


@dataclass(frozen=True, slots=True)
class Mistake:
    """One diagnosis in a class: how many answers of which exercises show it, of how many; `example` is one's code."""

    slug: str
    says: str
    exercises: tuple[str, ...]
    count: int
    answers: int
    example: str = ""

    @property
    def share(self) -> float:
        """The share of those exercises' answers."""
        return self.count / self.answers


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise.

    counts   points and the number of students who have them
    share    of its points that the class has: its difficulty; None without an answer
    tells    the correlation of its points with those of the rest of the lesson, from −1 to 1: its discrimination; None
             where there are too few answers, or all have as many points
    says     what to make of both, or empty
    blank    how many left it as it was handed out
    """

    exercise: str
    max_points: float
    counts: tuple[tuple[float, int], ...]
    mean: float | None
    share: float | None
    tells: float | None
    says: str
    blank: int
    not_run: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Stuck:
    """A student with less than half of the points of what they handed in."""

    student: str
    name: str
    points: float
    max_points: float
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heavy:
    """A right answer that costs several times what the median of the class does, in one call."""

    student: str
    name: str
    exercise: str
    call: str
    what: str
    cost: int
    median: int

    @property
    def times(self) -> float:
        """How many times the median."""
        return self.cost / self.median


@dataclass(frozen=True, slots=True)
class Alike:
    """Two submissions of a lesson, and the share of the shorter one's own code that stands in the other too."""

    lesson: str
    one: str
    other: str
    share: float


def mistakes(rows: Sequence[StudentRow]) -> list[Mistake]:
    """Return the diagnoses that the rows hold, the most frequent first; who wrote nothing made no mistake."""
    seen: dict[str, list[Score]] = {}
    answers: dict[str, int] = {}
    for score in _scores(rows):
        if score.diagnosis == NOT_BEGUN:
            continue
        if score.state is not State.WITHHELD:
            answers[score.exercise] = answers.get(score.exercise, 0) + 1
        if score.diagnosis:
            seen.setdefault(score.diagnosis, []).append(score)
    found = []
    for slug, scores in seen.items():
        asked = tuple(dict.fromkeys(score.exercise for score in scores))
        of = max(len(scores), sum(answers.get(exercise, 0) for exercise in asked))
        found.append(Mistake(slug, scores[0].says, asked, len(scores), of, _example(scores)))
    return sorted(found, key=lambda mistake: (-mistake.count, mistake.slug))


def _example(scores: Sequence[Score]) -> str:
    """Return the shortest answer's code, without comments and docstrings, which may hold a student's name."""
    examples = [code for score in scores if (code := _bare(score.source))]
    return min(examples, key=len, default="")


def _bare(source: str) -> str:
    try:
        tree = parsed(source)
        for node in ast.walk(tree):
            body = getattr(node, "body", None)
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and ast.get_docstring(node) and body:
                node.body = body[1:] or [ast.Pass()]
        lines = ast.unparse(tree).splitlines()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    return "\n".join(lines) if len(lines) <= _LONGEST_EXAMPLE else ""


def items(rows: Sequence[StudentRow]) -> list[Item]:
    """Return each exercise, over those who handed the lesson in; points that wait or are withheld are left out."""
    found = []
    for exercise, most in exercises_of(rows).items():
        scores = [score for score in _scores(rows) if score.exercise == exercise]
        known = [score.points for score in scores if score.points is not None]
        counts = tuple((points, known.count(points)) for points in sorted(set(known)))
        mean = sum(known) / len(known) if known else None
        share = None if mean is None or most <= 0 else mean / most
        tells = _tells(rows, exercise)
        blank = sum(score.diagnosis == NOT_BEGUN for score in scores)
        not_run = sum(score.state is State.NOT_RUN for score in scores)
        says = _says(share, tells, len(known))
        found.append(Item(exercise, most, counts, mean, share, tells, says, blank, not_run, len(scores) - len(known)))
    return found


def _tells(rows: Sequence[StudentRow], exercise: str) -> float | None:
    pairs = []
    for row in rows:
        own = next((score.points for score in row.scores if score.exercise == exercise), None)
        rest = [score.points for score in row.scores if score.exercise != exercise and score.points is not None]
        if own is not None and rest:
            pairs.append((own, sum(rest)))
    if len(pairs) < _FEW_TO_TELL or any(len(set(side)) == 1 for side in zip(*pairs, strict=True)):
        return None
    return statistics.correlation(*map(list, zip(*pairs, strict=True)))


def _says(share: float | None, tells: float | None, answers: int) -> str:
    said = []
    if share is not None and answers >= _FEW:
        said += ["too easy?"] if share >= _EASY else ["too hard?"] if share <= _HARD else []
    if tells is not None and tells < _TELLS_LITTLE:
        said.append("who is strong elsewhere is not stronger here")
    return "; ".join(said)


def stuck(rows: Sequence[StudentRow]) -> list[Stuck]:
    """Return who has less than half of the points that are known, over all lessons; the least first."""
    found = []
    for student in dict.fromkeys(row.student for row in rows):
        own = [row for row in rows if row.student == student]
        known = [score for score in _scores(own) if score.points is not None]
        points, most = sum(score.points or 0.0 for score in known), sum(score.max_points for score in known)
        if most > 0 and points < _STUCK * most:
            without = dict.fromkeys(score.exercise for score in known if not score.points and score.max_points)
            found.append(Stuck(student, own[0].shown, points, most, tuple(without)))
    return sorted(found, key=lambda each: each.points / each.max_points)


def heavy(rows: Sequence[StudentRow]) -> list[Heavy]:
    """Return the costs that stand out among answers that earned something, the highest first; one an answer."""
    costs: dict[tuple[str, str, str], list[tuple[StudentRow, int]]] = {}
    for row in rows:
        for score in row.scores:
            for cost in score.costs if score.points else ():
                for what, value in (("peak", cost.peak), ("FLOPs", cost.flops)):
                    costs.setdefault((score.exercise, cost.label, what), []).append((row, value))
    worst: dict[tuple[str, str], Heavy] = {}
    for (exercise, call, what), found in costs.items():
        median = int(statistics.median(value for _, value in found))
        for row, value in found if len(found) >= _ANSWERS and median > 0 else ():
            one = Heavy(row.student, row.shown, exercise, call, what, value, median)
            before = worst.get((row.student, exercise))
            if one.times >= _TIMES and (before is None or one.times > before.times):
                worst[row.student, exercise] = one
    return sorted(worst.values(), key=lambda each: -each.times)


def _scores(rows: Sequence[StudentRow]) -> Iterator[Score]:
    return (score for row in rows for score in row.scores)
