"""The audit: proof that every exercise can be solved, that every mistake is seen, and that nothing lies about.

For each exercise of each lesson it holds the template, the solution and the corpus against the judge, as
`autograder check` does it; `autograder/corpus.py` says what must come out of each. A course with lessons of its own is
asked for these, and for the built-in ones that it hands out.

Offers: `audit` (findings and a tally), `Thoroughness`.
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
from autograder.classroom.grading.answers import Checked, check_files_apart
from autograder.classroom.grading.opened import Unreadable, open_file
from autograder.corpus import Held, Kept, Lost, Withstood
from autograder.execute.demonstrations import left_out
from autograder.execute.one_file import File
from autograder.judge.verdict import Verdict
from autograder.questions import LESSONS, Lesson
from autograder.unfinished import unfinished

# The same inputs each time: an audit is held against what is committed, and must not change its mind by itself.
SEED = 1
_UNTIL_ENDLESS = 1.0  # seconds after which an answer that never ends is taken to do so
_TIMED_OF_AN_EXERCISE = 1  # besides the lesson's own
_OF_WRONG = 2  # seeds


@dataclass(frozen=True, slots=True)
class Thoroughness:
    """How much is tried.

    seeds      by which answers are asked; the wrong ones by the first two, since a diagnosis may hang on the draw
    times_all  True: every answer is timed; else the solutions and a few, of those whose verdict can hang on it
    """

    seeds: tuple[int, ...] = (SEED,)
    times_all: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """What an audit has held against the judge."""

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
    """Return what is wrong, a line each (none: all is well), and what was looked at, `jobs` files at a time."""
    findings = [f"{drift.path}: {drift.says}. {drift.next}" for drift in release.drift(course)]
    findings += _strays(course)
    lessons = _lessons_of(course)
    for lesson in lessons:
        findings += unfinished(course, lesson)
    answers, odd_headers = corpus.held(course)
    findings += odd_headers
    with tempfile.TemporaryDirectory() as folder:
        files = [*_handed_out(course, Path(folder)), *(each for each in answers if ENTRIES.keys() >= set(each.asks))]
        for place, seed in enumerate(thoroughness.seeds):
            asked = [each for each in files if place < _OF_WRONG or not isinstance(each.expected, Lost)]
            findings += judged(asked, seed, jobs, thoroughness.times_all)
    exercises = sum(len(lesson.questions) for lesson in lessons)
    sorts = [sum(isinstance(each.expected, sort) for each in answers) for sort in (Kept, Lost, Withstood)]
    return findings, Tally(len(lessons), exercises, *sorts)


def judged(files: Sequence[Held], seed: int = SEED, jobs: int = 0, times_all: bool = False) -> list[str]:
    """Judge files and return how they depart from what must come out, a line each, in order."""
    timed = _timed(files, times_all)
    opened = [_opened(each, each.path in timed) for each in files]
    departures = dict(_departures(files, check_files_apart(opened, seed, jobs)))
    # Asked once more, one at a time: only what repeats is a finding, not what a busy machine did to a clock.
    again = [(each, file) for each, file in zip(files, opened, strict=True) if departures[each.path]]
    if again:
        checked = check_files_apart([file for _, file in again], seed, jobs=1)
        departures |= dict(_departures([each for each, _ in again], checked))
    return [f"{each.where}: {departure}" for each in files for departure in departures[each.path]]


def _opened(each: Held, is_timed: bool) -> File | Unreadable:
    known = [question.name for lesson in LESSONS for question in lesson.questions]
    file = open_file(each.path, each.asks or known)
    if isinstance(file, Unreadable):
        return file
    if each.expected.endless:
        file = replace(file, seconds=_UNTIL_ENDLESS)
    return file if is_timed else replace(file, rounds=0)


def _timed(files: Sequence[Held], times_all: bool) -> set[Path]:
    """Return the files that are asked for a trend: where the clock can move no mark, it need not run.

    What is right has the same clock against it each time: one of an exercise and the lesson's own stand for all. So has
    what is within its budget by a tool that is not allowed: there the counted cost decides. A long audit times all.
    """
    if times_all:
        return {each.path for each in files}
    met: Counter[Path] = Counter()
    timed: set[Path] = set()
    for each in files:
        if each.expected.trendless or (isinstance(each.expected, Lost) and "trend" not in each.expected.fails):
            continue
        met[each.path.parent] += 1
        if not isinstance(each.expected, Kept) or met[each.path.parent] <= _TIMED_OF_AN_EXERCISE:
            timed.add(each.path)
    return timed


def _departures(files: Sequence[Held], found: Sequence[Checked | Unreadable]) -> Iterator[tuple[Path, list[str]]]:
    """Yield each file's path and how it departs, in order."""
    by_path: dict[Path, list[Checked | Unreadable]] = {each.path: [] for each in files}
    for checked in found:
        by_path[checked.path].append(checked)
    for each in files:
        mine = by_path[each.path]
        unread = [checked.error for checked in mine if isinstance(checked, Unreadable)]
        verdicts = [checked.verdict for checked in mine if isinstance(checked, Checked)]
        if unread:
            yield each.path, [] if isinstance(each.expected, Withstood) else unread
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
    """Lessons and solutions mirror the questions, and the corpus holds what it must and nothing else."""
    asked = {lesson.folder for lesson in _lessons_of(course)}
    for place in (SOLUTIONS, LESSON_FOLDER):
        there = {path.name for path in (course / place).glob("*") if path.is_dir()}
        for name in sorted(asked ^ there):
            what = "a stray folder" if name in there else "missing"
            yield f"{place}/{name}: {what}; the questions know {', '.join(sorted(asked))}"
    for path in corpus.misplaced(course):
        where = f"{corpus.FOLDER}/LESSON/QUESTION/right or wrong, or in {corpus.FOLDER}/{corpus.HOSTILE}"
        yield f"{path.relative_to(course)}: a stray file; answers lie in {where}"


def _handed_out(course: Path, folder: Path) -> Iterator[Held]:
    """Write templates and solutions as scripts: notebooks without their demonstrations."""
    for lesson in _lessons_of(course):
        for place in (
            place for place in (SOLUTIONS, LESSON_FOLDER) if (course / notebook_of(place, lesson.folder)).is_file()
        ):
            path = folder / f"{place}_{lesson.folder}.py"
            path.write_text(_without_demos(course / notebook_of(place, lesson.folder)), encoding="utf-8")
            asks = tuple(question.name for question in lesson.questions if question.name in ENTRIES)
            yield Held(f"{place}/{lesson.folder}", path, asks, _HandedOut(solved=place == SOLUTIONS))


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
