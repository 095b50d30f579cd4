"""Run everything that a change must pass; the last line says how many tests and answers, and how long it took.

    python tests/run_everything.py           what `make test` and CI run
    python tests/run_everything.py --long    what `make test-all` runs: also the tests marked long, a thorough audit,
                                         mutants, the hostile class, many seeds and a busy machine

The tests wait much for programs that they start. So the checks and the audit run beside them, and print their output
afterwards. A step that fails stops none of the others.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[1]

CHECKS = ("ruff check .", "ruff format --check .", "mypy --strict autograder")
AUDIT = "autograder audit"  # includes `autograder build --check`
MUTANTS = "autograder audit --mutants"
HOSTILE = "python tests/hostile/hostile_class.py"
STEADY = "python tests/steadiness.py"
# A worker for each core. A file's tests stay on one worker, since they share fixtures (see tests/conftest.py).
TESTS = f"pytest -n {os.cpu_count() or 1} --dist loadgroup --no-loadscope-reorder"


def main(long: bool) -> int:
    begun = time.monotonic()
    with ThreadPoolExecutor(1) as beside:
        judging = beside.submit(checked_and_audited, f"{AUDIT} --thorough" if long else AUDIT)
        code, tests = tested([*TESTS.split(), *(() if long else ("-m", "not long"))])
        failed, answers, said = judging.result()
    print(said, end="", flush=True)
    failed += ["pytest"] if code else []
    for command in (MUTANTS, HOSTILE, STEADY) if long else ():
        failed += [command] if subprocess.run(command.split(), cwd=ROOT, check=False).returncode else []
    print(last_line(failed, tests, answers, time.monotonic() - begun))
    return 1 if failed else 0


def last_line(failed: Sequence[str], tests: int, answers: int, seconds: float) -> str:
    """Return the last line: what failed, how much was run, how long it took."""
    how = f"FAILED: {', '.join(failed)}" if failed else "all is well"
    minutes, rest = divmod(round(seconds), 60)
    return f"{how}: {tests} tests, {answers} answers of the corpus, in {minutes} min {rest} s"


def checked_and_audited(audit: str) -> tuple[list[str], int, str]:
    """Run the checks two at a time, then the audit; return what failed, how many answers were judged, the output."""
    with ThreadPoolExecutor(2) as two:
        done = [*two.map(quietly, CHECKS), quietly(audit)]
    failed = [each.args for each in done if each.returncode]
    said = "".join(f"$ {each.args}\n{each.stdout}" for each in done)
    return failed, sum(map(int, re.findall(r"(\d+) (?:right|wrong|hostile)", done[-1].stdout))), said


def quietly(command: str) -> subprocess.CompletedProcess[str]:
    """Run a command; return it with its exit code and its output."""
    done = subprocess.run(
        command.split(), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return subprocess.CompletedProcess(command, done.returncode, done.stdout)


def tested(words: Sequence[str]) -> tuple[int, int]:
    """Run the tests; return pytest's exit code, and how many there were."""
    print(f"$ {' '.join(words)}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        code = subprocess.run([*words, f"--junitxml={report}"], cwd=ROOT, check=False).returncode
        suites = ElementTree.parse(report).iter("testsuite") if report.exists() else ()
        return code, sum(int(suite.get("tests", 0)) for suite in suites)


if __name__ == "__main__":
    sys.exit(main(long="--long" in sys.argv[1:]))
