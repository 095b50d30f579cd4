"""`autograder check`: every file a verdict, whatever it does."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.answer_key import key_for
from autograder.answer_key.compare import Discrepancy
from autograder.classroom.course.handed_out import cells_of
from autograder.classroom.course.places import notebook_of, shipped
from autograder.classroom.grading import answers
from autograder.classroom.grading.answer_file import Unreadable
from autograder.classroom.showing import show_as_cards
from autograder.execute.many_files import ObservedAnswer
from autograder.execute.one_file import File
from autograder.judge import Diagnosis, Outcome, unobserved
from autograder.logbook import Progress
from autograder.observe import Evidence, Observation, to_json
from autograder.questions import LESSONS, question

RIGHT = """
import torch
def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]
"""
FILES = {
    "a_right.py": RIGHT,
    "b_exits.py": "import os\ndef vjp_once(f, x, v):\n    os._exit(0)\n",
    "c_exits_on_import.py": RIGHT + "\nimport sys\nsys.exit(0)\n",
    "d_hangs.py": "import time\ndef vjp_once(f, x, v):\n    while True: time.sleep(0.01)\n",
    "e_crashes.py": "import os, signal\ndef vjp_once(f, x, v):\n    os.kill(os.getpid(), signal.SIGSEGV)\n",
    "f_broken.py": "def vjp_once(f, x, v:\n",
    "g_not_text.py": b"\xff\xfe\x00",
    "h_spoils.py": RIGHT + "\nimport torch\ntorch.autograd.grad = None\ntorch.set_default_dtype(torch.float64)\n",
    "i_two.py": RIGHT + "\ndef jacobian_by_rows(f, x):\n    import os; os._exit(0)\n",
    "j_holds_no_key.py": RIGHT.replace(
        "    leaf",
        "    import sys, gc\n"
        "    assert not [m for m in sys.modules if m.startswith(('autograder.answer_key', 'autograder.judge'))]\n"
        "    assert not [o for o in gc.get_objects() if str(type(o).__module__).startswith('autograder.answer_key')]\n"
        "    leaf",
    ),
    "k_lambda.py": RIGHT.replace("def vjp_once", "def other") + "\nvjp_once = lambda f, x, v: other(f, x, v)\n",
    "l_nothing.py": "x = 1\n",
    "m_right_again.py": RIGHT,
    "n_out_of_cpu.py": "import os, signal\ndef vjp_once(f, x, v):\n    os.kill(os.getpid(), signal.SIGXCPU)\n",
    "o_tells.py": RIGHT.replace("    leaf", "    raise ValueError(f'{x.sum():.12f}')\n    leaf"),
}


@pytest.fixture(scope="module", autouse=True)
def progress(tmp_path_factory):
    """The progress that these cards are entered in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_DATA", str(tmp_path_factory.mktemp("data")))
        yield Progress.at_home()


@pytest.fixture(scope="module")
def run(torch_forks, tmp_path_factory):
    folder = tmp_path_factory.mktemp("answers")
    for name, source in FILES.items():
        (folder / name).write_bytes(source if isinstance(source, bytes) else source.encode())
    return torch_forks.autograder("check", str(folder), "--json", "--seconds", "4", "--seed", "5")


@pytest.fixture(scope="module")
def rows(run):
    return {(Path(row["file"]).name, row.get("question")): row for row in json.loads(run.stdout)}


@pytest.mark.parametrize("name", ["a_right.py", "i_two.py", "j_holds_no_key.py", "k_lambda.py", "m_right_again.py"])
def test_a_right_answer_is_right_whoever_stood_before_it(rows, name):
    row = rows[name, "vjp_once"]
    assert (row["points"], row["max_points"], row["diagnosis"]) == (4, 4, None)
    assert set(row["criteria"].values()) == {"PASSED"}
    assert row["cost"]


@pytest.mark.parametrize(
    ("name", "question", "slug"),
    [
        ("b_exits.py", "vjp_once", "exited"),
        ("c_exits_on_import.py", "vjp_once", "exited"),
        ("d_hangs.py", "vjp_once", "timed-out"),
        ("e_crashes.py", "vjp_once", "crashed"),
        ("n_out_of_cpu.py", "vjp_once", "timed-out"),
        ("h_spoils.py", "vjp_once", "raised"),
        ("i_two.py", "jacobian_by_rows", "exited"),
    ],
)
def test_whatever_ends_an_answer_is_its_own_verdict(rows, name, question, slug):
    row = rows[name, question]
    assert (row["points"], row["criteria"]["value"], row["diagnosis"]["slug"]) == (0, "FAILED", slug)


@pytest.mark.parametrize("name", ["f_broken.py", "g_not_text.py"])
def test_an_unreadable_file_is_one_line_and_a_bad_exit(run, rows, name):
    assert name in rows[name, None]["error"]
    assert "\n" not in rows[name, None]["error"]
    assert run.returncode == 1


def test_an_empty_folder_and_a_file_out_of_reach_stop_no_other_and_hidden_folders_are_left_out(tmp_path):
    (tmp_path / "empty").mkdir()
    for folder in (".venv", ".ipynb_checkpoints", "__pycache__", "mine"):
        (tmp_path / ".home" / folder).mkdir(parents=True)
        (tmp_path / ".home" / folder / "answer.py").write_text("x = 1")
    asked = [tmp_path / "empty", tmp_path / ("n" * 300), tmp_path / ".home"]
    empty, long, found = answers._opened(asked, set())
    assert isinstance(empty, Unreadable)
    assert empty.error.startswith(f"{tmp_path}/empty: expected Python files or notebooks, found none. Name a file,")
    assert isinstance(long, Unreadable)
    assert "expected a readable file, found File name too long." in long.error
    assert found.path == tmp_path / ".home" / "mine" / "answer.py"


def test_a_file_without_answers_is_passed_over(rows):
    assert not any(name == "l_nothing.py" for name, _ in rows)


def test_rows_come_in_the_order_of_the_files(run):
    names = [Path(row["file"]).name for row in json.loads(run.stdout) if "error" not in row]
    assert names == sorted(names)


def told(torch_forks, tmp_path, seed):
    """Return what two files, one of which tells its inputs, give of one question."""
    for name in ("i_two.py", "o_tells.py"):
        (tmp_path / name).write_text(FILES[name])
    return torch_forks.autograder("check", str(tmp_path), "--json", "--question", "vjp_once", "--seed", seed)


def test_who_answers_an_exercise_alone_is_told_from_who_does_not(tmp_path, monkeypatch):
    for name, text in (("a", RIGHT), ("b", RIGHT), ("c", RIGHT.replace("vjp_once", "hvp"))):
        (tmp_path / f"{name}.py").write_text(text)
    monkeypatch.setattr(
        answers,
        "check_files",
        lambda opened, seed: [answers.CheckedAnswer(f.path, unobserved(question(f.questions[0]), "")) for f in opened],
    )
    found = {each.path.name: each.alone for each in answers.check_paths([tmp_path])}
    assert found == {"a.py": False, "b.py": False, "c.py": True}


def test_a_question_by_name_leaves_the_others_out_and_a_seed_draws_the_same_inputs_again(rows, torch_forks, tmp_path):
    run = told(torch_forks, tmp_path, "5")
    again = json.loads(run.stdout)
    assert [row["question"] for row in again] == ["vjp_once", "vjp_once"]
    assert run.returncode == 0
    known = rows["o_tells.py", "vjp_once"]
    assert again[1]["failed"] == known["failed"]
    other = json.loads(told(torch_forks, tmp_path, "6").stdout)[1]
    assert other["failed"].keys() == known["failed"].keys() == {"value"}
    assert other["failed"] != known["failed"]


@pytest.mark.parametrize(
    ("name", "step"), [("vjp_onse", "Did you mean vjp_once?"), ("nix", "`autograder progress --all` lists them.")]
)
def test_an_unknown_question_is_one_line(name, step):
    with pytest.raises(answers.AnswerError, match=re.escape(f"found «{name}». {step}")):
        next(answers.check_paths([], name))


HANDED_OUT = shipped() / notebook_of("lessons", LESSONS[0].folder)


def test_what_is_as_it_was_handed_out_is_not_begun_and_the_lessons_own_lines_raise_no_doubt(tmp_path, capsys):
    """A template that gives something back, even; and a helper of the learner's own is looked at as ever."""
    template, setup = (next(cell for cell in cells_of(HANDED_OUT) if cell.grade_id == each) for each in IDS)
    verdict = unobserved(question("vjp_once"), "no matter what it did")
    begun = answers._as_begun(answers.CheckedAnswer(Path("a.py"), verdict), template.source.replace("...", "return x"))
    assert begun.verdict == verdict
    fresh = answers._as_begun(answers.CheckedAnswer(Path("a.py"), verdict), f"# my note\n{template.source}")
    assert show_as_cards([fresh]) == 0
    says = " ".join(capsys.readouterr().out.split())
    assert says.startswith("a.py: `vjp_once` is not begun yet. `autograder hint vjp_once` starts you off.")
    own = ("mine", "import ctypes")
    file = File(Path("a.ipynb"), "", ("vjp_once",), cells=(("the setup", setup.source), own))
    assert answers._looked_through(verdict, replace(file, cells=file.cells[:1])).doubts == ()
    assert answers._looked_through(verdict, file).doubts == ("mine, line 1 imports ctypes: «import ctypes»",)


IDS = ("vjp_once", "setup")


PRINTS = RIGHT.replace("    leaf", "    for line in range(30): print('[red]line', line, tuple(x.shape))\n    leaf")


@pytest.fixture(scope="module")
def cards(torch_forks, tmp_path_factory):
    """The cards of three files, by their names."""
    folder = tmp_path_factory.mktemp("cards")
    files = {"honest": RIGHT, "imports": "import ctypes\n" + RIGHT, "prints": PRINTS}
    for name, source in files.items():
        (folder / f"{name}.py").write_text(source)
    _, *cards = torch_forks.autograder("check", str(folder), "--seed", "5").stdout.split("vjp_once · ")
    return dict(zip(files, cards, strict=True))


def test_cards_for_a_person(cards):
    assert cards["honest"].startswith("4 of 4 points")
    assert "To be looked at" not in cards["honest"]


def test_a_card_tells_each_doubt_with_its_line_of_code(cards):
    told = cards["imports"].partition("To be looked at (it moves no mark)")[2]
    assert "line 1 imports ctypes: `import ctypes`" in told
    assert cards["imports"].startswith("4 of 4 points")


def test_what_an_answer_prints_stands_beneath_its_card(cards):
    card, _, beneath = cards["prints"].partition("What call 1 printed, and ")
    assert card.startswith("4 of 4 points")
    lines = beneath.splitlines()
    assert re.fullmatch(r"\d+ more calls printed", lines[0])
    assert lines[1].startswith("  [red]line 0 (")
    assert lines[20].startswith("  [red]line 19 (")
    assert lines[21].strip() == "…"
    assert lines[22] == "3 answers, 12 of 12 points"


def test_help_goes_from_question_to_place_to_line_as_in_a_notebook_and_whole_for_others_answers(
    capsys, progress, monkeypatch
):
    monkeypatch.setenv("COLUMNS", "200")
    said = Diagnosis("sum", "A sum.", "Why it is.", "Write `grad(f)(x)`.", "Which sum is it?")
    verdict = replace(unobserved(question("vjp_once"), "no matter"), diagnosis=said)
    source = "def vjp_once(f, x, v):\n    y = f(x)\n    return grad(y)"
    answer = answers._as_begun(answers.CheckedAnswer(Path("a.py"), verdict), f"import torch\n{source}")
    shown = []
    # A whole card is for others' answers, as are several to one exercise.
    for whole, alone in ((True, True), (False, False), (False, True), (False, True), (False, True)):
        show_as_cards([replace(answer, alone=alone)], whole)
        shown.append(capsys.readouterr().out)
    assert ["Which sum is it?" in each for each in shown] == [False, False, True, True, False]
    assert ["line 3 of the function" in each for each in shown] == [False, False, False, True, False]
    assert ["Write `grad(f)(x)`." in each for each in shown] == [True, True, False, False, True]
    assert progress.mistakes("vjp_once") == {"sum": 3}


WORKS_ON_A_BUSY_CORE = RIGHT + (
    "\nimport os, time\n"
    "os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"
    "while time.process_time() < 2.0: pass\n"
)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts what a process waited")
@pytest.mark.long
def test_time_that_others_had_the_core_is_no_answers(torch_forks, tmp_path):
    (tmp_path / "busy.py").write_text(WORKS_ON_A_BUSY_CORE)
    core = min(os.sched_getaffinity(0))
    spin = f"import os\nos.sched_setaffinity(0, {{{core}}})\nwhile True: pass"
    hogs = [subprocess.Popen([sys.executable, "-c", spin]) for _ in range(4)]
    try:
        # It works for two seconds, gets a fifth of the core, and has four.
        row = json.loads(torch_forks.autograder("check", str(tmp_path), "--json", "--seconds", "4").stdout)[0]
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()
    assert row["points"] == 4


def test_where_judging_fails_a_grade_is_withheld_and_the_others_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    def fails(result: Any, expected: Any) -> Discrepancy | None:
        raise ValueError("one number was expected")

    asked = question("speedup")
    assert asked is not None
    key = key_for(asked, 1)
    seen = tuple(Observation(each.call.label, result=1.0) for each in key.expected)
    told = ObservedAnswer(Path("a.py"), asked.name, evidence=to_json(Evidence(asked.name, 1, seen)))
    verdict = answers.judged(asked, told, 1, {asked.name: replace(key, compare=fails)})
    assert {mark.outcome for mark in verdict.marks} == {Outcome.GRADER_ERROR}
    assert "judging failed with ValueError: one number was expected" in verdict.marks[0].says
    assert show_as_cards([answers.CheckedAnswer(Path("a.py"), verdict)]) == 1
    assert capsys.readouterr().out.endswith(f"\n1 answer, 0 of {verdict.max_points} points\n")
