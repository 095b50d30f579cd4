"""Fixtures that many tests share, and which worker of `pytest -n` runs a test, and when (no effect without `-n`).

A file's tests stay on one worker, since they share fixtures. So do all tests of one lesson, which share its runs, and
with two workers whole folders, which share a warm process. Long ones begin first, so that none is left for the end.
"""

import os
import sys
import tempfile
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from autograder.lean_imports import leave_out, uncollected

leave_out()  # before nbformat is imported; it saves each worker seconds

import nbformat  # noqa: E402
from nbformat import NotebookNode  # noqa: E402
from support.followed_document import Followed  # noqa: E402
from support.followed_document import follow as follow_in  # noqa: E402
from support.kernel_names import names_in  # noqa: E402
from support.lesson_runs import AT_ONCE, LessonRun, executed, with_names_kept  # noqa: E402
from support.torch_forks import TorchForks  # noqa: E402
from support.warm_kernels import USUAL, WARM, warm_kernels  # noqa: E402

# One thread for each worker, and for each process that a test starts: torch would take all cores.
os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"

TESTS = Path(__file__).parent
# Folders and files that take a worker about a minute or more, longest first.
LONGEST = (
    "classroom/test_both_ways.py",
    "classroom/test_traps.py",
    "browser/test_lesson.py",
    "lessons/test_papermill.py",
    "execute/test_keeps_going.py",
    "test_wheel.py",
    "test_own_course.py",
    "test_teaching.py",
    "test_authoring.py",
    "classroom",
    "test_benchmarks.py",
    "browser",
    "lessons",
    "execute",
)
# Folder → the warm process that its kernels are forked from. With two workers, each starts one of the two, which takes
# as long as a lesson. With more, the files are distributed, or all would wait for two.
TOGETHER = {"lessons": "lessons", "browser": "lessons", "classroom": "kernels", "execute": "kernels"}
FEW = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) <= 2


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a long text by its beginning and its length: some are as long as a whole hostile file."""
    return f"{val[:60]!r} of {len(val)}" if isinstance(val, str | bytes) and len(val) > 200 else None


def pytest_itemcollected(item: pytest.Item) -> None:
    # Not later, once all are collected: by then xdist has read the groups.
    if not item.get_closest_marker("xdist_group"):
        item.add_marker(pytest.mark.xdist_group(_group(item)))


def _group(item: pytest.Item) -> str:
    """Return a test's group: the process that its programs are forked from, or its lesson, or its file."""
    if "torch_forks" in getattr(item, "fixturenames", ()):
        return "torch_forks"
    place = item.path.relative_to(TESTS)
    if FEW and place.parts[0] in TOGETHER:
        return TOGETHER[place.parts[0]]
    lesson: Any = getattr(getattr(item, "module", None), "LESSON", None)
    if hasattr(item, "callspec"):
        lesson = item.callspec.params.get("lesson", lesson)
    folder = getattr(lesson, "folder", lesson)
    # A test of a class has a lesson, too, but runs nothing that others could share.
    is_shared = place.parts[0] in ("lessons", "browser")
    return folder if is_shared and isinstance(folder, str) else place.as_posix()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Import all tests without garbage collection, then set all present objects aside from it.

    There are a million: each measurement of a peak collects garbage, and would walk them all. The processes that grade
    do the same.
    """
    with uncollected():
        found = yield
    if heap := sys.modules.get("autograder.observe.heap"):
        heap.settle_for_good()
    return found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    place = item.path.relative_to(TESTS).as_posix()
    return next((turn for turn, start in enumerate(LONGEST) if place.startswith(start)), len(LONGEST))


@pytest.fixture(scope="module")
def follow(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Followed]:
    """Return a function that follows a document of docs/ in an empty folder."""
    return lambda document: follow_in(document, tmp_path_factory.mktemp("empty"))


@pytest.fixture(scope="session", autouse=True)
def _no_zygote_is_left() -> Iterator[None]:
    """End the warm process that this worker's kernels came from, if there is one."""
    yield
    forks = sys.modules.get("autograder.execute.forks")
    if forks is not None:
        mine = forks._of(os.getpid())
        while mine:
            mine.pop().close()


@pytest.fixture(autouse=True)
def _no_thread_is_an_answers() -> None:
    """Take the threads that other tests' libraries left in this worker for nobody's: an answer here began none."""
    if threads := sys.modules.get("autograder.observe.threads"):
        threads._followed.update(threading.enumerate())


@pytest.fixture(autouse=True)
def _own_random_numbers() -> None:
    """Begin each test at the same seed: what it draws doesn't depend on which tests ran before it in this worker."""
    if torch := sys.modules.get("torch"):
        torch.manual_seed(2)


@pytest.fixture(scope="session")
def torch_forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TorchForks]:
    """Programs run in forks of a Python that has imported torch and nothing else."""
    forks = TorchForks(tmp_path_factory.mktemp("forks"))
    yield forks
    forks.close()


@pytest.fixture(scope="session")
def kernelspecs() -> Iterator[Path]:
    """A folder for JUPYTER_PATH with a kernel `warm`: python3, with its imports done."""
    with tempfile.TemporaryDirectory() as folder, warm_kernels(Path(folder)):
        yield Path(folder)


@pytest.fixture(scope="session")
def lesson_run(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Callable[..., LessonRun]:
    """Return a function that runs a lesson once: folder, lesson, parameters, kernel → its LessonRun."""

    @cache
    def run(folder: str, lesson: str, parameters: tuple[tuple[str, object], ...], kernel: str) -> LessonRun:
        home = tmp_path_factory.mktemp(lesson)
        notebook = nbformat.read(TESTS.parent / folder / lesson / f"{lesson}.ipynb", as_version=4)
        with pytest.MonkeyPatch.context() as patch:
            if kernel == WARM:
                patch.setenv("JUPYTER_PATH", str(request.getfixturevalue("kernelspecs")))
            *cells, last = executed(with_names_kept(notebook, home / "names"), dict(parameters), kernel, home)
        assert not last.outputs, last.outputs
        return LessonRun(cells, home / "names")

    return run


@pytest.fixture(scope="session")
def through_papermill(lesson_run: Callable[..., LessonRun]) -> Callable[..., list[NotebookNode]]:
    """Return a function that runs a lesson once: folder, lesson, parameters, kernel → its cells."""

    def cells(folder: str, lesson: str, parameters: Mapping[str, object], kernel: str = USUAL) -> list[NotebookNode]:
        return lesson_run(folder, lesson, tuple(parameters.items()), kernel).cells

    return cells


@pytest.fixture(scope="session")
def ended_with(lesson_run: Callable[..., LessonRun]) -> Callable[[str], dict[str, Any]]:
    """Return a function: lesson → the names that its solution ended with, in the run that its other tests look at."""
    return lambda lesson: names_in(lesson_run("solutions", lesson, tuple(AT_ONCE.items()), USUAL).names)
