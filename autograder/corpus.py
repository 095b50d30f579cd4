"""The corpus: right, wrong and hostile answers, each with a header that says what must come out of it.

The first lines of a file are its header, `# name: text` each:

    right/    style:     what is unusual about it
              remark:    (if any) the slug of the remark that its card holds
    wrong/    fails:     the criterion that it loses, or two
              fault:     the diagnosis' slug
              says:      words that the card must hold, in small letters: the first broken criterion's line, or the
                         diagnosis
    hostile/  attack:    what it tries
              earns:     everything, nothing, anything, or «not» and a criterion
              fault:     (if it is known) the diagnosis' slug
              question:  (if it answers one alone) the exercise that it is for
              doubt:     (if any) words that the instructor must be told, whatever it earns
              timed:     (if at all) yes, where that depends on the clock

Offers: `CorpusAnswer` (a file and what must come out), `cases` (all of a course), `misplaced` (files that are no part
of it), `header`, and what may be expected: `Right`, `Wrong`, `Hostile`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from autograder.judge.verdict import Outcome, Verdict
from autograder.questions import LESSONS

FOLDER = "tests/corpus"
HOSTILE = "hostile"
# What a header must say, and what it may.
_SAYS = {
    "right": ({"style"}, {"remark"}),
    "wrong": ({"fails", "fault", "says"}, set[str]()),
    HOSTILE: ({"attack", "earns"}, {"doubt", "fault", "question", "timed"}),
}
_TIMED_OUT = "timed-out"


class Expectation(Protocol):
    """What must come out of an answer.

    endless    True: it runs into any time limit
    trendless  True: its verdict does not depend on a trend, so it need not be timed
    """

    @property
    def endless(self) -> bool: ...

    @property
    def trendless(self) -> bool: ...

    def departures(self, verdict: Verdict) -> Iterator[str]:
        """Name each way in which a verdict is not as expected."""


@dataclass(frozen=True, slots=True)
class Right:
    """A right answer: it keeps every mark, and its card holds at most a remark."""

    remark: str | None = None
    endless = False
    trendless = False

    def departures(self, verdict: Verdict) -> Iterator[str]:
        if _named(verdict, Outcome.PASSED) != {mark.criterion for mark in verdict.marks}:
            yield f"expected all {verdict.max_points} points, got {verdict.points}: {says(verdict)}"
        yield from _otherwise_diagnosed(verdict, None)
        told = verdict.remark.slug if verdict.remark else None
        if told != self.remark:
            yield f"expected the remark {self.remark}, got {told}"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong answer: it loses these criteria and no others, and one known mistake explains it."""

    fails: frozenset[str]
    fault: str
    says: str

    @property
    def endless(self) -> bool:
        return self.fault == _TIMED_OUT

    @property
    def trendless(self) -> bool:
        return bool(self.fails & {"value", "cost"})

    def departures(self, verdict: Verdict) -> Iterator[str]:
        lost = _named(verdict, Outcome.FAILED)
        if lost != self.fails:
            yield f"expected to lose {_listed(self.fails)}, lost {_listed(lost)}: {says(verdict)}"
        if "value" in self.fails and verdict.points:
            yield f"expected no points, got {verdict.points}"
        yield from _otherwise_diagnosed(verdict, self.fault)
        if verdict.diagnosis and verdict.diagnosis.slug == self.fault:
            told = f"{says(verdict)} {verdict.diagnosis.says}"
            if self.says not in told.lower():
                yield f"expected the card to say «{self.says}», it says «{told}»"
        if verdict.remark:
            yield f"expected no remark, got {verdict.remark.slug}"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A hostile answer: it earns no more than it should, and the grade is not withheld."""

    earns: str
    fault: str | None = None
    doubt: str = ""
    timed: bool = False

    @property
    def endless(self) -> bool:
        return self.fault == _TIMED_OUT

    @property
    def trendless(self) -> bool:
        return self.earns != "not trend" and not self.timed

    def departures(self, verdict: Verdict) -> Iterator[str]:
        passed = _named(verdict, Outcome.PASSED)
        # A withheld grade calls the instructor: no answer may cause that.
        if self.earns != "anything" and _named(verdict, Outcome.GRADER_ERROR):
            yield f"expected a grade, it is withheld: {says(verdict)}"
        if self.earns == "everything" and passed != {mark.criterion for mark in verdict.marks}:
            yield f"expected everything to pass, passed {_listed(passed)}: {says(verdict)}"
        if self.earns == "nothing" and (passed or verdict.points):
            yield f"expected nothing to pass, passed {_listed(passed)} with {verdict.points} points"
        if self.earns.removeprefix("not ") in passed:
            yield f"expected {self.earns.removeprefix('not ')} not to pass"
        if self.fault is not None:
            yield from _otherwise_diagnosed(verdict, self.fault)
        if self.doubt not in verdict.doubt:
            yield f"expected a doubt that says «{self.doubt}», got «{verdict.doubt}»"


@dataclass(frozen=True, slots=True)
class CorpusAnswer:
    """A file, and what must come out of it.

    where     how findings name it
    asks      the questions that it answers; empty: one, whichever
    expected  what must come out
    """

    where: str
    path: Path
    asks: tuple[str, ...]
    expected: Expectation


def header(path: Path) -> dict[str, str]:
    """Read the lines `# name: text` that a file begins with."""
    said: dict[str, str] = {}
    for line in path.read_bytes().decode("utf-8", errors="replace").splitlines():
        name, colon, text = line.removeprefix("# ").partition(": ")
        if not (line.startswith("# ") and colon):
            break
        said[name] = text
    return said


def cases(course: Path) -> tuple[list[CorpusAnswer], list[str]]:
    """Return the corpus of a course, in order, and what is wrong with its headers, a line each."""
    found, findings = [], []
    for path in _answers(course):
        where, kind, said = path.relative_to(course).as_posix(), path.parent.name, header(path)
        needed, allowed = _SAYS[kind]
        if not needed <= said.keys() <= needed | allowed:
            findings.append(f"{where}: expected a header of {_listed(needed)}, found {_listed(said.keys())}")
            continue
        asks = (path.parent.parent.name,) if kind != HOSTILE else (said["question"],) if "question" in said else ()
        found.append(CorpusAnswer(where, path, asks, _expectation(kind, said)))
    return found, findings


def _expectation(kind: str, said: Mapping[str, str]) -> Expectation:
    if kind == "right":
        return Right(said.get("remark"))
    if kind == "wrong":
        return Wrong(frozenset(said["fails"].split()), said["fault"], said["says"])
    return Hostile(said["earns"], said.get("fault"), said.get("doubt", ""), "timed" in said)


def _answers(course: Path) -> Iterator[Path]:
    """Yield the files of the corpus that lie where an answer should."""
    yield from (path for path in sorted((course / FOLDER).rglob("*.py")) if _regular(course, path))


def misplaced(course: Path) -> Iterator[Path]:
    """Yield the files of the corpus that lie where no answer should."""
    yield from (path for path in sorted((course / FOLDER).rglob("*.py")) if not _regular(course, path))


def _regular(course: Path, path: Path) -> bool:
    parts = path.relative_to(course / FOLDER).parts
    questions = {(lesson.folder, question.name) for lesson in LESSONS for question in lesson.questions}
    if len(parts) == 2:
        return parts[0] == HOSTILE
    return len(parts) == 4 and parts[:2] in questions and parts[2] in ("right", "wrong")


def says(verdict: Verdict) -> str:
    """Return why a verdict is not full marks, in a line."""
    return next((mark.says for mark in verdict.marks if mark.outcome is not Outcome.PASSED), "all passed")


def _otherwise_diagnosed(verdict: Verdict, fault: str | None) -> Iterator[str]:
    slug = verdict.diagnosis.slug if verdict.diagnosis else None
    if slug != fault:
        yield f"expected the diagnosis {fault}, got {slug}"
    if len(verdict.claimed) > 1:
        yield f"expected one mistake to claim it, found {', '.join(verdict.claimed)}"


def _named(verdict: Verdict, outcome: Outcome) -> set[str]:
    return {mark.criterion for mark in verdict.marks if mark.outcome is outcome}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"
