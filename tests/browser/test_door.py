"""A learner's door, as it is in JupyterLab: one notebook, a test for each thing that it answers.

AUTOGRADER_PICTURES=FOLDER keeps a picture of each look: light and dark, 1400 and 700 pixels wide.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from support.lab_notebook import Lab, opened

from autograder.questions import question

pytestmark = pytest.mark.long

SUM_OF_ROWS = """def vjp_once(f, x, v):
    print("x has shape", tuple(x.shape))
    leaf = x.detach().requires_grad_()
    f(leaf).sum().backward()
    return leaf.grad"""
RIGHT = """def vjp_once(f, x, v):
    leaf = x.detach().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, v)[0]"""
UNTOUCHED = '''def hvp(f, x, v):
    """Return H v by a jvp of grad(f): one tangent pass. Shapes: x (N,), v (N,) → (N,)."""
    ...  # TODO: your answer'''
RAISES = """def row(f, x, i):
    return pulled_back(f, x, i)


def jacobian_by_rows(f, x):
    return torch.stack([row(f, x, i) for i in range(3)])"""
ENDLESS = """def jacobian_by_differences(f, x, h=1e-5):
    i = 0
    while True:
        i += 1"""
TOO_LARGE = """def hvp_many(f, x, V):
    torch.empty(2 * 10**9)  # 8 GB that nobody writes to
    return V"""
CELLS = (
    "import torch\nfrom autograder import check, guess, hint, progress, trend",
    SUM_OF_ROWS,
    "check(vjp_once)",
    UNTOUCHED,
    "check(hvp)",
    RAISES,
    "check(jacobian_by_rows)",
    'check("vjp_onse")',
    "check(jacobian_by_vmap)",
    "hint(vjp_once)",
    ENDLESS,
    "check(jacobian_by_differences)",
    "progress()",
    'check("vjp_once")',
    'guess("yours", ...)',
    'guess("01-ones", "sum")',
    TOO_LARGE,
    "check(hvp_many)",
    "for _ in range(2):\n    check(vjp_once)",
    "check(vjp_onse)",
)
ANSWER, CHECK, UNTOUCHED_ANSWER, UNTOUCHED_CHECK, RAISED_ANSWER, RAISED_CHECK = range(1, 7)
MISSPELT, UNDEFINED, HINT, ENDLESS_ANSWER, ENDLESS_CHECK, PROGRESS = range(7, 13)
BY_NAME, YOURS, GUESS, LARGE_ANSWER, LARGE_CHECK, LOOP, MISSPELT_NAME = range(13, 20)
LOOKS = [(theme, width) for theme in ("light", "dark") for width in (1400, 700)]


@pytest.fixture(scope="module")
def lab(browser: str, pictures: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """The notebook, open, with its answers run; every test leaves them as they were."""
    with opened(browser, pictures.QUIET, tmp_path_factory.mktemp("door"), CELLS) as lab:
        lab.look("light", 1400, 1000)
        for place in (0, ANSWER, UNTOUCHED_ANSWER, RAISED_ANSWER, ENDLESS_ANSWER, LARGE_ANSWER):
            lab.run(place)
        yield lab


def unfolded(lab: Lab, place: int, kind: str) -> str:
    """Open what is folded below a cell and return all that is seen there then."""
    lab.in_output(place, f"node.querySelectorAll('details.autograder-{kind}').forEach(each => each.open = true)")
    return lab.text(place)


def test_help_goes_from_question_to_place_to_line(lab: Lab) -> None:
    first = lab.run(CHECK)
    assert "With which weights are the rows of J mixed" in first
    assert "Pass v as the cotangent" not in first
    second = lab.run(CHECK)
    assert "Look at line 4" in second
    assert "Pass v as the cotangent" not in second
    assert "Pass v as the cotangent" in lab.run(CHECK)


def test_what_is_printed_is_folded_under_the_card(lab: Lab) -> None:
    seen = lab.run(CHECK)
    assert f"What call 1 printed, and {len(question('vjp_once').calls(0)) - 1} more calls printed" in seen
    assert "x has shape" not in seen
    assert "x has shape (7,)" in unfolded(lab, CHECK, "beneath")


def test_the_call_that_failed_is_folded_and_each_wrong_entry_framed(lab: Lab) -> None:
    assert "7 of 7 entries are wrong" not in lab.run(CHECK)
    assert "7 of 7 entries are wrong" in unfolded(lab, CHECK, "failed")
    framed = "[...node.querySelectorAll('[role=img] span')].filter(each => each.style.outlineStyle === 'solid')"
    assert lab.in_output(CHECK, f"return {framed}.length") == 14


def test_what_is_not_begun_is_one_calm_line(lab: Lab) -> None:
    calm = lab.run(UNTOUCHED_CHECK)
    assert calm.strip().startswith("hvp is not begun yet.")
    assert lab.in_output(UNTOUCHED_CHECK, "return node.querySelectorAll('table').length") == 0
    assert "rgb(224, 49, 49)" not in lab.in_output(
        UNTOUCHED_CHECK,
        "return [...node.querySelectorAll('*')].map(each => getComputedStyle(each).color"
        " + getComputedStyle(each).borderColor).join()",
    )


def test_an_errors_card_says_what_it_means_and_folds_the_answers_own_lines(lab: Lab) -> None:
    raised = lab.run(RAISED_CHECK)
    assert "No name pulled_back is known on that line" in raised
    assert "Your lines on the way to the error" in raised
    assert "cell [4], line 2, in row" not in raised
    assert "cell [4], line 2, in row" in unfolded(lab, RAISED_CHECK, "beneath")
    assert "Traceback" not in lab.text(RAISED_CHECK)


def test_an_answer_goes_by_its_name_and_a_wrong_call_is_one_line(lab: Lab) -> None:
    assert "0 of 4 points" in lab.run(BY_NAME)
    assert "did you mean vjp_once?" in lab.run(MISSPELT)
    assert lab.run(MISSPELT_NAME).strip() == ("vjp_onse is not defined: did you mean vjp_once? Next: check(vjp_once).")
    undefined = lab.run(UNDEFINED)
    assert undefined.strip().startswith("jacobian_by_vmap is not defined yet. Next: run the cell")
    assert "Traceback" not in undefined


def test_a_card_that_no_line_shows_stands_at_its_cells_end(lab: Lab) -> None:
    assert lab.run(LOOP).count("0 of 4 points") == 1


def test_a_hint_is_a_card_with_a_button_for_the_next(lab: Lab) -> None:
    assert "Hint 1 of 3" in lab.run(HINT)
    for number in (2, 3):
        lab.until("document.querySelector('button[title^=\"The next hint\"]')")
        lab.in_output(HINT, "node.querySelector('button').click()")
        lab.until(f"document.body.innerText.includes('Hint {number} of 3')")
    lab.until("!document.querySelector('button[title^=\"The next hint\"]')")


def test_a_slow_check_says_how_far_it_is_and_stopped_it_is_one_line(lab: Lab) -> None:
    lab.begin(ENDLESS_CHECK)
    lab.until("document.body.innerText.includes('jacobian_by_differences: call 1 of')")
    lab.interrupt()
    lab.until("document.body.innerText.includes('you stopped it in')")
    stopped = lab.text(ENDLESS_CHECK).strip()
    assert re.fullmatch(
        r"check: you stopped it in jacobian_by_differences, line [345], call 1 of \d+\. Nothing was judged\.", stopped
    )


def test_an_endless_answer_ends_and_its_card_says_so(lab: Lab) -> None:
    assert "was still running when its time was up" in lab.run(ENDLESS_CHECK)


def test_an_answer_that_asks_for_too_much_memory_is_told_so(lab: Lab) -> None:
    assert "asked for more memory than an answer may take" in lab.run(LARGE_CHECK)


def test_a_cell_that_was_changed_and_not_run_is_told_of_at_once(lab: Lab) -> None:
    lab.run(CHECK)
    lab.show(CHECK)
    assert "changed and not run" not in lab.text(CHECK)
    lab.edit(ANSWER, RIGHT)
    lab.until("document.querySelector('.autograder-edited').offsetHeight > 0")
    assert "this is about vjp_once as cell [" in lab.text(CHECK)
    lab.run(ANSWER)
    assert "4 of 4 points" in lab.run(CHECK)
    assert "changed and not run" not in lab.text(CHECK)
    begin_again(lab)


def test_a_syntax_error_leaves_the_function_before_it_and_the_card_says_so(lab: Lab) -> None:
    lab.edit(ANSWER, RIGHT.replace("leaf, v)[0]", "leaf, v[0]"))
    lab.run(ANSWER)
    assert "has a syntax error in line 3: '(' was never closed" in lab.run(CHECK)
    begin_again(lab)


def test_progress_knows_what_is_done_and_looks_back(lab: Lab) -> None:
    lab.run(CHECK)
    for place in (UNTOUCHED_CHECK, RAISED_CHECK, GUESS):
        lab.run(place)
    # A lesson opens with a question on a mistake of the learner's own.
    assert "A mistake of yours, from vjp_once." in lab.run(YOURS)
    lab.edit(ANSWER, RIGHT)
    lab.run(ANSWER)
    lab.run(CHECK)
    way = lab.run(PROGRESS)
    assert stage(lab, "vjp_once") == "done"
    assert stage(lab, "hvp") == "to do"
    assert stage(lab, "jacobian_by_rows") == "begun"
    assert "Guesses: 1 of 1 right at first" in way
    assert "You gave the sum of all rows" in way
    assert "lesson 01: Exercise 1" in way
    begin_again(lab)


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_nothing_sticks_out(lab: Lab, theme: str, width: int, tmp_path: Path) -> None:
    places = (CHECK, UNTOUCHED_CHECK, RAISED_CHECK, HINT, LARGE_CHECK)
    for place in places:
        if not lab.text(place).strip():
            lab.run(place)
    lab.look(theme, width, 1000)
    for place in places:
        lab.show(place)
        lab.picture(Path(os.environ.get("AUTOGRADER_PICTURES") or tmp_path) / f"{theme}-{width}-{place}.png")
        wide = lab.in_output(
            place,
            "const right = node.closest('.jp-Notebook').getBoundingClientRect().right;"
            "return [...node.querySelectorAll('p, pre, summary, section, .autograder-hint')]"
            ".filter(each => each.getBoundingClientRect().right > right + 1).length",
        )
        assert wide == 0, f"cell {place}"
    lab.look("light", 1400, 1000)


def begin_again(lab: Lab) -> None:
    """Have the answer as it was at first."""
    lab.edit(ANSWER, SUM_OF_ROWS)
    lab.run(ANSWER)


def stage(lab: Lab, name: str) -> str:
    """Return what the lesson map says of an exercise: «to do», «begun», «done»."""
    rows = "[...node.querySelectorAll('tr')]"
    row = f"{rows}.find(each => each.querySelector('code')?.innerText === {name!r})"
    return str(lab.in_output(PROGRESS, f"return {row}.cells[0].innerText.replace(/[^a-z ]/g, '').trim()"))
