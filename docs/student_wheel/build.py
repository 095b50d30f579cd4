"""Build the wheel that students may be given: `make student-wheel`, or `python docs/student_wheel/build.py [FOLDER]`.

It judges as the whole wheel does, from expected results by torch's own functions and from a record of what the lesson's
ways and the naive ones take. What it lacks stands in `LEFT_OUT`; `findable.py` beside this says what can be
found in it all the same. Offers: `build`, `LEFT_OUT`, `record`.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import torch

from autograder.answer_key import ways_taught
from autograder.answer_key.costs import RECORD, as_record, measured
from autograder.answer_key.key import Usual
from autograder.questions import LESSONS
from autograder.versions import minor

ROOT = Path(__file__).parents[2]
SETTINGS = ("nbgrader_config.py", "nbgrader_config.json")
KEPT = ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE", *SETTINGS)
FOLDERS = ("autograder", "lessons")  # and no solutions/
LEFT_OUT = (
    "answer_key/*/taught.py",
    "answer_key/*/otherwise.py",
    "answer_key/loops.py",
    "classroom/course/demo_class/*/*.py",
)
TAG = "student"
_LITTER = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "*.egg-info")
_PIP = ("--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")


def record() -> dict[str, tuple[Usual, ...]]:
    """Measure what the known ways take, for each exercise that the package brings."""
    asked = (question for lesson in LESSONS if not lesson.own for question in lesson.questions)
    return {question.name: measured(question, ways_taught()[question.name]) for question in asked}


def build(folder: Path, usual: Mapping[str, tuple[Usual, ...]]) -> Path:
    """Build the wheel with this record into a folder; return where it is."""
    with TemporaryDirectory() as made:
        copy = Path(made, "course")
        copy.mkdir()
        for name in KEPT:
            shutil.copy(ROOT / name, copy)
        for name in FOLDERS:
            shutil.copytree(ROOT / name, copy / name, ignore=_LITTER)
        for pattern in LEFT_OUT:
            for path in sorted((copy / "autograder").glob(pattern)):
                path.unlink()
        (copy / "autograder/answer_key" / RECORD).write_text(as_record(usual), encoding="utf-8")
        settings = copy / "pyproject.toml"
        settings.write_text(_as_students(settings.read_text(encoding="utf-8")), encoding="utf-8")
        subprocess.run([sys.executable, "-m", "pip", "wheel", *_PIP, "-w", str(Path(made, "wheel")), copy], check=True)
        (wheel,) = Path(made, "wheel").glob("*.whl")
        folder.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy(wheel, folder))


def _as_students(settings: str) -> str:
    """Name the version a student's, and hold torch to the release that the record was measured under."""
    for line, instead in (
        (r'^version = "(.+)"$', rf'version = "\1+{TAG}"'),
        (r'^    "torch[<>=].*",$', f'    "torch=={minor(torch.__version__)}.*",'),
    ):
        settings, found = re.subn(line, instead, settings, flags=re.MULTILINE)
        assert found == 1, f"pyproject.toml: expected one line like {line}, found {found}"
    return settings


if __name__ == "__main__":
    print(build(Path(sys.argv[1] if len(sys.argv) > 1 else "dist"), record()))
