"""make and CI: thin, and clear where they can't go on."""

import os
import re
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TARGETS = (
    "help",
    "install",
    "demo",
    "test",
    "test-all",
    "test-torch",
    "hostile",
    "lab",
    "bench",
    "student-wheel",
    "site",
    "pictures",
)
EVERYTHING = runpy.run_path(str(ROOT / "tests/run_everything.py"))


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    # These tests run under `make test`, whose own flags and level must not reach the make that they look at.
    clean = {name: text for name, text in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    return subprocess.run(["make", *words], cwd=folder, env=clean, capture_output=True, text=True)


def test_help_is_the_default_and_lists_every_target() -> None:
    plain = make(ROOT)
    assert plain.stdout == make(ROOT, "help").stdout
    assert tuple(line.split()[0] for line in plain.stdout.splitlines()) == TARGETS


def test_test_runs_all_that_ci_runs() -> None:
    assert "python tests/run_everything.py" in make(ROOT, "--dry-run", "test").stdout
    assert "python tests/run_everything.py --long" in make(ROOT, "--dry-run", "test-all").stdout
    said = " && ".join((*EVERYTHING["CHECKS"], EVERYTHING["AUDIT"], EVERYTHING["TESTS"]))
    steps = ("ruff check", "ruff format --check", "mypy --strict", "autograder audit")
    assert all(step in said for step in (*steps, "pytest -n "))
    assert "make test" in (ROOT / ".ci/run").read_text()


@pytest.mark.parametrize("long", [True, False])
def test_mutants_the_hostile_class_and_steadiness_wait_for_the_long_run(
    monkeypatch: pytest.MonkeyPatch, long: bool
) -> None:
    ran: list[str] = []

    def failing(words: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        ran.append(" ".join(words))
        return subprocess.CompletedProcess(words, 1)

    told = EVERYTHING["main"].__globals__
    monkeypatch.setitem(told, "checked_and_audited", lambda audit: ([], 0, ""))
    monkeypatch.setitem(told, "tested", lambda words: (0, 0))
    monkeypatch.setattr(subprocess, "run", failing)
    assert EVERYTHING["main"](long) == long
    assert ran == ([EVERYTHING["MUTANTS"], EVERYTHING["HOSTILE"], EVERYTHING["STEADY"]] if long else [])


@pytest.mark.parametrize(
    ("failed", "says"),
    [
        ([], "all is well: 7 tests, 1535 answers of the corpus, in 8 min 2 s"),
        (["mypy", "pytest"], "FAILED: mypy, pytest: 7 tests, 1535 answers of the corpus, in 8 min 2 s"),
    ],
)
def test_the_last_line_says_how_it_went(failed: list[str], says: str) -> None:
    assert EVERYTHING["last_line"](failed, 7, 1535, 481.6) == says


def test_tests_and_answers_are_counted_and_a_failure_is_told(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("def test_one(): pass\ndef test_two(): assert 0\n")
    assert EVERYTHING["tested"](["pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]) == (1, 2)


def test_checks_and_the_audit_say_how_they_went_together(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "6 lessons, 26 exercises, 469 right, 985 wrong and 81 hostile answers: no findings, in 4 min 1 s"
    monkeypatch.setitem(EVERYTHING["main"].__globals__, "CHECKS", ("true", "false"))
    said = f"$ true\n$ false\n$ echo {line}\n{line}\n"
    assert EVERYTHING["checked_and_audited"](f"echo {line}") == (["false"], 1535, said)


def test_a_group_of_tests_stays_on_one_worker(tmp_path: Path) -> None:
    """A release of pytest broke it once, in silence: each worker then made each fixture, and lessons ran twice."""
    test = "@pytest.mark.xdist_group({0!r})\n@pytest.mark.parametrize('i', range(3))\ndef test_{0}(i): pass\n"
    (tmp_path / "test_it.py").write_text("import pytest\n" + test.format("one") + test.format("two"))
    words = [*EVERYTHING["TESTS"].split(), "-n", "2", "-v", "-p", "no:cacheprovider", "-p", "xdist", str(tmp_path)]
    alone = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # the plugins that it needs not take it seconds
    done = subprocess.run(words, cwd=tmp_path, env=alone, capture_output=True, text=True, check=True)
    workers = re.findall(r"^\[(gw\d)\].*::test_(one|two)\[", done.stdout, re.MULTILINE)
    assert len(workers) == 6
    assert len(set(workers)) == 2


@pytest.mark.parametrize("version", ["3.10", "3.14"])
def test_another_python_is_one_clear_line_and_makes_nothing(tmp_path: Path, version: str) -> None:
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    other = tmp_path / f"python{version}"
    about = version.replace(".", ", ")
    other.write_text(f'#!/bin/sh\nexec python3 -c "import sys; sys.version_info = ({about}, 1); $2"\n')
    other.chmod(0o755)
    run = make(tmp_path, "install", f"PYTHON={other}")
    assert run.returncode != 0
    says = f"Python 3.11, 3.12 or 3.13 is needed, {other} is {version}. Next: make install PYTHON=python3.11"
    assert says in run.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_second_install_does_nothing(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv/installed").touch()
    assert "Nothing to be done" in make(tmp_path, "install").stdout
    (tmp_path / "requirements.lock").touch()
    again = make(tmp_path, "--dry-run", "install").stdout
    assert "pip install" in again
    # Who grades may not be allowed to write bytecode, and then each start compiles anew.
    assert "-m compileall -qq .venv/lib autograder" in again


def test_each_step_of_an_install_says_so() -> None:
    lines = (ROOT / "Makefile").read_text().partition(".venv/installed:")[2].splitlines()
    slow = [place for place, line in enumerate(lines) if re.search("pip install|kernelspec install|compileall", line)]
    assert len(slow) == 4
    assert all(lines[place - 1].startswith("\t@echo") for place in slow)


def test_the_ci_script_stops_at_the_first_failure() -> None:
    script = (ROOT / ".ci/run").read_text()
    assert "set -euo pipefail" in script
    subprocess.run(["bash", "-n", ROOT / ".ci/run"], check=True)
