"""Answers in Python files and notebooks, judged: for `autograder check`, `watch` and `audit`.

check_paths         files and folders → verdicts
check_files         opened files (`answer_file.open_file`) → verdicts
check_files_apart   the same, for a process that has already imported the key
judged              what was observed of one answer → its verdict
CheckedAnswer       an answer and its verdict
"""

import os
import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.classroom.course.handed_out import is_locked, is_template
from autograder.classroom.grading.answer_file import NOTEBOOK, Unreadable, open_file
from autograder.errors import AutograderError, nearest
from autograder.execute.many_files import ObservedAnswer, ended_evidence, observe_files
from autograder.execute.one_file import File
from autograder.limits import CHECKED
from autograder.observe import Evidence, MalformedEvidence, from_json
from autograder.questions import LESSONS, Question
from autograder.questions import question as find_question

if TYPE_CHECKING:
    from autograder.answer_key import Key
    from autograder.judge import Verdict


class AnswerError(AutograderError):
    """There is nothing to check in what was asked for."""


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """One answer and its verdict.

    doubts  the verdict's doubts, a line each, with the line of code
    told    what else its author is told, from the observer: data of unknown origin
    source  the text that it stands in
    alone   True: of the files that were asked about, no other answers this question
    begun   False: it is as its lesson handed it out
    """

    path: Path
    verdict: "Verdict"
    doubts: tuple[str, ...] = ()
    told: Any = None
    source: str = ""
    alone: bool = True
    begun: bool = True


def check_paths(
    paths: Iterable[Path],
    question: str | None = None,
    seed: int | None = None,
    seconds: float = CHECKED.seconds,
    device: str = "cpu",
) -> Iterator[CheckedAnswer | Unreadable]:
    """Judge every function in files, or folders of them, whose name is a question's, or only the one named.

    Inputs are drawn on `device`. A file that can't be read yields an Unreadable; the others are still judged.
    """
    known = {q.name for lesson in LESSONS for q in lesson.questions}
    if question is not None and question not in known:
        near = nearest(question, sorted(known))
        step = f"Did you mean {near}?" if near else "`autograder progress --all` lists them."
        raise AnswerError("check --question", "the name of an exercise", f"«{question}»", step)
    opened = [*_opened(paths, {question} if question else known)]
    bounded = [
        replace(file, seconds=seconds, device=device, told=True) if isinstance(file, File) else file for file in opened
    ]
    sources = {file.path: file.source for file in bounded if isinstance(file, File)}
    often = Counter(name for file in bounded if isinstance(file, File) for name in file.questions)
    for each in check_files(bounded, secrets.randbits(31) if seed is None else seed):
        if isinstance(each, Unreadable):
            yield each
        else:
            yield _as_begun(replace(each, alone=often[each.verdict.question] == 1), sources[each.path])


def _as_begun(checked: CheckedAnswer, source: str) -> CheckedAnswer:
    name = checked.verdict.question
    if not checked.verdict.points and is_template(name, source):
        return replace(checked, told=None, begun=False)
    return replace(checked, source=source)


def check_files(
    opened: Collection[File | Unreadable], seed: int, jobs: int = 0
) -> Iterator[CheckedAnswer | Unreadable]:
    """Judge the answers in files, `jobs` at a time (0: one for each core); yield unreadable files first.

    Nothing of the key may be imported before the first is asked for.
    """
    files = tuple(file for file in opened if isinstance(file, File) and file.questions)
    # Before the first `yield`: after it the caller may import the key.
    results = observe_files(files, seed, jobs)
    yield from (file for file in opened if isinstance(file, Unreadable))
    keys: dict[str, Key] = {}
    by_path = {file.path: file for file in files}
    for seen in results:
        asked = find_question(seen.question)
        assert asked is not None
        verdict = judged(asked, seen, seed, keys)
        yield replace(_looked_through(verdict, by_path[seen.path]), told=seen.told)


def check_files_apart(
    opened: Collection[File | Unreadable], seed: int, jobs: int = 0
) -> list[CheckedAnswer | Unreadable]:
    """Judge as `check_files` does, in a process that starts without the key, whatever this one has imported."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return apart.submit(_all_checked, tuple(opened), seed, jobs).result()


def _all_checked(opened: tuple[File | Unreadable, ...], seed: int, jobs: int) -> list[CheckedAnswer | Unreadable]:
    return list(check_files(opened, seed, jobs))


def judged(asked: Question, seen: ObservedAnswer, seed: int, keys: dict[str, "Key"]) -> "Verdict":
    """Judge what was seen of one answer; `keys` holds the keys for this seed that were made so far."""
    # Imported only now: the runner is forked before, so that no child of it holds the key.
    from autograder.answer_key import key_for
    from autograder.judge import grader_error, judge, unobserved

    if asked.name not in keys:
        keys[asked.name] = key_for(asked, seed)
    if seen.ended == "Unreached":
        return unobserved(asked, f"{asked.name}: an answer before it in the same file ended the process")
    if seen.ended == "Ours":
        return grader_error(asked, f"{asked.name}: the observer failed; this is ours to mend, and costs no mark")
    evidence: Evidence
    if seen.ended:
        evidence = ended_evidence(asked, seed, seen.ended)
    else:
        try:
            evidence = from_json(seen.evidence)
        except MalformedEvidence as error:
            return unobserved(asked, str(error))
    try:
        return judge(evidence, keys[asked.name])
    except Exception as error:  # our fault: this grade is withheld, and the others are judged
        return grader_error(asked, f"judging failed with {type(error).__name__}: {error}")


def _looked_through(verdict: "Verdict", file: File) -> CheckedAnswer:
    """Return a verdict with all its doubts, those of the file's source included."""
    from autograder.judge import joined, look_through

    own = [(name, text) for name, text in file.cells if not is_locked(text)] if file.cells else [("", file.source)]
    looked = look_through(own, [text for _, text in file.cells if is_locked(text)])
    doubt = joined(verdict.doubt, looked.doubt)
    return CheckedAnswer(file.path, replace(verdict, doubt=doubt), tuple(filter(None, (verdict.doubt, *looked.lines))))


def _opened(paths: Iterable[Path], names: Collection[str]) -> Iterator[File | Unreadable]:
    """Open files, and those of folders and below; hidden folders hold checkpoints, environments and other litter."""
    for path in paths:
        if not os.path.isdir(path):  # asked so, it never raises
            yield open_file(path, names)
            continue
        found = [*path.rglob("*.py"), *path.rglob(f"*{NOTEBOOK}")]
        shown = sorted(p for p in found if not any(map(_is_litter, p.relative_to(path).parts)))
        yield from (open_file(each, names) for each in shown)
        if not shown:
            step = "Name a file, or a folder that holds answers."
            yield Unreadable(path, str(AnswerError(str(path), "Python files or notebooks", "none", step)))


def _is_litter(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__"
