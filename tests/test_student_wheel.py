"""The wheel for students: what it lacks, that it judges by the record, and that its record is what is measured."""

import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from autograder.answer_key import ENTRIES, costs, ways_taught
from autograder.questions import question

ROOT = Path(__file__).parents[1]
TOOLS = ROOT / "docs" / "student_wheel"
LEFT_OUT = runpy.run_path(str(TOOLS / "build.py"))["LEFT_OUT"]
ANSWER = """import torch


def vjp_once(f, x, v):
    x = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(x), x, v)[0]
"""


def test_a_record_says_what_was_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = question("jacobian_in_chunks")
    assert asked is not None
    usual = costs.measured(asked, ways_taught()[asked.name])
    monkeypatch.setattr(costs, "_record", lambda: json.loads(costs.as_record({asked.name: usual})))
    assert costs.recorded(asked.name) == usual
    assert costs.recorded("vjp_once") is None


def test_a_record_of_another_torch_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costs, "_record", lambda: {"torch": "1.0", "questions": {"vjp_once": []}})
    with pytest.raises(costs.NoKey, match=r"expected 1\.0, under which .* Install it: `pip install torch==1\.0\.\*`"):
        costs.recorded("vjp_once")


def test_each_pattern_that_is_left_out_names_something() -> None:
    assert all(list((ROOT / "autograder").glob(pattern)) for pattern in LEFT_OUT)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, TOOLS / "build.py", folder], check=True)
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def package(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    ZipFile(wheel).extractall(folder)
    return folder


def autograder(package: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(package), "AUTOGRADER_DATA": str(folder)}
    command = [sys.executable, "-m", "autograder.cli", *words]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.mark.long
def test_it_holds_the_course_without_its_solutions(wheel: Path, package: Path) -> None:
    held = {name for name in ZipFile(wheel).namelist() if name.startswith("autograder/")}
    shipped = {f"autograder/shipped/{path.relative_to(ROOT)}" for path in ROOT.glob("lessons/*/*.ipynb")}
    assert shipped <= held
    assert not [name for name in held if "solutions" in name or "corpus/" in name]
    assert not [path for pattern in LEFT_OUT for path in (package / "autograder").glob(pattern)]
    (about,) = package.glob("*.dist-info/METADATA")
    torch = json.loads((package / "autograder/answer_key" / costs.RECORD).read_text())["torch"]
    assert f"Requires-Dist: torch=={torch}.*" in about.read_text()


@pytest.mark.long
def test_its_record_is_what_is_measured_here(package: Path) -> None:
    record = json.loads((package / "autograder/answer_key" / costs.RECORD).read_text())
    assert record["questions"].keys() == ENTRIES.keys()
    for name, calls in record["questions"].items():
        asked = question(name)
        assert asked is not None
        measured = costs.as_record({name: costs.measured(asked, ways_taught()[name])})
        assert calls == json.loads(measured)["questions"][name], name


@pytest.mark.long
def test_a_learner_starts_and_checks_and_a_teacher_is_told(package: Path, tmp_path: Path) -> None:
    assert autograder(package, tmp_path, "start", "mine").returncode == 0
    (tmp_path / "mine/answer.py").write_text(ANSWER)
    (told,) = json.loads(autograder(package, tmp_path / "mine", "check", "answer.py", "--json").stdout)
    assert (told["points"], told["max_points"]) == (4, 4)
    refused = autograder(package, tmp_path, "start", "--class", "class")
    assert refused.returncode
    assert "found a student's wheel: lessons alone" in " ".join(refused.stderr.split())
    assert not (tmp_path / "class").exists()


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_what_is_found_in_it_is_what_security_md_says(wheel: Path) -> None:
    command = [sys.executable, TOOLS / "findable.py", wheel]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    tried = {line.split()[0]: line for line in lines if not line.startswith(" ")}
    assert tried.keys() == ENTRIES.keys()
    found = {name for name, line in tried.items() if not line.endswith("by nothing")}
    said = (ROOT / "SECURITY.md").read_text(encoding="utf-8").split("## What students hold")[1].split("For every other")
    assert found == set(re.findall(r"`(\w+)`", said[0])) & ENTRIES.keys()


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_it_gives_the_verdicts_of_the_whole_wheel(wheel: Path) -> None:
    words = ["01_row_by_row/vjp_once/right/", "06_hvps/top_curvature/right/"]
    done = subprocess.run([sys.executable, TOOLS / "same_verdicts.py", wheel, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]
