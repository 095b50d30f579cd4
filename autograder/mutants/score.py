"""One exercise's mutants: what the judge says of each, and what the oracle says.

Offers: `score_of` (one exercise → its score), `Score`, `JudgedMutant`, `total`, `LEAST_SHARE`; `reasons`, the table of
mutants that are known to be judged otherwise, and why.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from autograder import corpus
from autograder.classroom.grading.answers import CheckedAnswer, check_files_apart
from autograder.execute.one_file import File
from autograder.judge.verdict import Outcome
from autograder.mutants.apart import Batch, asked_apart
from autograder.mutants.change import Mutant, mutants, sampled
from autograder.mutants.oracle import Ruling, Sort
from autograder.questions import Question

LEAST_SHARE = 0.98  # of the mutants that break the contract; so many must lose a mark
# The oracle draws other inputs than the judge, so that a mark that depends on the seed is noticed.
_SEED, _SEED_OF_THE_ORACLE = 1, 1001
REASONS = f"{corpus.FOLDER}/mutants.toml"

Reasons = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class JudgedMutant:
    """A mutant and what oracle and judge say of it.

    lost    whether the judge took a mark; None where the grade is withheld
    reason  why we accept it where the two differ; empty where no reason is known
    """

    mutant: Mutant
    ruling: Ruling
    lost: bool | None
    reason: str = ""

    @property
    def line(self) -> str:
        """Say where it is, what was changed, and what the oracle says."""
        why = f" [{self.reason}]" if self.reason else ""
        return f"{self.mutant.where}:{self.mutant.line}: {self.mutant.change} ({self.ruling.why or 'all right'}){why}"


@dataclass(frozen=True, slots=True)
class Score:
    """An exercise's mutants.

    tried      how many there are
    stillborn  of these, how many gave no result in any call; they are not judged
    unclear    of how many the oracle can't tell, or can't tell of the right answer that they were made from
    judged     the others
    at_odds    right answers of the corpus of which the oracle does not say that they keep the contract, and why
    """

    question: str
    tried: int
    stillborn: int
    unclear: int
    judged: tuple[JudgedMutant, ...]
    at_odds: tuple[str, ...]

    def those(self, sort: Sort, lost: bool) -> tuple[JudgedMutant, ...]:
        """Return the mutants that keep or break the contract, and lost a mark or didn't."""
        return tuple(each for each in self.judged if each.ruling.sort is sort and each.lost is lost)

    @property
    def survivors(self) -> tuple[JudgedMutant, ...]:
        """Those that break the contract and lose nothing."""
        return self.those(Sort.BREAKS, lost=False)

    @property
    def wronged(self) -> tuple[JudgedMutant, ...]:
        """Those that keep the contract and lose a mark."""
        return self.those(Sort.KEEPS, lost=True)

    @property
    def withheld(self) -> tuple[JudgedMutant, ...]:
        """Those without a verdict: the judge itself failed."""
        return tuple(each for each in self.judged if each.lost is None)

    @property
    def share(self) -> float:
        """The part that lost a mark, of those that break the contract; those excused by a reason are not counted."""
        broke = len(self.those(Sort.BREAKS, lost=True))
        unexplained = sum(not each.reason for each in self.survivors)
        return broke / (broke + unexplained) if broke + unexplained else 1.0

    @property
    def is_well(self) -> bool:
        """Whether enough lost a mark, none unjustly, and all were judged; known reasons excuse."""
        return self.share >= LEAST_SHARE and all(each.reason for each in self.wronged) and not self.withheld


def score_of(course: Path, question: Question, answers: Sequence[corpus.CorpusAnswer], most: int, jobs: int) -> Score:
    """Make at most so many mutants of an exercise's right answers, and compare the judge with the oracle."""
    right = [each for each in answers if isinstance(each.expected, corpus.Right) and each.asks == (question.name,)]
    texts = {each.where: each.path.read_text(encoding="utf-8") for each in right}
    changed = (mutant for where, source in texts.items() for mutant in mutants(where, source, question.name))
    chosen = sampled(changed, most, question.name)
    parents = {where: texts[where] for where in dict.fromkeys(mutant.where for mutant in chosen)}
    rulings = _asked(question.name, (*parents.values(), *(mutant.source for mutant in chosen)), jobs)
    of_parents = dict(zip(parents, rulings, strict=False))
    of_mutants = list(zip(chosen, rulings[len(parents) :], strict=True))
    clear = [
        (mutant, ruling)
        for mutant, ruling in of_mutants
        if ruling.sort in (Sort.BREAKS, Sort.KEEPS) and of_parents[mutant.where].sort is Sort.KEEPS
    ]
    stillborn = sum(ruling.sort is Sort.STILLBORN for _, ruling in of_mutants)
    odd = ((where, found) for where, found in of_parents.items() if found.sort is not Sort.KEEPS)
    return Score(
        question.name,
        tried=len(chosen),
        stillborn=stillborn,
        unclear=len(chosen) - stillborn - len(clear),
        judged=_judged(question.name, clear, reasons(course), jobs),
        at_odds=tuple(f"{where}: {found.sort} ({found.why})" for where, found in odd),
    )


def total(scores: Iterable[Score]) -> Score:
    """Add scores up."""
    every = list(scores)
    return Score(
        "all",
        tried=sum(score.tried for score in every),
        stillborn=sum(score.stillborn for score in every),
        unclear=sum(score.unclear for score in every),
        judged=tuple(each for score in every for each in score.judged),
        at_odds=tuple(line for score in every for line in score.at_odds),
    )


def _asked(question: str, sources: tuple[str, ...], jobs: int) -> list[Ruling]:
    """Put answers to the oracle, in a fresh process: it forks children."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return apart.submit(asked_apart, Batch(question, sources, _SEED_OF_THE_ORACLE, jobs)).result()


def _judged(
    question: str, found: Sequence[tuple[Mutant, Ruling]], known: Reasons, jobs: int
) -> tuple[JudgedMutant, ...]:
    """Put mutants to the judge, as an audit does; nothing is timed."""
    files = [
        File(Path(f"{mutant.where}#{place}"), mutant.source, (question,), rounds=0)
        for place, (mutant, _) in enumerate(found)
    ]
    lost: dict[Path, bool | None] = dict.fromkeys((file.path for file in files), True)
    for checked in check_files_apart(files, _SEED, jobs) if files else ():
        if isinstance(checked, CheckedAnswer):
            marks = {mark.outcome for mark in checked.verdict.marks}
            lost[checked.path] = None if Outcome.GRADER_ERROR in marks else marks != {Outcome.PASSED}
    return tuple(
        JudgedMutant(mutant, ruling, lost[file.path], known.get((_in_corpus(mutant), mutant.change), ""))
        for (mutant, ruling), file in zip(found, files, strict=True)
    )


def _in_corpus(mutant: Mutant) -> str:
    return mutant.where.removeprefix(f"{corpus.FOLDER}/")


def reasons(course: Path) -> Reasons:
    """Return (file, change) → why such a mutant may survive, or lose a mark."""
    table = course / REASONS
    known = tomllib.loads(table.read_text(encoding="utf-8")) if table.is_file() else {}
    return {(each["file"], each["change"]): each["why"] for each in known.get("known", ())}
