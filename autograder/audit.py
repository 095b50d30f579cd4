"""The audit: proof that every exercise can be solved, that every mistake is seen, and that nothing lies about.

For each exercise of each lesson it holds the template, the solution and the corpus against the judge, exactly as
`autograder check` does it. A header in each corpus file says what must come out:

    # style: …                      a right answer, which must keep every mark
    # remark: slug                  … and is told this remark, which costs nothing
    # fails: value                  a wrong one: exactly the criteria that it must lose
    # fault: slug                   … the diagnosis
    # says: a phrase                … and words that the diagnosis must hold, in small letters

Offers: `audit` (findings and a tally), `Expectation`, `expectation_of`.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.classroom.course import release
from autograder.classroom.course.places import LESSONS as LESSON_FOLDER
from autograder.classroom.course.places import SOLUTIONS, notebook_of
from autograder.classroom.grading.answers import Checked, Unreadable, check_paths
from autograder.execute.demonstrations import left_out
from autograder.judge.verdict import Outcome, Verdict
from autograder.questions import LESSONS, Lesson, Question

CORPUS = "tests/corpus"
FEWEST = 5  # right answers, and wrong ones, that an exercise must have
_HEADER_LINES = 8
# The same inputs each time: an audit is held against what is committed, and must not change its mind by itself.
SEED = 1


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a corpus file's header says must come out."""

    fails: frozenset[str]
    fault: str | None
    says: str
    remark: str | None

    def departures(self, verdict: Verdict) -> Iterator[str]:
        """Name each way in which a verdict is not as expected."""
        lost = {mark.criterion for mark in verdict.marks if mark.outcome is Outcome.FAILED}
        if lost != self.fails:
            yield f"expected to lose {_listed(self.fails)}, lost {_listed(lost)}: {_says(verdict)}"
        if not self.fails and verdict.points != verdict.max_points:
            yield f"expected all {verdict.max_points} points, got {verdict.points}: {_says(verdict)}"
        slug = verdict.diagnosis.slug if verdict.diagnosis else None
        if slug != self.fault:
            yield f"expected the diagnosis {self.fault}, got {slug}"
        elif verdict.diagnosis and self.says not in verdict.diagnosis.says.lower():
            yield f"expected the diagnosis to say «{self.says}», it says «{verdict.diagnosis.says}»"
        told = verdict.remark.slug if verdict.remark else None
        if told != self.remark:
            yield f"expected the remark {self.remark}, got {told}"
        if len(verdict.claimed) > 1:
            yield f"expected one mistake to claim it, found {', '.join(verdict.claimed)}"


@dataclass(frozen=True, slots=True)
class Tally:
    """What an audit has held against the judge."""

    lessons: int
    exercises: int
    right: int
    wrong: int


def expectation_of(source: str) -> Expectation:
    """Read a corpus file's header."""
    lines = [line[2:] for line in source.splitlines()[:_HEADER_LINES] if line.startswith("# ") and ":" in line]
    said = {name.strip(): text.strip() for name, _, text in (line.partition(":") for line in lines)}
    return Expectation(
        frozenset(said.get("fails", "").split()), said.get("fault"), said.get("says", ""), said.get("remark")
    )


def audit(course: Path) -> tuple[list[str], Tally]:
    """Return what is wrong, a line each (none: all is well), and what was looked at."""
    findings = [f"{drift.path}: {drift.says}. {drift.next}" for drift in release.drift(course)]
    findings += _strays(course)
    for lesson in LESSONS:
        for question in lesson.questions:
            findings += _complete(course, lesson, question)
    findings += _handed_out(course)
    corpus_findings, right, wrong = _corpus(course)
    exercises = sum(len(lesson.questions) for lesson in LESSONS)
    return findings + corpus_findings, Tally(len(LESSONS), exercises, right, wrong)


def _strays(course: Path) -> Iterator[str]:
    """Lessons and solutions mirror the questions, and the corpus holds what it must and nothing else."""
    asked = {lesson.folder for lesson in LESSONS}
    for place in (SOLUTIONS, LESSON_FOLDER):
        there = {path.name for path in (course / place).iterdir() if path.is_dir()}
        for name in sorted(asked ^ there):
            what = "a stray folder" if name in there else "missing"
            yield f"{place}/{name}: {what}; the questions know {', '.join(sorted(asked))}"
    questions = {(lesson.folder, question.name) for lesson in LESSONS for question in lesson.questions}
    for path in sorted((course / CORPUS).rglob("*.py")):
        parts = path.relative_to(course / CORPUS).parts
        regular = len(parts) == 4 and parts[:2] in questions and parts[2] in ("right", "wrong")
        if not regular and parts[0] != "hostile":
            yield f"{path.relative_to(course)}: a stray file; answers lie in {CORPUS}/LESSON/QUESTION/right or wrong"


def _complete(course: Path, lesson: Lesson, question: Question) -> Iterator[str]:
    """An exercise has a TODO, three hints, a key, and enough answers of either sort."""
    from autograder.answer_key import ENTRIES

    where = f"{lesson.folder}/{question.name}"
    if question.name not in ENTRIES:
        yield f"{where}: no entry in the answer key"
    if len(set(question.hints)) != 3 or not all("?" in hint.partition(". ")[0] for hint in question.hints):
        yield f"{where}: expected three hints that each ask a question first"
    cell = _answer_cell(course / notebook_of(LESSON_FOLDER, lesson.folder), question.name)
    if "TODO" not in cell:
        yield f"{where}: expected a TODO in the template"
    for sort in ("right", "wrong"):
        found = len(list((course / CORPUS / where / sort).glob("*.py")))
        if found < FEWEST:
            yield f"{CORPUS}/{where}/{sort}: expected {FEWEST} answers at least, found {found}"


def _answer_cell(notebook: Path, name: str) -> str:
    cells = nbformat.read(notebook, as_version=4).cells
    found = [cell.source for cell in cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name]
    return found[0] if len(found) == 1 else ""


def _handed_out(course: Path) -> Iterator[str]:
    """Each template earns nothing and each solution everything, as notebooks without their demonstrations."""
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for lesson in LESSONS:
            for place in (SOLUTIONS, LESSON_FOLDER):
                path = Path(folder) / f"{place}_{lesson.folder}.py"
                path.write_text(_without_demos(course / notebook_of(place, lesson.folder)), encoding="utf-8")
                files[path] = place
        seen = 0
        for checked in check_paths(files, seed=SEED):
            seen += 1
            if isinstance(checked, Unreadable):
                yield checked.error
                continue
            verdict, place = checked.verdict, files[checked.path]
            want = verdict.max_points if place == SOLUTIONS else 0
            if verdict.points != want:
                yield f"{place}: {verdict.question} earns {verdict.points}, expected {want}: {_says(verdict)}"
        expected = 2 * sum(len(lesson.questions) for lesson in LESSONS)
        if seen != expected:
            yield f"{SOLUTIONS} and {LESSON_FOLDER}: expected {expected} answers, found {seen}"


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


def _corpus(course: Path) -> tuple[list[str], int, int]:
    """Hold every right and wrong answer against its header; hostile ones have a test of their own."""
    folders = [course / CORPUS / lesson.folder for lesson in LESSONS]
    findings, right, wrong = [], 0, 0
    for checked in check_paths([folder for folder in folders if folder.is_dir()], seed=SEED):
        where = checked.path.relative_to(course)
        if isinstance(checked, Unreadable):
            findings.append(checked.error)
            continue
        assert isinstance(checked, Checked)
        if checked.verdict.question != checked.path.parent.parent.name:
            continue  # a helper that happens to bear another question's name
        expected = expectation_of(checked.path.read_text(encoding="utf-8"))
        if bool(expected.fails) != (checked.path.parent.name == "wrong"):
            findings.append(f"{where}: expected a header `# fails:` in wrong answers, and in them alone")
        departures = list(expected.departures(checked.verdict))
        if departures:
            # Asked once more, alone: only what repeats is a finding, not what a busy machine did to a clock.
            again = [each for each in check_paths([checked.path], seed=SEED) if isinstance(each, Checked)]
            mine = [each.verdict for each in again if each.verdict.question == checked.verdict.question]
            departures = [departure for verdict in mine for departure in expected.departures(verdict)]
        findings += [f"{where}: {departure}" for departure in departures]
        right, wrong = right + (not expected.fails), wrong + bool(expected.fails)
    return findings, right, wrong


def _listed(names: frozenset[str] | set[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"


def _says(verdict: Verdict) -> str:
    return next((mark.says for mark in verdict.marks if mark.outcome is not Outcome.PASSED), "all passed")
