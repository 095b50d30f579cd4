"""A submission is read and run in a process apart: what it does to that process costs it what was not seen by then."""

import pytest

from autograder.classroom.grading import supervised as module
from autograder.classroom.grading.supervised import read_apart, supervised
from autograder.execute import DEFAULT_LIMITS, CellRun, Ended, Execution, Kernel, KernelFailed


@pytest.fixture
def run(classroom, small, monkeypatch):
    """Return a function that supervises a right submission whose run is played by another function."""
    path = classroom.hand_in("ann", small.filled())

    def run(execute):
        monkeypatch.setattr(module, "execute", execute)
        return supervised(path, classroom.lesson, "ann", 7, DEFAULT_LIMITS, Kernel.UNSANDBOXED)

    return run


def ends(ended, cells, error):
    for place in range(cells):
        ended(place, CellRun(Ended.RAN, outputs=({"output_type": "stream", "name": "stdout", "text": "x"},)))
    raise error


def test_a_run_comes_back_whole(run):
    def execute(submission, limits, kernel, ended):
        for place in range(len(submission.notebook.cells)):
            ended(place, CellRun(Ended.RAN, str(place)))
        return Execution((), 2)

    submission, execution = run(execute)
    assert [each.says for each in execution.runs] == [str(n) for n in range(len(submission.notebook.cells))]
    assert execution.restarts == 2
    assert submission.checks


@pytest.mark.parametrize(("error", "says"), [(MemoryError(), "MiB of memory"), (ValueError("x"), "its reader broke")])
def test_what_was_seen_before_its_end_stands(run, error, says):
    _, execution = run(lambda submission, limits, kernel, ended: ends(ended, 3, error))
    assert [each.ended for each in execution.runs[:4]] == [Ended.RAN] * 3 + [Ended.NOT_REACHED]
    assert says in execution.runs[-1].says


@pytest.mark.parametrize("error", [KernelFailed("no kernel"), ValueError("before any cell")])
def test_a_run_that_did_not_begin_is_our_failure(run, error):
    with pytest.raises(KernelFailed, match=str(error.args[0])):
        run(lambda submission, limits, kernel, ended: ends(ended, 0, error))


@pytest.mark.parametrize(("error", "says"), [(MemoryError(), "MiB of memory"), (ValueError("x"), "its reader broke")])
def test_a_file_that_breaks_its_reader_is_its_authors_affair(classroom, small, monkeypatch, error, says):
    def breaks(*_):
        raise error

    path = classroom.hand_in("ann", small.filled())
    monkeypatch.setattr(module, "load", breaks)
    assert says in read_apart(path, classroom.lesson, "ann", 7).unreadable
    submission, execution = supervised(path, classroom.lesson, "ann", 7, DEFAULT_LIMITS, Kernel.UNSANDBOXED)
    assert says in submission.unreadable
    assert submission.checks.keys()
    assert execution is None


def test_a_file_that_we_may_not_read_is_ours(classroom, small, monkeypatch):
    def refused(*_):
        raise PermissionError(13, "Permission denied", "a.ipynb")

    path = classroom.hand_in("ann", small.filled())
    monkeypatch.setattr(module, "load", refused)
    for reads in (
        lambda: read_apart(path, classroom.lesson, "ann", 7),
        lambda: supervised(path, classroom.lesson, "ann", 7, DEFAULT_LIMITS, Kernel.UNSANDBOXED),
    ):
        with pytest.raises(PermissionError, match=r"a\.ipynb"):
            reads()
