"""Imports between our rooms point one way, and one room alone knows nbgrader."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "autograder"
# Imported by all, and importing none of ours.
SHARED = {
    "class_settings", "course_folder", "errors", "grade_id", "lean_imports", "limits", "parsing", "versions",
    "whole_file",
}  # fmt: skip
# A room may import those named here, and what is shared; the rest (the command line, classroom) compose and may all.
MAY = dict.fromkeys(SHARED, set[str]()) | {
    "questions": set[str](),
    "observe": {"questions"},
    "answer_key": {"questions", "observe"},
    "judge": {"questions", "observe", "answer_key"},
    "present": {"questions", "observe", "judge"},
    "execute": {"questions", "observe"},
    "bench": {"questions", "observe"},
}


def imported(path: Path) -> set[str]:
    """Return the dotted names that a module imports, wherever in it."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def room(dotted: str) -> str:
    return dotted.split(".")[1] if "." in dotted else ""


# Each takes a second, in a process that answers or a class wait for.
LIGHT = {
    "autograder.execute.sandbox": ("torch", "nbformat"),
    "autograder.execute.many_files": ("nbformat", "jsonschema"),
    "autograder.classroom.course.folders": ("torch", "nbformat"),
    "autograder.classroom.grading.fork_server": ("torch",),
}


@pytest.mark.parametrize("module", LIGHT)
def test_what_is_waited_for_imports_nothing_that_it_does_not_need(module: str) -> None:
    say = f"import sys, {module}; print(*(name for name in {LIGHT[module]} if name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", say], capture_output=True, text=True, check=True).stdout.split() == []


IRIS = "sys.modules.get('rfc3987_syntax', 'not left out')"


def test_the_process_that_hands_a_class_its_work_builds_no_grammar_of_iris_and_asks_no_hub() -> None:
    imports = "__import__('nbgrader.api')"
    runs = f"from autograder import cli; cli.app = lambda **_: bool({imports}) - 1; cli.main()"
    told = f"print({IRIS}, 'requests' in sys.modules)"
    words = [sys.executable, "-c", f"import sys, atexit; atexit.register(lambda: {told}); {runs}"]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout == "None False\n"


# What imports torch and is waited for: a worker of a class, `check`, and what kernels are forked from.
IMPORTERS = (
    "import autograder.classroom.grading.warm_worker",
    "from autograder.cli import learner; learner.check([Path('none.py')])",
    "from autograder.execute.warm_up import warm_up; warm_up()",
)


# Whether garbage is looked for where torch is asked for, which is not imported, and after; and the grammar.
UP_TO_TORCH = f"""
import gc, sys
from pathlib import Path

class Asked(BaseException):
    pass

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "torch":
            raise Asked(gc.isenabled())

sys.meta_path.insert(0, Finder())
try:
    exec(sys.argv[1])
except Asked as asked:
    print(*asked.args, gc.isenabled(), {IRIS})
"""


@pytest.mark.parametrize("imports", IMPORTERS)
def test_no_garbage_is_looked_for_while_torch_is_imported(imports: str) -> None:
    words = [sys.executable, "-c", UP_TO_TORCH, imports]
    printed = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    assert printed[:2] == ["False", "True"]
    if "warm_worker" in imports:
        assert printed[2:] == ["None"], "no process that workers are forked from builds the grammar of IRIs"


# The five rooms of a class along a submission's way: each may import those before it.
WAY = ("course", "platforms", "handin", "grading", "record")
CLASSROOM = PACKAGE / "classroom"
STATIONS = sorted(path for name in WAY for path in (CLASSROOM / name).rglob("*.py") if "demo_class" not in path.parts)


@pytest.mark.parametrize("path", STATIONS, ids=[path.relative_to(CLASSROOM).as_posix() for path in STATIONS])
def test_a_class_has_five_rooms_along_a_submissions_way(path: Path) -> None:
    own = path.relative_to(CLASSROOM).parts[0]
    names = imported(path)
    visited = {name.split(".")[2] for name in names if name.startswith("autograder.classroom.")}
    assert visited <= set(WAY[: WAY.index(own) + 1])
    if own == "grading":
        assert "present" not in {room(name) for name in names}, "judged first, drawn last"


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=[path.relative_to(PACKAGE).as_posix() for path in MODULES])
def test_imports_point_one_way(path: Path) -> None:
    names = imported(path)
    own = path.relative_to(PACKAGE).with_suffix("").parts[0]
    if own in MAY:
        ours = {room(name) for name in names if name.split(".")[0] == "autograder"}
        assert ours <= MAY[own] | {own} | SHARED
    if own != "classroom":
        assert not {name for name in names if name.split(".")[0] == "nbgrader"}
