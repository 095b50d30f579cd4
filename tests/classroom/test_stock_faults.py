"""A fault in the course's own files under nbgrader's command: one clear line, and no submission is touched."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.apps import AutogradeApp

from autograder.classroom.course.places import CONFIG, GUARD

ROOT = Path(__file__).parents[2]
LESSON = "01_row_by_row"


def misspelt(course: Path) -> str:
    (course / "class.toml").write_text("curse_id = 'x'\n")
    return "class.toml: expected one of title"


def own_question_without_a_lesson(course: Path) -> str:
    (course / "questions" / "row_by_row").mkdir(parents=True)
    (course / "questions" / "row_by_row" / "mine.py").write_text("x = (")
    return "questions/row_by_row: expected an __init__.py"


def no_released_lesson(course: Path) -> str:
    (course / "lessons" / LESSON / f"{LESSON}.ipynb").write_text("{")
    return f"{LESSON}.ipynb: expected a released lesson"


def other_points(course: Path) -> str:
    path = course / "lessons" / LESSON / f"{LESSON}.ipynb"
    path.write_text(path.read_text().replace('"points": 4', '"points": 9'))
    return "cell check-vjp_once: expected 4 points"


def autograde(*words: str) -> int:
    """Run nbgrader's command in this process; return its exit code."""
    AutogradeApp.clear_instance()
    with pytest.raises(SystemExit) as ended:
        AutogradeApp.launch_instance(argv=[LESSON, *words])
    AutogradeApp.clear_instance()
    return ended.value.code


@pytest.mark.parametrize("fault", [misspelt, no_released_lesson, other_points])
def test_it_is_one_line(classroom, small, monkeypatch, capfd, fault):
    shutil.copy(ROOT / CONFIG, classroom.root)
    classroom.hand_in("ann", small.filled())
    line = fault(classroom.root)
    monkeypatch.chdir(classroom.root)
    assert autograde() == 1
    told = capfd.readouterr().err
    assert line in told
    assert len(told.strip().splitlines()) == 1, told
    assert not (classroom.root / "autograded").exists()


@pytest.mark.long
@pytest.mark.parametrize("fault", [misspelt, own_question_without_a_lesson])
def test_in_a_process_of_its_own_too(classroom, small, fault):
    shutil.copy(ROOT / CONFIG, classroom.root)
    classroom.hand_in("ann", small.filled())
    line = fault(classroom.root)
    command = [sys.executable, "-m", "nbgrader", "autograde", LESSON]
    done = subprocess.run(command, cwd=classroom.root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert line in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


UNREADABLE = {
    "SyntaxError: '(' was never closed": "c.X = (\n",
    "ModuleNotFoundError: No module named 'nowhere'": "import nowhere\n",
    "RunAndJudge among c.Autograde.autograde_preprocessors, found none": "c.Autograde.autograde_preprocessors = []\n",
}


@pytest.mark.parametrize(("says", "added"), UNREADABLE.items())
def test_settings_that_nbgrader_would_go_on_without_end_it(classroom, small, monkeypatch, capfd, says, added):
    """It only logs a fault in them: what lies beside them has it refuse, before any submission is touched."""
    for name in (CONFIG, GUARD):
        shutil.copy(ROOT / name, classroom.root)
    with (classroom.root / CONFIG).open("a") as settings:
        settings.write(added)
    classroom.hand_in("ann", small.filled())
    monkeypatch.chdir(classroom.root)
    assert autograde("--log-level=ERROR") == 1
    last = capfd.readouterr().err.splitlines()[-1]
    assert f"{CONFIG}: expected" in last
    assert says in last
    assert not (classroom.root / "autograded").exists()


@pytest.mark.long
def test_no_answer_is_run_under_settings_that_can_not_be_read(classroom, small):
    for name in (CONFIG, GUARD):
        shutil.copy(ROOT / name, classroom.root)
    notebook, ran = small.filled(), classroom.root / "ran"
    small.cell_of(notebook, "vjp_once").source = f"open({str(ran)!r}, 'w')"
    classroom.hand_in("ann", notebook)
    with (classroom.root / CONFIG).open("a") as settings:
        settings.write("c.X = (")
    command = [sys.executable, "-m", "nbgrader", "autograde", LESSON]
    done = subprocess.run(command, cwd=classroom.root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "SyntaxError: '(' was never closed" in done.stderr.splitlines()[-1]
    assert not ran.exists()


def test_in_a_server_the_steps_stay(classroom, monkeypatch):
    """Without its settings nbgrader would run students' code as the teacher; it reads on, and the steps say why not."""
    from traitlets.config.loader import PyFileConfigLoader

    monkeypatch.setattr(sys, "argv", ["jupyter-lab"])
    shutil.copy(ROOT / "nbgrader_config.py", classroom.root)
    misspelt(classroom.root)
    config = PyFileConfigLoader("nbgrader_config.py", path=str(classroom.root)).load_config()
    assert config.Autograde.exporter_class.endswith("nbgrader_steps.SubmissionReader")
    assert any(step.endswith("RunAndJudge") for step in config.Autograde.autograde_preprocessors)
