"""The loop of `autograder watch`: what a save, a key and a run do; the warm process itself once, and all of it long."""

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pexpect
import pytest
from rich.console import Console

from autograder.classroom.course.start import start_learner
from autograder.execute.one_file import File
from autograder.execute.warm_observer import Run, WarmObserver
from autograder.judge import Diagnosis, Mark, Outcome, Verdict
from autograder.logbook import Progress
from autograder.practice import screen
from autograder.practice.exercises import Exercise, exercises, lay_out
from autograder.practice.judging import Judging, Told
from autograder.practice.watch import Watch, _until_over
from autograder.present.beneath import Beneath, beneath_of

ROOT = Path(__file__).parents[2]
RIGHT = """
import torch
def vjp_once(f, x, v):
    x = x.detach().requires_grad_()
    return torch.autograd.grad(f(x), x, v)[0]
"""
ROWS = """
import torch
def jacobian_by_rows(f, x):
    x = x.detach().requires_grad_()
    y = f(x)
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    return torch.stack([torch.autograd.grad(y, x, unit, retain_graph=True)[0] for unit in units])
"""


class Judged:
    """In the place of the judging: it notes what it is asked, and tells what a test gives it."""

    def __init__(self) -> None:
        self.asked: list[Exercise] = []
        self.line = ""
        self.told: Told | None = None
        self.running = None

    def begin(self, exercise: Exercise) -> str:
        self.asked.append(exercise)
        return self.line

    def take(self) -> Told | None:
        return self.told


def verdict(exercise: Exercise, share: float) -> Verdict:
    most = exercise.question.max_points
    outcome = Outcome.PASSED if share == 1 else Outcome.FAILED
    return Verdict(exercise.name, (Mark("value", outcome, round(share * most), most, "says why"),))


@pytest.fixture
def at_work(tmp_path: Path) -> SimpleNamespace:
    """A watch over a learner's folder, with what it stands on."""
    start_learner(tmp_path / "mine")
    every = exercises(tmp_path / "mine")
    lay_out(tmp_path / "mine", every)
    judging, progress, out = Judged(), Progress(tmp_path / "progress.json"), StringIO()
    watch = Watch(tmp_path / "mine", every, judging, progress, Console(file=out, width=120))  # type: ignore[arg-type]

    def shown() -> str:
        text = out.getvalue()
        out.truncate(0)
        out.seek(0)
        return text

    return SimpleNamespace(watch=watch, every=every, judging=judging, progress=progress, shown=shown)


def test_what_is_not_begun_is_not_judged_and_not_failed(at_work):
    at_work.watch.open(at_work.every[0])
    shown = at_work.shown()
    assert "Not begun yet. Open exercises/01_row_by_row/vjp_once.py and save it" in shown
    assert "failed" not in shown
    assert at_work.judging.asked == []
    assert at_work.progress.points(at_work.every[0].name) is None


def test_a_saved_file_is_judged_once_nobody_writes_to_it(at_work):
    second = at_work.every[1]
    second.path.write_text("half")
    at_work.watch.look()
    second.path.write_text(ROWS)
    at_work.watch.look()
    assert at_work.judging.asked == []
    at_work.watch.look()
    at_work.watch.look()
    assert at_work.judging.asked == [second]
    assert at_work.watch.at is second


def test_a_file_that_an_editor_replaces_is_judged_too(at_work):
    first = at_work.every[0]
    first.path.unlink()
    at_work.watch.look()
    beside = first.path.with_suffix(".new")
    beside.write_text(RIGHT)
    beside.rename(first.path)
    at_work.watch.look()
    at_work.watch.look()
    assert at_work.judging.asked == [first]


def test_what_is_no_file_is_not_waited_for(at_work):
    first = at_work.every[0]
    first.path.unlink()
    os.mkfifo(first.path)
    at_work.watch.open(first)
    assert at_work.judging.asked == [first]


def test_a_file_without_an_answer_is_one_line(at_work):
    at_work.judging.line = "vjp_once.py:2: expected Python, found [red]"
    at_work.every[0].path.write_text("def (")
    at_work.watch.open(at_work.every[0])
    assert "expected Python, found [red]" in at_work.shown()


def test_it_ends_with_who_sent_the_keys_but_not_before_what_runs_is_told(at_work, monkeypatch):
    """No process is left that nobody looks at."""
    judging, heard = at_work.judging, []
    (keys, sends), (told, tells) = os.pipe(), os.pipe()
    os.close(sends)
    os.close(tells)

    def take() -> None:
        heard.append("a verdict")
        judging.running = at_work.every[0] if len(heard) < 3 else None

    judging.running, judging.take, judging.fileno = at_work.every[0], take, lambda: told
    with open(keys) as ended, open(told):
        monkeypatch.setattr("sys.stdin", ended)
        _until_over(at_work.watch, judging, at_work.every[0])
    assert len(heard) == 3
    assert "standard input has ended, so it ends, too. `autograder watch </dev/null` goes on." in at_work.shown()


class Observer:
    """In the place of the warm process: nothing is run."""

    def begin(self, file: File, seed: int) -> int:
        raise AssertionError("nothing that can be read was saved")


ANEW = "`autograder reset vjp_once` hands the file out anew"


@pytest.mark.parametrize(
    ("save", "says"),
    [
        (lambda path: None, f"readable file, found No such file or directory. {ANEW}."),
        (lambda path: path.mkdir(), f"Python file, found something that is no file. Move it away; then {ANEW}."),
        (lambda path: path.write_text("x = 1"), f"none of that name. {ANEW}, and keeps yours beside it."),
    ],
    ids=["gone", "a folder", "without the function"],
)
def test_what_no_answer_can_be_read_from_is_told_with_the_way_back(at_work, monkeypatch, save, says):
    first = at_work.every[0]
    first.path.unlink()
    save(first.path)
    monkeypatch.setattr(WarmObserver, "start", Observer)
    told = Judging().begin(first)
    assert told.startswith("vjp_once.py: expected a ")
    assert told.endswith(says)


def test_points_are_kept_and_the_next_exercise_follows_where_all_holds(at_work):
    first, second = at_work.every[:2]
    for share in (0.5, 1.0):
        at_work.judging.told = Told(first, verdict(first, share), timing=False, beneath=Beneath())
        at_work.watch.hear()
        assert at_work.watch.at is first, "the card that is seen is its"
        assert at_work.progress.points(first.name) == round(share * first.question.max_points)
    shown = at_work.shown()
    assert f"1 of {len(at_work.every)} exercises done" in shown
    assert f"Next (n): {second.name}, in exercises/01_row_by_row/{second.name}.py." in shown


def test_after_full_marks_n_goes_where_the_card_points_and_leaves_nothing_out(at_work):
    first, second, third = at_work.every[:3]
    at_work.progress.note_points(second.name, second.question.max_points)
    at_work.judging.told = Told(first, verdict(first, 1.0), timing=False, beneath=Beneath())
    at_work.watch.hear()
    assert f"Next (n): {third.name}" in at_work.shown()
    at_work.watch.press("n")
    assert at_work.watch.at is third
    at_work.watch.press("p")
    assert at_work.watch.at is second
    at_work.watch.press("n")
    assert at_work.watch.at is third, "what full marks pointed to is past"


def test_help_goes_from_question_to_place_to_line_and_the_mistake_is_kept(at_work):
    first = at_work.every[0]
    said = Diagnosis("sum", "A sum.", "Why it is.", "Write `grad(f)(x)`.", "Which sum is it?")
    failed = replace(verdict(first, 0), diagnosis=said)
    source = "def vjp_once(f, x, v):\n    y = f(x)\n    return grad(y)"
    shown = []
    for _ in range(3):
        at_work.judging.told = Told(first, failed, timing=False, beneath=Beneath(), source=source)
        at_work.watch.hear()
        shown.append(at_work.shown())
    assert ["Which sum is it?" in each for each in shown] == [True, True, False]
    assert ["line 3 of the function" in each for each in shown] == [False, True, False]
    assert ["Write `grad(f)(x)`." in each for each in shown] == [False, False, True]
    assert at_work.progress.mistakes(first.name) == {"sum": 3}


def test_while_the_clock_is_asked_nothing_is_kept(at_work):
    second = at_work.every[1]
    at_work.judging.told = Told(second, verdict(second, 1.0), timing=True, beneath=Beneath())
    at_work.watch.hear()
    assert "Asking the clock" in at_work.shown()
    assert at_work.progress.points(second.name) is None


def test_that_a_run_takes_long_is_one_line_in_a_narrow_terminal(at_work, tmp_path):
    out, judging = StringIO(), Judged()
    judging.running = at_work.every[0]  # type: ignore[assignment]
    narrow = Console(file=out, width=40, force_terminal=True)
    watch = Watch(tmp_path / "mine", at_work.every, judging, at_work.progress, narrow)  # type: ignore[arg-type]
    watch.wait()
    assert "save again to end it" in out.getvalue()
    assert "\n" not in out.getvalue()


@pytest.mark.parametrize("width", [30, 100])
def test_how_far_the_learner_is_can_be_read_in_any_terminal(at_work, width):
    out = StringIO()
    Console(file=out, width=width).print(screen.header(at_work.every, {}))
    assert "autograder watch" in out.getvalue()
    assert f"0 of {len(at_work.every)}" in out.getvalue()


def test_a_run_that_was_replaced_says_nothing(at_work):
    at_work.watch.hear()
    assert at_work.shown() == ""


def test_after_the_last_one_there_is_nothing_left(at_work):
    for each in at_work.every[1:]:
        at_work.progress.note_points(each.name, each.question.max_points)
    at_work.judging.told = Told(at_work.every[0], verdict(at_work.every[0], 1.0), timing=False, beneath=Beneath())
    at_work.watch.hear()
    assert "every exercise is done" in at_work.shown()


@pytest.mark.parametrize("width", [20, 30, 40, 80])
def test_no_key_is_torn_from_what_it_does(width):
    console = Console(file=StringIO(), width=width)
    console.print(screen.footer())
    lines = console.file.getvalue().splitlines()
    said = [each for line in lines for each in line.rstrip().split("   ") if each]
    assert said == [f"{key} {does}" for key, does in screen.KEYS.items()]


def test_keys(at_work, tmp_path, monkeypatch):
    monkeypatch.setenv("AUTOGRADER_DATA", str(tmp_path))
    first, second, last = (at_work.every[place] for place in (0, 1, -1))
    for keys, at in (("n", second), ("pp", last), ("n", first), ("x", first)):
        at_work.watch.press(keys)
        assert at_work.watch.at is at
    at_work.shown()
    at_work.watch.press("h")
    assert f"Hint 1 of 3 on {first.name}" in at_work.shown()
    at_work.watch.press("l")
    shown = at_work.shown()
    assert re.search(rf"→ +○ {first.name} +0 / 4", shown)
    assert all((f"  ○ {each.name} " in shown) == (each.lesson == first.lesson) for each in at_work.every)
    assert all(each.lesson in shown for each in at_work.every)
    assert len(shown.splitlines()) <= 24
    at_work.every[0].path.write_text(RIGHT)
    at_work.watch.press("r")
    assert at_work.judging.asked == [first]
    at_work.watch.press("q")
    assert at_work.watch.over


def test_points_that_cannot_be_kept_end_nothing(at_work, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("autograder.logbook.tempfile.mkstemp", full)
    at_work.judging.told = Told(at_work.every[0], verdict(at_work.every[0], 0.5), timing=False, beneath=Beneath())
    at_work.watch.hear()
    assert "No space left on device. Points and hints are remembered" in " ".join(at_work.shown().split())


@pytest.fixture(scope="module")
def observer() -> Iterator[WarmObserver]:
    warm = WarmObserver.start()
    yield warm
    warm.close()


def taken(observer: WarmObserver) -> Run:
    while (run := observer.take()) is None:
        time.sleep(0.01)  # the core is the observed one's
    return run


def file(source: str) -> File:
    return File(Path("vjp_once.py"), source, ("vjp_once",), rounds=0)


def test_whatever_an_answer_does_the_next_one_is_observed(observer):
    """The one that hangs is not waited for; the one that prints without end fills nothing."""
    for body in ("while True: print('x' * 10_000)", "import os; os.fork(); os.kill(0, 9)"):
        observer.begin(file(f"def vjp_once(f, x, v):\n    {body}"), 1)
        time.sleep(0.3)
        number = observer.begin(file(RIGHT), 1)
        run = taken(observer)
        assert (run.number, [(seen.question, seen.ended) for seen in run.seen]) == (number, [("vjp_once", "")])


@pytest.mark.parametrize(
    ("body", "ended"), [("import os; os._exit(0)", "Exited"), ("import os; os.abort()", "Crashed")]
)
def test_how_an_answer_ends_its_process_is_told(observer, body, ended):
    observer.begin(file(f"def vjp_once(f, x, v):\n    {body}"), 1)
    assert [seen.ended for seen in taken(observer).seen] == [ended]


def test_a_run_that_is_replaced_leaves_no_process_behind(observer, tmp_path):
    told = tmp_path / "pid"
    body = f"import os, time; open({str(told)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    observer.begin(file(f"def vjp_once(f, x, v):\n    {body}"), 1)
    while not told.exists() or not told.read_text():
        time.sleep(0.02)
    observer.begin(file(RIGHT), 1)
    taken(observer)
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text()), 0)


def test_what_an_answer_prints_is_told(observer, at_work):
    chatty = RIGHT.replace("    x =", "    print('x is', tuple(x.shape))\n    x =")
    observer.begin(replace(file(chatty), told=True), 1)
    (seen,) = taken(observer).seen
    beneath = beneath_of(seen.told)
    assert beneath.printed[0].startswith("x is (")
    first = at_work.every[0]
    at_work.judging.told = Told(first, verdict(first, 0.5), timing=False, beneath=beneath)
    at_work.watch.hear()
    shown = at_work.shown()
    assert "What call 1 printed, and" in shown
    assert beneath.printed[0] in shown


def test_an_errors_way_through_the_answer_is_told(observer):
    observer.begin(replace(file("def vjp_once(f, x, v):\n    return x[1000]\n"), told=True), 1)
    (seen,) = taken(observer).seen
    assert [(where, function, number) for where, function, number, _ in beneath_of(seen.told).frames] == [
        ("vjp_once.py", "vjp_once", 2)
    ]


@pytest.mark.parametrize("told", [None, [], {"printed": 3}, {"printed": [], "call": "x", "others": 0, "frames": []}])
def test_what_is_told_in_another_form_is_nothing(told):
    assert beneath_of(told) == Beneath()


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[tuple[Path, Callable[[str], None], pexpect.spawn]]:
    """`autograder watch` in a terminal: the learner's folder, what waits for a text, the program."""
    start_learner(tmp_path / "mine")
    environment = os.environ | {"AUTOGRADER_DATA": str(tmp_path), "TERM": "xterm", "COLUMNS": "120", "LINES": "60"}
    program = pexpect.spawn(
        sys.executable,
        ["-m", "autograder.cli", "watch"],
        cwd=tmp_path / "mine",
        env=environment,
        dimensions=(60, 120),
        encoding="utf-8",
        timeout=60,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL) and None,  # a shell's background job ignores it
    )
    yield tmp_path / "mine", lambda text: program.expect_exact(text) and None, program
    program.close(force=True)


@pytest.mark.long
def test_a_learner_goes_from_one_exercise_to_the_next(terminal):
    mine, says, program = terminal
    says("Not begun yet.")
    first, second = (mine / f"exercises/01_row_by_row/{name}.py" for name in ("vjp_once", "jacobian_by_rows"))
    first.write_text("def vjp_once(f, x, v):\n    while True: pass\n")
    says("save again to end it: ")
    first.write_text("def vjp_once(f, x, v:\n")
    says("was never closed")
    first.write_text("import os\ndef vjp_once(f, x, v): os._exit(0)\n")
    says("left Python instead of giving a result")
    program.send("h")
    says("Hint 1 of 3 on vjp_once")
    first.write_text(RIGHT)
    says("4 of 4 points")
    says("Done.")
    says("jacobian_by_rows")
    second.write_text(ROWS)
    says("Asking the clock")
    says("7 of 7 points")
    program.send("l")
    says("● vjp_once")
    program.send("q")
    says("Go on with `autograder watch`")
    program.expect(pexpect.EOF)
    program.wait()
    assert program.exitstatus == 0


@pytest.mark.long
def test_an_interrupt_at_the_terminal_is_a_way_out(terminal):
    mine, says, program = terminal
    says("Not begun yet.")
    program.sendintr()
    says("Go on with `autograder watch`")
    program.expect(pexpect.EOF)
    program.wait()
    assert program.exitstatus == 0
