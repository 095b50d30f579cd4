"""make and CI: thin, and clear where they can't go on."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGETS = ("help", "install", "demo", "test", "test-torch", "lab", "bench")


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    # These tests run under `make test`, whose own flags and level must not reach the make that they look at.
    clean = {name: text for name, text in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    return subprocess.run(["make", *words], cwd=folder, env=clean, capture_output=True, text=True)


def test_help_is_the_default_and_lists_every_target() -> None:
    plain = make(ROOT)
    assert plain.stdout == make(ROOT, "help").stdout
    assert tuple(line.split()[0] for line in plain.stdout.splitlines()) == TARGETS


def test_test_runs_all_that_ci_runs() -> None:
    plan = make(ROOT, "--dry-run", "test").stdout
    steps = (
        "ruff check",
        "ruff format --check",
        "mypy --strict",
        "autograder build --check",
        "autograder audit",
        "pytest",
    )
    assert all(step in plan for step in steps)
    assert "make test" in (ROOT / ".ci/run").read_text()


def test_an_old_python_is_one_clear_line_and_makes_nothing(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    old = tmp_path / "python3.10"
    old.write_text('#!/bin/sh\nexec python3 -c "import sys; sys.version_info = (3, 10, 1); $2"\n')
    old.chmod(0o755)
    run = make(tmp_path, "install", f"PYTHON={old}")
    assert run.returncode != 0
    assert f"Python 3.11 or newer is needed, {old} is 3.10. Next: make install PYTHON=python3.11" in run.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_second_install_does_nothing(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv/installed").touch()
    assert "Nothing to be done" in make(tmp_path, "install").stdout
    (tmp_path / "requirements.lock").touch()
    assert "pip install" in make(tmp_path, "--dry-run", "install").stdout


def test_the_ci_script_stops_at_the_first_failure() -> None:
    script = (ROOT / ".ci/run").read_text()
    assert "set -euo pipefail" in script
    subprocess.run(["bash", "-n", ROOT / ".ci/run"], check=True)
