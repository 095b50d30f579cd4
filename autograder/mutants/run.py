"""All exercises' mutants, one exercise after the other, and the lines that are printed of them.

Offers: `scores`, `told` (an exercise's lines), `verdict` (the last lines, and whether all is well).
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder import corpus
from autograder.answer_key import ways_otherwise
from autograder.errors import CourseError
from autograder.mutants.oracle import Sort
from autograder.mutants.score import LEAST_SHARE, Score, score_of, total
from autograder.questions import LESSONS


def scores(course: Path, most: int, jobs: int = 0, name: str | None = None) -> Iterator[Score]:
    """Yield the score of each exercise that has right answers and an `otherwise.py`, or only of the one named."""
    answers, _ = corpus.cases(course)
    answered = {ask for each in answers for ask in each.asks}
    asked = {question.name: question for lesson in LESSONS for question in lesson.questions}
    ready = [question for question in asked.values() if question.name in ways_otherwise().keys() & answered]
    chosen = [question for question in ready if name in (None, question.name)]
    if not chosen:
        there = ", ".join(question.name for question in ready) or "none"
        step = f"Its results by another way stand in answer_key/TOPIC/otherwise.py, its answers in {corpus.FOLDER}."
        raise CourseError("audit --mutants", f"one of {there}", name or "none", step)
    for question in chosen:
        yield score_of(course, question, answers, most, jobs)


def told(score: Score) -> Iterator[str]:
    """Yield an exercise's line, and one for each mutant that went wrong."""
    broke, kept = score.those(Sort.BREAKS, lost=True), score.those(Sort.KEEPS, lost=False)
    yield (
        f"{score.question}: {score.tried} mutants, of those that break the contract {len(broke)} lost a mark and"
        f" {len(score.survivors)} survived, of those that keep it {len(kept)} kept every mark and"
        f" {len(score.wronged)} lost one; {score.stillborn} never gave a result, of {score.unclear} the oracle"
        " can't tell"
    )
    yield from (f"  survived: {each.line}" for each in score.survivors)
    yield from (f"  lost a mark: {each.line}" for each in score.wronged)
    yield from (f"  its grade is withheld: {each.line}" for each in score.withheld)
    yield from (f"  left out: {line}" for line in score.at_odds)


def verdict(all_scores: Iterable[Score]) -> tuple[str, bool]:
    """Return a line for all exercises together, and whether all is well."""
    whole = total(all_scores)
    broke, kept = len(whole.those(Sort.BREAKS, lost=True)), len(whole.those(Sort.KEEPS, lost=False))
    return (
        f"{'all is well' if whole.is_well else 'FAILED'}: {whole.tried} mutants; {broke} of the"
        f" {broke + len(whole.survivors)} that break the contract lost a mark ({whole.share:.1%} without those that a"
        f" reason is known for, at least {LEAST_SHARE:.0%} must), and {len(whole.wronged)} of the"
        f" {kept + len(whole.wronged)} that keep it; the grade of {len(whole.withheld)} is withheld",
        whole.is_well,
    )
