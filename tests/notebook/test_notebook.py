"""check, hint, progress and trend, as a notebook uses them."""

import json
import os
from types import SimpleNamespace

import pytest
import torch
from IPython.core.formatters import DisplayFormatter

import autograder
from autograder.logbook import FOLDER, Progress
from autograder.notebook.checking import named_so_far, said_once
from autograder.observe import EVIDENCE_MIME, from_json


def vjp_once(f, x, v):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]


def test_the_public_names_are_these():
    assert autograder.__all__ == ["bench", "check", "guess", "hint", "progress", "run_on", "trend"]


def test_a_cards_text_in_a_notebook_is_its_points_and_nothing_else(monkeypatch):
    card = autograder.check(vjp_once)
    monkeypatch.setattr("autograder.notebook.shown.shell_at_work", lambda: SimpleNamespace(kernel="a kernel"))
    shown, _ = DisplayFormatter().format(card)
    assert shown["text/plain"] == "4"
    assert "vjp_once" in shown["text/html"]


@pytest.mark.parametrize("shell", [None, SimpleNamespace()], ids=["Python's prompt", "IPython's"])
def test_a_card_in_a_plain_terminal_is_a_card(shell, monkeypatch):
    card = autograder.check(vjp_once)
    monkeypatch.setattr("autograder.notebook.shown.shell_at_work", lambda: shell)
    assert repr(card) == str(card) == card.text
    assert "4 of 4 points" in repr(card)
    assert "What it cost" in repr(card)


def test_a_students_error_is_a_card_and_no_traceback():
    def vjp_once(f, x, v):
        return undefined_name  # noqa: F821

    card = autograder.check(vjp_once)
    assert card.points == 0
    assert "Traceback" not in card.html
    assert "return undefined_name" in card.text


def test_another_function_may_answer_a_named_question():
    def mended(f, x, v):
        return vjp_once(f, x, v)

    assert autograder.check(mended, question="vjp_once").points == 4
    assert Progress.at_home().points("vjp_once") is None


def test_help_on_another_function_s_mistake_goes_on_too_and_is_not_kept():
    def swapped(f, x, v):
        return -vjp_once(f, x, v)

    named_so_far.cache_clear()
    told = [autograder.check(swapped, question="vjp_once").text for _ in range(3)]
    named_so_far.cache_clear()
    assert "The next card says where to look." in told[0]
    assert "The next card says what to write." in told[1]
    assert "The next card" not in told[2]
    assert not Progress.at_home().mistakes("vjp_once")


def test_an_untested_torch_is_told_on_the_first_card_and_judged_all_the_same(monkeypatch):
    monkeypatch.setattr(torch, "__version__", "2.16.0a0+git")
    said_once.cache_clear()
    first, second = autograder.check(vjp_once), autograder.check(vjp_once)
    said_once.cache_clear()
    line = "torch 2.16.0a0+git is untested: expected 2.13 or 2.14; what the course counts may be wrong."
    assert first.points == second.points == 4
    assert first.text.splitlines()[0] == line
    assert line in first.html
    assert "untested" not in second.text + second.html


def test_a_tested_torch_is_not_spoken_of():
    said_once.cache_clear()
    assert "untested" not in autograder.check(vjp_once).text


def test_a_name_that_no_exercise_has_is_told_what_to_write():
    card = autograder.check(len)
    assert card.points == 0
    assert card.text == (
        "check: no exercise is called len. Next: give the function the lesson's own name,"
        ' or write check(len, "jacobian_by_rows") if it answers jacobian_by_rows.'
    )


def test_hints_come_one_by_one_and_each_asks():
    hints = [repr(autograder.hint(vjp_once)) for _ in range(3)]
    assert [hint[:6] for hint in hints] == ["Hint 1", "Hint 2", "Hint 3"]
    assert all("?" in hint for hint in hints)
    assert repr(autograder.hint("vjp_once")).startswith("Hint 1")


def test_progress_keeps_the_best_points():
    autograder.check(vjp_once)

    def worse(f, x, v):
        return v

    worse.__name__ = "vjp_once"
    autograder.check(worse)
    assert Progress.at_home().points("vjp_once") == 4
    assert "vjp_once" in repr(autograder.progress())


def test_an_unreadable_progress_file_is_set_aside_and_not_lost(data_folder):
    (data_folder / "progress.json").write_text("{not json")
    told = f"expected what was kept in {data_folder / 'progress.json'}, found that it can't be read. It counts as empty"
    assert told in repr(autograder.progress())
    assert told in repr(autograder.check(vjp_once))
    assert json.loads((data_folder / "progress.json").read_text())["vjp_once"]["points"] == 4
    assert (data_folder / "progress.unreadable.json").read_text() == "{not json"


def test_numbers_that_no_count_is_are_none(data_folder):
    strange = {"points": -5, "hints": True, "mistakes": {"a": -1, "b": "x", "c": 2}}
    (data_folder / "progress.json").write_text(json.dumps({"vjp_once": strange}))
    kept = Progress.at_home()
    assert (kept.points("vjp_once"), kept.hints("vjp_once"), kept.mistakes("vjp_once")) == (None, 0, {"c": 2})
    assert "0 of 222 points" in repr(autograder.progress())
    assert kept.told == ""


def test_a_folder_that_cannot_be_written_costs_no_card(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(FOLDER, str(tmp_path / "file"))
    assert autograder.check(vjp_once).points == 4


def test_trend_speaks_of_those_that_have_one():
    assert "jacobian_by_rows" in repr(autograder.trend(vjp_once))


def test_trend_draws_with_a_text_alternative():
    def jacobian_by_rows(f, x):
        leaf = x.clone().requires_grad_()
        y = f(leaf)
        return torch.stack([torch.autograd.grad(y[i], leaf, retain_graph=True)[0] for i in range(len(y))])

    shown = autograder.trend(jacobian_by_rows)
    assert "<img alt=" in shown._repr_html_()
    assert "naive" in repr(shown)


def test_trend_draws_nothing_of_an_answer_that_is_wrong_where_it_is_timed():
    def hvp(f, x, v):
        product = torch.func.jvp(torch.func.grad(f), (x,), (v,))[1]
        return product if len(x) < 300 else 0 * product

    assert repr(autograder.trend(hvp)).startswith("trend: a wrong answer is not worth timing")


UNDER_GRADING = """
import sys
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
import autograder
InteractiveShell.instance()
def vjp_once(f, x, v):
    return x * 0
with capture_output() as seen:
    assert autograder.check(vjp_once) is None
import json
import os
print(json.dumps([output.data for output in seen.outputs]))
print([m for m in sys.modules if m.startswith(("autograder.judge", "autograder.answer_key"))])
"""


@pytest.mark.parametrize("device", ["cpu", "meta", "xla"])
def test_under_grading_a_check_shows_evidence_and_imports_no_key(torch_forks, tmp_path, device):
    """Whatever device the notebook made torch's default, this machine's or not."""
    environment = {"AUTOGRADER_OBSERVE_ONLY": "1", "AUTOGRADER_SEED": "42", "HOME": str(tmp_path)}
    run = torch_forks.run(f"import torch\ntorch.set_default_device('{device}')\n{UNDER_GRADING}", environment)
    run.check_returncode()
    displays, held = run.stdout.splitlines()[-2:]
    (bundle,) = json.loads(displays)
    assert list(bundle) == [EVIDENCE_MIME]
    evidence = from_json(bundle[EVIDENCE_MIME])
    assert (evidence.question, evidence.seed) == ("vjp_once", 42)
    assert all(seen.result is not None for seen in evidence.observations)
    assert held == "[]"


class ByClass:
    def __call__(self, f, x):
        leaf = x.clone().requires_grad_()
        y = f(leaf)
        return torch.stack([torch.autograd.grad(y[i], leaf, retain_graph=True)[0] for i in range(len(y))])


jacobian_by_rows = ByClass()


def test_an_answer_without_a_name_of_its_own_goes_by_the_notebooks():
    assert autograder.check(jacobian_by_rows).points == 7


def test_a_guess_is_answered_in_a_box():
    shown, _ = DisplayFormatter().format(autograder.guess("no <such> name", 5))
    assert shown["text/plain"].startswith("No prediction is called 'no <such> name'.\nPut back the name")
    assert "No prediction is called &#39;no &lt;such&gt; name&#39;." in shown["text/html"]


def test_a_graded_kernel_draws_nothing_and_imports_nothing_to_draw_with(torch_forks):
    say = "import sys, autograder; print(autograder.guess('a', 1)._repr_html_(), autograder.hint('b')._repr_html_())"
    program = f"{say}; print(sorted({{'jinja2', 'autograder.present'}} & {{*sys.modules}}))"
    done = torch_forks.run(program, {**os.environ, "AUTOGRADER_OBSERVE_ONLY": "1"})
    assert done.stdout == "None None\n[]\n"
