"""What a call gave back and its cell did not show is shown at the cell's end, once; what was shown is not again."""

import builtins

import pytest
from IPython.utils.capture import capture_output

from autograder.notebook import unseen
from autograder.notebook.shown import OBSERVE_ONLY

CALL = 'check("vjp_onse")'  # one line, and nothing is judged
ANOTHER = 'hint("hesian_diagonal")'
NOT_SHOWN = {
    "a loop": f"for _ in range(3):\n    {CALL}",
    "a function": f"def go():\n    {CALL}\ngo()",
    "above another line": f"{CALL}\nNone",
    "a semicolon": f"{CALL};",
    "a name for it": f"card = {CALL}",
    "a condition": f"if {CALL}:\n    pass",
    "try": f"try:\n    {CALL}\nfinally:\n    pass",
    "before an error": f"{CALL}\n1 / 0",
    "a list": f"[{CALL}]",
    "a magic": f"%timeit -n 2 -r 1 {CALL}",
    "the profiler": f"%prun -q {CALL}",
}
SHOWN = {
    "last": CALL,
    "printed": f"print({CALL})",
    "displayed": f"from IPython.display import display\ndisplay({CALL})",
    "kept and shown": f"card = {CALL}\ncard",
    "the same twice": f"{CALL}\n{CALL}",
    "captured": f"%%capture\n{CALL}",
}


def told(shell, cell):
    with capture_output() as seen:
        shell.run_cell(cell, store_history=True)
    return seen.stdout + "".join(output.data["text/html"] for output in seen.outputs)


@pytest.mark.parametrize("cell", NOT_SHOWN.values(), ids=NOT_SHOWN)
def test_what_no_line_shows_is_shown_at_the_cells_end(shell, monkeypatch, cell):
    monkeypatch.setattr("autograder.notebook.shown._in_a_notebook", lambda: True)  # where a card's repr is its points
    assert told(shell, cell).count("did you mean vjp_once?") == 1
    assert "did you mean" not in told(shell, "None")


@pytest.mark.parametrize("cell", SHOWN.values(), ids=SHOWN)
def test_what_is_shown_is_not_shown_again(shell, cell):
    assert told(shell, cell).count("did you mean vjp_once?") == ("capture" not in cell)
    assert "did you mean" not in told(shell, "None")


def test_each_call_of_a_cell_is_shown(shell):
    seen = told(shell, f"{CALL}\n{ANOTHER}\nNone")
    assert "did you mean vjp_once?" in seen
    assert "did you mean hessian_diagonal?" in seen


def test_where_a_class_is_graded_nothing_more_is_shown(shell, monkeypatch):
    monkeypatch.setenv(OBSERVE_ONLY, "1")
    assert told(shell, f"{ANOTHER}\nNone") == ""


def test_a_program_shows_it_at_its_end(monkeypatch, capsys):
    kept = []
    monkeypatch.setattr(unseen.atexit, "register", kept.append)
    unseen._at_the_programs_end.cache_clear()
    called = {"__name__": "__main__"}
    exec(f"from autograder import check\ndef go():\n    return {CALL}\ngo()\ngo()", called)
    exec("from autograder import hint\nprint(hint('vjp_onse'))", called)
    unseen._at_the_programs_end.cache_clear()
    assert capsys.readouterr().out.count("did you mean") == 1
    monkeypatch.setattr(builtins, "_", None, raising=False)  # Python's prompt keeps there what it showed
    (at_the_end,) = kept
    at_the_end()
    assert capsys.readouterr().out.count("check: no exercise is called vjp_onse: did you mean vjp_once?") == 1
