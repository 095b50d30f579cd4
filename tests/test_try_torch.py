"""The table of tested versions, and tests/try_torch.py, which tests another: pins, what departs, and how it ends."""

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.versions import TORCH, untested

ROOT = Path(__file__).parents[1]
REPORT = """<testsuites><testsuite>
<testcase classname="tests.a" name="holds"/>
<testcase classname="tests.a" name="differs"><failure message="assert 3 == 2&#10;more">…</failure></testcase>
<testcase classname="tests.b" name="warns"><error message="DeprecationWarning: fork() in threads">…</error></testcase>
</testsuite></testsuites>"""


@pytest.mark.parametrize("version", [f"{minor}{rest}" for minor in TORCH for rest in (".0", ".1+cpu", ".0a0+git")])
def test_a_build_of_a_tested_release_is_no_news(version: str) -> None:
    assert untested(version) == ""


@pytest.mark.parametrize("version", ["2.1.0", "2.12.1", "3.13.0", "2.130.0", "unknown"])
def test_any_other_is_one_line(version: str) -> None:
    assert untested(version).startswith(f"torch {version} is untested: expected 2.13 or 2.14;")
    assert "\n" not in untested(version)


def tried(folder: Path, audit: str, report: str) -> subprocess.CompletedProcess[str]:
    """Run tests/try_torch.py over an environment whose Python only says what it is told."""
    (folder / "bin").mkdir(exist_ok=True)
    python = folder / "bin" / "python"
    (folder / "wanted.xml").write_text(report)
    python.write_text(f"""#!/bin/sh
case "$*" in
    *"pip install"*--requirement*) cp "$(dirname "$0")/../requirements.txt" {folder}/asked.txt ;;
    *"-m pip"*) ;;
    *"cli audit"*) {audit} ;;
    *"-m pytest"*) cp {folder}/wanted.xml {folder}/report.xml ;;
    *) echo "Python 3.12.9, torch 2.14.1" ;;
esac
""")
    python.chmod(0o755)
    words = [sys.executable, ROOT / "tests/try_torch.py", "2.14.1", "--keep", folder]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def test_where_nothing_departs_the_last_line_says_so(tmp_path: Path) -> None:
    done = tried(
        tmp_path,
        "echo 'torch logs this' >&2; echo '6 lessons: no findings'",
        '<testsuites><testcase name="holds"/></testsuites>',
    )
    assert done.returncode == 0, done.stderr
    last = done.stdout.splitlines()[-1]
    assert "torch logs this" not in done.stdout
    assert last.startswith("Python 3.12.9, torch 2.14.1: 6 lessons: no findings; 1 tests, none broken;")


def test_each_departure_is_a_line_and_warnings_are_told_apart(tmp_path: Path) -> None:
    done = tried(tmp_path, "echo '6 lessons: 1 finding'; echo 'a.py: expected this' >&2; exit 1", REPORT)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert "a.py: expected this" in lines
    assert "tests.a::differs: fails: assert 3 == 2" in lines
    assert "tests.b::warns: a warning became an error: DeprecationWarning: fork() in threads" in lines
    assert "6 lessons: 1 finding; 3 tests, 2 broken;" in lines[-1]


def test_an_audit_or_tests_that_die_depart(tmp_path: Path) -> None:
    done = tried(tmp_path, "exit 9", "")
    assert done.returncode == 1
    assert "the audit ended with 9 and said nothing" in done.stdout


def test_all_but_torch_is_as_locked(tmp_path: Path) -> None:
    tried(tmp_path, "true", REPORT)
    lock = (ROOT / "requirements.lock").read_text().splitlines()
    asked = (tmp_path / "asked.txt").read_text().splitlines()
    assert [(one, other) for one, other in zip(lock, asked, strict=True) if one != other] == [
        ("torch==2.13.0", "torch==2.14.1")
    ]


def test_what_pip_refuses_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    python = tmp_path / "bin" / "python"
    python.write_text("#!/bin/sh\necho 'ERROR: No matching distribution found for torch==9' >&2\nexit 1\n")
    python.chmod(0o755)
    words = [sys.executable, ROOT / "tests/try_torch.py", "9", "--keep", tmp_path]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "No matching distribution found for torch==9" in done.stderr
