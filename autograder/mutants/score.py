"""What the judge makes of mutants, beside what the oracle says of them.

Offers: `held` (one exercise → its score), `Score`, `Held`, `total`, `LEAST_SHARE`; `reasons`, a table of known ones.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from autograder import corpus
from autograder.classroom.grading.answers import Checked, check_files_apart
from autograder.execute.one_file import File
from autograder.judge.verdict import Outcome
from autograder.mutants.apart import Put, asked_apart
from autograder.mutants.change import Mutant, mutants, sampled
from autograder.mutants.oracle import Finding, Sort
from autograder.questions import Question

LEAST_SHARE = 0.98  # of the mutants that break the contract must lose a mark
# The oracle draws other inputs than the judge: a mark that hangs on the seed shows.
_SEED, _SEED_OF_THE_ORACLE = 1, 1001
REASONS = f"{corpus.FOLDER}/mutants.toml"


Reasons = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Held:
    """A mutant, what the oracle says of it, whether the judge took a mark, and why we let that be, where we do.

    lost  None where the grade is withheld
    """

    mutant: Mutant
    finding: Finding
    lost: bool | None
    reason: str = ""

    @property
    def line(self) -> str:
        """Say where it is, what was changed, and what the oracle says."""
        why = f" [{self.reason}]" if self.reason else ""
        return f"{self.mutant.where}:{self.mutant.line}: {self.mutant.change} ({self.finding.why or 'all right'}){why}"


@dataclass(frozen=True, slots=True)
class Score:
    """An exercise's mutants.

    tried      how many; of these `stillborn` gave no result in any call, and weren't judged, and of `unclear` ones the
               oracle can't tell, nor of any made of an answer of which it can't
    judged     the others
    at_odds    right answers of the corpus that the oracle does not say keep the contract, and why
    """

    question: str
    tried: int
    stillborn: int
    unclear: int
    judged: tuple[Held, ...]
    at_odds: tuple[str, ...]

    def those(self, sort: Sort, lost: bool) -> tuple[Held, ...]:
        """Those that keep or break the contract, and lost a mark or didn't."""
        return tuple(each for each in self.judged if each.finding.sort is sort and each.lost is lost)

    @property
    def survivors(self) -> tuple[Held, ...]:
        """Those that break the contract and lose nothing."""
        return self.those(Sort.BREAKS, lost=False)

    @property
    def wronged(self) -> tuple[Held, ...]:
        """Those that keep the contract and lose a mark."""
        return self.those(Sort.KEEPS, lost=True)

    @property
    def withheld(self) -> tuple[Held, ...]:
        """Those without a verdict: the judge itself failed."""
        return tuple(each for each in self.judged if each.lost is None)

    @property
    def share(self) -> float:
        """Of those that break the contract, without a reason to let them be, the part that lost a mark."""
        broke = len(self.those(Sort.BREAKS, lost=True))
        unexplained = sum(not each.reason for each in self.survivors)
        return broke / (broke + unexplained) if broke + unexplained else 1.0

    @property
    def is_well(self) -> bool:
        """Whether enough lost a mark, none unjustly, and all were judged; known reasons excuse."""
        return self.share >= LEAST_SHARE and all(each.reason for each in self.wronged) and not self.withheld


def held(course: Path, question: Question, answers: Sequence[corpus.Held], most: int, jobs: int) -> Score:
    """Change an exercise's right answers in at most so many ways, and hold the judge against the oracle."""
    right = [each for each in answers if isinstance(each.expected, corpus.Kept) and each.asks == (question.name,)]
    texts = {each.where: each.path.read_text(encoding="utf-8") for each in right}
    changed = (mutant for where, source in texts.items() for mutant in mutants(where, source, question.name))
    chosen = sampled(changed, most, question.name)
    parents = {where: texts[where] for where in dict.fromkeys(mutant.where for mutant in chosen)}
    findings = _asked(question.name, (*parents.values(), *(mutant.source for mutant in chosen)), jobs)
    of_parents = dict(zip(parents, findings, strict=False))
    of_mutants = list(zip(chosen, findings[len(parents) :], strict=True))
    clear = [
        (mutant, finding)
        for mutant, finding in of_mutants
        if finding.sort in (Sort.BREAKS, Sort.KEEPS) and of_parents[mutant.where].sort is Sort.KEEPS
    ]
    stillborn = sum(finding.sort is Sort.STILLBORN for _, finding in of_mutants)
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


def _asked(question: str, sources: tuple[str, ...], jobs: int) -> list[Finding]:
    """Put answers to the oracle, from a process that begins anew: children are forked from it."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return apart.submit(asked_apart, Put(question, sources, _SEED_OF_THE_ORACLE, jobs)).result()


def _judged(question: str, found: Sequence[tuple[Mutant, Finding]], known: Reasons, jobs: int) -> tuple[Held, ...]:
    """Put mutants to the judge, as an audit does; nothing is timed."""
    files = [
        File(Path(f"{mutant.where}#{place}"), mutant.source, (question,), rounds=0)
        for place, (mutant, _) in enumerate(found)
    ]
    lost: dict[Path, bool | None] = dict.fromkeys((file.path for file in files), True)
    for checked in check_files_apart(files, _SEED, jobs) if files else ():
        if isinstance(checked, Checked):
            marks = {mark.outcome for mark in checked.verdict.marks}
            lost[checked.path] = None if Outcome.GRADER_ERROR in marks else marks != {Outcome.PASSED}
    return tuple(
        Held(mutant, finding, lost[file.path], known.get((_in_corpus(mutant), mutant.change), ""))
        for (mutant, finding), file in zip(found, files, strict=True)
    )


def _in_corpus(mutant: Mutant) -> str:
    return mutant.where.removeprefix(f"{corpus.FOLDER}/")


def reasons(course: Path) -> Reasons:
    """Return (file, change) → why such a mutant may survive, or lose a mark."""
    table = course / REASONS
    known = tomllib.loads(table.read_text(encoding="utf-8")) if table.is_file() else {}
    return {(each["file"], each["change"]): each["why"] for each in known.get("known", ())}
