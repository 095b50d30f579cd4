"""Test the course with another Python or torch, in an environment that is thrown away afterwards.

    make test-torch TORCH=2.14.1 PYTHON=python3.12 [KEEP=FOLDER]
    python3.12 tests/try_torch.py 2.14.1 [--keep FOLDER]

That torch is installed, and otherwise what requirements.lock pins. Then the audit runs, and the tests of what watches
an answer, and each departure is printed: an answer that is not judged as its header says, a test that fails, a warning
that became an error; then a line that sums up. Exit code 1: something departs; 2: it could not be installed.

The Python that runs this file is the one that is tested; it needs only its standard library. A kept environment is used
again by the next run that names its folder.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from xml.etree import ElementTree

ROOT = Path(__file__).parents[1]
TESTS = ("tests/observe", "tests/questions", "tests/execute", "tests/notebook/test_notebook.py")
_WARNING = re.compile(r"(\w+\.)*\w*Warning: ")
_SAY = "import platform, torch; print(f'Python {platform.python_version()}, torch {torch.__version__}')"


class NotInstalled(Exception):
    """The environment could not be made; the message is pip's or venv's last line."""


def pins(lock: str, torch: str) -> str:
    """Return the lock with another torch in it."""
    return re.sub(r"^torch==\S+", f"torch=={torch}", lock, flags=re.MULTILINE)


def install(folder: Path, torch: str) -> Path:
    """Make an environment in a folder; return its Python."""
    python = folder / "bin" / "python"
    if not python.exists():
        _must(sys.executable, "-m", "venv", folder)
    requirements = folder / "requirements.txt"
    requirements.write_text(pins((ROOT / "requirements.lock").read_text(), torch))
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    _must(*pip, "--requirement", requirements)
    # pyproject.toml allows only the versions that were tested before.
    _must(*pip, "--no-deps", "--no-build-isolation", "--ignore-requires-python", "--editable", ROOT)
    return python


def _must(*words: str | Path) -> None:
    done = subprocess.run(words, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise NotInstalled(_last(done.stderr))


def audited(python: Path) -> tuple[list[str], str]:
    """Return what the audit finds there, a line each (none: all is well), and its own last line."""
    done = subprocess.run([python, "-m", "autograder.cli", "audit"], cwd=ROOT, capture_output=True, text=True)
    found = done.stderr.splitlines() if done.returncode != 0 else []  # without findings only torch writes there
    if done.returncode != 0 and not found:
        found = [f"the audit ended with {done.returncode} and said nothing"]
    return found, _last(done.stdout)


def tested(python: Path, report: Path) -> tuple[list[str], int]:
    """Return what the tests find there, a line each, and how many there were."""
    report.unlink(missing_ok=True)
    words = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junit-xml={report}", *TESTS]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    if not report.exists():
        return [f"pytest wrote no report: {_last(done.stderr or done.stdout)}"], 0
    cases = list(ElementTree.parse(report).iter("testcase"))
    return list(_departures(cases)), len(cases)


def _departures(cases: list[ElementTree.Element]) -> Iterator[str]:
    for case in cases:
        for broken in (*case.iter("failure"), *case.iter("error")):
            said = broken.get("message", "").partition("\n")[0]
            what = "a warning became an error" if _WARNING.match(said) else "fails"
            yield f"{case.get('classname')}::{case.get('name')}: {what}: {said}"


def _last(text: str) -> str:
    return text.strip().rpartition("\n")[2] or "nothing was said"


def main() -> int:
    """Make the environment, run both there, print what departs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("torch", help="a version, as pip knows it")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the environment there and leave it")
    given = parser.parse_args()
    if given.keep:
        return _prove(given.keep.absolute(), given.torch)
    with tempfile.TemporaryDirectory(prefix="test-torch-") as folder:
        return _prove(Path(folder), given.torch)


def _prove(folder: Path, torch: str) -> int:
    begun = monotonic()
    print(f"installing torch {torch} and the locked requirements into {folder}", flush=True)
    try:
        python = install(folder, torch)
    except NotInstalled as error:
        print(f"test-torch: expected torch {torch} beside requirements.lock, pip says: {error}", file=sys.stderr)
        return 2
    here = subprocess.run([python, "-c", _SAY], capture_output=True, text=True, check=False)
    print(f"{_last(here.stdout or here.stderr)}: the audit", flush=True)
    found, tally = audited(python)
    print("\n".join(found) or "as the headers say", flush=True)
    print(f"the tests {' '.join(TESTS)}", flush=True)
    broken, count = tested(python, folder / "report.xml")
    print("\n".join(broken) or "as here")
    took = f"{(monotonic() - begun) / 60:.0f} minutes"
    print(f"{_last(here.stdout or here.stderr)}: {tally}; {count} tests, {len(broken) or 'none'} broken; {took}")
    return 1 if found or broken else 0


if __name__ == "__main__":
    sys.exit(main())
