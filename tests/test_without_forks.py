"""A system without forks, as Windows is: a learner's notebook works there, and each command that can't says so."""

import re
import sys
from pathlib import Path

import pytest
from support.like_windows import LIKE_WINDOWS
from support.torch_forks import TorchForks

from autograder.cli import FORKING, author, learner, teacher

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it is Linux that is made to look like another")
ROOT = Path(__file__).parents[1]
RIGHT = """
import torch
from autograder.notebook import check, hint, progress

def vjp_once(f, x, v):
    leaf = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]

check(vjp_once)
print(hint("vjp_once"))
print(progress())
"""
COMMAND = "import sys\nsys.argv = ['autograder', *{words!r}]\nfrom autograder.cli import main\nmain()"


@pytest.fixture
def run(torch_forks: TorchForks, tmp_path, monkeypatch):
    monkeypatch.setenv("AUTOGRADER_DATA", str(tmp_path))
    return lambda source: torch_forks.run(LIKE_WINDOWS + source)


def test_a_notebooks_checks_need_no_fork(run):
    ran = run(RIGHT)
    assert ran.returncode == 0, ran.stderr
    for words in ("Hint 1 of 3 on vjp_once", "4 / 4  vjp_once"):
        assert words in ran.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("progress",), "0 / 16"),
        (("next",), "vjp_once: "),
        (("hint", "vjp_once"), "Hint 1 of 3"),
        (("doctor", "--json"), "can't be enforced: no Linux"),
    ],
)
def test_commands_that_only_read_need_none(run, words, says):
    ran = run(COMMAND.format(words=words))
    assert ran.stderr == ""
    assert says in ran.stdout


@pytest.mark.parametrize("command", sorted(FORKING))
def test_a_command_that_forks_says_so_in_a_line(run, command):
    ran = run(COMMAND.format(words=(command,)))
    assert ran.returncode == 1
    (line,) = ran.stderr.splitlines()
    for said in (f"autograder {command}: expected Linux or another system that forks", "WSL", "check(...)"):
        assert said in line


def test_each_command_is_known_to_fork_or_not_to():
    every = {
        each.name or each.callback.__name__
        for group in (learner, teacher, author)
        for each in group.commands.registered_commands
    }
    need_none = {"start", "lab", "progress", "next", "hint", "reset", "doctor", "build", "new-lesson", "new-exercise"}
    assert {name.replace("_", "-") for name in every} == FORKING | need_none


@pytest.mark.parametrize("room", ["observe", "judge", "notebook", "practice", "present", "questions", "figures"])
def test_a_notebooks_rooms_leave_the_slash_to_the_system(room):
    # The paths of Windows' code objects have backslashes: what begins with a folder and a slash is never among them.
    for path in (ROOT / "autograder" / room).rglob("*.py"):
        assert not re.findall(r'f"\{_?[A-Z]+\}/', path.read_text(encoding="utf-8")), path
