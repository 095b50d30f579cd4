"""The command line: one clear line where something is wrong, and an exit code that says so."""

import contextlib
import io
import json
import os
import pickle
import re
import shlex
import shutil
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from nbgrader.api import Gradebook

from autograder import cli, doctor
from autograder.class_doctor import class_findings
from autograder.errors import AutograderError, BuildError
from autograder.questions import LESSONS
from autograder.versions import TORCH

ROOT = Path(__file__).parents[1]


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["autograder", *words])
    monkeypatch.setenv("PATH", os.environ["PATH"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    return int(left.value.code or 0)


@pytest.mark.parametrize("columns", ["0", "9", "²", "9" * 5000, "wide"])
def test_whatever_columns_are_told_something_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert run(monkeypatch, "--help") == 0
    assert "doctor" in capsys.readouterr().out


def test_called_as_a_module_it_names_its_commands_as_ever():
    words = [sys.executable, "-m", "autograder.cli", "check", "--nope"]
    said = subprocess.run(words, capture_output=True, text=True, check=False).stderr
    assert said.endswith("See `autograder check --help`.\n"), said


def test_a_report_of_a_fault_can_name_the_versions(monkeypatch, capsys):
    assert run(monkeypatch, "--version") == 0
    versions = version("jacobian-course"), sys.version.split()[0], version("torch")
    assert capsys.readouterr().out == "autograder {}, Python {}, torch {}\n".format(*versions)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_no_sign_of_ours_is_too_much_for_a_terminal(monkeypatch, encoding):
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    assert run(monkeypatch, "--help") == 0  # it has an arrow, and lines of boxes
    out.flush()
    said = out.buffer.getvalue().decode("latin-1" if encoding == "latin-1" else "utf-8")
    assert f"solutions/NN/NN.py {'?' if encoding == 'latin-1' else '→'} " in " ".join(said.split())


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["bild"], 2, "'build'? See `autograder --help`."),
        (["build", "--nope"], 2, "--nope. See `autograder build --help`."),
        (["lab", "one", "two"], 2, "two"),
        (["build"], 1, "expected a course here or above"),
        (["audit", "--question", "hvp"], 2, "--question goes with --mutants; `autograder check FOLDER` judges"),
        (["check", "--seconds", "inf", "x.py"], 2, "less than or equal to 86400. See `autograder check --help`."),
        (["audit", "--most", "3"], 2, "--most goes with --mutants"),
        (["audit", "--mutants", "--thorough"], 2, "--thorough is of the audit without --mutants"),
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


def test_no_command_for_a_terminal_comes_through_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a\x1b[2J\u202eb").mkdir()
    monkeypatch.chdir(tmp_path / "a\x1b[2J\u202eb")
    assert run(monkeypatch, "build") == 1
    err = capsys.readouterr().err
    assert "a [2J b: expected a course" in err
    assert err.rstrip("\n").isprintable()


def test_an_interrupt_that_a_library_dropped_is_one_line_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """numpy's import does so, and fails when it is asked for again."""

    def command(**_: object) -> int:
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        raise ImportError("cannot load module more than once per process")

    monkeypatch.setattr(cli, "app", command)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it is ignored
    try:
        assert run(monkeypatch, "progress") == 130
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert capsys.readouterr().err == "autograder: stopped before the end. Run the same command again to go on.\n"


def test_an_interrupt_amid_the_first_imports_is_one_line_too(tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt")
    command = [sys.executable, "-m", "autograder.cli", "progress"]
    ended = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True)
    said = "autograder: stopped before the end. Run the same command again to go on.\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", said)


def test_in_a_terminal_an_error_breaks_between_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    for terminal in (False, True):
        monkeypatch.setattr(sys.stderr, "isatty", lambda terminal=terminal: terminal)
        assert run(monkeypatch, "hint", "vjp_onse") == 1
        lines = capsys.readouterr().err.splitlines()
        assert (len(lines) == 1) == (not terminal)
        assert " ".join(line.strip() for line in lines).endswith("found «vjp_onse». Did you mean vjp_once?")
    assert all(len(line) <= 40 for line in lines)


COMMANDS = [
    each.name or each.callback.__name__
    for group in cli.app.registered_groups
    for each in group.typer_instance.registered_commands
]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_help_says_in_capitals_what_to_write(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Typer would show a parameter by its name, in small letters, and an option's type in Python."""
    monkeypatch.setenv("COLUMNS", "200")
    assert run(monkeypatch, command, "--help") == 0
    out = capsys.readouterr().out
    assert f"Usage: autograder {command} [OPTIONS]" in out
    assert re.findall(r"\[OPTIONS\].* [\[{][a-z].*|--[a-z-]+ +<(?:str|path)>", out) == []


def test_a_help_breaks_no_line_where_its_source_does(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "200")
    assert run(monkeypatch, "grade", "--help") == 0
    assert "start it again. Exit code 1: a grade is withheld, or a lesson is at fault." in capsys.readouterr().out


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
    assert named["torch is tested"]["good"]
    assert {"sandbox for students' code", "Landlock", "seccomp", "sandlock"} <= named.keys()


def test_an_untested_torch_is_one_line_and_nothing_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ready = run(monkeypatch, "doctor", "--json")
    capsys.readouterr()
    real = version
    monkeypatch.setattr("importlib.metadata.version", lambda name: "2.16.0a0" if name == "torch" else real(name))
    assert run(monkeypatch, "doctor", "--json") == ready
    (told,) = [each for each in json.loads(capsys.readouterr().out)["findings"] if "2.16" in each["found"]]
    assert (told["good"], told["needed"]) == (False, False)
    assert "torch 2.16.0a0 is untested: expected 2.13 or 2.14" in told["found"]
    assert "make test-torch" in told["next"]


def test_doctor_looks_for_kernels_without_making_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A home that can't be written had been a warning of IPython's, or the command's end."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    assert "python3" in doctor._kernels()
    assert list(tmp_path.iterdir()) == []


def test_doctor_fails_and_says_what_to_do_where_the_kernel_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("jupyter_client.kernelspec.KernelSpecManager.find_kernel_specs", lambda self: {})
    assert run(monkeypatch, "doctor") == 1
    assert "MISSING" in capsys.readouterr().out


def test_doctor_names_the_command_that_installs_our_kernel_where_conda_left_it_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    real = KernelSpecManager.find_kernel_specs
    monkeypatch.setattr(
        KernelSpecManager,
        "find_kernel_specs",
        lambda self: {name: place for name, place in real(self).items() if name != "autograder"},
    )
    run(monkeypatch, "doctor", "--json")
    (told,) = [each for each in json.loads(capsys.readouterr().out)["findings"] if each["name"] == "kernel autograder"]
    assert (told["found"], told["good"], told["needed"]) == ("none", False, False)
    words = shlex.split(told["next"].partition("`")[2].rpartition("`")[0])
    assert words[:5] == ["jupyter", "kernelspec", "install", "--sys-prefix", "--name"]
    prefix = tmp_path / "prefix"  # in another place than this environment, whose kernel is there
    words = [str(Path(sys.executable).parent / words[0]), *words[1:3], f"--prefix={prefix}", *words[4:]]
    subprocess.run(words, check=True, capture_output=True)
    assert (prefix / "share/jupyter/kernels/autograder/kernel.json").is_file()
    yml = (ROOT / "environment.yml").read_text()
    assert "# jupyter kernelspec install --sys-prefix --name autograder autograder/execute/kernels/autograder" in yml


def test_doctor_names_what_a_class_lacks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def told() -> dict[str, tuple[str, bool]]:
        return {each.name: (each.found, each.good) for each in class_findings(tmp_path)}

    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (tmp_path / "lessons/01_a").mkdir(parents=True)
    (tmp_path / "lessons/02_b").mkdir()
    monkeypatch.chdir(tmp_path)
    assert told() == {}
    (tmp_path / "class.toml").write_text("[due]\n01_a = 2026-12-01\n")
    assert told() == {
        "class: guard of nbgrader's commands": ("no nbgrader_config.json", False),
        "class: lessons/01_a/01_a.ipynb": ("no notebook to hand out", False),
        "class: lessons/02_b/02_b.ipynb": ("no notebook to hand out", False),
        "class: roster": ("0 students", False),
        "class: course id": ("none", False),
        "class: due dates": ("none for 02_b", False),
    }
    run(monkeypatch, "doctor", "--json")
    found = json.loads(capsys.readouterr().out)["findings"]
    assert {each["name"]: (each["found"], each["good"]) for each in found if each["name"] in told()} == told()
    run(monkeypatch, "doctor")
    assert "[due]" in capsys.readouterr().out, "a table's brackets are text"
    shutil.copy(ROOT / "nbgrader_config.json", tmp_path)
    first = LESSONS[0].folder
    shutil.copytree(ROOT / "lessons" / first, tmp_path / "lessons" / first)
    (tmp_path / "class.toml").write_text(f"course_id = 'x'\nlessons = ['{first}']\n[due]\n{first} = 2026-12-01\n")
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        gradebook.add_student("ann")
    assert {good for _, good in told().values()} == {True}
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        for student in ("a/b", "..", "l" * 300, "Zoë 😀", "ann "):
            gradebook.add_student(student)
        gradebook.add_student("bo", email="bo@uni.example")
        gradebook.add_student("bo2", email="Bo@uni.example")
        gradebook.add_assignment(first, duedate="2026-10-25 01:00:00 UTC")
    shown = told()["class: students' ids"][0]
    assert sorted(shown.split(", "))[:3] == ["«..»", "«a/b»", "«ann» with a space"]
    assert "Zoë" not in shown
    assert told()["class: one student, two ids"] == ("«ann» and «ann» with a space, «bo» and «bo2»", False)
    (tmp_path / "class.toml").write_text(f"lessons = ['{first}']\n[points.{first}.vjp_once]\nvalue = 9\n")
    assert told()["class: due dates"] == (f"none for {first} (the gradebook's 2026-10-25 01:00 UTC holds)", False)
    (tmp_path / "gradebook.db").write_bytes(b"no database " * 99)
    assert told()["class: gradebook"] == ("can't be read: «file is not a database»", False)
    (tmp_path / "gradebook.db").unlink()
    (tmp_path / "gradebook.db").symlink_to(tmp_path / "gone")
    assert "unable to open" in told()["class: gradebook"][0]
    (tmp_path / "gradebook.db").unlink()
    os.mkfifo(tmp_path / "gradebook.db")
    assert told()["class: gradebook"] == ("can't be read: «unable to open something that is no file»", False)
    (tmp_path / "class.toml").write_text(f"[points.{first}.nope]\nvalue = 1\n")
    (found,) = told().values()
    assert "found «nope»" in found[0]
    (tmp_path / "class.toml").write_text("corse_id = 'x'\n")
    (found,) = told().values()
    assert "Is course_id meant?" in found[0]
    (tmp_path / "class.toml").unlink()
    (tmp_path / "class.toml").symlink_to("gone.toml")
    (found,) = told().values()
    assert "expected a file that can be read" in found[0]
    (tmp_path / "class.toml").unlink()
    (tmp_path / "class.toml").touch()
    (tmp_path / "nbgrader_config.py").write_text("c.X = (")
    assert told() == {
        "class: nbgrader_config.py": ("SyntaxError: '(' was never closed (nbgrader_config.py, line 1)", False)
    }


def test_git_leaves_alone_what_students_handed_in(tmp_path: Path) -> None:
    """In a clone that is a class, and in a class's own folder."""
    from autograder.classroom.course.class_file import IGNORED

    held = ["submitted/ann/01/01.ipynb", "downloaded/01/all.zip", "exchange/c/inbound/x", "feedback/ann/01/01.html"]
    held += ["autograded/ann/01/01.ipynb", "gradebook.db", "gradebook.db-journal", "class_report.html", "class.toml"]
    held += [".class_secret", "submissions.zip"]
    for name, text in (("clone", (ROOT / ".gitignore").read_text()), ("class", IGNORED)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / ".gitignore").write_text(text)
        subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
        asked = subprocess.run(["git", "check-ignore", *held], cwd=folder, capture_output=True, text=True, check=False)
        assert asked.stdout.split() == held, name
        kept = ["lessons/01/01.ipynb", "nbgrader_config.py", "questions/a/b.py"]
        assert subprocess.run(["git", "check-ignore", *kept], cwd=folder, check=False).returncode == 1


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


def test_a_folder_that_is_gone_is_one_line(tmp_path: Path) -> None:
    """A terminal stands on in a course that was deleted, where torch ends the process in words of its own."""
    gone = tmp_path / "gone"
    gone.mkdir()
    words = ["bash", "-c", 'rmdir "$PWD" && exec "$0" -m autograder.cli export', sys.executable]
    done = subprocess.run(words, cwd=gone, capture_output=True, text=True, check=False)
    told = "the folder that you stand in: expected one that is there, found none. `cd` to where it is now."
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"autograder: {told}\n")


@pytest.mark.parametrize(
    ("closed", "code", "says"),
    [
        ("<&-", 0, ""),
        (">&-", 1, "autograder: standard output: expected a place to print to, found it closed. `> /dev/null` drops"),
        ("<&- 2>&-", 0, ""),
    ],
)
def test_a_stream_that_is_closed_is_no_traceback(tmp_path: Path, closed: str, code: int, says: str) -> None:
    words = f"{sys.executable} -m autograder.cli start folder {closed}"
    done = subprocess.run(words, shell=True, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr.count("\n")) == (code, 1 if says else 0)
    assert done.stderr.startswith(says)
    assert (tmp_path / "folder").exists() is (code == 0)


def test_a_full_disk_behind_the_output_is_one_line() -> None:
    """Python itself would complain once more, at its end, of what it could not write."""
    words = [sys.executable, "-m", "autograder.cli", "--help"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("autograder: reading or writing: No space left")
