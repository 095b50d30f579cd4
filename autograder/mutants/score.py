"""What the judge makes of mutants, beside what the oracle says of them.

Offers: `held` (one exercise → its score), `Score`, `Held`, `total`, `LEAST_SHARE`; `reasons`, a table of known ones.
"""

import tomllib
from collections.abc import Iterable, Sequence
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

    tried      all of them; `stillborn` gave no result in any call, and weren't judged; of `unclear` ones the oracle
               can't tell, nor of any made of an answer of which it can't
    broke      how many break the contract and lose a mark; `kept` how many keep it and every mark
    survivors  break the contract and lose nothing
    withheld   no verdict: the judge itself failed
    wronged    keep the contract and lose a mark
    at_odds    right answers of the corpus that the oracle does not say keep the contract, and why
    """

    question: str
    tried: int
    stillborn: int
    unclear: int
    broke: int
    kept: int
    survivors: tuple[Held, ...]
    withheld: tuple[Held, ...]
    wronged: tuple[Held, ...]
    at_odds: tuple[str, ...]

    @property
    def share(self) -> float:
        """Of those that break the contract, without a reason to let them be, the part that lost a mark."""
        unexplained = sum(not each.reason for each in self.survivors)
        return self.broke / (self.broke + unexplained) if self.broke + unexplained else 1.0

    @property
    def unjust(self) -> tuple[Held, ...]:
        """Those that keep the contract and lose a mark, for no reason that we know."""
        return tuple(each for each in self.wronged if not each.reason)


def held(course: Path, question: Question, answers: Sequence[corpus.Held], most: int, jobs: int) -> Score:
    """Change an exercise's right answers in at most so many ways, and hold the judge against the oracle."""
    right = [each for each in answers if isinstance(each.expected, corpus.Kept) and each.asks == (question.name,)]
    texts = {each.where: each.path.read_text(encoding="utf-8") for each in right}
    changed = (mutant for where, source in texts.items() for mutant in mutants(where, source, question.name))
    chosen = sampled(changed, most, question.name)
    sources = {where: texts[where] for where in dict.fromkeys(mutant.where for mutant in chosen)}
    findings = _asked(question.name, (*sources.values(), *(mutant.source for mutant in chosen)), jobs)
    of_right = dict(zip(sources, findings, strict=False))
    of_mutants = list(zip(chosen, findings[len(sources) :], strict=True))
    told = [
        (mutant, finding)
        for mutant, finding in of_mutants
        if finding.sort in (Sort.BREAKS, Sort.KEEPS) and of_right[mutant.where].sort is Sort.KEEPS
    ]
    lost = _judged(question.name, [mutant for mutant, _ in told], jobs)
    known = reasons(course)
    judged = [
        Held(mutant, finding, took, known.get((mutant.where.removeprefix(f"{corpus.FOLDER}/"), mutant.change), ""))
        for (mutant, finding), took in zip(told, lost, strict=True)
    ]
    stillborn = sum(finding.sort is Sort.STILLBORN for _, finding in of_mutants)
    return Score(
        question.name,
        tried=len(chosen),
        stillborn=stillborn,
        unclear=len(chosen) - stillborn - len(told),
        broke=sum(each.lost is True for each in judged if each.finding.sort is Sort.BREAKS),
        kept=sum(each.lost is False for each in judged if each.finding.sort is Sort.KEEPS),
        survivors=tuple(each for each in judged if each.finding.sort is Sort.BREAKS and each.lost is False),
        withheld=tuple(each for each in judged if each.lost is None),
        wronged=tuple(each for each in judged if each.finding.sort is Sort.KEEPS and each.lost),
        at_odds=tuple(
            f"{where}: {finding.sort} ({finding.why})"
            for where, finding in of_right.items()
            if finding.sort is not Sort.KEEPS
        ),
    )


def total(scores: Iterable[Score]) -> Score:
    """Add scores up."""
    every = list(scores)
    return Score(
        "all",
        tried=sum(score.tried for score in every),
        stillborn=sum(score.stillborn for score in every),
        unclear=sum(score.unclear for score in every),
        broke=sum(score.broke for score in every),
        kept=sum(score.kept for score in every),
        survivors=tuple(each for score in every for each in score.survivors),
        withheld=tuple(each for score in every for each in score.withheld),
        wronged=tuple(each for score in every for each in score.wronged),
        at_odds=tuple(line for score in every for line in score.at_odds),
    )


def _asked(question: str, sources: tuple[str, ...], jobs: int) -> list[Finding]:
    """Put answers to the oracle, from a process that begins anew: children are forked from it."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return apart.submit(asked_apart, Put(question, sources, _SEED_OF_THE_ORACLE, jobs)).result()


def _judged(question: str, chosen: Sequence[Mutant], jobs: int) -> list[bool | None]:
    """Tell of each whether the judge takes a mark, None where it fails; nothing is timed."""
    files = [
        File(Path(f"{mutant.where}#{place}"), mutant.source, (question,), rounds=0)
        for place, mutant in enumerate(chosen)
    ]
    lost: dict[Path, bool | None] = dict.fromkeys((file.path for file in files), True)
    for checked in check_files_apart(files, _SEED, jobs) if files else ():
        if isinstance(checked, Checked):
            marks = {mark.outcome for mark in checked.verdict.marks}
            lost[checked.path] = None if Outcome.GRADER_ERROR in marks else marks != {Outcome.PASSED}
    return [lost[file.path] for file in files]


def reasons(course: Path) -> dict[tuple[str, str], str]:
    """Return (file, change) → why such a mutant may survive, or lose a mark."""
    table = course / REASONS
    known = tomllib.loads(table.read_text(encoding="utf-8")) if table.is_file() else {}
    return {(each["file"], each["change"]): each["why"] for each in known.get("known", ())}
