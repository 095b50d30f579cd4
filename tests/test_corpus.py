"""The corpus is held against the judge: what each answer's header says must come out of `autograder check`.

The first lines of a file are its header. What it may say:

    right/    style:  what is odd about how it is written;  remark: the slug of a hint that costs nothing (the audit
              holds it: a card shows it, and JSON does not)
    wrong/    fails:  the criterion that it loses (two where the contract is broken twice);  fault: the diagnosis' slug;
              says:   a phrase of its text
    hostile/  attack: what it tries;  earns: everything, nothing, anything, or «not» and a criterion;
              fault:  the diagnosis' slug, where it is plain;  question: what it was meant for, where nothing else says
"""

import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from autograder.questions import LESSONS

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "tests" / "corpus"
FOLDERS = [CORPUS / "hostile", *(CORPUS / lesson.folder for lesson in LESSONS)]
SECONDS = "30"  # the longest that one file may take, as in the audit: the endless ones take all of it
FEWEST = {"right": 6, "wrong": 8}

Record = dict[str, Any]

pytestmark = pytest.mark.timeout(1800)  # the first test of a lesson waits for all of its files


def header(path: Path) -> dict[str, str]:
    """Read the lines `# name: text` that a file begins with."""
    said: dict[str, str] = {}
    for line in path.read_bytes().decode("utf-8", errors="replace").splitlines():
        name, colon, text = line.removeprefix("# ").partition(": ")
        if not (line.startswith("# ") and colon):
            break
        said[name] = text
    return said


def files(*parents: str) -> list[Any]:
    """List the answers below folders of these names, each with a readable test id."""
    found = sorted(path for folder in FOLDERS for path in folder.rglob("*.py") if path.parent.name in parents)
    return [pytest.param(path, id=str(path.relative_to(CORPUS))) for path in found]


def asked(records: list[Record], path: Path) -> Record:
    """Return the record of a file's own question, which its folder names; it may use answers to others on the way."""
    name = path.parent.parent.name
    found = [record for record in records if (ROOT / record["file"]).resolve() == path.resolve()]
    own = [record for record in found if record.get("question") == name] or found
    assert len(own) == 1, f"expected one record, got {found}"
    return own[0]


@pytest.fixture(scope="module")
def judged() -> Callable[[Path], Record]:
    """Give the record of one file; a lesson is judged whole, by one command, when first asked for."""

    @cache
    def command(folder: Path) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-m", "autograder.cli", "check", str(folder), "--json", "--seconds", SECONDS]
        words += ["--seed", "1"]  # what is committed is held against the same inputs each time
        return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)

    def one(path: Path) -> Record:
        done = command(CORPUS / path.relative_to(CORPUS).parts[0])
        assert done.stdout, f"expected JSON, got nothing; stderr ends with {done.stderr[-2000:]}"
        everything: list[Record] = json.loads(done.stdout)
        record = asked(everything, path)
        # A clock that a busy machine upset is read once more, with nothing beside it.
        if record.get("criteria", {}).get("trend") == "FAILED":
            return asked(json.loads(command(path).stdout), path)
        return record

    return one


def outcomes(record: Record, outcome: str) -> set[str]:
    """Name the criteria of a record that had this outcome."""
    return {name for name, came in record.get("criteria", {}).items() if came == outcome}


@pytest.mark.parametrize("path", files("right"))
def test_a_right_answer_keeps_every_mark(path: Path, judged: Callable[[Path], Record]) -> None:
    record = judged(path)
    assert outcomes(record, "PASSED") == set(record["criteria"]), record["diagnosis"]
    assert record["points"] == record["max_points"]
    assert record["diagnosis"] is None


@pytest.mark.parametrize("path", files("wrong"))
def test_a_wrong_answer_loses_what_its_header_names(path: Path, judged: Callable[[Path], Record]) -> None:
    said, record = header(path), judged(path)
    diagnosis = record["diagnosis"]
    assert outcomes(record, "FAILED") == set(said["fails"].split()), diagnosis
    assert diagnosis["slug"] == said["fault"], diagnosis["says"]
    assert said["says"] in diagnosis["says"].lower()
    if said["fails"] == "value":
        assert record["points"] == 0


@pytest.mark.parametrize("path", files("hostile"))
def test_a_hostile_answer_earns_no_more_than_it_should(path: Path, judged: Callable[[Path], Record]) -> None:
    said, record = header(path), judged(path)
    passed, earns = outcomes(record, "PASSED"), said["earns"]
    if earns != "anything":
        # A grade that is withheld calls a teacher: no answer may bring that about.
        assert not outcomes(record, "GRADER_ERROR")
    if earns == "everything":
        assert passed == set(record["criteria"]), record["diagnosis"]
    elif earns == "nothing":
        assert not passed
        assert not record.get("points")
    elif earns != "anything":
        assert earns.removeprefix("not ") not in passed
    if "fault" in said:
        assert record["diagnosis"]["slug"] == said["fault"]


def test_every_file_has_its_header() -> None:
    wanted = {
        "right": ({"style"}, {"remark"}),
        "wrong": ({"fails", "fault", "says"}, set()),
        "hostile": ({"attack", "earns"}, {"fault", "question"}),
    }
    odd = []
    for path in (path for folder in FOLDERS for path in folder.rglob("*.py")):
        needed, allowed = wanted[path.parent.name]
        names = set(header(path))
        if not needed <= names <= needed | allowed:
            odd.append(f"{path.relative_to(CORPUS)}: {sorted(names)}")
    assert not odd


@pytest.mark.parametrize("kind", ["right", "wrong"])
def test_there_are_enough_of_each(kind: str) -> None:
    for lesson in LESSONS:
        for question in lesson.questions:
            found = list((CORPUS / lesson.folder / question.name / kind).glob("*.py"))
            assert len(found) >= FEWEST[kind], question.name
