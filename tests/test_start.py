"""A learner's folder and a teacher's: handed out whole, never over what is there, opened with the panels that fit."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from support import not_a_file

from autograder import cli
from autograder.class_settings import ClassSettings, class_settings
from autograder.classroom.course import start
from autograder.classroom.course.places import shipped
from autograder.errors import CourseError

ROOT = Path(__file__).parents[1]
FIRST = "01_row_by_row/01_row_by_row.ipynb"
LESSONS = sorted(path.stem for path in (ROOT / "lessons").glob("*/*.ipynb"))

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """A function that runs the command line: words → exit code, standard output, standard error."""

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["autograder", *map(str, words)])
        monkeypatch.setenv("PATH", os.environ["PATH"])
        with pytest.raises(SystemExit) as left:
            cli.main()
        return int(left.value.code or 0), *capsys.readouterr()

    return run


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's folder, entered."""
    start.start_learner(tmp_path / "mine")
    monkeypatch.chdir(tmp_path / "mine")
    return tmp_path / "mine"


def shown(folder: Path) -> list[str]:
    """The files in a folder that a listing shows, by their paths within it."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in files if not any(part.startswith(".") for part in path.parts))


def on_a_small_disk(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command line where no file may grow past 8 KiB."""
    command = 'ulimit -f 8; exec "$0" -m autograder.cli "$@"'
    run = ["bash", "-c", command, sys.executable, *words]
    return subprocess.run(run, cwd=folder, capture_output=True, text=True, check=False)


def test_a_learner_gets_copies_of_every_lesson_and_the_next_step(tmp_path: Path, say: Say) -> None:
    folder = tmp_path / "my course"
    code, out, err = say("start", folder)
    assert (code, err) == (0, "")
    assert f"Next: `cd '{folder}'`, then `autograder lab`." in out
    assert shown(folder) == [f"{name}/{name}.ipynb" for name in LESSONS]
    for name in LESSONS:
        copy, ours = (place / name / f"{name}.ipynb" for place in (folder, ROOT / "lessons"))
        assert copy.read_bytes() == ours.read_bytes()
        assert not copy.samefile(ours)


def test_a_folder_named_like_an_option_is_entered_as_a_folder(
    tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "Next: `cd ./-mine`, then" in say("start", "./-mine")[1]


def test_a_teacher_gets_a_course_and_nothing_else(tmp_path: Path, say: Say) -> None:
    folder = tmp_path / "class"
    code, out, err = say("start", "--class", folder)
    assert (code, err) == (0, "")
    assert f"Next: `cd {folder}`, then write what you know into class.toml; `autograder doctor`" in out
    expected = ["nbgrader_config.py", "nbgrader_config.json", *(f"lessons/{name}/{name}.ipynb" for name in LESSONS)]
    expected += [f"solutions/{name}/{name}{kind}" for name in LESSONS for kind in (".ipynb", ".py")]
    assert shown(folder) == sorted([*expected, "class.toml"])
    assert all((folder / path).read_bytes() == (ROOT / path).read_bytes() for path in expected)
    assert "/class.toml\n" in (folder / ".gitignore").read_text()
    assert class_settings(folder) == ClassSettings()


@pytest.mark.parametrize("words", [("start",), ("start", "--class")])
@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("held", "expected a new folder, or an empty one, found one that holds thesis.tex. Name another folder"),
        ("held/thesis.tex", "expected a new folder, or an empty one, found a file. Name another folder"),
        ("held/thesis.tex/deeper", "expected a folder that can be written, found Not a directory. Mend that"),
    ],
)
def test_a_folder_that_will_not_do_is_one_line(
    tmp_path: Path, say: Say, words: tuple[str, ...], place: str, says: str
) -> None:
    (tmp_path / "held").mkdir()
    (tmp_path / "held/thesis.tex").write_text("a year's work")
    code, out, err = say(*words, tmp_path / place)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(f"autograder: {tmp_path / place}: {says}")
    assert shown(tmp_path) == ["held/thesis.tex"]


def test_no_folder_is_one_line(say: Say) -> None:
    code, out, err = say("start")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "See `autograder start --help`." in err


@pytest.mark.parametrize("words", [("start",), ("start", "--class")])
def test_what_is_hidden_is_not_in_the_way(tmp_path: Path, say: Say, words: tuple[str, ...]) -> None:
    """An environment is often made in the folder that it is for."""
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv/pyvenv.cfg").write_text("home = /usr/bin")
    assert say(*words, tmp_path)[0] == 0
    assert (tmp_path / ".venv/pyvenv.cfg").read_text() == "home = /usr/bin"


@pytest.mark.parametrize("words", [("start",), ("start", "--class")])
def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path: Path, say: Say, words: tuple[str, ...]) -> None:
    done = on_a_small_disk(tmp_path, *words, "new")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "autograder: new: expected a folder that can be written, found File too large."
        " Mend that and run the same command again: no file of yours is lost.\n"
    )
    assert list((tmp_path / "new").iterdir()) == []
    assert say(*words, tmp_path / "new")[0] == 0


def test_a_learners_folder_gets_what_it_lacks_and_keeps_what_it_has(mine: Path, say: Say) -> None:
    first, second = (mine / name / f"{name}.ipynb" for name in LESSONS[:2])
    first.write_text("my work")
    second.unlink()
    assert say("start", ".")[1].startswith(f".: 1 lesson, from {LESSONS[1]} on.")
    assert first.read_text() == "my work"
    assert second.is_file()
    code, _, err = say("start", mine)
    assert (code, err.count("\n")) == (1, 1)
    assert "found a learner's with all of them. Open it: `autograder lab`" in err
    assert first.read_text() == "my work"


def test_a_course_is_not_made_where_students_code_may_read(say: Say) -> None:
    code, _, err = say("start", "--class", Path(sys.prefix) / "class")
    assert (code, err.count("\n")) == (1, 1)
    assert f"expected a folder outside {sys.prefix}, which students' code may read" in err
    assert not (Path(sys.prefix) / "class").exists()


@pytest.mark.parametrize("words", [[], ["--class"]])
def test_a_link_to_itself_is_no_folder(words: list[str], tmp_path: Path, say: Say) -> None:
    (tmp_path / "loop").symlink_to("loop")
    code, _, err = say("start", *words, tmp_path / "loop")
    assert (code, err.count("\n")) == (1, 1)
    assert "loop: expected a folder that can be written, found " in err


@pytest.mark.timeout(60)
@pytest.mark.parametrize("kind", ["a pipe", "a device"])
def test_what_is_no_notebook_in_its_place_holds_no_reset_up(mine: Path, say: Say, kind: str) -> None:
    (mine / FIRST).unlink()
    not_a_file.put(kind, mine / FIRST)
    code, _, err = say("reset", "01")
    assert (code, err.count("\n")) == (1, 1)
    assert f"{Path(FIRST).name}: something that is no file" in err


def test_a_reset_keeps_the_old_one_beside_the_fresh_one_dated(mine: Path, say: Say) -> None:
    (mine / FIRST).write_text("my work")
    code, out, err = say("reset", "1")
    assert (code, err) == (0, "")
    (kept,) = (path for path in (mine / FIRST).parent.iterdir() if path.name != Path(FIRST).name)
    assert re.fullmatch(r"01_row_by_row_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\.ipynb", kept.name)
    assert out == f"{mine / FIRST} is as it was handed out.\nYours is kept: {kept}\n"
    assert kept.read_text() == "my work"
    assert (mine / FIRST).read_bytes() == (ROOT / "lessons" / FIRST).read_bytes()
    assert "nothing of yours was there" in say("reset", "01_row_by_row")[1]


def test_resets_in_one_second_lose_nothing(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = datetime(2026, 3, 5, 14, 2, 11)
    monkeypatch.setattr(start, "datetime", SimpleNamespace(now=lambda: at))
    kept = []
    for work in ("first", "second", "third"):
        (mine / FIRST).write_text(work)
        kept.append(start.reset(mine, "1"))
    dated = "01_row_by_row_2026-03-05_14-02-11"
    assert [path.name for path in kept if path] == [f"{dated}.ipynb", f"{dated}_2.ipynb", f"{dated}_3.ipynb"]
    assert [path.read_text() for path in kept if path] == ["first", "second", "third"]


def test_a_reset_on_a_full_disk_moves_nothing(mine: Path) -> None:
    (mine / FIRST).write_text("my work")
    before = shown(mine)
    done = on_a_small_disk(mine, "reset", "1")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "found File too large." in done.stderr
    assert shown(mine) == before
    assert (mine / FIRST).read_text() == "my work"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("reset", "99"), "expected one of 01_row_by_row"),
        (("lab", "nine"), "expected one of 01_row_by_row"),
        (("reset",), "See `autograder reset --help`."),
        (("lab", "--teacher"), "expected a course here or above"),
    ],
)
def test_a_lesson_or_a_course_that_is_not_there_is_one_line(
    mine: Path, say: Say, words: tuple[str, ...], says: str
) -> None:
    code, out, err = say(*words)
    assert (code > 0, out, err.count("\n")) == (True, "", 1)
    assert says in err


@pytest.mark.parametrize("words", [("reset", "1"), ("lab",)])
def test_outside_of_a_learners_folder_it_says_how_to_make_one(
    tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = say(*words)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "expected a learner's folder here or above, found none. Make one: `autograder start FOLDER`" in err


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with one lesson of its own, entered."""
    (tmp_path / "nbgrader_config.py").touch()
    (tmp_path / "solutions/01_tiny").mkdir(parents=True)
    (tmp_path / "lessons/01_tiny").mkdir(parents=True)
    (tmp_path / "lessons/01_tiny/01_tiny.ipynb").write_text("{}")
    monkeypatch.chdir(tmp_path / "solutions")
    return tmp_path


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[SimpleNamespace]:
    """What was started in this process's place: its words and its environment."""
    started: list[SimpleNamespace] = []

    def execve(program: str, words: list[str], environment: dict[str, str]) -> None:
        assert (program, words[1:3]) == (sys.executable, ["-m", "jupyterlab"])
        started.append(SimpleNamespace(words=words, environment=environment))

    monkeypatch.setattr(os, "execve", execve)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/theirs")
    return started


def test_lab_opens_the_learners_folder_from_anywhere_in_it(
    mine: Path, say: Say, opened: list[SimpleNamespace], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(mine / LESSONS[1])
    assert say("lab")[0] == say("lab", "2", "--no-browser")[0] == 0
    first, second = opened
    assert f"--ServerApp.root_dir={mine}" in first.words
    assert f"--LabApp.default_url=/lab/tree/{FIRST}" in first.words
    added = [word for word in second.words if word not in first.words]
    assert added == ["--LabApp.default_url=/lab/tree/02_vmap_vjp/02_vmap_vjp.ipynb", "--no-browser"]
    assert first.environment["JUPYTER_CONFIG_PATH"].endswith(f"without_panels{os.pathsep}/theirs")


def test_lab_in_a_course_opens_a_copy_in_work_and_for_a_teacher_the_course(
    course: Path, say: Say, opened: list[SimpleNamespace]
) -> None:
    assert say("lab")[0] == 0
    notebook = course / "work/01_tiny/01_tiny.ipynb"
    notebook.write_text("my work")
    assert say("lab")[0] == say("lab", "--teacher")[0] == 0
    assert notebook.read_text() == "my work"
    learner, _, teacher = opened
    assert f"--ServerApp.root_dir={course / 'work'}" in learner.words
    assert "--LabApp.default_url=/lab/tree/01_tiny/01_tiny.ipynb" in learner.words
    assert f"--ServerApp.root_dir={course}" in teacher.words
    assert "--LabApp.default_url=/lab/tree/lessons/01_tiny/01_tiny.ipynb" in teacher.words
    assert teacher.environment["JUPYTER_CONFIG_PATH"] == "/theirs"
    assert say("reset", "1")[0] == 0
    assert notebook.read_text() == (course / "lessons/01_tiny/01_tiny.ipynb").read_text() == "{}"


def test_a_lesson_that_is_not_built_is_one_line(course: Path, say: Say) -> None:
    (course / "solutions/02_next").mkdir()
    for words in (("lab", "2"), ("lab", "2", "--teacher"), ("reset", "2")):
        code, _, err = say(*words)
        assert (code, err.count("\n")) == (1, 1)
        assert "lessons/02_next/02_next.ipynb: expected the lesson's notebook, found no such file." in err


def test_somebody_elses_work_in_a_course_stays_as_it_is(course: Path) -> None:
    (course / "work").mkdir()
    (course / "work/thesis.tex").touch()
    with pytest.raises(CourseError, match=r"work: expected a new folder, or an empty one, found .* thesis\.tex\."):
        start.working_copy()
    assert shown(course / "work") == ["thesis.tex"]


def test_in_a_clone_the_shipped_course_is_the_clone_and_git_ignores_work() -> None:
    assert shipped() == ROOT
    assert "/work/" in (ROOT / ".gitignore").read_text().splitlines()


@contextmanager
def lab(folder: Path, home: Path, *words: str) -> Iterator[Callable[[str], str]]:
    """Run `autograder lab` in a folder; give a function that fetches a page of it, "" where there is none."""
    home.mkdir()
    environment = os.environ | {"JUPYTER_RUNTIME_DIR": str(home), "JUPYTER_CONFIG_DIR": str(home / "config")}
    command = [sys.executable, "-m", "autograder.cli", "lab", "--no-browser", *words]
    with subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            while not (found := [*home.glob("jpserver-*.json")]):
                assert server.poll() is None, "the server has ended"
                time.sleep(0.1)
            about = json.loads(found[0].read_text())

            def page(path: str) -> str:
                while server.poll() is None:
                    try:
                        with urllib.request.urlopen(f"{about['url']}{path}?token={about['token']}") as answer:
                            return str(answer.read().decode())
                    except urllib.error.HTTPError as error:
                        error.close()
                        return ""
                    except urllib.error.URLError:  # it says where it will listen before it does
                        time.sleep(0.1)
                raise AssertionError("the server has ended")

            yield page
        finally:
            server.terminate()


def extensions(page: str) -> tuple[set[str], set[str]]:
    """Which of JupyterLab's extensions are there, and which are switched off, by its page."""
    found = re.search(r'id="jupyter-config-data" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    settings = json.loads(found[1])
    return {each["name"] for each in settings["federated_extensions"]}, set(settings["disabledExtensions"])


@pytest.mark.long
def test_nbgraders_panels_are_off_for_a_learner_and_on_for_a_teacher(mine: Path, tmp_path: Path) -> None:
    start.start_class(tmp_path / "class")
    with lab(mine, tmp_path / "learner") as page:
        there, off = extensions(page("lab"))
        assert ("@jupyter/nbgrader" in there, "@jupyter/nbgrader" in off) == (True, True)
        assert page("formgrader") == ""
    with lab(tmp_path / "class", tmp_path / "teacher", "--teacher") as page:
        there, off = extensions(page("lab"))
        assert ("@jupyter/nbgrader" in there, "@jupyter/nbgrader" in off) == (True, False)
        assert "formgrader" in page("formgrader")
    assert not [*tmp_path.glob("*/config/labconfig")], "the user's own settings are as they were"
