"""Judge answers of the corpus with a student's wheel and with this clone, and tell where the two differ.

    python docs/student_wheel/same_verdicts.py WHEEL [all | WORD…]    whose path has a word; else one of each lesson

Points, criteria, diagnosis with its words, costs and doubts must be the same, but for the answer's own peak bytes: the
meter is one in both, and those of an answer with threads hang on how they took turns. No clock runs: it knows no key.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

ROOT = Path(__file__).parents[2]
SEED = 1
_UNTIL_ENDLESS = 3.0


def told(words: Sequence[str]) -> dict[str, Any]:
    """Judge, with the package that this process imports; return file and exercise → verdict, as `--json` has it."""
    from autograder.classroom.grading.answers import CheckedAnswer, Unreadable, check_files_apart, open_file
    from autograder.corpus import cases
    from autograder.present.verdict_json import verdict_to_json

    opened = []
    for each in cases(ROOT)[0]:
        if any(word in each.where for word in words):
            file = open_file(each.path, each.asks)
            if not isinstance(file, Unreadable):
                file = replace(file, rounds=0, seconds=_UNTIL_ENDLESS if each.expected.endless else file.seconds)
            opened.append(file)
    checked = [each for each in check_files_apart(opened, SEED, 1) if isinstance(each, CheckedAnswer)]
    found = {f"{c.path} {c.verdict.question}": verdict_to_json(c.verdict, str(c.path)) for c in checked}
    for cost in (cost for verdict in found.values() for cost in verdict["cost"].values()):
        (cost["yours"] or {}).pop("peak", None)
    return found


def by(package: Path, words: Sequence[str]) -> dict[str, Any]:
    """Judge with the package in a folder, in a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(package), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, __file__, "--told", str(package), *words]
    found: dict[str, Any] = json.loads(subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True).stdout)
    return found


def one_of_each_lesson() -> list[str]:
    """Return a folder of the corpus for each lesson: its first exercise."""
    from autograder.questions import LESSONS

    return [f"{lesson.folder}/{lesson.questions[0].name}/" for lesson in LESSONS if not lesson.own]


def main(wheel: Path, words: Sequence[str]) -> int:
    """Print each difference and a sum; return how many there are."""
    asked = [""] if list(words) == ["all"] else list(words) or one_of_each_lesson()
    with TemporaryDirectory() as folder:
        ZipFile(wheel).extractall(folder)
        theirs = by(Path(folder), asked)
    ours = by(ROOT, asked)
    differ = [name for name in sorted(ours.keys() | theirs.keys()) if ours.get(name) != theirs.get(name)]
    for name in differ:
        print(f"{name}\n  here    {json.dumps(ours.get(name))}\n  student {json.dumps(theirs.get(name))}")
    print(f"{len(ours)} verdicts by {', '.join(asked)}: {len(differ)} differ")
    return len(differ)


if __name__ == "__main__":
    if sys.argv[1] == "--told":
        import autograder

        assert Path(autograder.__file__).is_relative_to(sys.argv[2]), autograder.__file__
        print(json.dumps(told(sys.argv[3:])))
    else:
        sys.exit(main(Path(sys.argv[1]), sys.argv[2:]) > 0)
