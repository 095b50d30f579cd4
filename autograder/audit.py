"""The audit: proof that every exercise can be solved, that every known mistake is seen, and that no stray file is left.

For each exercise of each lesson it has the template, the solution and the answers of the corpus judged, as
`autograder check` does; `autograder/corpus.py` says what must come out. Of a course with lessons of its own it audits
those, and the built-in ones that it hands out.

Offers: `audit` (findings and a tally), `judged` (the departures of some answers), `Thoroughness`, `SEED`.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat

from autograder import corpus
from autograder.answer_key import ENTRIES
from autograder.classroom.course import release
from autograder.classroom.course.places import LESSONS as LESSON_FOLDER
from autograder.classroom.course.places import SOLUTIONS, notebook_of
from autograder.classroom.grading.answer_file import Unreadable, open_file
from autograder.classroom.grading.answers import CheckedAnswer, check_files_apart
from autograder.corpus import CorpusAnswer, Hostile, Right, Wrong
from autograder.execute.demonstrations import left_out
from autograder.execute.one_file import File
from autograder.judge.verdict import Verdict
from autograder.questions import LESSONS, Lesson
from autograder.unfinished import unfinished

# The same inputs each time: an audit must not come out differently while nothing was changed.
SEED = 1
_UNTIL_ENDLESS = 1.0  # seconds that an answer gets that is known to be endless
_TIMED_OF_AN_EXERCISE = 1  # right answers that are timed besides the lesson's own
_OF_WRONG = 2  # seeds by which wrong answers are judged


@dataclass(frozen=True, slots=True)
class Thoroughness:
    """How much is tried.

    seeds      of the inputs; for wrong answers the first two alone, since a diagnosis may depend on what is drawn
    times_all  True: every answer is timed; else the solutions, and a few of those whose verdict can depend on a trend
    """

    seeds: tuple[int, ...] = (SEED,)
    times_all: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How much an audit has looked at."""

    lessons: int
    exercises: int
    right: int
    wrong: int
    hostile: int

    @property
    def answers(self) -> int:
        """Answers of the corpus."""
        return self.right + self.wrong + self.hostile


@dataclass(frozen=True, slots=True)
class _HandedOut:
    """A lesson's template, which earns nothing, or its solution, which earns everything."""

    solved: bool
    endless = False

    @property
    def trendless(self) -> bool:
        return not self.solved

    def departures(self, verdict: Verdict) -> Iterator[str]:
        want = verdict.max_points if self.solved else 0
        if verdict.points != want:
            yield f"{verdict.question} earns {verdict.points}, expected {want}: {corpus.says(verdict)}"


def audit(course: Path, jobs: int = 0, thoroughness: Thoroughness = Thoroughness()) -> tuple[list[str], Tally]:
    """Return what is wrong, a line each, and how much was looked at; judge `jobs` files at a time."""
    findings = [f"{drift.path}: {drift.says}. {drift.next}" for drift in release.drift(course)]
    findings += _strays(course)
    lessons = _lessons_of(course)
    for lesson in lessons:
        findings += unfinished(course, lesson)
    answers, odd_headers = corpus.cases(course)
    findings += odd_headers
    with tempfile.TemporaryDirectory() as folder:
        files = [*_handed_out(course, Path(folder)), *(each for each in answers if ENTRIES.keys() >= set(each.asks))]
        for place, seed in enumerate(thoroughness.seeds):
            asked = [each for each in files if place < _OF_WRONG or not isinstance(each.expected, Wrong)]
            findings += judged(asked, seed, jobs, thoroughness.times_all)
    exercises = sum(len(lesson.questions) for lesson in lessons)
    sorts = [sum(isinstance(each.expected, sort) for each in answers) for sort in (Right, Wrong, Hostile)]
    return findings, Tally(len(lessons), exercises, *sorts)


def judged(files: Sequence[CorpusAnswer], seed: int = SEED, jobs: int = 0, times_all: bool = False) -> list[str]:
    """Judge files, and return how they depart from what must come out, a line each, in order."""
    timed = _timed(files, times_all)
    opened = [_opened(each, each.path in timed) for each in files]
    departures = dict(_departures(files, check_files_apart(opened, seed, jobs)))
    # Judged once more, one at a time: a departure that does not repeat was a busy machine's.
    again = [(each, file) for each, file in zip(files, opened, strict=True) if departures[each.path]]
    if again:
        checked = check_files_apart([file for _, file in again], seed, jobs=1)
        departures |= dict(_departures([each for each, _ in again], checked))
    return [f"{each.where}: {departure}" for each in files for departure in departures[each.path]]


def _opened(each: CorpusAnswer, is_timed: bool) -> File | Unreadable:
    known = [question.name for lesson in LESSONS for question in lesson.questions]
    file = open_file(each.path, each.asks or known)
    if isinstance(file, Unreadable):
        return file
    if each.expected.endless:
        file = replace(file, seconds=_UNTIL_ENDLESS)
    return file if is_timed else replace(file, rounds=0)


def _timed(files: Sequence[CorpusAnswer], times_all: bool) -> set[Path]:
    """Return the files that are timed: where times can change no mark, none are taken.

    Right answers to an exercise pass the same trend: one, and the lesson's own, stand for all. So do answers that keep
    the budget by a forbidden tool: there the counts decide. A long audit times all.
    """
    if times_all:
        return {each.path for each in files}
    met: Counter[Path] = Counter()
    timed: set[Path] = set()
    for each in files:
        if each.expected.trendless or (isinstance(each.expected, Wrong) and "trend" not in each.expected.fails):
            continue
        met[each.path.parent] += 1
        if not isinstance(each.expected, Right) or met[each.path.parent] <= _TIMED_OF_AN_EXERCISE:
            timed.add(each.path)
    return timed


def _departures(
    files: Sequence[CorpusAnswer], found: Sequence[CheckedAnswer | Unreadable]
) -> Iterator[tuple[Path, list[str]]]:
    """Yield each file's path and how it departs, in order."""
    by_path: dict[Path, list[CheckedAnswer | Unreadable]] = {each.path: [] for each in files}
    for checked in found:
        by_path[checked.path].append(checked)
    for each in files:
        mine = by_path[each.path]
        unread = [checked.error for checked in mine if isinstance(checked, Unreadable)]
        verdicts = [checked.verdict for checked in mine if isinstance(checked, CheckedAnswer)]
        if unread:
            yield each.path, [] if isinstance(each.expected, Hostile) else unread
            continue
        names = [verdict.question for verdict in verdicts]
        if sorted(names) != sorted(each.asks or names[:1] or "?"):
            yield each.path, [f"expected answers to {each.asks or 'one question'}, found {names or 'none'}"]
            continue
        yield each.path, [departure for verdict in verdicts for departure in each.expected.departures(verdict)]


def _lessons_of(course: Path) -> tuple[Lesson, ...]:
    """Return the lessons that a course must hold.

    Those are its own and, of the built-in ones, those that lie there; where it has no own ones, all of the built-in.
    """
    there = {path.name for place in (SOLUTIONS, LESSON_FOLDER) for path in (course / place).glob("*")}
    has_own = any(lesson.own for lesson in LESSONS)
    return tuple(lesson for lesson in LESSONS if lesson.own or not has_own or lesson.folder in there)


def _strays(course: Path) -> Iterator[str]:
    """Name lessons and solutions that no question asks or that are missing, and files in no place of the corpus."""
    asked = {lesson.folder for lesson in _lessons_of(course)}
    for place in (SOLUTIONS, LESSON_FOLDER):
        there = {path.name for path in (course / place).glob("*") if path.is_dir()}
        for name in sorted(asked ^ there):
            what = "a stray folder" if name in there else "missing"
            yield f"{place}/{name}: {what}; the questions know {', '.join(sorted(asked))}"
    for path in corpus.misplaced(course):
        where = f"{corpus.FOLDER}/LESSON/QUESTION/right or wrong, or in {corpus.FOLDER}/{corpus.HOSTILE}"
        yield f"{path.relative_to(course)}: a stray file; answers lie in {where}"


def _handed_out(course: Path, folder: Path) -> Iterator[CorpusAnswer]:
    """Write templates and solutions as scripts: notebooks without their demonstrations."""
    for lesson in _lessons_of(course):
        for place in (
            place for place in (SOLUTIONS, LESSON_FOLDER) if (course / notebook_of(place, lesson.folder)).is_file()
        ):
            path = folder / f"{place}_{lesson.folder}.py"
            path.write_text(_without_demos(course / notebook_of(place, lesson.folder)), encoding="utf-8")
            asks = tuple(question.name for question in lesson.questions if question.name in ENTRIES)
            yield CorpusAnswer(f"{place}/{lesson.folder}", path, asks, _HandedOut(solved=place == SOLUTIONS))


def _without_demos(notebook: Path) -> str:
    """Return a notebook's code as a script: check cells left out, and the demonstrations that grading leaves out."""
    cells = nbformat.read(notebook, as_version=4).cells
    shown = left_out(cells)
    kept = [
        cell.source
        for place, cell in enumerate(cells)
        if cell.cell_type == "code" and place not in shown and not cell.metadata.get("nbgrader", {}).get("grade", False)
    ]
    return "\n\n".join(kept)
