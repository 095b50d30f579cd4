"""The command line: one clear line where something is wrong, and an exit code that says so."""

import json
import os
import pickle
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from autograder import cli
from autograder.errors import AutograderError, BuildError
from autograder.versions import TORCH

ROOT = Path(__file__).parents[1]


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["autograder", *words])
    monkeypatch.setenv("PATH", os.environ["PATH"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    return int(left.value.code or 0)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["bild"], 2, "'build'. See `autograder --help`."),
        (["build", "--nope"], 2, "--nope. See `autograder build --help`."),
        (["lab", "one", "two"], 2, "two"),
        (["build"], 1, "expected a course here or above"),
    ],
)
def test_a_wrong_command_is_one_line_on_stderr(
    words: list[str],
    code: int,
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, *words) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("autograder: ")
    assert says in err
    assert err.count("\n") == 1


def test_no_words_show_the_help(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch) == 0
    out = capsys.readouterr().out
    assert all(command in out for command in ("build", "doctor", "lab"))


def test_build_and_its_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "solutions/01_tiny/01_tiny.py"
    source.parent.mkdir(parents=True)
    source.write_text("# %% [markdown]\n# Tiny.\n")
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    monkeypatch.chdir(source.parent)
    assert run(monkeypatch, "build", "--check") == 1
    err = capsys.readouterr().err
    assert "lessons/01_tiny/01_tiny.ipynb: is missing. Next: " in err
    assert "`autograder build`" in err
    assert run(monkeypatch, "build") == 0
    assert "made lessons/01_tiny/01_tiny.ipynb" in capsys.readouterr().out
    assert run(monkeypatch, "build", "--check") == 0


def test_doctor_tells_a_program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(monkeypatch, "doctor", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (code == 0) == told["ready"]
    named = {finding["name"]: finding for finding in told["findings"]}
    assert named["Python"]["good"]
    assert named["torch"]["found"].startswith(TORCH)
    assert named["torch is a proved one"]["good"]
    assert {"sandbox for students' code", "Landlock", "seccomp", "sandlock"} <= named.keys()


def test_an_untried_torch_is_one_line_and_nothing_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ready = run(monkeypatch, "doctor", "--json")
    capsys.readouterr()
    real = version
    monkeypatch.setattr("importlib.metadata.version", lambda name: "2.16.0a0" if name == "torch" else real(name))
    assert run(monkeypatch, "doctor", "--json") == ready
    (told,) = [each for each in json.loads(capsys.readouterr().out)["findings"] if "2.16" in each["found"]]
    assert (told["good"], told["needed"]) == (False, False)
    assert "torch 2.16.0a0 is untried: expected 2.13 and 2.14" in told["found"]
    assert "make test-torch" in told["next"]


def test_doctor_fails_and_says_what_to_do_where_the_kernel_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("jupyter_client.kernelspec.KernelSpecManager.find_kernel_specs", lambda self: {})
    assert run(monkeypatch, "doctor") == 1
    assert "MISSING" in capsys.readouterr().out


def test_the_installed_command_is_this_one() -> None:
    program = Path(sys.executable).parent / "autograder"
    done = subprocess.run([program, "--help"], capture_output=True, text=True, check=True)
    assert "doctor" in done.stdout


def test_an_error_says_where_expected_found_and_next_and_comes_back_from_a_worker() -> None:
    error = BuildError("here", "this", "that", "Do so.")
    assert str(error) == "here: expected this, found that. Do so."
    back = pickle.loads(pickle.dumps(error))
    assert (type(back), str(back), back.next) == (BuildError, str(error), "Do so.")
    assert str(AutograderError("a\nb")) == "a b."


def test_a_full_disk_behind_the_output_is_one_line() -> None:
    """Python itself would complain once more, at its end, of what it could not write."""
    words = [sys.executable, "-m", "autograder.cli", "--help"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("autograder: reading or writing: No space left")
