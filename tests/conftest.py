"""Which worker runs a test, and in which order (for `pytest -n`, and harmless without it); lessons that were run.

A file's tests stay together, since they share fixtures; so do all tests of one lesson, since they share its runs. What
takes long begins first, so that no worker is left with it at the end.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from autograder.lean_imports import leave_out

leave_out()  # before any notebook format: it takes each worker seconds

import papermill  # noqa: E402
from followed import Followed  # noqa: E402
from followed import follow as follow_in  # noqa: E402
from nbformat import NotebookNode  # noqa: E402
from torch_forks import TorchForks  # noqa: E402
from warm_kernels import WARM, warm_kernels  # noqa: E402

# One thread a worker, and a process that a test starts: torch would take all cores for each.
os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"

TESTS = Path(__file__).parent
# What takes a worker a minute or so, longest first; folders and files.
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


def pytest_itemcollected(item: pytest.Item) -> None:
    # Here and not once all are collected: by then a worker has read which test belongs to which group.
    item.add_marker(pytest.mark.xdist_group(_group(item)))


def _group(item: pytest.Item) -> str:
    """Return the lesson that a test is about, else its file."""
    lesson: Any = getattr(getattr(item, "module", None), "LESSON", None)
    if hasattr(item, "callspec"):
        lesson = item.callspec.params.get("lesson", lesson)
    folder = getattr(lesson, "folder", lesson)
    # A class of a test's own is taught one lesson too, but runs nothing that others could share.
    is_shared = item.path.parent.name in ("lessons", "browser")
    return folder if is_shared and isinstance(folder, str) else item.path.relative_to(TESTS).as_posix()


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


@pytest.fixture(scope="session")
def torch_forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TorchForks]:
    """Run programs in forks of a Python that has imported torch, and nothing else."""
    forks = TorchForks(tmp_path_factory.mktemp("forks"))
    yield forks
    forks.close()


@pytest.fixture(scope="session")
def kernelspecs() -> Iterator[Path]:
    """A folder for JUPYTER_PATH in which the kernel `warm` is like python3, and begins with its imports done."""
    with tempfile.TemporaryDirectory() as folder, warm_kernels(Path(folder)):
        yield Path(folder)


@pytest.fixture(scope="session")
def through_papermill(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Callable[..., list[NotebookNode]]:
    """Return a function that runs a lesson once: folder, lesson, parameters, kernel → its cells."""

    @cache
    def run(folder: str, lesson: str, parameters: tuple[tuple[str, object], ...], kernel: str) -> list[NotebookNode]:
        home = tmp_path_factory.mktemp(lesson)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AUTOGRADER_DATA", str(home))
            if kernel == WARM:
                patch.setenv("JUPYTER_PATH", str(request.getfixturevalue("kernelspecs")))
            patch.delenv("AUTOGRADER_OBSERVE_ONLY", raising=False)
            notebook = papermill.execute_notebook(
                TESTS.parent / folder / lesson / f"{lesson}.ipynb",
                None,
                dict(parameters),
                engine_name="autograder",
                kernel_name=kernel,
                progress_bar=False,
                cwd=home,
            )
        cells: list[NotebookNode] = notebook.cells
        return cells

    def through_papermill(
        folder: str, lesson: str, parameters: Mapping[str, object], kernel: str = WARM
    ) -> list[NotebookNode]:
        return run(folder, lesson, tuple(parameters.items()), kernel)

    return through_papermill
