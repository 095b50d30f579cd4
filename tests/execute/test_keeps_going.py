"""No cell stops the ones after it, whatever it does to itself, the kernel or the line between."""

import asyncio
import os
from pathlib import Path

import psutil
import pytest
from nbformat import v4

from autograder.execute import CellRun, Ended, Execution, KeepsGoing, Kernel, Limits
from autograder.execute.one_kernel import Recipe

SWALLOWS = """import time
while True:
    try:
        try:
            while True: time.sleep(0.1)
        except BaseException: pass
    except BaseException: pass  # an interrupt that came while the first was being swallowed"""
HASTY = Limits(cell=3, grace=4)
BOTH = pytest.mark.parametrize("run", list(Kernel), indirect=True)
# What the client does of itself, whatever kernel it has: with the one that begins anew each time where there is time.
WARM_OR_LONG = [pytest.param(each, marks=() if each is Kernel.SANDBOXED else pytest.mark.long) for each in Kernel]
EITHER = pytest.mark.parametrize("run", WARM_OR_LONG, indirect=True)
ENDS = ("import os; os._exit(0)", "exit()", "import os, signal; os.kill(os.getpid(), 9)")


def text_of(run: CellRun) -> str:
    return "".join(output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in run.outputs)


def ended(execution: Execution) -> list[str]:
    return [run.ended.value for run in execution.runs]


@BOTH
def test_a_cell_that_raises(run):
    execution = run("x = 5", "1/0", "import sys; sys.exit(0)", "def broken(:", "x", "assert not x")
    assert ended(execution) == ["RAN", "RAISED", "RAISED", "RAISED", "RAN", "RAISED"]
    assert execution.runs[1].says == "ZeroDivisionError: division by zero"
    assert text_of(execution.runs[4]) == "5"
    assert execution.runs[5].says == "AssertionError"
    assert execution.restarts == 0


@BOTH
def test_an_endless_loop_is_interrupted_and_its_definitions_stay(run):
    execution = run("x = 5\nimport time\nwhile True: time.sleep(0.01)", "x", limits=HASTY)
    assert ended(execution) == ["TIMED_OUT", "RAN"]
    assert text_of(execution.runs[1]) == "5"
    assert execution.restarts == 0


@BOTH
def test_a_cell_that_swallows_the_interrupt_costs_a_kernel_and_nothing_else(run):
    execution = run("x = 5", SWALLOWS, "x", limits=HASTY)
    assert ended(execution) == ["RAN", "TIMED_OUT", "RAN"]
    assert "did not stop when interrupted" in execution.runs[1].says
    assert text_of(execution.runs[2]) == "5", "what ran before is run again in the new kernel"
    assert execution.restarts == 1


@pytest.mark.parametrize(
    ("run", "leaves"),
    [*((kernel, ENDS[0]) for kernel in Kernel), *((Kernel.SANDBOXED, leaves) for leaves in ENDS[1:])]
    + [pytest.param(Kernel.UNSANDBOXED, leaves, marks=pytest.mark.long) for leaves in ENDS[1:]],
    indirect=["run"],
)
def test_a_cell_that_ends_the_kernel(run, leaves):
    execution = run("x = 5", leaves, "x")
    assert ended(execution) == ["RAN", "DIED", "RAN"]
    assert text_of(execution.runs[2]) == "5"


@EITHER
def test_a_cell_that_raised_is_run_again_too(run):
    execution = run("x = 5\n1/0", "import os; os._exit(0)", "x")
    assert text_of(execution.runs[2]) == "5"


@EITHER
def test_kernels_are_not_started_without_end(run):
    execution = run("x = 5", *["import os; os._exit(0)"] * 3, "x", limits=Limits(restarts=1))
    assert ended(execution) == ["RAN", "DIED", "DIED", "NOT_REACHED", "NOT_REACHED"]
    assert execution.runs[4].says == "the kernel had stopped too often"


def test_the_whole_notebook_has_a_limit(run):
    execution = run("import time; time.sleep(1.5)", "5", limits=Limits(notebook=1))
    assert ended(execution) == ["TIMED_OUT", "NOT_REACHED"] or ended(execution) == ["RAN", "NOT_REACHED"]


@EITHER
@pytest.mark.parametrize(
    "flood",
    [
        "for _ in range(30000): print('x' * 100)",
        "print('x' * 10**7)",
        "from IPython.display import display\nfor _ in range(3000): display({'text/plain': 'x' * 10}, raw=True)",
        "from IPython.display import display\ndisplay({'text/plain': 'x' * 10**7}, raw=True)",
    ],
)
def test_a_flood_is_cut(run, flood):
    execution = run(flood, "5", limits=Limits(stream_bytes=10_000, display_bytes=10_000))
    assert "was cut" in str(execution.runs[0].outputs)
    assert len(str(execution.runs[0].outputs)) < 40_000
    assert text_of(execution.runs[1]) == "5"


@BOTH
def test_messages_that_no_kernel_sends_are_passed_over(run):
    garbage = """kernel = get_ipython().kernel
for kind in ("status", "stream", "display_data", "execute_result", "comm_msg", "error", "nonsense"):
    kernel.session.send(kernel.iopub_socket, kind, {"n": 1}, parent=kernel.get_parent())"""
    execution = run(garbage, "5")
    assert ended(execution)[1] == "RAN"
    assert text_of(execution.runs[1]) == "5"


def test_what_a_submission_started_ends_with_it(run, tmp_path):
    pid = tmp_path / "pid"
    run(f"import subprocess; p = subprocess.Popen(['sleep', '600']); open({str(pid)!r}, 'w').write(str(p.pid))")
    child = int(pid.read_text())
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


def test_a_kernel_that_does_not_start_is_our_failure(run, monkeypatch):
    from autograder.execute import KernelFailed, cold

    monkeypatch.setattr(cold, "_ARGUMENTS", ("--no-such-option=1", "--version"))
    with pytest.raises(KernelFailed):
        run("5", limits=Limits(start=3))


def test_the_imports_of_ours_are_at_no_cells_expense(run, monkeypatch):
    from autograder.execute import cold

    monkeypatch.setattr(cold, "FIRST", "import time; time.sleep(4)")
    execution = run("5", limits=HASTY)
    assert ended(execution) == ["RAN"]


def test_a_kernel_that_lacks_what_grading_needs_is_our_failure(run, monkeypatch):
    from autograder.execute import KernelFailed, cold

    monkeypatch.setattr(cold, "FIRST", "import no_such_module")
    with pytest.raises(KernelFailed, match="no_such_module"):
        run("5")


def test_nothing_is_left_behind(run, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    run("open('note.txt', 'w').write('x')", "5")
    assert list(Path(tmp_path).iterdir()) == []
    assert not any(str(tmp_path) in " ".join(p.info["cmdline"] or ()) for p in psutil.process_iter(["cmdline"]))
    assert os.path.isdir(tmp_path)


def test_ended_is_never_a_success_by_accident(run):
    assert ended(run("", "raise SystemExit")) == [Ended.SKIPPED, Ended.RAISED]


PARENT = {"msg_id": "p"}


def shown_in(index, *contents):
    """Return what becomes of a cell, of which the first is a check, that sends these messages and ends well."""
    notebook = v4.new_notebook(cells=[v4.new_code_cell("check(f)"), v4.new_code_cell("f()")])
    client = KeepsGoing(notebook, Limits(), Recipe(manager={}, start={}), checks=frozenset({0}))
    client.clear_before_next_output = False  # as nbclient begins a cell
    cell = notebook.cells[index]
    client._kept.begin(check=index == 0)
    for content in contents:
        kind = "display_data" if "text/plain" in content.get("data", {}) else content.pop("kind", "clear_output")
        client.process_message(
            {"msg_type": kind, "content": content, "header": {"msg_type": kind}, "parent_header": PARENT}, cell, index
        )
    return asyncio.run(client._outcome(cell, index))


def display(text):
    return {"data": {"text/plain": text}, "metadata": {}, "transient": {}}


def taking(number):
    """Return the messages by which a widget takes what a cell displays from now on."""
    state = {"_model_name": "OutputModel", "_model_module": "@jupyter-widgets/output", "msg_id": "", "outputs": []}
    opened = {"kind": "comm_open", "comm_id": number, "target_name": "jupyter.widget", "data": {"state": state}}
    return opened, {"kind": "comm_msg", "comm_id": number, "data": {"method": "update", "state": PARENT}}


def texts(run):
    return [output["data"]["text/plain"] for output in run.outputs]


@pytest.mark.parametrize("waits", [True, False])
def test_what_a_check_has_shown_is_not_cleared_away(waits):
    sent = display("a"), {"wait": waits}, display("b")
    assert texts(shown_in(0, *map(dict, sent))) == ["a", "b"]
    assert texts(shown_in(1, *map(dict, sent))) == ["b"]


def test_no_widget_takes_what_a_check_shows():
    assert texts(shown_in(0, display("a"), *taking("w"), display("b"))) == ["a", "b"]
    assert texts(shown_in(1, display("a"), *taking("w"), display("b"))) == ["a"]


def test_a_check_whose_displays_were_cut_has_no_evidence_that_counts():
    large = [display("x" * 2**20)] * 10
    found = shown_in(0, display("a"), *large)
    assert (found.ended, found.says) == (Ended.RAISED, "more than 9 MiB of displays")
    assert shown_in(1, display("a"), *large).ended is Ended.RAN
