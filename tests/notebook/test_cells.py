"""Which cell is judged, and what a later one lacks: in IPython's own shell."""

import re

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from autograder.questions import question

RIGHT = """def vjp_once(f, x, v):
    leaf = x.detach().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]"""
CUT = "def vjp_once(f, x, v):\n    return f(x"
LATE = f"undefined\n{RIGHT}"


def told(shell: InteractiveShell, *cells: str) -> str:
    """Return all that the last of some cells shows or prints."""
    with capture_output():
        for cell in cells[:-1]:
            shell.run_cell(cell, store_history=True)
    with capture_output() as seen:
        shell.run_cell(cells[-1], store_history=True)
    return str(seen.stdout) + "".join(str(output.data) for output in seen.outputs)


def test_a_stale_function_is_told_of(shell):
    fresh = told(shell, RIGHT, "print(check(vjp_once))")
    assert "This is about" not in fresh
    cut = told(shell, CUT, "print(check(vjp_once))")
    assert "This is about vjp_once as cell [2] has it. Cell [4] has a syntax error in line 2: '(' was never" in cut
    late = told(shell, LATE, "print(check(vjp_once))")
    assert "Cell [6] stopped before it came to vjp_once." in late
    again = told(shell, RIGHT, "print(check(vjp_once))")
    assert "This is about" not in again


def test_a_function_of_another_name_is_not_stale_for_its_exercises_own(shell):
    mended = RIGHT.replace("vjp_once", "mended")
    assert "This is about" not in told(shell, mended, RIGHT, 'print(check(mended, question="vjp_once"))')
    cut = told(shell, CUT.replace("vjp_once", "mended"), 'print(check(mended, question="vjp_once"))')
    assert "This is about mended as cell [2] has it. Cell [5] has a syntax error" in cut


WRAP = "def wrap(function):\n    def inner(*args):\n        return function(*args)\n    return inner"


def test_a_bug_hunts_card_shows_no_points(shell):
    mended = RIGHT.replace("vjp_once", "mended")
    hunt = told(shell, mended, 'print(check(mended, question="vjp_once"))')
    assert "· not graded" in hunt
    assert not re.search(r"\d / \d", hunt)
    own = told(shell, WRAP, f"@wrap\n{RIGHT}", 'print(check(vjp_once, "vjp_once"))')
    assert "not graded" not in own


def test_a_function_that_a_decorator_wraps_is_not_stale(shell):
    assert "This is about" not in told(shell, WRAP, f"@wrap\n{RIGHT}", 'print(check(vjp_once, "vjp_once"))')


def test_a_function_that_another_cell_wraps_is_not_stale(shell):
    wrapped = "plain = vjp_once\nvjp_once = torch.no_grad()(plain)"
    assert "This is about" not in told(shell, RIGHT, wrapped, "print(check(vjp_once))")
    # What was to be this cell's own function, and is not, is told of as before.
    late = told(shell, "undefined\nvjp_once = lambda f, x, v: x", "print(check(vjp_once))")
    assert "Cell [5] stopped before it came to vjp_once." in late


def test_an_async_answer_is_told_in_its_card_and_by_no_warning(shell):
    seen = told(shell, "async def vjp_once(f, x, v):\n    return f(x)", "print(check(vjp_once))")
    assert "vjp_once gives back a coroutine: none of its lines has run." in seen


@pytest.mark.parametrize("device", ["meta", "xla"])
def test_a_default_device_without_numbers_is_one_line(shell, device):
    seen = told(
        shell,
        RIGHT,
        f"torch.set_default_device('{device}')\nline = check(vjp_once)\ntorch.set_default_device(None)\nprint(line)",
    )
    assert seen.strip() == (
        "check: expected inputs with numbers, found that torch's default device has none: it is meta, or one that"
        " this machine lacks. Next: torch.set_default_device(None), then this cell."
    )


def test_a_card_says_which_cell_it_is_about_once_the_cell_above_is_changed(shell):
    page = told(shell, RIGHT, "print(check(vjp_once).html)")
    assert ".jp-mod-dirty + .jp-Cell .autograder-edited { display: block !important; }" in page
    assert "this is about vjp_once as cell [2] has it." in page


def test_a_function_that_no_cell_defined_is_one_line(shell):
    shell.run_cell("from autograder.notebook.cells import speak_of_undefined; speak_of_undefined()")
    plain = told(shell, "check(vjp_once)")
    ways = "Next: run the cell that begins with `def vjp_once`, then this one."
    assert plain.strip() == f"vjp_once is not defined yet. {ways}"
    cut = told(shell, CUT, "check(vjp_once)")
    assert "Cell [3] has a syntax error in line 2: '(' was never closed." in cut
    assert "Traceback" not in plain + cut
    within = told(shell, "def g():\n    return vjp_once\ng()")
    assert "Traceback" in within  # another error is Python's to tell


def test_a_misspelt_function_is_one_line(shell):
    shell.run_cell("from autograder.notebook.cells import speak_of_undefined; speak_of_undefined()")
    seen = told(shell, "check(vjp_onse)")
    assert seen.strip() == "vjp_onse is not defined: did you mean vjp_once? Next: check(vjp_once)."
    assert "Traceback" in told(shell, "vjp_onse")  # nothing of ours is called


def test_a_choice_without_quotes_is_one_line(shell):
    shell.run_cell("from autograder.notebook.cells import speak_of_undefined; speak_of_undefined()")
    shell.run_cell("from autograder import guess")
    seen = told(shell, "guess('01-ones', row)")
    assert seen.strip() == "row is not defined: a choice stands in quotes. Next: guess('01-ones', \"row\")."


def test_an_interrupt_is_one_line_and_ends_the_run_of_cells(shell):
    stops = "def vjp_once(f, x, v):\n    y = f(x)\n    raise KeyboardInterrupt"
    shell.run_cell(stops, store_history=True)
    with capture_output() as seen:
        done = shell.run_cell("check(vjp_once)", store_history=True)
    calls = len(question("vjp_once").calls(0))
    stopped = f"check: you stopped it in vjp_once, line 3, call 1 of {calls}. Nothing was judged."
    assert seen.stdout.strip() == stopped
    assert isinstance(done.error_in_exec, KeyboardInterrupt)


def test_of_figures_that_an_answer_leaves_open_one_calls_stay(shell):
    """Each one that is open at a cell's end is shown there: of a call on meta, which can't be drawn, an empty one."""
    draws = RIGHT.replace("x, v):", "x, v):\n    plt.figure()\n    plt.plot(x)")
    with capture_output():
        shell.run_cell("import matplotlib\nmatplotlib.use('agg')\nimport matplotlib.pyplot as plt", store_history=True)
        shell.run_cell(draws, store_history=True)
        shell.run_cell("check(vjp_once)\nleft = plt.get_fignums()\nplt.close('all')", store_history=True)
    assert shell.user_ns["left"] == [1]


def test_one_call_displays_and_the_others_are_counted(shell):
    pictures = RIGHT.replace("x, v):", "x, v):\n    for _ in range(30):\n        display(f'a look at {len(x)}')")
    with capture_output() as seen:
        shell.run_cell(f"from IPython.display import display\n{pictures}", store_history=True)
        shell.run_cell("card = check(vjp_once)", store_history=True)
        shell.run_cell("display('still there')", store_history=True)
    texts = [output.data["text/plain"] for output in seen.outputs]
    looks = [text for text in texts if text.startswith("'a look at")]
    assert len(looks) == 20
    assert len(set(looks)) == 1
    assert "still there" in str(seen.outputs[-1].data)
    card = shell.user_ns["card"]
    assert card.points == 4
    others = len(question("vjp_once").calls(0)) - 1
    assert card.text.startswith(f"Above stands what call 1 displayed; {others} more calls displayed something too.")


def test_an_answer_asks_nobody(shell, monkeypatch):
    asked = []

    class Kernel:
        _allow_stdin = True

    def asks(prompt=""):
        if not Kernel.shown._allow_stdin:
            raise EOFError
        asked.append(prompt)
        return "3"

    Kernel.shown = Kernel()
    monkeypatch.setattr(shell, "kernel", Kernel.shown, raising=False)
    monkeypatch.setattr("builtins.input", asks)
    shell.run_cell(RIGHT.replace("x, v):", "x, v):\n    input('how many? ')"), store_history=True)
    assert "0 of 4 points" in told(shell, "print(check(vjp_once))")
    assert not asked
    assert Kernel.shown._allow_stdin


@pytest.mark.parametrize("leaves", ["exit()", "quit()", "get_ipython().ask_exit()"])
def test_an_answer_that_leaves_ends_no_kernel(shell, monkeypatch, leaves):
    left = []
    monkeypatch.setattr(type(shell), "ask_exit", lambda self: left.append(self), raising=False)
    seen = told(shell, RIGHT.replace("x, v):", f"x, v):\n    {leaves}"), "print(check(vjp_once))")
    assert "0 of 4 points" in seen
    assert "SystemExit" in seen
    assert not left
    shell.ask_exit()
    assert left


def test_an_answer_that_checks_itself_comes_to_an_end(shell):
    seen = told(shell, RIGHT.replace("x, v):", "x, v):\n    check('vjp_once')"), "check(vjp_once)")
    assert "check: an answer called it, so nothing was judged there." in seen
    assert "you used autograder" in seen


def test_a_check_within_inference_mode_is_like_any_other(shell):
    assert "4 of 4 points" in told(shell, RIGHT, "with torch.inference_mode():\n    print(check(vjp_once))")
    rows = """def jacobian_by_rows(f, x):
    leaf = x.detach().requires_grad_()
    y = f(leaf)
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    return torch.stack([torch.autograd.grad(y, leaf, unit, retain_graph=True)[0] for unit in units])"""
    inside = "with torch.inference_mode():\n    print(check(jacobian_by_rows))\n    print(trend(jacobian_by_rows).text)"
    seen = told(shell, "from autograder import trend", rows, inside)
    assert "7 of 7 points" in seen
    assert "your answer took" in seen
